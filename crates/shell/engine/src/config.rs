//! What an engine needs to know of its host.

use std::{
    net::{IpAddr, SocketAddr},
    ops::RangeInclusive,
};

use model::Network;

/// Where an engine listens, and what it may believe of the networks around it.
#[derive(Clone, Debug)]
pub struct Config {
    /// SIP over UDP.
    pub udp: Vec<SocketAddr>,
    /// SIP over TCP.
    pub tcp: Vec<SocketAddr>,
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
