//! Hosts: a name or an address (RFC 3261 section 25.1 `host`). Names are compared without case; nothing is resolved here.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use crate::BadSyntax;
use crate::text::serde_as_text;

/// Longest host name that DNS can hold (RFC 1035 section 2.3.4).
const NAME_MAX: usize = 253;

/// The host of a URI or of a Via.
#[derive(Clone, Debug)]
pub enum Host {
    /// A host name, as it was written.
    Name(Box<str>),
    /// An IPv4 address.
    V4(Ipv4Addr),
    /// An IPv6 address, which is written in square brackets.
    V6(Ipv6Addr),
}

impl Host {
    /// Reads a host: a name, an IPv4 address, or an IPv6 address in brackets.
    pub fn parse(text: &str) -> Result<Self, BadSyntax> {
        if let Some(v6) = text.strip_prefix('[') {
            let v6 = v6.strip_suffix(']').and_then(|v6| v6.parse().ok());
            return v6.map(Self::V6).ok_or(BadSyntax("IPv6 reference"));
        }
        let numeric = text.as_bytes().first().is_some_and(u8::is_ascii_digit);
        match numeric.then(|| text.parse()) {
            Some(Ok(v4)) => Ok(Self::V4(v4)),
            _ if is_name(text) => Ok(Self::Name(text.into())),
            _ => Err(BadSyntax("host")),
        }
    }

    /// The address, where it is one.
    pub fn ip(&self) -> Option<IpAddr> {
        match self {
            Self::Name(_) => None,
            Self::V4(v4) => Some(IpAddr::V4(*v4)),
            Self::V6(v6) => Some(IpAddr::V6(*v6)),
        }
    }

    /// Reads `host [":" port]`, all of the text.
    pub(crate) fn parse_with_port(text: &str) -> Result<(Self, Option<u16>), BadSyntax> {
        let name_end = if text.starts_with('[') { text.find(']').unwrap_or(0) } else { 0 };
        let after = text.get(name_end..).unwrap_or("");
        match after.find(':').and_then(|colon| text.split_at_checked(name_end + colon)) {
            None => Ok((Self::parse(text)?, None)),
            Some((host, port)) => Ok((Self::parse(host)?, Some(port_of(port)?))),
        }
    }
}

/// Reads `":" port`.
fn port_of(text: &str) -> Result<u16, BadSyntax> {
    let digits = text.strip_prefix(':').unwrap_or(text);
    match digits.parse() {
        Ok(port) if digits.bytes().all(|b| b.is_ascii_digit()) => Ok(port),
        _ => Err(BadSyntax("port")),
    }
}

/// A host name. Underscores are forgiven because names in the field have them. The last label may not be a number, so that
/// a mistyped address is never looked up as a name.
fn is_name(text: &str) -> bool {
    let name = text.strip_suffix('.').unwrap_or(text);
    let fits = !name.is_empty() && name.len() <= NAME_MAX;
    let labels = || name.split('.');
    let last_is_word = || labels().next_back().is_some_and(|l| l.bytes().any(|b| !b.is_ascii_digit()));
    fits && labels().all(is_label) && last_is_word()
}

fn is_label(label: &str) -> bool {
    !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

impl PartialEq for Host {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Name(a), Self::Name(b)) => a.eq_ignore_ascii_case(b),
            (Self::V4(a), Self::V4(b)) => a == b,
            (Self::V6(a), Self::V6(b)) => a == b,
            (Self::Name(_) | Self::V4(_) | Self::V6(_), _) => false,
        }
    }
}

impl Eq for Host {}

impl Hash for Host {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Name(name) => name.bytes().for_each(|b| state.write_u8(b.to_ascii_lowercase())),
            Self::V4(v4) => v4.hash(state),
            Self::V6(v6) => v6.hash(state),
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::V4(v4) => v4.fmt(f),
            Self::V6(v6) => write!(f, "[{v6}]"),
        }
    }
}

impl FromStr for Host {
    type Err = BadSyntax;

    fn from_str(text: &str) -> Result<Self, BadSyntax> {
        Self::parse(text)
    }
}

impl From<IpAddr> for Host {
    fn from(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(v4) => Self::V4(v4),
            IpAddr::V6(v6) => Self::V6(v6),
        }
    }
}

serde_as_text!(Host);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_both_kinds_of_address_are_told_apart() {
        assert_eq!(Host::parse("192.0.2.1"), Ok(Host::V4(Ipv4Addr::new(192, 0, 2, 1))));
        assert_eq!(Host::parse("[::1]"), Ok(Host::V6(Ipv6Addr::LOCALHOST)));
        assert_eq!(Host::parse("1and1.example.").unwrap().to_string(), "1and1.example.");
    }

    /// RFC 3261 `toplabel` begins with a letter: a mistyped address is no name.
    #[test]
    fn what_is_no_host_is_refused() {
        let long = "a".repeat(254);
        for bad in
            ["", ".", "a..b", "300.1.1.1", "5", "a b", "[::1", "::1", "[1.2.3.4]", "é.example", "a@b", &long]
        {
            assert!(Host::parse(bad).is_err(), "{bad}");
        }
    }

    /// RFC 3261 section 19.1.4: the host is compared without case.
    #[test]
    fn names_are_equal_whatever_their_case() {
        assert_eq!(Host::parse("PBX.Example"), Host::parse("pbx.example"));
        assert_ne!(Host::parse("pbx.example"), Host::parse("pby.example"));
    }

    #[test]
    fn ports_follow_names_and_brackets() {
        assert_eq!(Host::parse_with_port("[2001:db8::1]:5070").unwrap().1, Some(5070));
        assert_eq!(Host::parse_with_port("[2001:db8::1]").unwrap().1, None);
        for bad in ["h:", "h:+5", "h:65536", "h:5060x", "[::1]5060", ":5060"] {
            assert!(Host::parse_with_port(bad).is_err(), "{bad}");
        }
    }
}
