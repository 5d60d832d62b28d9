//! `ban ...`: who is shut out for guessing passwords.

use serde_json::Value;

use crate::{
    answer::Answer,
    args::Ban,
    client::escape,
    print::{Table, cell_of, date_time},
    session::Session,
};

/// Does one verb.
pub(crate) fn run(session: &Session, command: &Ban) -> Answer {
    match command {
        Ban::List => Ok(session.listing(session.client.list("security/bans")?, table)),
        Ban::Lift { address, account } => {
            let of = account.as_ref().map(|account| format!("?account={}", escape(account)));
            session.client.delete(&format!("security/bans/{}{}", escape(address), of.unwrap_or_default()))?;
            Ok(format!("{address} is heard again\n").into())
        }
    }
}

fn table(items: &[Value]) -> Table {
    let mut table = Table::new(&["address", "account", "tried last", "guesses", "since", "until"]);
    for ban in items {
        let moment = |field: &str| ban[field].as_u64().map(date_time).unwrap_or_default();
        table.row([
            cell_of(ban, "address"),
            if ban["account"].is_null() { "everybody".to_owned() } else { cell_of(ban, "account") },
            cell_of(ban, "tried"),
            cell_of(ban, "guesses"),
            moment("since_ms"),
            moment("until_ms"),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::print::Style;

    #[test]
    fn a_strangers_text_stays_text() {
        let bans = [
            json!({"address": "203.0.113.66", "account": null, "tried": "a\u{1b}[31mb", "guesses": 10, "since_ms": 0, "until_ms": 60_000}),
            json!({"address": "10.0.0.9", "account": "alice", "tried": "alice", "guesses": 12, "since_ms": 0, "until_ms": 600_000}),
        ];
        let printed = table(&bans).print(Style::Plain);
        assert!(!printed.contains('\u{1b}'), "{printed:?}");
        assert!(printed.contains("everybody") && printed.contains("alice") && printed.contains("00:10:00"));
    }
}
