//! Via (RFC 3261 section 20.42, RFC 3581 `rport`): the way that a response takes back.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use super::{HeaderName, Headers};
use crate::lex::{self, Cursor};
use crate::text::serde_as_text;
use crate::{BadSyntax, Host, Malformed, Params};

/// Most parameters that are looked for in a broken Via: those that matter stand among the first.
const SALVAGED_MAX: usize = 16;

/// The transport that a Via names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ViaTransport {
    /// Datagrams.
    Udp,
    /// A stream.
    Tcp,
    /// An encrypted stream.
    Tls,
    /// RFC 4168.
    Sctp,
    /// A WebSocket (RFC 7118).
    Ws,
    /// An encrypted WebSocket (RFC 7118).
    Wss,
    /// One that we don't know, as written.
    Other(Box<str>),
}

impl ViaTransport {
    fn parse(token: &str) -> Self {
        let known = [Self::Udp, Self::Tcp, Self::Tls, Self::Sctp, Self::Ws, Self::Wss];
        let found = known.into_iter().find(|t| t.as_str().eq_ignore_ascii_case(token));
        found.unwrap_or_else(|| Self::Other(token.into()))
    }

    /// The transport as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Udp => "UDP",
            Self::Tcp => "TCP",
            Self::Tls => "TLS",
            Self::Sctp => "SCTP",
            Self::Ws => "WS",
            Self::Wss => "WSS",
            Self::Other(name) => name,
        }
    }
}

/// One hop that a request took.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Via {
    /// How it was sent.
    pub transport: ViaTransport,
    /// Who sent it, by its own account.
    pub host: Host,
    /// The port that it wants responses at.
    pub port: Option<u16>,
    /// `branch`, `received`, `rport` and others.
    pub params: Params,
}

impl Via {
    /// Makes a Via with its branch.
    pub fn new(transport: ViaTransport, host: Host, port: Option<u16>, branch: &str) -> Self {
        let mut params = Params::new();
        params.set("branch", Some(branch));
        Self { transport, host, port, params }
    }

    /// Reads one `via-parm`, all of the text.
    ///
    /// Any protocol name and version is read, as the grammar has it: a message of another version is to be answered.
    pub fn parse(text: &str) -> Result<Self, BadSyntax> {
        let mut cursor = Cursor::new(text);
        let mut via = Self::read_hop(&mut cursor)?;
        via.params = Params::read(cursor)?;
        Ok(via)
    }

    /// Reads what can be used of a Via whose parameters are broken, so that its sender can be told (RFC 4475 section
    /// 3.1.2.1).
    pub(crate) fn salvage(text: &str) -> Result<Self, BadSyntax> {
        let mut cursor = Cursor::new(text);
        let mut via = Self::read_hop(&mut cursor)?;
        for piece in cursor.rest().split([';', ',']).take(SALVAGED_MAX) {
            let param = Params::parse(&format!(";{piece}")).unwrap_or_default();
            for (name, value) in param.iter() {
                via.params.set(name, value);
            }
        }
        Ok(via)
    }

    /// The transaction's id, as the client made it.
    pub fn branch(&self) -> Option<&str> {
        self.params.get("branch")
    }

    /// The address that the request really came from.
    pub fn received(&self) -> Option<IpAddr> {
        let received = self.params.get("received")?;
        // RFC 5118 section 4.5: brackets are wrong here, and seen.
        received.trim_start_matches('[').trim_end_matches(']').parse().ok()
    }

    /// Notes the address that the request really came from.
    pub fn set_received(&mut self, ip: IpAddr) {
        self.params.set("received", Some(&ip.to_string()));
    }

    /// RFC 3581: nothing where not asked for, `Some(None)` where asked for and not filled in.
    pub fn rport(&self) -> Option<Option<u16>> {
        self.params.has("rport").then(|| self.params.get("rport").and_then(|port| port.parse().ok()))
    }

    /// Asks for the port (`None`) or fills it in.
    pub fn set_rport(&mut self, port: Option<u16>) {
        self.params.set("rport", port.map(|port| port.to_string()).as_deref());
    }

    fn read_hop(cursor: &mut Cursor<'_>) -> Result<Self, BadSyntax> {
        const PROTOCOL: BadSyntax = BadSyntax("sent-protocol");
        cursor.skip_lws();
        for _ in ["name", "version"] {
            cursor.token()?;
            if !cursor.eat('/') {
                return Err(PROTOCOL);
            }
        }
        let transport = ViaTransport::parse(cursor.token()?);
        if !cursor.peek().is_some_and(lex::is_lws) {
            return Err(PROTOCOL);
        }
        cursor.skip_lws();
        let host = match cursor.peek() {
            Some(b'[') => ipv6_reference(cursor),
            _ => cursor.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')),
        };
        let host = Host::parse(host)?;
        let port = if cursor.eat(':') { Some(port(cursor)?) } else { None };
        Ok(Self { transport, host, port, params: Params::new() })
    }
}

/// Cuts `"[" address "]"`; what lacks its end is no host, and is refused as such.
fn ipv6_reference<'a>(cursor: &mut Cursor<'a>) -> &'a str {
    let end = cursor.rest().find(']').map_or(0, |at| at + 1);
    cursor.take(end)
}

fn port(cursor: &mut Cursor<'_>) -> Result<u16, BadSyntax> {
    cursor.take_while(|b| b.is_ascii_digit()).parse().map_err(|_| BadSyntax("port"))
}

impl Headers {
    /// The topmost Via.
    pub fn via(&self) -> Result<Via, Malformed> {
        self.required(HeaderName::Via, |value| Via::parse(lex::list(value).next().unwrap_or("")))
    }

    /// Every Via, topmost first.
    pub fn vias(&self) -> Result<Vec<Via>, Malformed> {
        self.items(HeaderName::Via, Via::parse)
    }

