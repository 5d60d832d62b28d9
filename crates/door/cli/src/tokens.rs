//! `token ...`: who may use the API from elsewhere.

use serde_json::{Value, json};

use crate::{
    answer::Answer,
    args::Token,
    client::escape,
    print::{Table, cell_of, date_time},
    session::Session,
};

/// Does one verb.
pub(crate) fn run(session: &Session, command: &Token) -> Answer {
    let client = &session.client;
    match command {
        Token::Create { name } => {
            let made = client.post("tokens", &json!({ "name": name }))?;
            session.formed(made, |made| Ok(format!("{}\n", cell_of(&made, "token")))).map(|mut shown| {
                shown.warnings.push("This token is shown once: keep it where only its user reads it.".into());
                shown
            })
        }
        Token::List => Ok(session.listing(client.list("tokens")?, table)),
        Token::Delete { name } => {
            client.delete(&format!("tokens/{}", escape(name))).map_err(|failure| {
                failure.where_missing("`strowger token list` lists those that there are.")
            })?;
            Ok(format!("token {name} deleted\n").into())
        }
    }
}

fn table(items: &[Value]) -> Table {
    let mut table = Table::new(&["name", "created"]);
    for token in items {
        let created = token["created_ms"].as_u64().map(date_time).unwrap_or_default();
        table.row([cell_of(token, "name"), created]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::Style;

    #[test]
    fn tokens_are_listed_without_their_secrets() {
        let tokens = [json!({"name": "monitoring", "created_ms": 0})];
        insta::assert_snapshot!(table(&tokens).print(Style::Plain), @r"
        name        created
        monitoring  1970-01-01 00:00:00Z
        ");
    }
}
