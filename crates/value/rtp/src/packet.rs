//! The RTP packet (RFC 3550 section 5.1): read in place, written or changed in the caller's buffer.

use std::{error::Error, fmt};

use crate::{Pt, SeqNo, Ssrc, Timestamp};

/// Longest packet that is read or made: what an Ethernet frame carries.
pub const MAX_PACKET_BYTES: usize = 1500;

/// The fields of the fixed header that a stream decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Set on the first packet of a talk spurt or an event.
    pub marker: bool,
    /// What the payload is.
    pub pt: Pt,
    /// The packet's number.
    pub seq: SeqNo,
    /// When its first sample was taken.
    pub timestamp: Timestamp,
    /// Who sends it.
    pub ssrc: Ssrc,
}

/// A packet whose lengths all add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet<'a> {
    /// The fixed header.
    pub header: Header,
    /// The contributing sources, four bytes each.
    pub csrc: &'a [u8],
    /// The header extension.
    pub extension: Option<Extension<'a>>,
    /// What it carries, without padding.
    pub payload: &'a [u8],
    /// How many bytes of padding follow the payload.
    pub padding: u8,
}

/// A header extension (RFC 3550 section 5.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension<'a> {
    /// Which profile defines it; 0xBEDE for RFC 8285.
    pub profile: u16,
    /// Its words.
    pub words: &'a [u8],
}

/// Bytes that are no RTP packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotRtp;

impl fmt::Display for NotRtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an RTP packet")
    }
}

impl Error for NotRtp {}

const VERSION: u8 = 2;
const PADDING_BIT: u8 = 0x20;
const EXTENSION_BIT: u8 = 0x10;
const MARKER_BIT: u8 = 0x80;

impl Header {
    /// The fixed header's length in bytes.
    pub const LEN: usize = 12;

    /// Reads the fixed header and nothing else.
    #[inline]
    pub fn parse(bytes: &[u8]) -> Result<Self, NotRtp> {
        let [first, second, s0, s1, t0, t1, t2, t3, r0, r1, r2, r3, ..] = *bytes else { return Err(NotRtp) };
        if first >> 6 != VERSION {
            return Err(NotRtp);
        }
        Ok(Self {
            marker: second & MARKER_BIT != 0,
            pt: Pt::from_low_bits(second),
            seq: SeqNo(u16::from_be_bytes([s0, s1])),
            timestamp: Timestamp(u32::from_be_bytes([t0, t1, t2, t3])),
            ssrc: Ssrc(u32::from_be_bytes([r0, r1, r2, r3])),
        })
    }

    /// Writes a header without extension, sources or padding; returns the rest of the buffer, or `None` if it is too short.
    #[inline]
    pub fn write<'b>(&self, out: &'b mut [u8]) -> Option<&'b mut [u8]> {
        let (head, rest) = out.split_first_chunk_mut::<{ Self::LEN }>()?;
        *head = self.bytes(VERSION << 6);
        Some(rest)
    }

    /// Gives a packet this header in place; its extension, sources and padding stay. False where it is too short.
    #[inline]
    pub fn rewrite(&self, packet: &mut [u8]) -> bool {
        let Some(head) = packet.first_chunk_mut::<{ Self::LEN }>() else { return false };
        let [first, ..] = *head;
        *head = self.bytes(first);
        true
    }

    fn bytes(&self, first: u8) -> [u8; Self::LEN] {
        let second = self.pt.number() | if self.marker { MARKER_BIT } else { 0 };
        let [s0, s1] = self.seq.0.to_be_bytes();
        let [t0, t1, t2, t3] = self.timestamp.0.to_be_bytes();
        let [r0, r1, r2, r3] = self.ssrc.0.to_be_bytes();
        [first, second, s0, s1, t0, t1, t2, t3, r0, r1, r2, r3]
    }
}

