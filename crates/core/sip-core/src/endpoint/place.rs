//! Which of our addresses a peer is shown: in Via, in Contact and in session descriptions.
//!
//! The host's interfaces decide, then the listeners; behind a NAT the external address takes their place towards everybody
//! outside of the local networks.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use model::Network;

use crate::flow::{Interface, Transport};

/// Where we stand.
#[derive(Debug)]
pub(crate) struct Place {
    listeners: Vec<(Transport, SocketAddr)>,
    external: Option<IpAddr>,
    local_networks: Vec<Network>,
    interfaces: Vec<Interface>,
}

impl Place {
    /// Takes the settings; the interfaces follow.
    pub(crate) fn new(
        listeners: Vec<(Transport, SocketAddr)>,
        external: Option<IpAddr>,
        local_networks: Vec<Network>,
    ) -> Self {
        Self { listeners, external, local_networks, interfaces: Vec::new() }
    }

    /// Takes the host's addresses.
    pub(crate) fn set_interfaces(&mut self, interfaces: Vec<Interface>) {
        self.interfaces = interfaces;
    }

    /// Takes what is to be told outside of the local networks.
    pub(crate) fn set_outside(&mut self, external: Option<IpAddr>, local_networks: Vec<Network>) {
        (self.external, self.local_networks) = (external, local_networks);
    }

    /// Our address as a peer there can use it.
    pub(crate) fn towards(&self, remote: IpAddr) -> IpAddr {
        match self.external {
            Some(external) if external.is_ipv4() == remote.is_ipv4() && !self.is_local(remote) => external,
            Some(_) | None => self.own(remote),
        }
    }

    /// Our address and port for a transport, as a peer there can use them.
    pub(crate) fn reachable_at(&self, transport: Transport, remote: IpAddr) -> SocketAddr {
        let own = self.own(remote);
        let fits = |addr: &SocketAddr| addr.is_ipv4() == remote.is_ipv4();
        let here = || self.listeners.iter().filter(|(spoken, _)| *spoken == transport).map(|(_, addr)| addr);
        let exact = here().find(|addr| addr.ip() == own);
        let port = exact
            .or_else(|| here().find(|addr| fits(addr)))
            .or_else(|| here().next())
            .map_or(transport.default_port(), SocketAddr::port);
        SocketAddr::new(self.towards(remote), port)
    }

    /// Whether a peer there can be reached at all: whether we listen in its family, and the host stands in a network of it. A
    /// link-local address leads nowhere but to its own link. What is not known yet counts as reachable.
    pub(crate) fn reaches(&self, transport: Transport, remote: IpAddr) -> bool {
        let is_family = |ip: &IpAddr| ip.is_ipv4() == remote.is_ipv4();
        let leads_there = |own: &IpAddr| {
            is_family(own)
                && own.is_loopback() == remote.is_loopback()
                && (is_link_local(*own) <= is_link_local(remote))
        };
        let has_network = self.interfaces.is_empty() || self.interfaces.iter().any(|i| leads_there(&i.addr));
        // A connection is opened from any port; a datagram leaves by one of our sockets.
        let has_socket = transport.is_reliable()
            || self.listeners.is_empty()
            || self.listeners.iter().any(|(spoken, addr)| *spoken == transport && is_family(&addr.ip()));
        has_network && has_socket
    }

    /// The address that packets to a peer leave from.
    fn own(&self, remote: IpAddr) -> IpAddr {
        let same_family = |ip: &IpAddr| ip.is_ipv4() == remote.is_ipv4();
        let beside =
            self.interfaces.iter().find(|interface| shares_network(interface, remote)).map(|i| i.addr);
        let usable = |ip: &IpAddr| self.listens_on(*ip);
        let bound = self.listeners.iter().map(|(_, addr)| addr.ip()).filter(|ip| !ip.is_unspecified());
        let others = self.interfaces.iter().map(|interface| interface.addr);
        let outward = others.filter(same_family).filter(|ip| ip.is_loopback() == remote.is_loopback());
        beside
            .filter(usable)
            .or_else(|| bound.clone().find(same_family))
            .or_else(|| outward.clone().find(usable))
            .unwrap_or(if remote.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() })
    }

    fn listens_on(&self, ip: IpAddr) -> bool {
        let covers =
            |bound: IpAddr| bound == ip || (bound.is_unspecified() && (bound.is_ipv6() || ip.is_ipv4()));
        self.listeners.is_empty() || self.listeners.iter().any(|(_, addr)| covers(addr.ip()))
    }

    fn is_local(&self, remote: IpAddr) -> bool {
        remote.is_loopback()
            || self.local_networks.iter().any(|network| network.contains(remote))
            || (self.local_networks.is_empty() && self.interfaces.iter().any(|i| shares_network(i, remote)))
    }
}

