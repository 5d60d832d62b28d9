//! Which way a stream flows (RFC 8866 section 6.7), and how an answer turns an offer's direction round.

use serde::{Deserialize, Serialize};

/// The direction of a stream, seen from the side whose description it stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Both ways; what the absence of an attribute means.
    #[default]
    SendRecv,
    /// The describing side only sends: it has the other one on hold.
    SendOnly,
    /// The describing side only listens.
    RecvOnly,
    /// Nothing flows.
    Inactive,
}

impl Direction {
    /// Builds the direction from its two halves.
    pub const fn new(sends: bool, receives: bool) -> Self {
        match (sends, receives) {
            (true, true) => Self::SendRecv,
            (true, false) => Self::SendOnly,
            (false, true) => Self::RecvOnly,
            (false, false) => Self::Inactive,
        }
    }

    /// Reads the attribute's name; `None` for any other attribute.
    pub fn from_attribute(name: &str) -> Option<Self> {
        [Self::SendRecv, Self::SendOnly, Self::RecvOnly, Self::Inactive]
            .into_iter()
            .find(|direction| name.eq_ignore_ascii_case(direction.as_str()))
    }

    /// The attribute's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SendRecv => "sendrecv",
            Self::SendOnly => "sendonly",
            Self::RecvOnly => "recvonly",
            Self::Inactive => "inactive",
        }
    }

    /// Whether the describing side sends.
    pub const fn sends(self) -> bool {
        matches!(self, Self::SendRecv | Self::SendOnly)
    }

    /// Whether the describing side listens.
    pub const fn receives(self) -> bool {
        matches!(self, Self::SendRecv | Self::RecvOnly)
    }

    /// The same flow seen from the other side.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        Self::new(self.receives(), self.sends())
    }

    /// What is left where both directions must agree.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self::new(self.sends() && other.sends(), self.receives() && other.receives())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3264 section 6.1: sendonly is answered with recvonly, and the other way round.
    #[test]
    fn mirroring_swaps_the_one_way_directions_only() {
        assert_eq!(Direction::SendOnly.mirrored(), Direction::RecvOnly);
        assert_eq!(Direction::RecvOnly.mirrored(), Direction::SendOnly);
        assert_eq!(Direction::SendRecv.mirrored(), Direction::SendRecv);
        assert_eq!(Direction::Inactive.mirrored(), Direction::Inactive);
    }

    #[test]
    fn opposite_directions_have_nothing_in_common() {
        assert_eq!(Direction::SendOnly.and(Direction::RecvOnly), Direction::Inactive);
        assert_eq!(Direction::SendRecv.and(Direction::RecvOnly), Direction::RecvOnly);
    }

    #[test]
    fn every_direction_is_read_back_from_its_name() {
        for name in ["sendrecv", "sendonly", "recvonly", "inactive"] {
            assert_eq!(Direction::from_attribute(name).map(Direction::as_str), Some(name));
        }
        assert_eq!(Direction::from_attribute("rtpmap"), None);
    }
}
