//! Protects one stream of ours. No index is used twice under one key, even where a packet is given twice: two packets under
//! one keystream give both away.

use crate::{
    Fault, MasterKey,
    cipher::Session,
    header::{RtpHeader, rtcp_sender},
    window::Window,
};

/// One past the last index of SRTCP (RFC 3711 section 3.2.1).
const RTCP_END: u32 = 1 << 31;

/// The farthest that a sender may leap over unused indices: past half a turn of the sequence numbers, a receiver would count
/// one rollover too few (RFC 3711 section 3.3.1).
const MAX_LEAP: u16 = (1 << 15) - 1;

/// The protecting half of a stream.
pub struct Sender {
    ssrc: u32,
    session: Session,
    window: Window,
    next_rtcp: u32,
}

/// How far a sender has come: the first indices that it has not used. Whoever writes it down can go on from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The rollovers in the high 32 bits, the sequence number in the low 16.
    pub rtp: u64,
    /// The index of SRTCP, 31 bits.
    pub rtcp: u32,
}

impl Position {
    /// A position so many packets further on, but never as far as half a turn of the sequence numbers.
    #[must_use]
    pub fn ahead_by(self, packets: u16) -> Self {
        let packets = packets.min(MAX_LEAP);
        Self {
            rtp: self.rtp.saturating_add(packets.into()),
            rtcp: self.rtcp.saturating_add(packets.into()).min(RTCP_END),
        }
    }

    /// The sequence number of the packet at this position.
    pub const fn seq(self) -> u16 {
        self.rtp as u16
    }
}

impl Sender {
    /// Expands the keys for the stream with this source number.
    pub fn new(master: &MasterKey, ssrc: u32) -> Self {
        Self { ssrc, session: Session::new(master), window: Window::default(), next_rtcp: 0 }
    }

    /// How far it has come.
    pub fn position(&self) -> Position {
        Position {
            rtp: self.window.highest().map_or(0, |highest| highest.saturating_add(1)),
            rtcp: self.next_rtcp,
        }
    }

    /// Goes on from a position that was written down, [`Position::ahead_by`] as many packets as can have been sent since: what
    /// lies before it counts as used.
    pub fn resume_at(&mut self, position: Position) {
        if let Some(last) = position.rtp.checked_sub(1) {
            self.window = Window::used_up_to(last);
        }
        self.next_rtcp = position.rtcp;
    }

    /// Protects the RTP packet in the first `len` bytes of the buffer, which needs room for [`MAX_OVERHEAD`](crate::MAX_OVERHEAD)
    /// more; returns the new length.
    ///
    /// # Errors
    /// A [`Fault`]: nothing may be sent then.
    #[inline]
    pub fn protect_rtp(&mut self, buffer: &mut [u8], len: usize) -> Result<usize, Fault> {
        let header = RtpHeader::parse(buffer.get(..len).ok_or(Fault::NoRoom)?)?;
        if header.ssrc != self.ssrc {
            return Err(Fault::OtherStream);
        }
        let index = self.window.estimate(header.seq).ok_or(Fault::Exhausted)?;
        if !self.window.is_new(index) {
            return Err(Fault::Repeated);
        }
        // Noted first: what was begun has used the keystream.
        self.window.note(index);
        self.session.rtp.seal_rtp(buffer, len, header.len, self.ssrc, index)
    }

    /// Protects the compound RTCP packet in the first `len` bytes of the buffer; returns the new length.
    ///
    /// # Errors
    /// A [`Fault`]: nothing may be sent then.
    pub fn protect_rtcp(&mut self, buffer: &mut [u8], len: usize) -> Result<usize, Fault> {
        if rtcp_sender(buffer.get(..len).ok_or(Fault::NoRoom)?)? != self.ssrc {
            return Err(Fault::OtherStream);
        }
        if self.next_rtcp >= RTCP_END {
            return Err(Fault::Exhausted);
        }
        let index = self.next_rtcp;
        self.next_rtcp += 1;
        self.session.rtcp.seal_rtcp(buffer, len, self.ssrc, index)
    }
}

impl std::fmt::Debug for Sender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sender({:#010x} at {:?})", self.ssrc, self.position())
    }
}
