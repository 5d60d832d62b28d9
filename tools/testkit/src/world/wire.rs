//! What was on the wire, for tests that look and for people who read a failed one.

use std::net::SocketAddr;

use moment::Moment;
use sip_msg::Message;

use super::{DAWN, World};
use crate::net::Datagram;

/// One message that was sent.
#[derive(Clone, Debug)]
pub struct Seen {
    /// When.
    pub at: Moment,
    /// Who sent it.
    pub from: SocketAddr,
    /// To whom.
    pub to: SocketAddr,
    /// The method, or the status with the method of its CSeq: `INVITE`, `200 INVITE`.
    pub what: String,
    /// All of it.
    pub text: String,
}

impl World {
    /// Counts the messages of a kind that went from one address to another.
    pub fn count(&self, what: &str, from: SocketAddr, to: SocketAddr) -> usize {
        self.wire.iter().filter(|seen| seen.what == what && seen.from == from && seen.to == to).count()
    }

    /// The messages between two hosts as a ladder, for people who look at a failed test.
    pub fn ladder(&self) -> String {
        let line = |seen: &Seen| {
            let ms = seen.at.since(DAWN).as_millis();
            format!(
                "{ms:>8} ms  {:>16} -> {:<16} {}\n",
                seen.from.to_string(),
                seen.to.to_string(),
                seen.what
            )
        };
        self.wire.iter().map(line).collect()
    }
}

impl Seen {
    /// Notes a message that is sent.
    pub(super) fn new(at: Moment, datagram: &Datagram) -> Self {
        let what = match Message::parse(&datagram.bytes) {
            Ok(Message::Request(request)) => request.method.to_string(),
            Ok(Message::Response(response)) => {
                let method = response.headers.cseq().map(|cseq| cseq.method.to_string()).unwrap_or_default();
                format!("{} {method}", response.status)
            }
            Err(_) => "?".to_owned(),
        };
        let text = String::from_utf8_lossy(&datagram.bytes).into_owned();
        Self { at, from: datagram.from, to: datagram.to, what, text }
    }
}
