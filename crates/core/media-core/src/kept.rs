//! What is kept of a stream, so that it goes on in another process.

use std::net::SocketAddr;

use moment::Moment;

use crate::Seed;

/// Where a stream stood when its process ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeptStream {
    /// Where the peer's packets were found to come from, where signalling says otherwise.
    pub source: Option<SocketAddr>,
    /// Where our own stream to the peer stood, and when: where the process ended in order. After a crash nobody knows, and a new
    /// stream begins (RFC 3550 section 8: a receiver takes a new source number as one).
    pub sent: Option<(Seed, Moment)>,
}
