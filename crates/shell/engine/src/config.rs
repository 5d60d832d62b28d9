//! What an engine needs to know of its host.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    ops::RangeInclusive,
};

/// Where an engine listens, and what it may believe of the networks around it.
#[derive(Clone, Debug)]
pub struct Config {
    /// SIP over UDP.
    pub udp: Vec<SocketAddr>,
    /// SIP over TCP.
    pub tcp: Vec<SocketAddr>,
    /// The address that others see us at, where we stand behind a NAT.
    pub external_address: Option<IpAddr>,
    /// The networks to which the external address is not told; the host's own subnets where this is `None`.
    pub local_networks: Option<Vec<Network>>,
    /// The address that RTP is bound to; all of them where this is `None`.
    pub rtp_address: Option<IpAddr>,
    /// The ports of RTP and RTCP.
    pub rtp_ports: RangeInclusive<u16>,
    /// Networks that rate limits spare.
    pub unlimited_sources: Vec<Network>,
}

/// A network in CIDR form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    /// An address in it.
    pub addr: IpAddr,
    /// The length of its prefix in bits.
    pub prefix: u8,
}

impl Network {
    /// Tells whether `ip` is in the network.
    pub fn contains(&self, ip: IpAddr) -> bool {
        match (self.addr, ip) {
            (IpAddr::V4(a), IpAddr::V4(b)) => {
                let host_bits = Ipv4Addr::BITS.saturating_sub(self.prefix.into());
                (a.to_bits() ^ b.to_bits()).checked_shr(host_bits).unwrap_or(0) == 0
            }
            (IpAddr::V6(a), IpAddr::V6(b)) => {
                let host_bits = Ipv6Addr::BITS.saturating_sub(self.prefix.into());
                (a.to_bits() ^ b.to_bits()).checked_shr(host_bits).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_what_shares_its_prefix_and_nothing_of_the_other_family() {
        let net = |addr: &str, prefix| Network { addr: addr.parse().unwrap(), prefix };
        let ip = |addr: &str| addr.parse::<IpAddr>().unwrap();
        assert!(net("10.77.0.1", 24).contains(ip("10.77.0.254")));
        assert!(!net("10.77.0.1", 24).contains(ip("10.77.1.1")));
        assert!(net("0.0.0.0", 0).contains(ip("192.0.2.1")));
        assert!(!net("0.0.0.0", 0).contains(ip("::1")));
        assert!(net("fd00::", 8).contains(ip("fdff::1")));
        assert!(!net("::1", 128).contains(ip("::2")));
    }
}
