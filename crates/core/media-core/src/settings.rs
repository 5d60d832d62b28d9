//! What signalling says about one leg's stream.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use rtp::Pt;
use sdp::{Agreed, Codec, Direction, Secured, TelephoneEvents};

/// What was agreed with a peer about its stream, and how strict we are with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamSettings {
    /// Where the peer says that it listens.
    pub remote_rtp: SocketAddr,
    /// Where it listens for RTCP.
    pub remote_rtcp: SocketAddr,
    /// What we send.
    pub codec: Codec,
    /// What the peer may send.
    pub receive: Vec<Codec>,
    /// The numbers of RFC 4733 events.
    pub events: Option<TelephoneEvents>,
    /// Which way the stream flows, seen from us.
    pub direction: Direction,
    /// The milliseconds of audio in a packet that we encode.
    pub ptime_ms: u16,
    /// Whether packets go to where the peer's come from (RFC 4961), as they must behind NAT.
    pub symmetric: bool,
    /// Where the peer's signalling comes from: media from there is believed sooner than a stranger's.
    pub signalling: Option<IpAddr>,
    /// Whether RTCP shares the port of RTP.
    pub rtcp_mux: bool,
    /// How long silence may last before it is reported.
    pub timeout: Option<Duration>,
    /// The keys, where the stream is encrypted.
    pub secured: Option<Box<Secured>>,
}

impl StreamSettings {
    /// Takes over an agreement; symmetric, with no signalling address and no timeout.
    pub fn new(agreed: &Agreed) -> Self {
        Self {
            remote_rtp: agreed.remote_rtp,
            remote_rtcp: agreed.remote_rtcp,
            codec: agreed.codec.clone(),
            receive: agreed.receive.clone(),
            events: agreed.telephone_event,
            direction: agreed.direction,
            ptime_ms: agreed.ptime_ms,
            symmetric: true,
            signalling: None,
            rtcp_mux: agreed.rtcp_mux,
            timeout: None,
            secured: agreed.secured.clone(),
        }
    }

    /// The number under which we send audio.
    pub(crate) fn send_pt(&self) -> Pt {
        Pt::from_low_bits(self.codec.pt)
    }

    /// Whether the peer may send this number.
    pub(crate) fn knows(&self, pt: Pt) -> bool {
        let number = pt.number();
        self.receive.iter().any(|codec| codec.pt == number)
            || self.events.is_some_and(|events| events.receive == number)
    }

    /// The 20 ms frames in a packet of ours. Lengths that are no multiple of 20 ms are rounded, and 80 ms is the most.
    pub(crate) fn frames_per_packet(&self) -> usize {
        usize::from(self.ptime_ms / 20).clamp(1, crate::transcode::MAX_PACKET_FRAMES)
    }
}