    /// Replaces the topmost Via and leaves the others as they are.
    pub fn set_top_via(&mut self, via: &Via) {
        let mut value = via.to_string();
        let below = self.get(&HeaderName::Via).map(|old| lex::list(old).skip(1)).into_iter().flatten();
        for hop in below {
            value.push_str(", ");
            value.push_str(hop);
        }
        self.set_first(&HeaderName::Via, value);
    }
}

impl fmt::Display for Via {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SIP/2.0/{} {}", self.transport.as_str(), self.host)?;
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        self.params.fmt(f)
    }
}

impl FromStr for Via {
    type Err = BadSyntax;

    fn from_str(text: &str) -> Result<Self, BadSyntax> {
        Self::parse(text)
    }
}

serde_as_text!(Via);

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4475 section 3.1.1.1: white space may stand around every separator.
    #[test]
    fn white_space_may_stand_between_all_parts() {
        let via =
            Via::parse("SIP  / 2.0  / TCP     spindle.example.com   ; branch  =   z9hG4bK9ikj8 ").unwrap();
        assert_eq!(via.to_string(), "SIP/2.0/TCP spindle.example.com;branch=z9hG4bK9ikj8");
        let via = Via::parse("SIP/2.0/udp [2001:db8::9] : 5062;rport").unwrap();
        assert_eq!(
            (via.transport.clone(), via.port, via.rport()),
            (ViaTransport::Udp, Some(5062), Some(None))
        );
        assert_eq!(via.to_string(), "SIP/2.0/UDP [2001:db8::9]:5062;rport");
    }

    /// RFC 3261 section 18.2.1 and RFC 3581 section 4.
    #[test]
    fn received_and_rport_are_filled_in_on_the_topmost_only() {
        let mut headers = Headers::new();
        headers.push(HeaderName::Via, "SIP/2.0/UDP a.example;rport;branch=z9hG4bK1, SIP/2.0/UDP b.example");
        headers.push(HeaderName::Via, "SIP/2.0/TCP c.example");
        let mut top = headers.via().unwrap();
        top.set_received("192.0.2.7".parse().unwrap());
        top.set_rport(Some(5099));
        headers.set_top_via(&top);
        let vias = headers.vias().unwrap();
        assert_eq!(vias.len(), 3);
        assert_eq!(vias[0].rport(), Some(Some(5099)));
        assert_eq!(vias[0].received(), Some("192.0.2.7".parse().unwrap()));
        assert_eq!(vias[0].branch(), Some("z9hG4bK1"));
        assert_eq!(vias[1].to_string(), "SIP/2.0/UDP b.example");
    }

    /// RFC 4475 section 3.1.2.1: nothing between the separators.
    #[test]
    fn broken_parameters_are_refused_but_leave_the_hop_readable() {
        let broken = "SIP/2.0/UDP 192.0.2.15;;branch=z9hG4bKx,;,,";
        assert!(Via::parse(broken).is_err());
        assert_eq!(Via::salvage(broken).unwrap().to_string(), "SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKx");
    }

    #[test]
    fn what_is_no_via_is_refused() {
        for bad in [
            "",
            "SIP/2.0/UDP",
            "SIP/2.0 h",
            "SIP/2.0/UDPh",
            "SIP/2.0/UDP h:x",
            "SIP/2.0/UDP [::1",
            "SIP/2.0/UDP é",
        ] {
            assert!(Via::parse(bad).is_err() && Via::salvage(bad).is_err(), "{bad}");
        }
    }

    /// RFC 3261 section 20.42 and RFC 7118 section 5.2: any case is read, the registered form is printed.
    #[test]
    fn transports_are_read_in_any_case_and_unknown_ones_kept() {
        let read = |word: &str| Via::parse(&format!("SIP/2.0/{word} h")).unwrap().transport;
        assert_eq!(
            ["udp", "Tcp", "TLS", "sctp", "ws", "wSS"].map(|w| read(w).as_str().to_owned()),
            ["UDP", "TCP", "TLS", "SCTP", "WS", "WSS"]
        );
        assert_eq!(read("Carrier-Pigeon").as_str(), "Carrier-Pigeon");
    }

    /// RFC 3581 section 3: without a value it asks, with one it answers; nonsense still asks.
    #[test]
    fn rport_is_absent_asked_for_or_filled_in() {
        let rport = |params: &str| Via::parse(&format!("SIP/2.0/UDP h{params}")).unwrap().rport();
        assert_eq!(
            ["", ";rport", ";rport=5", ";rport=x", ";rport=99999"].map(rport),
            [None, Some(None), Some(Some(5)), Some(None), Some(None)]
        );
    }

    /// RFC 5118 section 4.5: an IPv6 address in `received` has no brackets; some write them.
    #[test]
    fn received_takes_either_family_with_or_without_brackets() {
        let received =
            |value: &str| Via::parse(&format!("SIP/2.0/UDP h;received={value}")).unwrap().received();
        let v6 = Some("2001:db8::9".parse().unwrap());
        assert_eq!([received("2001:db8::9"), received("[2001:db8::9]")], [v6, v6]);
        assert_eq!(received("h.example"), None);
        let mut via = Via::new(ViaTransport::Udp, Host::parse("h").unwrap(), Some(5060), "z9hG4bK1");
        via.set_received("2001:db8::9".parse().unwrap());
        via.set_rport(None);
        assert_eq!(via.to_string(), "SIP/2.0/UDP h:5060;branch=z9hG4bK1;received=2001:db8::9;rport");
    }

    #[test]
    fn a_branch_twice_is_no_branch() {
        assert!(Via::parse("SIP/2.0/UDP h;branch=z9hG4bK1;Branch=z9hG4bK2").is_err());
    }
}
