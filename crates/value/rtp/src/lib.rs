//! RTP and RTCP as bytes (RFC 3550), named telephone events (RFC 4733), and the statistics of a received stream.
//!
//! Parses in place and writes into the caller's buffer: nothing here allocates. Knows no socket and no clock, and never
//! decides whom to believe: that is for whoever owns the stream.

mod ids;
mod packet;
pub mod rtcp;
pub mod stats;
pub mod telephone_event;

pub use ids::{Pt, SeqNo, Ssrc, Timestamp};
pub use packet::{Extension, Header, MAX_PACKET_BYTES, NotRtp, Packet};
