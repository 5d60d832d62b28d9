//! The messages of a call as a capture file that Wireshark and tshark read: raw IP (LINKTYPE_RAW), with headers made up here.
//!
//! Addresses, order and times are the real ones, and so are ports but the one of TLS; fragments, retransmissions of TCP and its handshake are not there.

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
};

use engine::{KeptMessage, SIP_PORT, SIPS_PORT, Transport, masked};

/// Raw IPv4 and IPv6, told apart by the version in the first byte.
const LINKTYPE_RAW: u32 = 101;

/// Longest text that fits into one IPv4 packet with any of the headers here.
const LONGEST: usize = 65_000;

const UDP: u8 = 17;
const TCP: u8 = 6;

/// Writes a capture; credentials are masked.
pub(super) fn pcap(messages: &[KeptMessage]) -> Vec<u8> {
    let mut out = vec![];
    for word in [0xa1b2_c3d4, 0x0004_0002, 0, 0, 65_535, LINKTYPE_RAW] {
        out.extend(u32::to_le_bytes(word));
    }
    let mut streams: HashMap<(SocketAddr, SocketAddr), u32> = HashMap::new();
    for message in messages {
        let Some(local) = message.local else { continue };
        let (from, to) = if message.is_sent { (local, message.remote) } else { (message.remote, local) };
        let (from, to) = same_family(from, to);
        let text = masked(&message.bytes);
        let text = text.get(..text.len().min(LONGEST)).unwrap_or_default();
        let packet = match message.transport {
            Transport::Udp => ip(from, to, UDP, udp(from, to, text)),
            Transport::Tcp | Transport::Tls => {
                let (from, to) = readable(message.transport, from, to);
                let acknowledged = streams.get(&(to, from)).copied().unwrap_or(1);
                let sequence = streams.entry((from, to)).or_insert(1);
                let segment = tcp(from, to, (*sequence, acknowledged), text);
                *sequence = sequence.wrapping_add(u32::try_from(text.len()).unwrap_or(0));
                ip(from, to, TCP, segment)
            }
        };
        let len = u32::try_from(packet.len()).unwrap_or(0);
        let micros = message.at.as_micros();
        let seconds = u32::try_from(micros / 1_000_000).unwrap_or(u32::MAX);
        let rest = u32::try_from(micros % 1_000_000).unwrap_or(0);
        for word in [seconds, rest, len, len] {
            out.extend(u32::to_le_bytes(word));
        }
        out.extend(packet);
    }
    out
}

/// What was encrypted stands here as it was read. Programs take whatever has the port of SIP over TLS for ciphertext, so that port
/// becomes the one of SIP over TCP.
fn readable(transport: Transport, from: SocketAddr, to: SocketAddr) -> (SocketAddr, SocketAddr) {
    let plain = |addr: SocketAddr| match (transport, addr.port()) {
        (Transport::Tls, SIPS_PORT) => SocketAddr::new(addr.ip(), SIP_PORT),
        _ => addr,
    };
    (plain(from), plain(to))
}

/// Makes IPv6 of both where they differ; this happens only where one of them was not known.
fn same_family(from: SocketAddr, to: SocketAddr) -> (SocketAddr, SocketAddr) {
    let mapped = |addr: SocketAddr| match addr.ip() {
        IpAddr::V4(ip) => SocketAddr::new(ip.to_ipv6_mapped().into(), addr.port()),
        IpAddr::V6(_) => addr,
    };
    if from.is_ipv4() == to.is_ipv4() { (from, to) } else { (mapped(from), mapped(to)) }
}

/// RFC 768.
fn udp(from: SocketAddr, to: SocketAddr, text: &[u8]) -> Vec<u8> {
    let len = u16::try_from(text.len() + 8).unwrap_or(u16::MAX);
    let mut out = Vec::with_capacity(text.len() + 8);
    for word in [from.port(), to.port(), len, 0] {
        out.extend(word.to_be_bytes());
    }
    out.extend(text);
    // A sum of 0 would say that there is none.
    let sum = match checksum(&[&pseudo(from, to, UDP, out.len()), &out]) {
        0 => u16::MAX,
        sum => sum,
    };
    put(&mut out, 6, sum);
    out
}

/// RFC 9293 section 3.1: PSH and ACK, as data goes.
fn tcp(from: SocketAddr, to: SocketAddr, (sequence, acknowledged): (u32, u32), text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + 20);
    out.extend(from.port().to_be_bytes());
    out.extend(to.port().to_be_bytes());
    out.extend(sequence.to_be_bytes());
    out.extend(acknowledged.to_be_bytes());
    out.extend([5 << 4, 0x18]);
    for word in [u16::MAX, 0, 0] {
        out.extend(word.to_be_bytes());
    }
    out.extend(text);
    let sum = checksum(&[&pseudo(from, to, TCP, out.len()), &out]);
    put(&mut out, 16, sum);
    out
}

/// RFC 791 section 3.1, or RFC 8200 section 3.
fn ip(from: SocketAddr, to: SocketAddr, protocol: u8, payload: Vec<u8>) -> Vec<u8> {
    let mut out = Vec::with_capacity(payload.len() + 40);
    let len = |more: usize| u16::try_from(payload.len() + more).unwrap_or(u16::MAX).to_be_bytes();
    match (from.ip(), to.ip()) {
        (IpAddr::V4(from), IpAddr::V4(to)) => {
            out.extend([0x45, 0]);
            out.extend(len(20));
            out.extend([0, 0, 0x40, 0, 64, protocol, 0, 0]);
            out.extend(from.octets());
            out.extend(to.octets());
            let sum = checksum(&[&out]);
            put(&mut out, 10, sum);
        }
        (from, to) => {
            out.extend([0x60, 0, 0, 0]);
            out.extend(len(0));
            out.extend([protocol, 64]);
            out.extend(octets(from));
            out.extend(octets(to));
        }
    }
    out.extend(payload);
    out
}

