//! Reads compound packets in place (RFC 3550 section 6.1, appendix A.2).

use std::{error::Error, fmt};

use super::{BYE, NtpTime, RECEIVER_REPORT, ReportBlock, SENDER_REPORT, SOURCE_DESCRIPTION, SenderInfo};
use crate::{Ssrc, Timestamp};

/// Most packets that are read of one compound; a report with everything has four.
pub const MAX_PACKETS: usize = 16;

/// Bytes that are no compound RTCP packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotRtcp;

impl fmt::Display for NotRtcp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a compound RTCP packet")
    }
}

impl Error for NotRtcp {}

/// A compound packet whose lengths all add up; yields its packets, those that cannot be read left out.
#[derive(Clone, Debug)]
pub struct Compound<'a> {
    rest: &'a [u8],
}

/// One packet of a compound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RtcpPacket<'a> {
    /// A report of a source that also sends.
    SenderReport {
        /// Who reports.
        ssrc: Ssrc,
        /// What it sent.
        info: SenderInfo,
        /// What it heard.
        reports: Reports<'a>,
    },
    /// A report of a source that only listens.
    ReceiverReport {
        /// Who reports.
        ssrc: Ssrc,
        /// What it heard.
        reports: Reports<'a>,
    },
    /// The first chunk of a source description; a telephone has one.
    SourceDescription {
        /// Who is described.
        ssrc: Ssrc,
        /// Its canonical name.
        cname: Option<&'a [u8]>,
    },
    /// A source leaves; the first that is named.
    Bye {
        /// Who leaves.
        ssrc: Ssrc,
    },
    /// Anything else.
    Other {
        /// The packet type.
        kind: u8,
    },
}

/// The report blocks of one report, 31 at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reports<'a> {
    blocks: &'a [[u8; ReportBlock::LEN]],
}

impl<'a> Reports<'a> {
    /// Every block in its order.
    pub fn iter(self) -> impl Iterator<Item = ReportBlock> + 'a {
        self.blocks.iter().map(ReportBlock::parse)
    }

    /// The block about one source.
    pub fn about(self, ssrc: Ssrc) -> Option<ReportBlock> {
        self.iter().find(|block| block.ssrc == ssrc)
    }

    fn parse(body: &'a [u8], count: u8) -> Option<Self> {
        let (blocks, _) = body.as_chunks::<{ ReportBlock::LEN }>();
        Some(Self { blocks: blocks.get(..usize::from(count))? })
    }
}

/// One packet cut out of the compound: count, type, body without padding.
struct Cut<'a> {
    count: u8,
    kind: u8,
    body: &'a [u8],
    is_padded: bool,
}

impl<'a> Compound<'a> {
    /// Checks the lengths of a datagram. A compound begins with a report that has no padding.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, NotRtcp> {
        let (first, mut rest) = cut(bytes).ok_or(NotRtcp)?;
        if !matches!(first.kind, SENDER_REPORT | RECEIVER_REPORT) || (first.is_padded && !rest.is_empty()) {
            return Err(NotRtcp);
        }
        let mut packets = 1usize;
        while !rest.is_empty() {
            packets += 1;
            if packets > MAX_PACKETS {
                return Err(NotRtcp);
            }
            (_, rest) = cut(rest).ok_or(NotRtcp)?;
        }
        Ok(Self { rest: bytes })
    }
}

impl<'a> Iterator for Compound<'a> {
    type Item = RtcpPacket<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (packet, rest) = cut(self.rest)?;
            self.rest = rest;
            if let Some(packet) = packet.read() {
                return Some(packet);
            }
        }
    }
}

fn cut(bytes: &[u8]) -> Option<(Cut<'_>, &[u8])> {
    let ([first, kind, l0, l1], after) = bytes.split_first_chunk::<4>()?;
    if first >> 6 != 2 {
        return None;
    }
    let length = usize::from(u16::from_be_bytes([*l0, *l1])) * 4;
    let (body, rest) = after.split_at_checked(length)?;
    let is_padded = first & 0x20 != 0;
    let padding = if is_padded { usize::from(*body.last()?) } else { 0 };
    let body = body.get(..body.len().checked_sub(padding)?)?;
    Some((Cut { count: first & 0x1f, kind: *kind, body, is_padded }, rest))
}

impl<'a> Cut<'a> {
    fn read(&self) -> Option<RtcpPacket<'a>> {
        match self.kind {
            SENDER_REPORT => {
                let (ssrc, body) = word(self.body)?;
                let (info, body) = sender_info(body)?;
                Some(RtcpPacket::SenderReport {
                    ssrc: Ssrc(ssrc),
                    info,
                    reports: Reports::parse(body, self.count)?,
                })
            }
            RECEIVER_REPORT => {
                let (ssrc, body) = word(self.body)?;
                Some(RtcpPacket::ReceiverReport {
                    ssrc: Ssrc(ssrc),
                    reports: Reports::parse(body, self.count)?,
                })
            }
            SOURCE_DESCRIPTION if self.count > 0 => {
                let (ssrc, items) = word(self.body)?;
                Some(RtcpPacket::SourceDescription { ssrc: Ssrc(ssrc), cname: cname(items) })
            }
            BYE if self.count > 0 => Some(RtcpPacket::Bye { ssrc: Ssrc(word(self.body)?.0) }),
            kind => Some(RtcpPacket::Other { kind }),
        }
    }
}

fn word(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (word, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_be_bytes(*word), rest))
}

fn sender_info(body: &[u8]) -> Option<(SenderInfo, &[u8])> {
    let (ntp, body) = body.split_first_chunk::<8>()?;
    let (timestamp, body) = word(body)?;
    let (packets, body) = word(body)?;
    let (bytes, body) = word(body)?;
    let ntp = NtpTime(u64::from_be_bytes(*ntp));
    Some((SenderInfo { ntp, timestamp: Timestamp(timestamp), packets, bytes }, body))
}

/// The CNAME item of a chunk (section 6.5.1).
fn cname(mut items: &[u8]) -> Option<&[u8]> {
    loop {
        let ([kind, length], after) = items.split_first_chunk::<2>()?;
        let (value, rest) = after.split_at_checked(usize::from(*length))?;
        match kind {
            0 => return None,
            1 => return Some(value),
            _ => items = rest,
        }
    }
}
