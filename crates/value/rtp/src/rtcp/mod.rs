//! RTCP: reports of who sends and what arrives (RFC 3550 section 6).

mod parse;
mod time;
mod write;

pub use self::{
    parse::{Compound, MAX_PACKETS, NotRtcp, Reports, RtcpPacket},
    time::{NtpTime, ShortNtp, round_trip},
    write::Writer,
};
use crate::{Ssrc, Timestamp};

pub(crate) const SENDER_REPORT: u8 = 200;
pub(crate) const RECEIVER_REPORT: u8 = 201;
pub(crate) const SOURCE_DESCRIPTION: u8 = 202;
pub(crate) const BYE: u8 = 203;

/// What a sender says of its own stream (section 6.4.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SenderInfo {
    /// When the report was made.
    pub ntp: NtpTime,
    /// The same instant on the clock of the stream.
    pub timestamp: Timestamp,
    /// How many packets were sent.
    pub packets: u32,
    /// How many bytes of payload were sent.
    pub bytes: u32,
}

/// What a receiver says of a stream that it hears (section 6.4.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReportBlock {
    /// Whose stream.
    pub ssrc: Ssrc,
    /// The share lost since the report before, in 256ths.
    pub fraction_lost: u8,
    /// All that were lost, in 24 bits with a sign.
    pub cumulative_lost: i32,
    /// The highest number received, wrap-arounds above it.
    pub extended_max: u32,
    /// The interarrival jitter in ticks.
    pub jitter: u32,
    /// When the last sender report that came was made; 0 if none came.
    pub last_sr: ShortNtp,
    /// How long ago that one came, in 65536ths of a second.
    pub delay_since_last_sr: ShortNtp,
}

impl ReportBlock {
    /// A block's length in bytes.
    pub const LEN: usize = 24;

    pub(crate) fn parse(bytes: &[u8; Self::LEN]) -> Self {
        let word = |at: usize| match bytes.get(at..).and_then(<[u8]>::first_chunk::<4>) {
            Some(word) => u32::from_be_bytes(*word),
            None => 0,
        };
        let lost = word(4);
        Self {
            ssrc: Ssrc(word(0)),
            fraction_lost: lost.to_be_bytes()[0],
            // Shifting up and down again carries the sign of the 24 bits.
            cumulative_lost: (lost << 8).cast_signed() >> 8,
            extended_max: word(8),
            jitter: word(12),
            last_sr: ShortNtp(word(16)),
            delay_since_last_sr: ShortNtp(word(20)),
        }
    }

    pub(crate) fn words(&self) -> [u32; Self::LEN / 4] {
        let lost = self.cumulative_lost.clamp(-0x80_0000, 0x7f_ffff).cast_unsigned() & 0x00ff_ffff;
        [
            self.ssrc.0,
            u32::from(self.fraction_lost) << 24 | lost,
            self.extended_max,
            self.jitter,
            self.last_sr.0,
            self.delay_since_last_sr.0,
        ]
    }
}

/// Whether bytes on a port shared with RTP are RTCP (RFC 5761 section 4).
pub fn is_rtcp(bytes: &[u8]) -> bool {
    matches!(bytes, [_, 192..=223, ..])
}
