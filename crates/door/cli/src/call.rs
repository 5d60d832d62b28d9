//! `call show ID`: one call, understood.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    answer::{Answer, Failure},
    calls::encryption,
    client::{escape, read},
    print::{cell_of, printable},
    session::Session,
};

/// The SIP messages of a call.
#[derive(Clone, Debug, Deserialize)]
struct Ladder {
    hosts: Vec<Host>,
    messages: Vec<Message>,
    complete: bool,
}

/// Somebody who takes part.
#[derive(Clone, Debug, Deserialize)]
struct Host {
    address: String,
    kind: String,
    name: String,
}

/// One message.
#[derive(Clone, Debug, Deserialize)]
struct Message {
    at_us: u64,
    from: String,
    to: String,
    first_line: String,
    method: Option<String>,
    status: Option<u16>,
    cseq: Option<String>,
}

/// Columns between two hosts: a method with an arrow round it fits.
const GAP: usize = 30;

/// Shows a call.
pub(crate) fn show(session: &Session, id: &str) -> Answer {
    let path = |part: &str| format!("calls/{}{part}", escape(id));
    let call: Value = session.client.get(&path("")).map_err(|failure| {
        failure.where_missing("`strowger calls` lists those that go on, `strowger call-log` those that were.")
    })?;
    let quality: Value = session.client.get(&path("/quality"))?;
    let ladder = match session.client.get(&path("/ladder")) {
        Err(failure @ Failure::Refused(_)) => Err(failure.to_string()),
        other => Ok(other?),
    };
    let raw = json!({"call": call, "quality": quality, "ladder": ladder.as_ref().ok()});
    session.formed(raw, |_| {
        let said = match ladder {
            Ok(ladder) => print(&read(ladder)?),
            Err(gone) => format!("{gone}\n"),
        };
        Ok(printable(&format!("{}\n{said}", summary(&call, &quality))))
    })
}

fn summary(call: &Value, quality: &Value) -> String {
    let outcome = &call["outcome"];
    let words = call["words"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let route: String = words.map(|line| format!("    {line}\n")).collect();
    let legs = quality["legs"].as_array().into_iter().flatten();
    let secrecy: String = legs
        .map(|leg| {
            let (said, suite) = (encryption(&leg["encryption"]), cell_of(&leg["encryption"], "srtp"));
            format!("    {}: {said}{}\n", cell_of(leg, "name"), in_brackets(&suite))
        })
        .collect();
    let said = match cell_of(outcome, "reason") {
        // It goes on: nobody has said anything of its end.
        reason if reason.is_empty() => String::new(),
        reason => format!(" ({} {reason})", cell_of(outcome, "sip_code")),
    };
    format!(
        "{} -> {}: {}{said}\n{route}{}\n{secrecy}",
        cell_of(&call["caller"], "number"),
        cell_of(call, "dialled"),
        cell_of(outcome, "status").replace('_', " "),
        cell_of(quality, "sentence"),
    )
}

fn in_brackets(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" ({text})") }
}

/// Draws the ladder: a column a host, a line a message, with seconds since the first.
fn print(ladder: &Ladder) -> String {
    let start = ladder.messages.first().map_or(0, |message| message.at_us);
    let mut out = String::new();
    for (place, host) in ladder.hosts.iter().enumerate() {
        let name = if host.kind == "exchange" { "this exchange" } else { host.name.as_str() };
        out += &format!("{:>12}{}{} {name}\n", "", bars(place), host.address);
    }
    for message in &ladder.messages {
        let micros = message.at_us.saturating_sub(start);
        out += &format!("{:>4}.{:06} {}\n", micros / 1_000_000, micros % 1_000_000, line(ladder, message));
    }
    if !ladder.complete {
        out += "Some messages are missing.\n";
    }
    out
}

/// A bar for each host whose name stands further up.
fn bars(places: usize) -> String {
    format!("|{}", " ".repeat(GAP - 1)).repeat(places)
}

fn line(ladder: &Ladder, message: &Message) -> String {
    let place = |address: &str| ladder.hosts.iter().position(|host| host.address == address).unwrap_or(0);
    let (from, to) = (place(&message.from), place(&message.to));
    let (left, right) = (from.min(to), from.max(to));
    let width = (right - left).max(1) * GAP - 1;
    let label = format!(" {} ", label(message));
    let dashes = width.saturating_sub(label.chars().count() + 1);
    let arrow = match from <= to {
        true => format!("{}{label}{}>", "-".repeat(dashes / 2), "-".repeat(dashes - dashes / 2)),
        false => format!("<{}{label}{}", "-".repeat(dashes / 2), "-".repeat(dashes - dashes / 2)),
    };
    let rest = ladder.hosts.len().saturating_sub(right + 1);
    format!("{}|{arrow}|{}", bars(left), format!("{}|", " ".repeat(GAP - 1)).repeat(rest))
}

/// A few words for a message: a method, or a code and what it answers.
fn label(message: &Message) -> String {
    let asked = message.cseq.as_deref().and_then(|cseq| cseq.split(' ').nth(1)).unwrap_or_default();
    let words = match (&message.method, message.status) {
        (Some(method), _) => method.clone(),
        (None, Some(status)) => format!("{status} {asked}"),
        (None, None) => message.first_line.clone(),
    };
    words.trim().chars().take(GAP - 6).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        let call = json!({"caller": {"number": "201"}, "dialled": "1", "words": [],
                          "outcome": {"status": "failed", "sip_code": 403, "reason": "\u{1b}[2Jno"}});
        let text = printable(&summary(&call, &json!({"sentence": "Good"})));
        assert_eq!(text, "201 -> 1: failed (403 \\u{1b}[2Jno)\nGood\n");
    }

    #[test]
    fn a_ladder_has_a_column_a_host_and_a_line_a_message() {
        let (alice, us, b) = ("10.0.0.7:5060", "10.0.0.1:5060", "10.0.0.2:5060");
        let message = |at_us: u64, from: &str, to: &str, method: Option<&str>, status: Option<u16>| {
            json!({"at_us": at_us, "from": from, "to": to, "first_line": "x", "method": method, "status": status,
                   "cseq": "1 INVITE"})
        };
        let ladder: Ladder = serde_json::from_value(json!({
            "hosts": [
                {"address": alice, "kind": "line", "name": "alice"},
                {"address": us, "kind": "exchange", "name": ""},
                {"address": b, "kind": "trunk", "name": "to-b"}
            ],
            "messages": [
                message(1_000_000, alice, us, Some("INVITE"), None),
                message(1_000_120, us, alice, None, Some(100)),
                message(1_001_000, us, b, Some("INVITE"), None),
                message(3_001_000, b, us, None, Some(403)),
            ],
            "complete": false
        }))
        .unwrap();
        insta::assert_snapshot!(print(&ladder), @r"
                    10.0.0.7:5060 alice
                    |                             10.0.0.1:5060 this exchange
                    |                             |                             10.0.0.2:5060 to-b
           0.000000 |---------- INVITE ---------->|                             |
           0.000120 |<-------- 100 INVITE --------|                             |
           0.001000 |                             |---------- INVITE ---------->|
           2.001000 |                             |<-------- 403 INVITE --------|
        Some messages are missing.
        ");
    }
}
