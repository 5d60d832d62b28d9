//! `limits ...` and `stop ...`: what calls to the outside may cost, and what is stopped.

use serde_json::{Value, json};

use crate::{
    answer::{Answer, Shown},
    args::{Limits, Stop},
    client::escape,
    print::{Table, cell_of, date_time},
    session::Session,
};

/// Does one verb of `limits`.
pub(crate) fn run(session: &Session, command: &Limits) -> Answer {
    match command {
        Limits::Show => {
            let settings = session.client.get("settings/sip")?;
            let rows = rows_of(&settings, "limit");
            Ok(session.listing(rows, limits))
        }
        Limits::Usage => {
            let view = session.client.get("security/limits")?;
            let rows = rows_of(&view, "usage");
            Ok(session.listing(rows, usage))
        }
        Limits::Classes => {
            let settings = session.client.get("settings/sip")?;
            let view = session.client.get("security/limits")?;
            let marked = |mut rows: Vec<Value>, by: &str| {
                for row in rows.iter_mut().filter_map(Value::as_object_mut) {
                    row.insert("by".to_owned(), json!(by));
                }
                rows
            };
            let mut rows = marked(rows_of(&settings, "destination_class"), "you");
            rows.extend(marked(rows_of(&view, "shipped_classes"), "shipped"));
            Ok(session.listing(rows, classes))
        }
        Limits::Reset => {
            let view = session.client.get("security/limits")?;
            session.client.patch("settings/sip", &json!({"limit": rows_of(&view, "shipped_limits")}))?;
            Ok("the limits are those that are shipped\n".to_owned().into())
        }
        Limits::TestAlert => {
            let tried = session.client.post("security/alerts/test", &json!({}))?;
            alert(&tried)
        }
    }
}

/// The rows of a list in an answer; none where it has no such list.
fn rows_of(answer: &Value, list: &str) -> Vec<Value> {
    answer.get(list).and_then(Value::as_array).cloned().unwrap_or_default()
}

/// Does one verb of `stop`.
pub(crate) fn stop(session: &Session, command: &Stop) -> Answer {
    match command {
        Stop::List => Ok(session.listing(session.client.list("security/stops")?, stops)),
        Stop::Lift { id } => {
            session.client.delete(&format!("security/stops/{}", escape(id)))?;
            Ok(format!("{id} is lifted: calls are placed again, and counted anew\n").into())
        }
    }
}

fn alert(tried: &Value) -> Answer {
    let mut shown = Shown::default();
    for (field, name) in [("webhook", "webhook"), ("email", "e-mail")] {
        let outcome = &tried[field];
        let said = if outcome.is_null() {
            "none is set".to_owned()
        } else if outcome["is_sent"] == true {
            "sent".to_owned()
        } else {
            shown.negative = true;
            cell_of(outcome, "error")
        };
        shown.text += &format!("{name}: {said}\n");
    }
    Ok(shown)
}

fn limits(items: &[Value]) -> Table {
    let mut table =
        Table::new(&["set", "of", "class", "when", "at once", "calls/h", "calls/24h", "min/h", "min/24h"]);
    for limit in items {
        table.row([
            cell_of(limit, "set"),
            cell_of(limit, "of"),
            cell_of(limit, "class"),
            cell_of(limit, "when"),
            cell_of(limit, "at_once"),
            cell_of(limit, "calls_hour"),
            cell_of(limit, "calls_day"),
            cell_of(limit, "minutes_hour"),
            cell_of(limit, "minutes_day"),
        ]);
    }
    table
}

fn usage(items: &[Value]) -> Table {
    let mut table = Table::new(&["of", "class", "when", "what", "used", "limit"]);
    for row in items {
        table.row([
            payer(&row["payer"]),
            class(row),
            cell_of(row, "when"),
            cell_of(row, "what"),
            cell_of(row, "used"),
            cell_of(row, "cap"),
        ]);
    }
    table
}

fn classes(items: &[Value]) -> Table {
    let mut table = Table::new(&["numbers", "class", "by", "note"]);
    for row in items {
        table.row([cell_of(row, "prefix"), cell_of(row, "class"), cell_of(row, "by"), cell_of(row, "note")]);
    }
    table
}

fn stops(items: &[Value]) -> Table {
    let mut table = Table::new(&["stop", "of", "class", "since", "passed", "dialled"]);
    for stop in items {
        table.row([
            cell_of(stop, "id"),
            payer(&stop["payer"]),
            class(stop),
            stop["since_ms"].as_u64().map(date_time).unwrap_or_default(),
            format!("{} {}", cell_of(stop, "cap"), cell_of(stop, "passed")),
            cell_of(stop, "number"),
        ]);
    }
    table
}

fn payer(payer: &Value) -> String {
    match payer["kind"].as_str() {
        Some("exchange") => "exchange".to_owned(),
        _ => format!("{} {}", cell_of(payer, "kind"), cell_of(payer, "name")),
    }
}

fn class(row: &Value) -> String {
    if row["class"].is_null() { "any".to_owned() } else { cell_of(row, "class") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::Style;

    #[test]
    fn a_stop_says_whose_and_how_it_is_lifted_and_a_strangers_text_stays_text() {
        let stop = json!({"id": "user-7-premium", "payer": {"kind": "user", "id": 7, "name": "Bob"}, "class": "premium",
            "since_ms": 60_000, "passed": "calls_hour", "cap": 5, "when": "always", "call": "1",
            "number": "0899\u{1b}[31m", "sentence": ""});
        let printed = stops(&[stop]).print(Style::Plain);
        assert!(
            printed.contains("user-7-premium")
                && printed.contains("user Bob")
                && printed.contains("5 calls_hour")
        );
        assert!(!printed.contains('\u{1b}'), "{printed:?}");
    }

    #[test]
    fn an_alert_that_was_not_taken_is_told_and_the_answer_is_no() {
        let tried = json!({"webhook": {"is_sent": false, "error": "the webhook answers 404"}, "email": null});
        let shown = alert(&tried).unwrap();
        assert!(
            shown.negative && shown.text == "webhook: the webhook answers 404\ne-mail: none is set\n",
            "{shown:?}"
        );
        let tried = json!({"webhook": null, "email": {"is_sent": true, "error": null}});
        assert!(!alert(&tried).unwrap().negative);
    }
}
