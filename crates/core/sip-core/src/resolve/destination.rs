//! What is asked to be resolved: the parts of a URI, or of a setting, that RFC 3263 looks at.

use sip_msg::{Host, SipUri};

use crate::flow::Transport;

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
    /// Reads the way out of a URI; nothing where it asks for a transport that we don't speak, as every `sips` does.
    pub(crate) fn of(uri: &SipUri) -> Option<Self> {
        let transport = match uri.params.get("transport") {
            None => None,
            Some(name) if name.eq_ignore_ascii_case("udp") => Some(Transport::Udp),
            Some(name) if name.eq_ignore_ascii_case("tcp") => Some(Transport::Tcp),
            Some(_) => return None,
        };
        if uri.secure {
            return None;
        }
        // Section 4: the TARGET is the maddr parameter where there is one.
        let maddr = uri.params.get("maddr").and_then(|maddr| Host::parse(maddr).ok());
        Some(Self { host: maddr.unwrap_or_else(|| uri.host.clone()), port: uri.port, transport })
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

impl From<model::Transport> for Transport {
    fn from(setting: model::Transport) -> Self {
        match setting {
            model::Transport::Udp => Self::Udp,
            model::Transport::Tcp => Self::Tcp,
        }
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

    #[test]
    fn what_needs_a_transport_that_we_lack_has_no_way() {
        assert_eq!(of("sips:101@b.example"), None);
        assert_eq!(of("sip:101@b.example;transport=tls"), None);
    }
}