impl<'a> Packet<'a> {
    /// Reads a packet and checks every length in it.
    #[inline]
    pub fn parse(bytes: &'a [u8]) -> Result<Self, NotRtp> {
        let header = Header::parse(bytes)?;
        let first = bytes.first().copied().ok_or(NotRtp)?;
        let rest = bytes.get(Header::LEN..).ok_or(NotRtp)?;
        let (csrc, mut rest) = rest.split_at_checked(usize::from(first & 0x0f) * 4).ok_or(NotRtp)?;
        let mut extension = None;
        if first & EXTENSION_BIT != 0 {
            let ([p0, p1, l0, l1], after) = rest.split_first_chunk::<4>().ok_or(NotRtp)?;
            let words = usize::from(u16::from_be_bytes([*l0, *l1])) * 4;
            let (words, after) = after.split_at_checked(words).ok_or(NotRtp)?;
            extension = Some(Extension { profile: u16::from_be_bytes([*p0, *p1]), words });
            rest = after;
        }
        let padding = if first & PADDING_BIT != 0 { *rest.last().ok_or(NotRtp)? } else { 0 };
        if first & PADDING_BIT != 0 && padding == 0 {
            return Err(NotRtp);
        }
        let length = rest.len().checked_sub(usize::from(padding)).ok_or(NotRtp)?;
        let payload = rest.get(..length).ok_or(NotRtp)?;
        Ok(Self { header, csrc, extension, payload, padding })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        Header {
            marker: true,
            pt: Pt::from_low_bits(8),
            seq: SeqNo(0xfffe),
            timestamp: Timestamp(0x0102_0304),
            ssrc: Ssrc(0xdead_beef),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut bytes = [0x55; 16];
        header().write(&mut bytes).unwrap();
        let packet = Packet::parse(&bytes).unwrap();
        assert_eq!((packet.header, packet.payload, packet.padding), (header(), [0x55; 4].as_slice(), 0));
        assert_eq!(header().write(&mut [0; 11]), None);
    }

    #[test]
    fn sources_extension_and_padding_are_taken_off_the_payload() {
        let mut bytes = vec![0xb1, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 1, 1, 1, 0xbe, 0xde, 0, 1, 9, 9, 9, 9];
        bytes.extend([7, 7, 7, 0, 0, 3]);
        let packet = Packet::parse(&bytes).unwrap();
        assert_eq!(packet.csrc, [1, 1, 1, 1]);
        assert_eq!(packet.extension, Some(Extension { profile: 0xbede, words: &[9, 9, 9, 9] }));
        assert_eq!((packet.payload, packet.padding), ([7, 7, 7].as_slice(), 3));
    }

    #[test]
    fn rewriting_keeps_what_stands_behind_the_header() {
        let mut bytes = vec![0xb1, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 1, 1, 1, 0xbe, 0xde, 0, 0, 7, 2, 2];
        bytes[22] = 2;
        assert!(header().rewrite(&mut bytes));
        let packet = Packet::parse(&bytes).unwrap();
        assert_eq!((packet.header, packet.payload, packet.padding), (header(), [7].as_slice(), 2));
        assert!(!header().rewrite(&mut [0x80; 11]));
    }

    /// RFC 3550 appendix A.1: what does not add up is not RTP.
    #[test]
    fn lengths_that_lie_are_refused() {
        let base = [0x80, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];
        assert!(Packet::parse(&base).is_ok());
        for cut in 0..base.len() {
            assert_eq!(Packet::parse(&base[..cut]), Err(NotRtp));
        }
        let with = |first: u8, tail: &[u8]| {
            let mut bytes = base.to_vec();
            bytes[0] = first;
            bytes.extend(tail);
            Packet::parse(&bytes).is_ok()
        };
        assert!(!with(0x00, &[]), "version 0");
        assert!(!with(0x82, &[0; 7]), "two sources need eight bytes");
        assert!(!with(0x90, &[0, 0, 0]), "an extension needs four bytes");
        assert!(!with(0x90, &[0, 0, 0xff, 0xff, 1]), "an extension longer than the packet");
        assert!(!with(0xa0, &[]), "padding of nothing");
        assert!(!with(0xa0, &[1, 0]), "padding of no length");
        assert!(!with(0xa0, &[1, 3]), "padding longer than the payload");
        assert!(with(0xa0, &[1, 2]));
    }
}
