//! What is said between signalling and workers.

use media_core::{Hearing, KeptStream, Report, Source, StreamSettings};
use std::net::{SocketAddr, UdpSocket};

/// One leg's audio, numbered by the signalling; never reused within a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamId(pub u64);

/// What is to be done with a stream.
#[derive(Debug)]
pub enum Order {
    /// Take what was agreed with the peer.
    Set(Box<StreamSettings>),
    /// Let the peer hear another stream, and that one's peer this one.
    Join(StreamId),
    /// Let the peer hear this.
    Play(Source),
    /// Let the peer hear nothing.
    Quiet,
    /// Send a key to the peer, this many milliseconds long.
    Press(char, u16),
}

/// A stream that another process had, and what is needed to go on with it.
#[derive(Debug)]
pub struct Carried {
    /// The stream.
    pub stream: StreamId,
    /// Its RTP port.
    pub port: u16,
    /// Whether its ports are IPv6.
    pub ipv6: bool,
    /// How it stood.
    pub kept: KeptStream,
    /// What was agreed with its peer.
    pub settings: Option<Box<StreamSettings>>,
    /// What its peer hears.
    pub hears: Option<Hears>,
    /// Its sockets, RTP first, where that process has handed them over; they are opened anew where it has not.
    pub sockets: Option<(UdpSocket, UdpSocket)>,
}

/// What a peer hears.
#[derive(Debug)]
pub enum Hears {
    /// Another stream, which was carried before this one; and that one's peer hears this one.
    Stream(StreamId),
    /// A sound.
    Source(Source),
}

/// What workers report.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// The peer's packets come from here, which is not what signalling says.
    Latched(StreamId, SocketAddr),
    /// The peer pressed a key.
    Digit(StreamId, char),
    /// Nothing came from the peer for as long as the settings allow.
    Silent(StreamId),
    /// The announcement has been played to its end.
    Finished(StreamId),
    /// How its peer sounds, while something is played to it.
    Heard(StreamId, Hearing),
    /// How it goes so far.
    Report(StreamId, Box<Report>),
    /// It is closed, and went so.
    Closed(StreamId, Box<Report>),
}
