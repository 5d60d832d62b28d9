//! Where a peer is: a host (name or IP address) with an optional port, a network, a transport.

use std::{fmt, net::IpAddr, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::error::Problem;

/// A name or an IP address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Host {
    /// An IP address.
    Ip(IpAddr),
    /// A name that the resolver knows (RFC 3263 where no port is given).
    Name(String),
}

/// A host with an optional port: `10.77.0.22:5080`, `[::1]:5060`, `sip.example.org`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address {
    /// The host.
    pub host: Host,
    /// The port, where one was given: a name without a port may have SRV records.
    pub port: Option<u16>,
}

/// Longest name of the domain name system (RFC 1035 section 2.3.4).
const NAME_MAX: usize = 253;

impl Address {
    /// Reads an address.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let (host, port) = split(raw).ok_or(BAD_ADDRESS)?;
        let port = port
            .map(|digits| digits.parse::<u16>().ok().filter(|port| *port != 0).ok_or(BAD_ADDRESS))
            .transpose()?;
        Ok(Self { host: parse_host(host)?, port })
    }
}

const BAD_ADDRESS: Problem =
    Problem::BadForm { form: "10.0.0.1, 10.0.0.1:5080, [2001:db8::1]:5060 or sip.example.org" };

/// Splits host and port; a bare IPv6 address has no port.
fn split(raw: &str) -> Option<(&str, Option<&str>)> {
    if let Some(rest) = raw.strip_prefix('[') {
        let (host, rest) = rest.split_once(']')?;
        host.parse::<std::net::Ipv6Addr>().ok()?;
        return match rest.strip_prefix(':') {
            Some(port) => Some((host, Some(port))),
            None => rest.is_empty().then_some((host, None)),
        };
    }
    if raw.parse::<std::net::Ipv6Addr>().is_ok() {
        return Some((raw, None));
    }
    Some(raw.split_once(':').map_or((raw, None), |(host, port)| (host, Some(port))))
}

fn parse_host(raw: &str) -> Result<Host, Problem> {
    if let Ok(ip) = raw.parse() {
        return Ok(Host::Ip(ip));
    }
    let name = raw.strip_suffix('.').unwrap_or(raw);
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    // A name whose last label is a number is a mistyped IPv4 address, as in 10.0.0.256 (RFC 3261 section 25.1, toplabel).
    let numeric_top = name.rsplit('.').next().is_some_and(|top| top.bytes().all(|b| b.is_ascii_digit()));
    match name.len() <= NAME_MAX && name.split('.').all(label) && !numeric_top {
        true => Ok(Host::Name(name.to_ascii_lowercase())),
        false => Err(BAD_ADDRESS),
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(ip) => ip.fmt(f),
            Self::Name(name) => f.write_str(name),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.host, self.port) {
            (host, None) => host.fmt(f),
            (Host::Ip(IpAddr::V6(ip)), Some(port)) => write!(f, "[{ip}]:{port}"),
            (host, Some(port)) => write!(f, "{host}:{port}"),
        }
    }
}

impl TryFrom<String> for Address {
    type Error = Problem;

    fn try_from(raw: String) -> Result<Self, Problem> {
        Self::parse(&raw)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.to_string()
    }
}

/// A network in CIDR form: `192.0.2.0/24`; an address alone is a network of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network {
    base: IpAddr,
    bits: u8,
}

const BAD_NETWORK: Problem = Problem::BadForm { form: "192.0.2.0/24 or 2001:db8::/32" };

impl Network {
    /// Reads a network.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let (base, bits) = raw.split_once('/').map_or((raw, None), |(base, bits)| (base, Some(bits)));
        let base: IpAddr = base.parse().map_err(|_| BAD_NETWORK)?;
        let width = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(width), |bits| bits.parse::<u8>().map_err(|_| BAD_NETWORK))?;
        match bits <= width {
            true => Ok(Self { base, bits }),
            false => Err(BAD_NETWORK),
        }
    }

    /// Says whether the address lies in it; an IPv4 address mapped into IPv6 counts as IPv4.
    pub fn contains(&self, ip: IpAddr) -> bool {
        let bits = u32::from(self.bits);
        match (self.base, ip.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(ip)) => {
                (base.to_bits() ^ ip.to_bits()).checked_shr(32 - bits).unwrap_or(0) == 0
            }
            (IpAddr::V6(base), IpAddr::V6(ip)) => {
                (base.to_bits() ^ ip.to_bits()).checked_shr(128 - bits).unwrap_or(0) == 0
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.bits)
    }
}

impl TryFrom<String> for Network {
    type Error = Problem;

    fn try_from(raw: String) -> Result<Self, Problem> {
        Self::parse(&raw)
    }
}

impl From<Network> for String {
    fn from(network: Network) -> Self {
        network.to_string()
    }
}

/// A transport that SIP runs over here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// UDP.
    #[default]
    Udp,
    /// TCP.
    Tcp,
    /// TLS over TCP (RFC 3261 section 26.2.1): encrypted, and the server proves who it is.
    Tls,
}

impl Transport {
    /// The port that SIP has over it where none is said (RFC 3261 section 19.1.2).
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Udp | Self::Tcp => 5060,
            Self::Tls => 5061,
        }
    }

    /// What it is called in sentences.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Udp => "UDP",
            Self::Tcp => "TCP",
            Self::Tls => "TLS",
        }
    }
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Udp => "udp",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
        })
    }
}

impl FromStr for Transport {
    type Err = Problem;

    fn from_str(raw: &str) -> Result<Self, Problem> {
        match raw.to_ascii_lowercase().as_str() {
            "udp" => Ok(Self::Udp),
            "tcp" => Ok(Self::Tcp),
            "tls" => Ok(Self::Tls),
            _ => Err(Problem::unknown_word(raw, "udp, tcp, tls")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_and_printed_back() {
        for text in
            ["10.77.0.2", "10.77.0.22:5080", "[::1]:5060", "2001:db8::1", "sip.example.org", "b.lab:5070"]
        {
            assert_eq!(Address::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Address::parse("[::1]").unwrap().to_string(), "::1");
        assert_eq!(Address::parse("B.Lab.").unwrap().host, Host::Name("b.lab".into()));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "10.0.0.256",
            "a b",
            "host:",
            "host:0",
            "host:65536",
            "[::1",
            "[x]:5",
            "-a.org",
            "a..b",
            "sip:x@y",
            "[::1]x",
        ] {
            assert!(Address::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_network_holds_its_addresses_and_no_other() {
        let net = Network::parse("192.0.2.0/24").unwrap();
        assert!(net.contains("192.0.2.255".parse().unwrap()));
        assert!(net.contains("::ffff:192.0.2.7".parse().unwrap()));
        assert!(!net.contains("192.0.3.0".parse().unwrap()));
        assert!(Network::parse("0.0.0.0/0").unwrap().contains("203.0.113.9".parse().unwrap()));
        assert!(Network::parse("2001:db8::/32").unwrap().contains("2001:db8::5".parse().unwrap()));
        assert!(Network::parse("192.0.2.0/33").is_err());
    }
}
