//! `events`: follows the server's stream of events (the `text/event-stream` of the HTML standard).

use std::{
    io::{BufRead, BufReader, Read, Write},
    time::{SystemTime, UNIX_EPOCH},
};

use serde_json::Value;

use crate::{
    answer::{Answer, Failure, Shown},
    print::{Style, cell, date_time},
    session::Session,
};

/// The longest line of a stream; an event is one call with its legs.
const LINE_MAX: u64 = 1024 * 1024;

/// Prints events as they come, until the server ends.
pub(crate) fn follow(session: &Session, out: &mut impl Write) -> Answer {
    let stream = session.client.follow("events")?;
    copy(session.style, now_ms, stream, out)?;
    Ok(Shown { warnings: vec!["the server has ended the stream".into()], ..Shown::default() })
}

fn now_ms() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(now.as_millis()).unwrap_or(u64::MAX)
}

/// One event while its lines are read.
#[derive(Default)]
struct Event {
    name: String,
    data: String,
}

fn copy(style: Style, now_ms: fn() -> u64, stream: impl Read, out: &mut impl Write) -> Result<(), Failure> {
    let mut reader = BufReader::new(stream);
    let mut event = Event::default();
    loop {
        let mut line = String::new();
        let read = reader.by_ref().take(LINE_MAX).read_line(&mut line);
        if read.map_err(Failure::io("the stream of events broke"))? == 0 {
            return Ok(());
        }
        let line = line.trim_end_matches(['\r', '\n']);
        match line.split_once(':') {
            _ if line.is_empty() => {
                let done = std::mem::take(&mut event);
                if !done.data.is_empty() {
                    let text = done.print(style, now_ms());
                    out.write_all(text.as_bytes())
                        .and_then(|()| out.flush())
                        .map_err(Failure::io("cannot print"))?;
                }
            }
            Some(("event", name)) => event.name = name.trim_start().to_owned(),
            Some(("data", data)) => event.data.push_str(data.strip_prefix(' ').unwrap_or(data)),
            // Comments keep the connection alive; ids and retry times are for clients that come back.
            Some(_) | None => {}
        }
    }
}

impl Event {
    fn print(&self, style: Style, came_ms: u64) -> String {
        let data: Value =
            serde_json::from_str(&self.data).unwrap_or_else(|_| Value::String(self.data.clone()));
        match style {
            Style::Json => {
                format!("{}\n", serde_json::json!({ "event": self.name, "data": data, "came_ms": came_ms }))
            }
            Style::Plain | Style::Terminal => {
                format!("{} {}: {}\n", date_time(came_ms), self.name, cell(&without_name(data)))
            }
        }
    }
}

/// Leaves out the event's name, which the line begins with.
fn without_name(mut data: Value) -> Value {
    if let Value::Object(fields) = &mut data {
        fields.remove("event");
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(style: Style, stream: &str) -> String {
        let mut out = vec![];
        copy(style, || 0, stream.as_bytes(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_event_is_a_line_and_keep_alives_are_none() {
        let stream = ":\n\nevent: trunk\r\ndata: {\"event\":\"trunk\",\"name\":\"xivo-trunk\"}\r\n\r\nevent: call\ndata: {\"id\":42}\n\n";
        assert_eq!(
            copied(Style::Plain, stream),
            "1970-01-01 00:00:00Z trunk: name xivo-trunk\n1970-01-01 00:00:00Z call: id 42\n"
        );
    }

    #[test]
    fn json_is_an_object_a_line() {
        let stream = "event: call\ndata: {\"id\":42}\n\n";
        assert_eq!(copied(Style::Json, stream), "{\"came_ms\":0,\"data\":{\"id\":42},\"event\":\"call\"}\n");
    }

    #[test]
    fn an_event_that_was_cut_off_is_not_shown() {
        assert_eq!(copied(Style::Plain, "event: call\ndata: {\"id\""), "");
    }
}