const fn is_link_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    }
}

fn shares_network(interface: &Interface, remote: IpAddr) -> bool {
    let bits = u32::from(interface.prefix);
    match (interface.addr, remote) {
        (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
            let differ = ours.to_bits() ^ theirs.to_bits();
            32_u32.checked_sub(bits).is_some_and(|host| differ.checked_shr(host).unwrap_or(0) == 0)
        }
        (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
            let differ = ours.to_bits() ^ theirs.to_bits();
            128_u32.checked_sub(bits).is_some_and(|host| differ.checked_shr(host).unwrap_or(0) == 0)
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn place(listeners: &[&str], external: Option<&str>) -> Place {
        let listeners = listeners.iter().map(|addr| (Transport::Udp, addr.parse().unwrap())).collect();
        let mut place = Place::new(listeners, external.map(ip), vec![]);
        let interfaces = [("127.0.0.1", 8), ("10.0.0.5", 24), ("192.168.7.1", 16), ("2001:db8::5", 64)];
        place.set_interfaces(
            interfaces.iter().map(|(addr, prefix)| Interface { addr: ip(addr), prefix: *prefix }).collect(),
        );
        place
    }

    #[test]
    fn peer_is_shown_the_address_in_its_own_network() {
        let place = place(&["0.0.0.0:5060", "[::]:5062"], None);
        assert_eq!(place.towards(ip("192.168.200.9")), ip("192.168.7.1"));
        assert_eq!(place.towards(ip("127.0.0.9")), ip("127.0.0.1"));
        assert_eq!(place.towards(ip("203.0.113.1")), ip("10.0.0.5"));
        assert_eq!(place.towards(ip("2001:db8:1::1")), ip("2001:db8::5"));
        let at = place.reachable_at(Transport::Udp, ip("2001:db8::1"));
        assert_eq!(at, "[2001:db8::5]:5062".parse().unwrap());
    }

    #[test]
    fn address_without_a_listener_is_never_shown() {
        let place = place(&["10.0.0.5:5070"], None);
        assert_eq!(place.reachable_at(Transport::Udp, ip("192.168.200.9")), "10.0.0.5:5070".parse().unwrap());
    }

    #[test]
    fn a_family_without_a_socket_or_a_network_is_out_of_reach() {
        let both = place(&["0.0.0.0:5060", "[::]:5060"], None);
        let reaches = |place: &Place, addr| place.reaches(Transport::Udp, ip(addr));
        assert!(reaches(&both, "203.0.113.1") && reaches(&both, "2001:db8:1::1"));
        assert!(!reaches(&place(&["0.0.0.0:5060"], None), "2001:db8:1::1"));
        assert!(place(&["0.0.0.0:5060"], None).reaches(Transport::Tcp, ip("2001:db8:1::1")));
        let mut linked = place(&["0.0.0.0:5060", "[::]:5060"], None);
        let interface = |(addr, prefix)| Interface { addr: ip(addr), prefix };
        linked.set_interfaces([("10.0.0.5", 24), ("fe80::5", 64), ("::1", 128)].map(interface).to_vec());
        assert!(!reaches(&linked, "2001:db8:1::1"), "a link-local address and loopback lead nowhere");
        assert!(reaches(&linked, "fe80::9") && reaches(&linked, "::1") && reaches(&linked, "203.0.113.1"));
    }

    #[test]
    fn external_address_is_shown_outside_only() {
        let place = place(&["0.0.0.0:5060", "[::]:5062"], Some("198.51.100.1"));
        assert_eq!(place.towards(ip("203.0.113.1")), ip("198.51.100.1"));
        assert_eq!(place.towards(ip("10.0.0.77")), ip("10.0.0.5"));
        assert_eq!(place.towards(ip("2001:db8:1::1")), ip("2001:db8::5"));
    }
}
