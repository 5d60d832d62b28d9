//! What is said between signalling and workers.

use media_core::{Hearing, Report, Source, StreamSettings};

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

/// What workers report.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
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
