//! Why a packet is neither protected nor believed.

use std::{error::Error, fmt};

/// What is wrong with a packet; it is to be dropped in every case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is too short for what it says to be, or no RTP.
    Malformed,
    /// The buffer has no room for what protecting adds.
    NoRoom,
    /// It belongs to another stream than the sender's.
    OtherStream,
    /// Its index was used or heard already, or is too old to tell.
    Repeated,
    /// It was not made with the key, or changed on the way.
    Forged,
    /// The key has protected as many packets as it may (RFC 3711 section 9.2).
    Exhausted,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "no packet of RTP or RTCP",
            Self::NoRoom => "no room for the authentication tag",
            Self::OtherStream => "the packet of another stream",
            Self::Repeated => "a packet index that was used before",
            Self::Forged => "not made with the key",
            Self::Exhausted => "the key has protected as many packets as it may",
        })
    }
}

impl Error for Fault {}
