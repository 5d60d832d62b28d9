//! What is asked to be resolved: the parts of a URI, or of a setting, that RFC 3263 looks at.

use sip_msg::{Host, SipUri};

use crate::flow::{SIP_PORT, Transport};

/// A host with what is already known of the way to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Destination {
    /// A name, without a final dot, or an address.
    pub(crate) host: Host,
    /// An explicit port forbids NAPTR and SRV (section 4.2).
    pub(crate) port: Option<u16>,
    /// An explicit transport forbids NAPTR (section 4.1).
    pub(crate) transport: Option<Transport>,
}

impl Destination {
    /// Reads the way out of a URI; nothing where it asks for a transport that we don't speak.
    pub(crate) fn of(uri: &SipUri) -> Option<Self> {
        let named = uri.params.get("transport").map(str::to_ascii_lowercase);
        let transport = match (named.as_deref(), uri.secure) {
            (None, false) => None,
            (Some("udp"), false) => Some(Transport::Udp),
            (Some("tcp"), false) => Some(Transport::Tcp),
            // Section 4.1: TLS over TCP is what a sips URI means by "tcp", and what it gets where it names nothing.
            (None | Some("tcp" | "tls"), true) | (Some("tls"), false) => Some(Transport::Tls),
            (Some(_), _) => return None,
        };
        // Section 4: the TARGET is the maddr parameter where there is one.
        let maddr = uri.params.get("maddr").and_then(|maddr| Host::parse(maddr).ok());
        Some(Self { host: maddr.unwrap_or_else(|| uri.host.clone()), port: uri.port, transport })
    }

    /// The same host over TLS and nothing else. A URI that did not ask for TLS names a port that does not speak it: the port is then
    /// the one that TLS has.
    pub(crate) fn only_over_tls(self) -> Self {
        match self.transport {
            Some(Transport::Tls) => self,
            Some(Transport::Udp | Transport::Tcp) | None => {
                let port = self.port.filter(|port| *port != SIP_PORT);
                Self { port, transport: Some(Transport::Tls), ..self }
            }
        }
    }

    /// Takes a setting of ours: an address with an optional port, and a transport where one is chosen.
    pub(crate) fn of_setting(address: &model::Address, transport: Option<model::Transport>) -> Option<Self> {
        let host = match &address.host {
            model::Host::Ip(ip) => Host::from(*ip),
            model::Host::Name(name) => Host::parse(name).ok()?,
        };
        Some(Self { host, port: address.port, transport: transport.map(Transport::from) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(uri: &str) -> Option<Destination> {
        match sip_msg::Uri::parse(uri).unwrap() {
            sip_msg::Uri::Sip(uri) => Destination::of(&uri),
            other => panic!("{other}"),
        }
    }

    /// RFC 3263 section 4.1.
    #[test]
    fn port_transport_and_maddr_are_read_from_the_uri() {
        let plain = of("sip:101@b.example").unwrap();
        assert_eq!((plain.port, plain.transport), (None, None));
        let full = of("sip:101@b.example:5070;transport=TCP;maddr=192.0.2.9").unwrap();
        assert_eq!(full.host, Host::parse("192.0.2.9").unwrap());
        assert_eq!((full.port, full.transport), (Some(5070), Some(Transport::Tcp)));
    }

    /// RFC 3263 section 4.1, RFC 3261 section 26.2.2: a sips URI goes over TLS; over UDP it has no way.
    #[test]
    fn sips_and_transport_tls_mean_tls() {
        for uri in
            ["sips:101@b.example", "sips:101@b.example;transport=tcp", "sip:101@b.example;transport=TLS"]
        {
            assert_eq!(of(uri).unwrap().transport, Some(Transport::Tls), "{uri}");
        }
        assert_eq!(of("sips:101@b.example;transport=udp"), None);
    }

    #[test]
    fn what_needs_a_transport_that_we_lack_has_no_way() {
        assert_eq!(of("sip:101@b.example;transport=sctp"), None);
    }

    #[test]
    fn what_is_to_go_over_tls_leaves_the_port_that_speaks_none() {
        let way = |uri| {
            let to = of(uri).unwrap().only_over_tls();
            (to.transport, to.port)
        };
        assert_eq!(way("sip:101@b.example"), (Some(Transport::Tls), None));
        assert_eq!(way("sip:101@b.example:5060;transport=udp"), (Some(Transport::Tls), None));
        assert_eq!(way("sip:101@b.example:5071"), (Some(Transport::Tls), Some(5071)));
        assert_eq!(way("sip:101@b.example:5060;transport=tls"), (Some(Transport::Tls), Some(5060)));
    }
}
