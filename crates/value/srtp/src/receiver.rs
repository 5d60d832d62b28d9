//! Judges and opens what a peer sends. Nothing is remembered of a packet that has not proved itself, so that forgeries move
//! neither rollover counter nor replay window.

use crate::{
    Fault, MasterKey,
    cipher::Session,
    header::{RtpHeader, rtcp_sender},
    window::Window,
};

/// Streams of one peer that are told apart under one key. A phone has one, and another after each transfer on its side; past
/// this many the one that was silent longest is forgotten.
pub const MAX_STREAMS: usize = 4;

/// The judging half of a stream.
pub struct Receiver {
    session: Session,
    streams: [Option<Stream>; MAX_STREAMS],
    /// Packets that were believed, which tells what was heard last.
    count: u64,
}

/// What is known of one source number.
#[derive(Clone, Copy, Debug)]
struct Stream {
    ssrc: u32,
    rtp: Window,
    rtcp: Window,
    /// The count when it was heard last.
    heard: u64,
}

/// How far a stream of the peer has come, for whoever writes it down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Its source number.
    pub ssrc: u32,
    /// The highest index of RTP that was believed: rollovers above 16 bits of sequence number.
    pub rtp: Option<u64>,
    /// The highest index of RTCP.
    pub rtcp: Option<u32>,
}

impl Receiver {
    /// Expands the keys.
    pub fn new(master: &MasterKey) -> Self {
        Self { session: Session::new(master), streams: [None; MAX_STREAMS], count: 0 }
    }

    /// How far the peer's streams have come.
    pub fn heard(&self) -> impl Iterator<Item = Heard> + '_ {
        self.streams.iter().flatten().map(|stream| Heard {
            ssrc: stream.ssrc,
            rtp: stream.rtp.highest(),
            rtcp: stream.rtcp.highest().and_then(|index| u32::try_from(index).ok()),
        })
    }

    /// Goes on with a stream from what was written down. What the peer sent since is found by its sequence number, as long as
    /// that is less than half a turn.
    pub fn resume_at(&mut self, heard: Heard) {
        let window = |highest: Option<u64>| highest.map_or_else(Window::default, Window::used_up_to);
        let stream = Stream {
            ssrc: heard.ssrc,
            rtp: window(heard.rtp),
            rtcp: window(heard.rtcp.map(u64::from)),
            heard: self.count,
        };
        self.keep(stream);
    }

    /// Opens an RTP packet where it lies; returns its length without what protected it.
    ///
    /// # Errors
    /// A [`Fault`]: the packet is not to be used, and may have been changed.
    #[inline]
    pub fn unprotect_rtp(&mut self, packet: &mut [u8]) -> Result<usize, Fault> {
        let header = RtpHeader::parse(packet)?;
        let mut stream = self.stream(header.ssrc);
        let index = stream.rtp.estimate(header.seq).ok_or(Fault::Repeated)?;
        if !stream.rtp.is_new(index) {
            return Err(Fault::Repeated);
        }
        let len = self.session.rtp.open_rtp(packet, header.len, header.ssrc, index)?;
        stream.rtp.note(index);
        self.keep(stream);
        Ok(len)
    }

    /// Opens a compound RTCP packet where it lies; returns its length without what protected it.
    ///
    /// # Errors
    /// A [`Fault`]: the packet is not to be used, and may have been changed.
    pub fn unprotect_rtcp(&mut self, packet: &mut [u8]) -> Result<usize, Fault> {
        let ssrc = rtcp_sender(packet)?;
        let mut stream = self.stream(ssrc);
        let index = self.session.rtcp.rtcp_index(packet)?;
        if !stream.rtcp.is_new(index.into()) {
            return Err(Fault::Repeated);
        }
        let len = self.session.rtcp.open_rtcp(packet, ssrc, index)?;
        stream.rtcp.note(index.into());
        self.keep(stream);
        Ok(len)
    }

    /// What is known of a source number; a new one begins with nothing.
    #[inline]
    fn stream(&self, ssrc: u32) -> Stream {
        let known = self.streams.iter().flatten().find(|stream| stream.ssrc == ssrc);
        known.copied().unwrap_or(Stream { ssrc, rtp: Window::default(), rtcp: Window::default(), heard: 0 })
    }

    /// Keeps what was learnt, in the place of the same stream, else in a free one, else in that of the longest silent.
    #[inline]
    fn keep(&mut self, stream: Stream) {
        self.count = self.count.wrapping_add(1);
        let stream = Stream { heard: self.count, ..stream };
        let right = |place: &Option<Stream>| match place {
            Some(known) if known.ssrc == stream.ssrc => (0, 0),
            None => (1, 0),
            Some(known) => (2, known.heard),
        };
        if let Some(place) = self.streams.iter_mut().min_by_key(|place| right(place)) {
            *place = Some(stream);
        }
    }
}

impl std::fmt::Debug for Receiver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.heard()).finish()
    }
}
