//! Where the parts of a packet lie that SRTP must tell apart; the rest is read by those who understand RTP.

use crate::Fault;

const VERSION: u8 = 2;
const EXTENSION_BIT: u8 = 0x10;

/// What SRTP knows of an RTP packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RtpHeader {
    pub(crate) ssrc: u32,
    pub(crate) seq: u16,
    /// The bytes before the payload: fixed header, sources and extension stay in clear (RFC 3711 section 3.1).
    pub(crate) len: usize,
}

impl RtpHeader {
    #[inline]
    pub(crate) fn parse(packet: &[u8]) -> Result<Self, Fault> {
        let [first, _, s0, s1, _, _, _, _, r0, r1, r2, r3, ..] = *packet else {
            return Err(Fault::Malformed);
        };
        if first >> 6 != VERSION {
            return Err(Fault::Malformed);
        }
        let mut len = 12 + usize::from(first & 0x0f) * 4;
        if first & EXTENSION_BIT != 0 {
            let Some([_, _, high, low]) = packet.get(len..).and_then(<[u8]>::first_chunk) else {
                return Err(Fault::Malformed);
            };
            len += 4 + usize::from(u16::from_be_bytes([*high, *low])) * 4;
        }
        if len > packet.len() {
            return Err(Fault::Malformed);
        }
        Ok(Self { ssrc: u32::from_be_bytes([r0, r1, r2, r3]), seq: u16::from_be_bytes([s0, s1]), len })
    }
}

/// The first header of a compound RTCP packet, which stays in clear (RFC 3711 section 3.4).
pub(crate) const RTCP_HEADER_BYTES: usize = 8;

/// Who sends a compound RTCP packet.
pub(crate) fn rtcp_sender(packet: &[u8]) -> Result<u32, Fault> {
    match *packet {
        [first, _, _, _, r0, r1, r2, r3, ..] if first >> 6 == VERSION => {
            Ok(u32::from_be_bytes([r0, r1, r2, r3]))
        }
        _ => Err(Fault::Malformed),
    }
}
