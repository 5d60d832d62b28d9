//! A whole session description (RFC 8866 section 5).

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::{Direction, Media};

/// A session description: who made it, and its streams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Who made it, and which edition of it this is.
    pub origin: Origin,
    /// The name, which means nothing in a call.
    pub name: String,
    /// The address of every stream that has none of its own.
    pub connection: Option<IpAddr>,
    /// When it takes place; always "now, without end" in a call.
    pub times: Vec<Timing>,
    /// The direction of every stream that has none of its own.
    pub direction: Option<Direction>,
    /// Every other attribute of the session, in its order.
    pub attributes: Vec<Attribute>,
    /// The streams, whose order binds offer and answer together.
    pub media: Vec<Media>,
}

/// The `o=` line (RFC 8866 section 5.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The maker's user name; `-` where it has none.
    pub username: String,
    /// Names the session, for as long as it lives.
    pub session_id: u64,
    /// Goes up by one with every change of the description (RFC 3264 section 8).
    pub version: u64,
    /// The maker's address or host name, as written.
    pub address: String,
}

/// A `t=` line in seconds since 1900; two zeros mean "always".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timing {
    /// When the session starts.
    pub start: u64,
    /// When it ends.
    pub stop: u64,
}

/// An `a=` line that has no field of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// What stands before the colon.
    pub name: String,
    /// What stands after it.
    pub value: Option<String>,
}

impl Origin {
    /// The origin of a description of ours.
    pub fn new(session_id: u64, version: u64, addr: IpAddr) -> Self {
        Self { username: "-".to_owned(), session_id, version, address: addr.to_string() }
    }
}

impl Session {
    /// The address at which a stream is heard: its own, else the session's.
    pub fn address_of(&self, media: &Media) -> Option<IpAddr> {
        media.connection.or(self.connection)
    }

    /// The direction of a stream: its own, else the session's, else both ways. A stream at `0.0.0.0` cannot listen: that is
    /// how hold was said before RFC 3264 (section 8.4), and phones still say it.
    pub fn direction_of(&self, media: &Media) -> Direction {
        let said = media.direction.or(self.direction).unwrap_or_default();
        match self.address_of(media) {
            Some(addr) if addr.is_unspecified() => Direction::new(said.sends(), false),
            _ => said,
        }
    }
}
