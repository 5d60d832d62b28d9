//! One kept message as bytes, and back.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use moment::Moment;
use sip_core::Transport;

/// Bytes before each message: time, length, flags, leg, two addresses.
pub(super) const HEAD: usize = 8 + 4 + 1 + 1 + 18 + 18;

const SENT: u8 = 1;
const TCP: u8 = 2;
const LOCAL: u8 = 4;
const TLS: u8 = 8;

/// A SIP message that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptMessage {
    /// When it came or went.
    pub at: Moment,
    /// It went; else it came.
    pub is_sent: bool,
    /// Over what.
    pub transport: Transport,
    /// Our end, where it is known: a connection that is still to be opened has none.
    pub local: Option<SocketAddr>,
    /// The other end.
    pub remote: SocketAddr,
    /// Which of the call's legs it belongs to.
    pub leg: u8,
    /// As it was on the wire, credentials included: whoever shows it must mask them.
    pub bytes: Vec<u8>,
}

/// What is noted of a message beside its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Note {
    pub(crate) at: Moment,
    pub(crate) is_sent: bool,
    pub(crate) transport: Transport,
    pub(crate) local: Option<SocketAddr>,
    pub(crate) remote: SocketAddr,
}

impl Note {
    /// Writes what stands before a message.
    pub(super) fn head(&self, leg: u8, len: u32) -> [u8; HEAD] {
        let transport = match self.transport {
            Transport::Udp => 0,
            Transport::Tcp => TCP,
            Transport::Tls => TLS,
        };
        let sent = if self.is_sent { SENT } else { 0 };
        let local = self.local.map_or(0, |_| LOCAL);
        let mut out = [0; HEAD];
        let parts: [&[u8]; 5] = [
            &self.at.as_micros().to_be_bytes(),
            &len.to_be_bytes(),
            &[sent | transport | local, leg],
            &self.local.map_or([0; 18], address),
            &address(self.remote),
        ];
        let mut space = out.iter_mut();
        for (to, from) in space.by_ref().zip(parts.into_iter().flatten()) {
            *to = *from;
        }
        out
    }
}

/// Reads every message of a chain.
pub(super) fn read(mut bytes: &[u8]) -> Vec<KeptMessage> {
    let mut out = vec![];
    while let Some((message, rest)) = one(bytes) {
        out.push(message);
        bytes = rest;
    }
    out
}

fn one(bytes: &[u8]) -> Option<(KeptMessage, &[u8])> {
    let (at, rest) = bytes.split_first_chunk::<8>()?;
    let (len, rest) = rest.split_first_chunk::<4>()?;
    let ([flags, leg], rest) = rest.split_first_chunk::<2>()?;
    let (local, rest) = rest.split_first_chunk::<18>()?;
    let (remote, rest) = rest.split_first_chunk::<18>()?;
    let (text, rest) = rest.split_at_checked(u32::from_be_bytes(*len) as usize)?;
    let message = KeptMessage {
        at: Moment::from_micros(u64::from_be_bytes(*at)),
        is_sent: flags & SENT != 0,
        transport: match flags & (TCP | TLS) {
            TCP => Transport::Tcp,
            TLS => Transport::Tls,
            _ => Transport::Udp,
        },
        local: (flags & LOCAL != 0).then(|| socket(*local)),
        remote: socket(*remote),
        leg: *leg,
        bytes: text.to_vec(),
    };
    Some((message, rest))
}

fn address(addr: SocketAddr) -> [u8; 18] {
    let ip = match addr.ip() {
        IpAddr::V4(ip) => ip.to_ipv6_mapped(),
        IpAddr::V6(ip) => ip,
    };
    let mut out = [0; 18];
    for (to, from) in out.iter_mut().zip(ip.octets().into_iter().chain(addr.port().to_be_bytes())) {
        *to = from;
    }
    out
}

fn socket(bytes: [u8; 18]) -> SocketAddr {
    let [ip @ .., high, low] = bytes;
    SocketAddr::new(Ipv6Addr::from(ip).to_canonical(), u16::from_be_bytes([high, low]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_back_as_it_was_noted() {
        let mut bytes = vec![];
        let addr = |text: &str| text.parse::<SocketAddr>().unwrap();
        let notes = [
            (Transport::Udp, Some(addr("10.0.0.1:5060")), addr("10.0.0.2:5070"), true),
            (Transport::Tcp, None, addr("[2001:db8::1]:5060"), false),
            (Transport::Tls, None, addr("10.0.0.3:5061"), true),
        ];
        for (leg, (transport, local, remote, is_sent)) in (0..).zip(notes) {
            let note = Note { at: Moment::from_micros(77), is_sent, transport, local, remote };
            bytes.extend(note.head(leg, 3));
            bytes.extend(b"BYE");
        }
        let messages = read(&bytes);
        assert_eq!(messages.len(), 3);
        for (message, (transport, local, remote, is_sent)) in messages.iter().zip(notes) {
            assert_eq!((message.transport, message.local, message.remote), (transport, local, remote));
            assert_eq!((message.is_sent, message.at.as_micros()), (is_sent, 77));
            assert_eq!(message.bytes, b"BYE");
        }
        assert_eq!(messages[1].leg, 1);
    }

    #[test]
    fn what_is_cut_off_is_left_out() {
        let note = Note {
            at: Moment::ZERO,
            is_sent: true,
            transport: Transport::Udp,
            local: None,
            remote: "10.0.0.2:1".parse().unwrap(),
        };
        let mut bytes = note.head(0, 5).to_vec();
        bytes.extend(b"four");
        assert!(read(&bytes).is_empty());
    }
}
