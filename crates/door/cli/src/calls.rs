//! `calls`, `call-log`, `hangup`.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::{
    answer::Answer,
    client::escape,
    print::{Table, cell_of, date_time, duration},
    session::Session,
};

/// Lists the calls going on.
pub(crate) fn live(session: &Session) -> Answer {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now_ms = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
    Ok(session.listing(session.client.list("calls")?, |items| live_table(items, now_ms)))
}

/// Lists the latest calls.
pub(crate) fn log(session: &Session, limit: u32) -> Answer {
    Ok(session.listing(session.client.first("call-logs", limit)?, log_table))
}

/// Ends a call.
pub(crate) fn hangup(session: &Session, id: &str) -> Answer {
    session
        .client
        .delete(&format!("calls/{}", escape(id)))
        .map_err(|failure| failure.where_missing("`strowger calls` lists those that go on."))?;
    Ok(format!("call {id} ended\n").into())
}

fn live_table(items: &[Value], now_ms: u64) -> Table {
    let mut table = Table::new(&["id", "dialled", "for", "answered", "legs"]);
    for call in items {
        let since = |field: &str| call[field].as_u64().map(|ms| duration(now_ms.saturating_sub(ms)));
        table.row([
            cell_of(call, "id"),
            cell_of(call, "dialled"),
            since("started_ms").unwrap_or_default(),
            since("answered_ms").unwrap_or_default(),
            legs(&call["legs"]),
        ]);
    }
    table
}

fn legs(legs: &Value) -> String {
    let leg = |leg: &Value| match cell_of(leg, "codec") {
        codec if codec.is_empty() => format!("{} {}", cell_of(leg, "channel"), cell_of(leg, "state")),
        codec => {
            let said = encryption(&leg["encryption"]);
            format!("{} {} {codec} ({said})", cell_of(leg, "channel"), cell_of(leg, "state"))
        }
    };
    legs.as_array().into_iter().flatten().map(leg).collect::<Vec<_>>().join(" <-> ")
}

/// Says in a word what of a leg is encrypted: `encrypted` is SIP over TLS and audio under SRTP, and nothing less.
pub(crate) fn encryption(leg: &Value) -> &'static str {
    match (leg["tls"].as_bool().unwrap_or_default(), leg["srtp"].is_string()) {
        (true, true) => "encrypted",
        (true, false) => "only SIP encrypted",
        (false, true) => "audio encrypted, key in clear",
        (false, false) => "in clear",
    }
}

/// The same of a whole call of the log.
fn encryption_of_call(legs: &Value) -> &'static str {
    let mut said = legs.as_array().into_iter().flatten().map(encryption);
    match said.next() {
        None => "",
        Some(first) if said.all(|other| other == first) => first,
        Some(_) => "partly encrypted",
    }
}

fn log_table(items: &[Value]) -> Table {
    let mut table =
        Table::new(&["id", "start", "caller", "dialled", "destination", "status", "talked", "encryption"]);
    for record in items {
        table.row([
            cell_of(record, "id"),
            record.pointer("/times/start_ms").and_then(Value::as_u64).map(date_time).unwrap_or_default(),
            party(&record["caller"]),
            cell_of(record, "dialled"),
            cell_of(record, "destination"),
            cell_of(&record["outcome"], "status"),
            duration(record["talk_ms"].as_u64().unwrap_or_default()),
            encryption_of_call(&record["encryption"]).to_owned(),
        ]);
    }
    table
}

fn party(party: &Value) -> String {
    match (cell_of(party, "name"), cell_of(party, "number")) {
        (name, number) if name.is_empty() || name == number => number,
        (name, number) if number.is_empty() => name,
        (name, number) => format!("{name} <{number}>"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::print::Style;

    #[test]
    fn a_call_going_on_shows_how_long_and_between_whom() {
        let calls =
            [json!({"id": "42", "dialled": "**99101", "started_ms": 1_000, "answered_ms": 3_000, "legs": [
            {"channel": "SIP/alice-00000054", "state": "Up", "codec": "gsm"},
            {"channel": "SIP/xivo-trunk-00000055", "state": "Up", "codec": "ulaw",
             "encryption": {"tls": true, "srtp": "AEAD_AES_256_GCM"}}]})];
        insta::assert_snapshot!(live_table(&calls, 64_000).print(Style::Plain), @r"
        id  dialled  for   answered  legs
        42  **99101  1:03  1:01      SIP/alice-00000054 Up gsm (in clear) <-> SIP/xivo-trunk-00000055 Up ulaw (encrypted)
        ");
    }

    #[test]
    fn a_call_of_the_log_shows_how_it_went() {
        let records =
            [json!({"id": "42", "times": {"start_ms": 1_795_492_344_000_u64}, "dialled": "**99101",
            "caller": {"name": "Alice Lab", "number": "201"}, "destination": "101 by trunk xivo-trunk",
            "outcome": {"status": "answered"}, "talk_ms": 62_000,
            "encryption": [{"tls": true, "srtp": "AEAD_AES_256_GCM"}, {"tls": false}]})];
        insta::assert_snapshot!(log_table(&records).print(Style::Plain), @r"
        id  start                 caller           dialled  destination              status    talked  encryption
        42  2026-11-24 03:52:24Z  Alice Lab <201>  **99101  101 by trunk xivo-trunk  answered  1:02    partly encrypted
        ");
    }

    #[test]
    fn a_caller_without_a_name_is_a_number() {
        assert_eq!(party(&json!({"name": "", "number": "201"})), "201");
        assert_eq!(party(&json!({"name": "Alice", "number": ""})), "Alice");
    }
}
