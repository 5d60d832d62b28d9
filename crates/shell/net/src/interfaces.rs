//! The addresses of this host.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use nix::ifaddrs::getifaddrs;
use nix::sys::socket::SockaddrStorage;

/// One address of this host and the length of its network's prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interface {
    /// The address.
    pub addr: IpAddr,
    /// The prefix in bits.
    pub prefix: u8,
}

/// Reads the addresses of every interface that is up; link-local IPv6 ones are left out, since they need a zone.
///
/// # Errors
/// What the system says when it does not list them.
pub fn interfaces() -> io::Result<Vec<Interface>> {
    let listed = getifaddrs()?;
    Ok(listed
        .filter(|i| i.flags.contains(nix::net::if_::InterfaceFlags::IFF_UP))
        .filter_map(|i| Some(Interface { addr: ip(&i.address?)?, prefix: prefix(ip(&i.netmask?)?) }))
        .filter(|i| !is_link_local(i.addr))
        .collect())
}

fn ip(addr: &SockaddrStorage) -> Option<IpAddr> {
    addr.as_sockaddr_in()
        .map(|v4| IpAddr::V4(v4.ip()))
        .or_else(|| addr.as_sockaddr_in6().map(|v6| IpAddr::V6(v6.ip())))
}

fn prefix(mask: IpAddr) -> u8 {
    let ones = match mask {
        IpAddr::V4(m) => Ipv4Addr::to_bits(m).count_ones(),
        IpAddr::V6(m) => Ipv6Addr::to_bits(m).count_ones(),
    };
    u8::try_from(ones).unwrap_or(u8::MAX)
}

fn is_link_local(addr: IpAddr) -> bool {
    matches!(addr, IpAddr::V6(v6) if v6.is_unicast_link_local())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_found_with_its_prefix() {
        let found = interfaces().unwrap();
        assert!(found.contains(&Interface { addr: Ipv4Addr::LOCALHOST.into(), prefix: 8 }), "{found:?}");
    }
}