/// What checksums of UDP and TCP cover beside the segment.
fn pseudo(from: SocketAddr, to: SocketAddr, protocol: u8, len: usize) -> Vec<u8> {
    let mut out = octets(from.ip());
    out.extend(octets(to.ip()));
    out.extend(u32::try_from(len).unwrap_or(0).to_be_bytes());
    out.extend([0, 0, 0, protocol]);
    out
}

fn octets(ip: IpAddr) -> Vec<u8> {
    match ip {
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    }
}

fn put(out: &mut [u8], at: usize, word: u16) {
    if let Some(place) = out.get_mut(at..at + 2) {
        place.copy_from_slice(&word.to_be_bytes());
    }
}

/// RFC 1071; every part but the last has an even length.
fn checksum(parts: &[&[u8]]) -> u16 {
    let pairs = parts.iter().flat_map(|part| part.chunks(2));
    let sum: u64 = pairs
        .map(|pair| match pair {
            [high, low] => u64::from(u16::from_be_bytes([*high, *low])),
            [high] => u64::from(*high) << 8,
            _ => 0,
        })
        .sum();
    let folded = (0..4).fold(sum, |sum, _| (sum >> 16) + (sum & 0xffff));
    !u16::try_from(folded & 0xffff).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use moment::Moment;

    use super::*;

    fn message(transport: Transport, local: &str, remote: &str, is_sent: bool) -> KeptMessage {
        KeptMessage {
            at: Moment::from_micros(1_700_000_000_000_005),
            is_sent,
            transport,
            local: Some(local.parse().unwrap()),
            remote: remote.parse().unwrap(),
            leg: 0,
            bytes: b"OPTIONS sip:b SIP/2.0\r\nAuthorization: secret\r\n\r\n".to_vec(),
        }
    }

    /// The packets of a capture.
    fn packets(capture: &[u8]) -> Vec<&[u8]> {
        let mut rest = &capture[24..];
        let mut out = vec![];
        while let Some((head, more)) = rest.split_first_chunk::<16>() {
            let len = u32::from_le_bytes(head[8..12].try_into().unwrap()) as usize;
            out.push(&more[..len]);
            rest = &more[len..];
        }
        out
    }

    #[test]
    fn checksums_of_ipv4_and_udp_are_right_and_nothing_secret_is_left() {
        let capture = pcap(&[message(Transport::Udp, "10.0.0.1:5060", "10.0.0.2:5070", true)]);
        assert_eq!(capture[..4], [0xd4, 0xc3, 0xb2, 0xa1]);
        let packet = packets(&capture)[0];
        assert_eq!(checksum(&[&packet[..20]]), 0, "a sum over a right header is 0");
        let (from, to) = ("10.0.0.1:5060".parse().unwrap(), "10.0.0.2:5070".parse().unwrap());
        assert_eq!(checksum(&[&pseudo(from, to, UDP, packet.len() - 20), &packet[20..]]), 0);
        assert_eq!(packet[12..20], [10, 0, 0, 1, 10, 0, 0, 2]);
        assert_eq!(packet[20..24], [19, 196, 19, 206]);
        let text = String::from_utf8_lossy(packet);
        assert!(text.contains("Authorization: ****") && !text.contains("secret"));
    }

    #[test]
    fn a_tcp_stream_counts_its_bytes() {
        let out = message(Transport::Tcp, "[2001:db8::1]:5060", "[2001:db8::2]:40000", true);
        let back = message(Transport::Tcp, "[2001:db8::1]:5060", "[2001:db8::2]:40000", false);
        let capture = pcap(&[out.clone(), back, out]);
        let packets = packets(&capture);
        let word = |packet: &[u8], at: usize| u32::from_be_bytes(packet[at..at + 4].try_into().unwrap());
        let len = u32::try_from(packets[0].len()).unwrap() - 60;
        assert_eq!((word(packets[0], 44), word(packets[0], 48)), (1, 1));
        assert_eq!((word(packets[1], 44), word(packets[1], 48)), (1, 1 + len));
        assert_eq!((word(packets[2], 44), word(packets[2], 48)), (1 + len, 1 + len));
        let (from, to) = ("[2001:db8::1]:5060".parse().unwrap(), "[2001:db8::2]:40000".parse().unwrap());
        assert_eq!(checksum(&[&pseudo(from, to, TCP, packets[0].len() - 40), &packets[0][40..]]), 0);
    }

    #[test]
    fn what_was_encrypted_is_no_ciphertext_to_whoever_reads_the_file() {
        let capture = pcap(&[message(Transport::Tls, "10.0.0.1:40001", "10.0.0.2:5061", true)]);
        let packet = packets(&capture)[0];
        assert_eq!((packet[9], &packet[20..24]), (TCP, &[156, 65, 19, 196][..]));
    }

    #[test]
    fn a_message_that_fits_no_packet_is_cut() {
        let mut long = message(Transport::Udp, "10.0.0.1:5060", "10.0.0.2:5070", true);
        long.bytes = vec![b'a'; 70_000];
        assert_eq!(packets(&pcap(&[long]))[0].len(), 28 + LONGEST);
    }
}
