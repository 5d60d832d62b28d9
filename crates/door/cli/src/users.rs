//! `users ...`: many users at once, as a CSV file.

use std::{
    fs::{self, File, OpenOptions},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    answer::{Answer, Failure, Shown},
    args::UsersCommand,
    client::{FieldProblem, read},
    print::{self, Style, count},
    session::Session,
};

/// What comes of a file.
#[derive(Deserialize)]
struct Imported {
    rows: Vec<Row>,
    totals: Totals,
    applied: bool,
}

/// What comes of a row.
#[derive(Deserialize)]
struct Row {
    line: u64,
    name: String,
    verb: Verb,
    errors: Vec<FieldProblem>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Verb {
    Create,
    Update,
    Unchanged,
    Refused,
}

#[derive(Deserialize)]
struct Totals {
    create: usize,
    update: usize,
    unchanged: usize,
    refused: usize,
}

/// Does one verb.
pub(crate) fn run(session: &Session, command: &UsersCommand) -> Answer {
    match command {
        UsersCommand::Import { file, dry_run } => import(session, file, *dry_run),
        UsersCommand::Export { file } => match file {
            Some(file) => export_to(session, file),
            None => export(session),
        },
    }
}

/// Sends a file. A row that is refused makes the answer a no, since nothing is done then.
fn import(session: &Session, file: &Path, dry_run: bool) -> Answer {
    let opened = File::open(file).map_err(Failure::io(format!("cannot read {}", file.display())))?;
    let raw = session.client.upload(&format!("users/import?dry_run={dry_run}"), "text/csv", None, opened)?;
    let imported: Imported = read(raw.clone())?;
    let text = match session.style {
        Style::Json => print::json(&raw),
        Style::Plain | Style::Terminal => words(&imported, dry_run),
    };
    Ok(Shown { text, warnings: vec![], negative: imported.totals.refused > 0 })
}

fn export(session: &Session) -> Answer {
    let text = session.client.text("users/export.csv")?;
    Ok(match session.style {
        Style::Json => print::json(&Value::String(text)).into(),
        Style::Plain | Style::Terminal => text.into(),
    })
}

fn export_to(session: &Session, file: &Path) -> Answer {
    let name = file.display();
    let new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let mut new = new.map_err(Failure::io(format!("cannot make {name}")))?;
    match session.client.download("users/export.csv", None, &mut new) {
        Ok(bytes) => session.formed(json!({ "file": name.to_string(), "bytes": bytes }), |_| {
            Ok(format!("{name}: {bytes} bytes\n"))
        }),
        Err(failure) => {
            // Half of a list would be taken for the whole.
            let _ = fs::remove_file(file);
            Err(failure)
        }
    }
}

/// A line for each row that does something, and how many do what.
fn words(imported: &Imported, dry_run: bool) -> String {
    let lines: String = imported.rows.iter().map(row).collect();
    let Totals { create, update, unchanged, refused } = &imported.totals;
    let verb = match (imported.applied, dry_run) {
        (true, _) => "",
        (false, true) => " (tried, and nothing changed)",
        (false, false) => " (nothing changed)",
    };
    format!(
        "{lines}{} new, {update} changed, {unchanged} unchanged, {refused} refused{verb}\n",
        count(*create, "user")
    )
}

fn row(row: &Row) -> String {
    let sign = match row.verb {
        Verb::Create => '+',
        Verb::Update => '~',
        Verb::Unchanged => return String::new(),
        Verb::Refused => '!',
    };
    let errors: String = row.errors.iter().map(|error| format!("    {error}\n")).collect();
    format!("{sign} {} (line {})\n{errors}", row.name, row.line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::fake::{folder, ok, server, session};

    #[test]
    fn each_row_says_what_comes_of_it() {
        let imported: Imported = read(json!({"applied": false, "revision": null,
            "totals": {"create": 1, "update": 1, "unchanged": 1, "refused": 1},
            "rows": [
                {"line": 2, "name": "Alice Lab", "verb": "create", "errors": []},
                {"line": 3, "name": "Bob", "verb": "update", "errors": []},
                {"line": 4, "name": "Carol", "verb": "unchanged", "errors": []},
                {"line": 5, "name": "Dave", "verb": "refused", "errors": [
                    {"field": "exten", "message": "is taken by Alice Lab", "remedy": "choose another"}]}]}))
        .unwrap();
        insta::assert_snapshot!(words(&imported, false), @r"
        + Alice Lab (line 2)
        ~ Bob (line 3)
        ! Dave (line 5)
            exten: is taken by Alice Lab (choose another)
        1 user new, 1 changed, 1 unchanged, 1 refused (nothing changed)
        ");
    }

    #[test]
    fn a_file_that_is_refused_is_a_no() {
        let folder = folder("users-import");
        let file = folder.join("users.csv");
        fs::write(&file, "firstname\r\nAlice\r\n").unwrap();
        let came = |applied, refused| {
            ok(&json!({"applied": applied, "revision": null, "rows": [],
                       "totals": {"create": 1, "update": 0, "unchanged": 0, "refused": refused}}))
        };
        let asked = server(&folder, &[came(true, 0), came(false, 1)]);
        let session = session(&folder, Style::Plain);
        let done = import(&session, &file, false).unwrap();
        assert_eq!(
            (done.text.as_str(), done.negative),
            ("1 user new, 0 changed, 0 unchanged, 0 refused\n", false)
        );
        assert!(import(&session, &file, true).unwrap().negative);
        let asked = asked.join().unwrap();
        assert!(asked[0].starts_with("POST /api/v1/users/import?dry_run=false "), "{}", asked[0]);
        assert!(asked[0].to_ascii_lowercase().contains("content-type: text/csv"), "{}", asked[0]);
        assert!(asked[1].starts_with("POST /api/v1/users/import?dry_run=true "), "{}", asked[1]);
    }

    #[test]
    fn an_export_writes_over_nothing() {
        let folder = folder("users-export");
        let file = folder.join("users.csv");
        fs::write(&file, "mine").unwrap();
        assert!(export_to(&session(&folder, Style::Plain), &file).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    }
}
