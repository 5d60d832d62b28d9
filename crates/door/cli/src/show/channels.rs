//! `core show channels`: every leg of every call, in Asterisk's columns.

use serde::Deserialize;

use crate::print::{Column, Columns, count};

/// A call going on.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Call {
    /// What was dialled.
    pub(super) dialled: String,
    /// Both sides, the caller's first.
    pub(super) legs: Vec<Leg>,
}

/// One side of a call.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Leg {
    /// `SIP/alice-0000002a`.
    pub(super) channel: String,
    /// `Down`, `Ring`, `Ringing`, `Up`.
    pub(super) state: String,
    /// The other side's number, or the application.
    pub(super) number: String,
}

/// Prints a line a leg, and how many there are.
pub(super) fn print(calls: &[Call]) -> String {
    let mut columns = Columns::new([
        Column::left("Channel", 20),
        Column::left("Location", 20),
        Column::left("State", 7),
        Column::left("Application(Data)", 30),
    ]);
    for call in calls {
        for (at, leg) in call.legs.iter().enumerate() {
            let (location, application) = match at {
                0 => (call.dialled.clone(), dial(call, leg)),
                _ => ("(None)".to_owned(), "AppDial((Outgoing Line))".to_owned()),
            };
            columns.row([leg.channel.clone(), location, leg.state.clone(), application]);
        }
    }
    let channels = calls.iter().map(|call| call.legs.len()).sum();
    format!(
        "{}{}\n{}\n",
        columns.print(),
        count(channels, "active channel"),
        count(calls.len(), "active call")
    )
}

/// What the caller's leg is doing: it dials the others, or hears an application.
fn dial(call: &Call, caller: &Leg) -> String {
    let called: Vec<&str> = call
        .legs
        .iter()
        .skip(1)
        .map(|leg| leg.channel.rsplit_once('-').map_or(leg.channel.as_str(), |(peer, _)| peer))
        .collect();
    match called.is_empty() {
        true => format!("{}()", caller.number),
        false => format!("Dial({})", called.join("&")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_leg_is_a_channel_and_each_call_is_counted_once() {
        let calls: Vec<Call> = serde_json::from_value(json!([
            {"id": 42, "dialled": "**99101", "legs": [
                {"channel": "SIP/alice-00000054", "state": "Up", "number": "101"},
                {"channel": "SIP/xivo-trunk-00000055", "state": "Up", "number": "201"}]},
            {"id": 43, "dialled": "7", "legs": [
                {"channel": "SIP/bob-00000056", "state": "Up", "number": "Echo"}]}
        ]))
        .unwrap();
        insta::assert_snapshot!(print(&calls), @r"
        Channel                 Location             State   Application(Data)
        SIP/alice-00000054      **99101              Up      Dial(SIP/xivo-trunk)
        SIP/xivo-trunk-00000055 (None)               Up      AppDial((Outgoing Line))
        SIP/bob-00000056        7                    Up      Echo()
        3 active channels
        2 active calls
        ");
    }

    #[test]
    fn an_idle_exchange_has_no_channels() {
        assert!(print(&[]).ends_with("0 active channels\n0 active calls\n"));
    }
}
