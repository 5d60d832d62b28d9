//! `sip show registry`: our registrations at others in chan_sip's columns, and below them the trunks that are registered
//! with us, which chan_sip shows nowhere by that name.

use serde::Deserialize;

use super::peers::encrypted;
use crate::print::{Column, Columns, count, reg_time};

/// One registration between exchanges.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Registration {
    /// Who registered with whom.
    pub(super) direction: Direction,
    /// The trunk that it belongs to.
    pub(super) trunk: String,
    /// The other side.
    pub(super) host: String,
    /// Its port.
    pub(super) port: u16,
    /// Over what.
    #[serde(default)]
    pub(super) transport: Option<String>,
    /// The name that is registered.
    pub(super) username: String,
    /// Seconds between refreshes, or that it still holds.
    pub(super) refresh_seconds: u32,
    /// In Asterisk's words.
    pub(super) state: String,
    /// When it was last granted.
    pub(super) registered_ms: Option<u64>,
    /// The last final answer.
    pub(super) last_code: Option<u16>,
    /// Its reason.
    pub(super) last_reason: Option<String>,
}

/// Who registered with whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Direction {
    /// We at another exchange.
    Ours,
    /// Another exchange with us.
    Theirs,
}

/// The state of a good registration, whichever side looks at it.
const REGISTERED: &str = "Registered";

/// Takes the registrations of one direction.
pub(super) fn of(all: &[Registration], direction: Direction) -> impl Iterator<Item = &Registration> {
    all.iter().filter(move |registration| registration.direction == direction)
}

/// Prints both sections; the second one only where there is something in it.
pub(super) fn print(all: &[Registration]) -> String {
    let mut columns = Columns::new([
        Column::left("Host", 39),
        Column::left("dnsmgr", 6),
        Column::left("Username", 12),
        Column::right("Refresh", 8),
        Column::left("State", 20),
        Column::left("Reg.Time", 25),
    ]);
    for registration in of(all, Direction::Ours) {
        columns.row([
            address(registration),
            "N".into(),
            registration.username.clone(),
            registration.refresh_seconds.to_string(),
            state(registration),
            registration.registered_ms.map(reg_time).unwrap_or_default(),
        ]);
    }
    let ours = of(all, Direction::Ours).count();
    format!("{}{}.\n{}", columns.print(), count(ours, "SIP registration"), registered_here(all))
}

/// The last refusal stands beside a state that is not good: nobody should have to look for it in a log.
pub(super) fn state(registration: &Registration) -> String {
    let code = registration.last_code.filter(|_| registration.state != REGISTERED);
    match (code, registration.last_reason.as_deref().unwrap_or_default()) {
        (None, _) => registration.state.clone(),
        (Some(code), reason) => format!("{} ({})", registration.state, format!("{code} {reason}").trim()),
    }
}

fn address(registration: &Registration) -> String {
    let Registration { host, port, transport, .. } = registration;
    format!("{host}:{port}{}", encrypted(transport.as_deref()))
}

fn registered_here(all: &[Registration]) -> String {
    let mut columns = Columns::new([
        Column::left("Trunk", 24),
        Column::left("Address", 39),
        Column::left("Username", 12),
        Column::right("Expires", 8),
        Column::left("State", 20),
    ]);
    for registration in of(all, Direction::Theirs) {
        columns.row([
            registration.trunk.clone(),
            address(registration),
            registration.username.clone(),
            registration.refresh_seconds.to_string(),
            registration.state.clone(),
        ]);
    }
    match of(all, Direction::Theirs).count() {
        0 => String::new(),
        theirs => format!(
            "\nTrunks registered here:\n{}{} registered here.\n",
            columns.print(),
            count(theirs, "trunk")
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_registration_of_ours_stands_in_chan_sips_columns() {
        let ours: Vec<Registration> = serde_json::from_value(json!([
            {"direction": "ours", "trunk": "xivo-trunk", "host": "10.77.0.2", "port": 5060, "username": "xivo-trunk",
             "refresh_seconds": 105, "state": "Registered", "registered_ms": 1_795_492_344_000_u64, "last_code": 200,
             "last_reason": "OK"},
            {"direction": "ours", "trunk": "provider", "host": "sip.provider.example", "port": 5061, "transport": "tls",
             "username": "0123456789012345", "refresh_seconds": 120, "state": "Rejected", "last_code": 403,
             "last_reason": "Forbidden"}
        ]))
        .unwrap();
        insta::assert_snapshot!(print(&ours), @r"
        Host                                    dnsmgr Username          Refresh State                    Reg.Time
        10.77.0.2:5060                          N      xivo-trunk            105 Registered               Tue, 24 Nov 2026 03:52:24
        sip.provider.example:5061 (TLS)         N      0123456789012345      120 Rejected (403 Forbidden)
        2 SIP registrations.
        ");
    }

    #[test]
    fn the_side_that_is_registered_with_shows_name_and_address() {
        let theirs: Vec<Registration> = serde_json::from_value(json!([
            {"direction": "theirs", "trunk": "xivo-trunk", "host": "10.77.0.1", "port": 5060, "username": "xivo-trunk",
             "refresh_seconds": 97, "state": "Registered"}
        ]))
        .unwrap();
        insta::assert_snapshot!(print(&theirs), @r"
        Host                                    dnsmgr Username      Refresh State                Reg.Time
        0 SIP registrations.

        Trunks registered here:
        Trunk                    Address                                 Username      Expires State
        xivo-trunk               10.77.0.1:5060                          xivo-trunk         97 Registered
        1 trunk registered here.
        ");
    }
}
