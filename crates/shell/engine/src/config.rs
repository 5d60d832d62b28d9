//! What an engine needs to know of its host.

use std::{
    net::{IpAddr, SocketAddr},
    ops::RangeInclusive,
};

use model::{Network, Premises};

/// Where an engine listens, and what it may believe of the networks around it.
#[derive(Clone, Debug)]
pub struct Config {
    /// SIP over UDP.
    pub udp: Vec<SocketAddr>,
    /// SIP over TCP.
    pub tcp: Vec<SocketAddr>,
    /// SIP over TLS.
    pub tls: Vec<SocketAddr>,
    /// The address that others see us at, where we stand behind a NAT.
    pub external_address: Option<IpAddr>,
    /// The networks to which the external address is not told; the host's own subnets where there are none.
    pub local_networks: Vec<Network>,
    /// The address that RTP is bound to; all of them where this is `None`.
    pub rtp_address: Option<IpAddr>,
    /// The ports of RTP and RTCP.
    pub rtp_ports: RangeInclusive<u16>,
    /// Networks that rate limits spare.
    pub unlimited_sources: Vec<Network>,
}

impl Config {
    /// Says which external address and which local networks hold: what stands here, else what is set in the configuration that
    /// administrators change.
    pub fn addressing(&self, premises: &Premises) -> (Option<IpAddr>, Vec<Network>) {
        let networks = match self.local_networks.is_empty() {
            true => premises.local_networks.clone(),
            false => self.local_networks.clone(),
        };
        (self.external_address.or(premises.external_address), networks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_file_says_wins_key_by_key() {
        let file = Config {
            udp: vec![],
            tcp: vec![],
            tls: vec![],
            external_address: None,
            local_networks: vec![],
            rtp_address: None,
            rtp_ports: 20_000..=20_003,
            unlimited_sources: vec![],
        };
        let network = |text| Network::parse(text).unwrap();
        let (set, fixed): (IpAddr, IpAddr) = ([203, 0, 113, 7].into(), [192, 0, 2, 1].into());
        let premises = Premises {
            external_address: Some(set),
            local_networks: vec![network("10.0.0.0/8")],
            ..Premises::default()
        };
        assert_eq!(file.addressing(&premises), (Some(set), vec![network("10.0.0.0/8")]));
        let file = Config { external_address: Some(fixed), ..file };
        assert_eq!(file.addressing(&premises), (Some(fixed), vec![network("10.0.0.0/8")]));
        let file = Config { local_networks: vec![network("192.168.0.0/16")], ..file };
        assert_eq!(file.addressing(&premises).1, [network("192.168.0.0/16")]);
    }
}
