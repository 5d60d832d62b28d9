//! `sip show peers`: lines and trunks in chan_sip's columns.

use serde::Deserialize;

use crate::print::{Column, Columns};

/// A line or a trunk, and where it is.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Peer {
    /// A trunk's name, a line's username.
    pub(super) name: String,
    /// `line` or `trunk`.
    pub(super) kind: String,
    /// What it logs in with.
    pub(super) username: String,
    /// Where it is.
    pub(super) host: Option<String>,
    /// Its port.
    pub(super) port: Option<u16>,
    /// Over what it is reached.
    #[serde(default)]
    pub(super) transport: Option<String>,
    /// It registers here.
    pub(super) dynamic: bool,
    /// In chan_sip's words: `OK (3 ms)`, `UNREACHABLE`, `UNKNOWN`, `Unmonitored`; or `Disabled`.
    pub(super) status: String,
    /// The line's user.
    #[serde(default)]
    pub(super) user: Option<String>,
}

impl Peer {
    /// Returns its host, or chan_sip's word for none.
    pub(super) fn host(&self) -> &str {
        self.host.as_deref().unwrap_or("(Unspecified)")
    }

    /// Returns its port, 0 where there is none.
    pub(super) fn port(&self) -> u16 {
        self.port.unwrap_or_default()
    }

    fn is_monitored(&self) -> bool {
        !matches!(self.status.as_str(), "Unmonitored" | "Disabled")
    }

    /// Whether calls can reach it, as far as is known.
    pub(super) fn is_online(&self) -> bool {
        match self.is_monitored() {
            true => self.status.starts_with("OK"),
            false => self.host.is_some() && self.status != "Disabled",
        }
    }
}

/// Prints a line each, and how many can be reached.
pub(super) fn print(peers: &[Peer]) -> String {
    let mut columns = Columns::new([
        Column::left("Name/username", 25),
        Column::left("Host", 39),
        Column::left("Dyn", 3),
        Column::left("Forcerport", 10),
        Column::left("Comedia", 10),
        Column::left("ACL", 3),
        Column::left("Port", 8),
        Column::left("Status", 11),
        Column::left("Description", 32),
    ]);
    for peer in peers {
        columns.row([
            format!("{}/{}", peer.name, peer.username),
            format!("{}{}", peer.host(), encrypted(peer.transport.as_deref())),
            if peer.dynamic { " D" } else { "" }.to_owned(),
            // Answers always go back where a request came from, and audio where it comes from.
            "Yes".into(),
            "Yes".into(),
            String::new(),
            peer.port().to_string(),
            peer.status.clone(),
            peer.user.clone().unwrap_or_default(),
        ]);
    }
    format!("{}{}\n", columns.print(), closing(peers))
}

/// What stands behind an address that is reached over TLS. chan_sip names no transport, and for the others nor do we.
pub(super) fn encrypted(transport: Option<&str>) -> &'static str {
    if transport == Some("tls") { " (TLS)" } else { "" }
}

fn closing(peers: &[Peer]) -> String {
    let of = |monitored, online| {
        peers.iter().filter(|peer| peer.is_monitored() == monitored && peer.is_online() == online).count()
    };
    format!(
        "{} sip peers [Monitored: {} online, {} offline Unmonitored: {} online, {} offline]",
        peers.len(),
        of(true, true),
        of(true, false),
        of(false, true),
        of(false, false),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn peers_stand_in_chan_sips_columns() {
        let peers: Vec<Peer> = serde_json::from_value(json!([
            {"name": "someone", "username": "someone", "kind": "line", "dynamic": true, "host": "10.77.0.12", "port": 40123,
             "transport": "tls", "status": "Unmonitored", "user": "Someone"},
            {"name": "xivo-trunk", "username": "xivo-trunk", "kind": "trunk", "dynamic": true, "host": "10.77.0.1",
             "port": 5060, "status": "OK (3 ms)"},
            {"name": "provider", "username": "012345", "kind": "trunk", "dynamic": false, "host": "2001:db8::1", "port": 5080,
             "status": "UNREACHABLE"},
            {"name": "old", "username": "old", "kind": "trunk", "dynamic": false, "host": "10.77.0.9", "port": 5060,
             "status": "Disabled"},
            {"name": "spare", "username": "spare", "kind": "line", "dynamic": true, "status": "UNKNOWN"}
        ]))
        .unwrap();
        insta::assert_snapshot!(print(&peers), @r"
        Name/username             Host                                    Dyn Forcerport Comedia    ACL Port     Status      Description
        someone/someone           10.77.0.12 (TLS)                         D  Yes        Yes            40123    Unmonitored Someone
        xivo-trunk/xivo-trunk     10.77.0.1                                D  Yes        Yes            5060     OK (3 ms)
        provider/012345           2001:db8::1                                 Yes        Yes            5080     UNREACHABLE
        old/old                   10.77.0.9                                   Yes        Yes            5060     Disabled
        spare/spare               (Unspecified)                            D  Yes        Yes            0        UNKNOWN
        5 sip peers [Monitored: 1 online, 2 offline Unmonitored: 1 online, 1 offline]
        ");
    }
}
