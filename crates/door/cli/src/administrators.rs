//! `admin ...`: who signs in to the web admin, and a new password for whoever has forgotten his.

use serde_json::{Value, json};

use crate::{
    answer::{Answer, Failure},
    args::AdminCommand,
    password,
    print::{Table, cell_of, date_time},
    session::Session,
};

/// Does one verb.
pub(crate) fn run(session: &Session, command: &AdminCommand) -> Answer {
    match command {
        AdminCommand::List => Ok(session.listing(session.client.list("administrators")?, table)),
        AdminCommand::Password { name } => {
            set_password(session, name, || password::ask(&format!("New password of {name}")))
        }
    }
}

/// Sets a password. Whoever is named is looked for before anybody types.
fn set_password(session: &Session, name: &str, ask: impl FnOnce() -> Result<String, Failure>) -> Answer {
    let all = session.client.list("administrators")?;
    let Some(known) = all.iter().find(|one| one["username"] == name) else {
        let names: Vec<String> = all.iter().map(|one| cell_of(one, "username")).collect();
        return Err(Failure::Usage(match names.is_empty() {
            true => "there is no administrator yet: the set-up link that the server printed makes the first"
                .into(),
            false => format!("there is no administrator {name}, but {}", names.join(", ")),
        }));
    };
    let path = format!("administrators/{}", cell_of(known, "id"));
    let changed = session.client.patch(&path, &json!({ "password": ask()? }))?;
    let is_enabled = changed.get("enabled").and_then(Value::as_bool) == Some(true);
    let mut shown = session.formed(changed, |_| {
        Ok(format!("administrator {name} has a new password, and is signed out everywhere\n"))
    })?;
    if !is_enabled {
        shown.warnings.push(format!("{name} is disabled, and cannot sign in before somebody enables it"));
    }
    Ok(shown)
}

fn table(items: &[Value]) -> Table {
    let mut table = Table::new(&["username", "role", "enabled", "last signed in"]);
    for one in items {
        let last = one["last_login_ms"].as_u64().map(date_time).unwrap_or_default();
        table.row([cell_of(one, "username"), cell_of(one, "role"), cell_of(one, "enabled"), last]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        client::fake::{folder, ok, server, session},
        print::Style,
    };

    fn anna(enabled: bool) -> Value {
        json!({"id": 3, "username": "anna", "role": "administrator", "language": "en", "enabled": enabled,
               "created_ms": 0, "last_login_ms": null})
    }

    #[test]
    fn a_new_password_is_sent_and_never_shown() {
        let folder = folder("admin-password");
        let list = json!({"total": 1, "items": [anna(true)]});
        let asked = server(&folder, &[ok(&list), ok(&anna(true))]);
        let shown =
            set_password(&session(&folder, Style::Plain), "anna", || Ok("Kettle-9-boat".into())).unwrap();
        assert_eq!(shown.text, "administrator anna has a new password, and is signed out everywhere\n");
        assert!(shown.warnings.is_empty());
        let asked = asked.join().unwrap();
        assert!(asked[1].starts_with("PATCH /api/v1/administrators/3 "), "{}", asked[1]);
        assert!(asked[1].ends_with(r#"{"password":"Kettle-9-boat"}"#), "{}", asked[1]);
    }

    #[test]
    fn one_who_is_disabled_is_warned_of() {
        let folder = folder("admin-disabled");
        let list = json!({"total": 1, "items": [anna(false)]});
        let asked = server(&folder, &[ok(&list), ok(&anna(false))]);
        let shown =
            set_password(&session(&folder, Style::Plain), "anna", || Ok("Kettle-9-boat".into())).unwrap();
        assert!(shown.warnings[0].contains("anna is disabled"), "{shown:?}");
        asked.join().unwrap();
    }

    #[test]
    fn nobody_types_a_password_for_somebody_who_is_not_there() {
        let folder = folder("admin-nobody");
        let asked = server(&folder, &[ok(&json!({"total": 1, "items": [anna(true)]}))]);
        let ask = || -> Result<String, Failure> { panic!("asked") };
        let failure = set_password(&session(&folder, Style::Plain), "hanna", ask).unwrap_err();
        assert_eq!(failure.to_string(), "there is no administrator hanna, but anna");
        asked.join().unwrap();
    }

    #[test]
    fn administrators_are_listed() {
        insta::assert_snapshot!(table(&[anna(true)]).print(Style::Plain), @r"
        username  role           enabled  last signed in
        anna      administrator  yes      -
        ");
    }
}
