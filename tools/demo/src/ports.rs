//! Ports that nobody has: a demo must not disturb an exchange that runs on this host, nor another demo.

use std::{
    net::{IpAddr, SocketAddr, UdpSocket},
    ops::RangeInclusive,
};

use anyhow::{Context, Result};

/// Ports of an exchange's RTP: far more than the few legs of the demo need.
const RTP_PORTS: u16 = 40;

/// Where RTP ports are looked for: below those that `strowger serve` takes where nothing is said, and below those that
/// the system gives to programs that ask for any.
const RTP_FROM: u16 = 10_000;
const RTP_TO: u16 = 20_000;

/// Finds a port for SIP.
pub(crate) fn sip(ip: IpAddr) -> Result<SocketAddr> {
    let socket = UdpSocket::bind((ip, 0)).with_context(|| format!("nothing can listen on {ip}"))?;
    Ok(socket.local_addr()?)
}

/// Finds ports for RTP.
pub(crate) fn rtp(ip: IpAddr) -> Result<RangeInclusive<u16>> {
    let ranges = (RTP_TO - RTP_FROM) / RTP_PORTS;
    // Two demos that start together begin to look at different places.
    let begin = u16::try_from(std::process::id() % u32::from(ranges)).unwrap_or_default();
    let range = |number: u16| {
        let first = RTP_FROM + number % ranges * RTP_PORTS;
        first..=first + RTP_PORTS - 1
    };
    let are_free =
        |ports: &RangeInclusive<u16>| ports.clone().all(|port| UdpSocket::bind((ip, port)).is_ok());
    (begin..begin + ranges).map(range).find(are_free).with_context(|| {
        format!("no {RTP_PORTS} free UDP ports in a row between {RTP_FROM} and {RTP_TO} on {ip}")
    })
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn a_range_with_a_taken_port_is_passed_over() {
        let ip = IpAddr::from([127, 0, 0, 41]);
        let first = rtp(ip).unwrap();
        let taken = UdpSocket::bind((ip, first.start() + 7)).unwrap();
        let second = rtp(ip).unwrap();
        assert!(!second.contains(&taken.local_addr().unwrap().port()), "{second:?}");
        assert_eq!(second.clone().count(), usize::from(RTP_PORTS));
    }

    #[test]
    fn an_address_of_another_host_is_named() {
        // RFC 5737: nobody's address.
        let ip = IpAddr::from(Ipv4Addr::new(192, 0, 2, 1));
        assert!(format!("{:#}", sip(ip).unwrap_err()).contains("192.0.2.1"));
        assert!(rtp(ip).is_err());
    }
}
