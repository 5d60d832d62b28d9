//! A media path without packets: it hands out ports, and keeps who is joined with whom and what was agreed, so that a
//! test can ask who would hear whom.

use std::collections::{BTreeMap, BTreeSet};

use calls::{Audio, KeptAudio, MediaFact, MediaId, MediaOrder, MediaReport, Sound};

/// What a peer hears.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// Nothing.
    Nothing,
    /// The peer of another media.
    Peer(MediaId),
    /// A sound.
    Sound(Sound),
}

/// One leg's audio.
#[derive(Clone, Debug)]
pub struct Stream {
    /// The port that it has.
    pub port: u16,
    /// What was agreed last.
    pub audio: Option<Audio>,
    /// What its peer hears.
    pub heard: Heard,
    /// The digits that were dialled towards its peer.
    pub dialled: String,
}

/// The streams of one exchange.
#[derive(Debug)]
pub struct FakeMedia {
    streams: BTreeMap<MediaId, Stream>,
    refused: BTreeSet<MediaId>,
    /// Ports that other programs have.
    taken: BTreeSet<u16>,
    next_port: u16,
    free: u16,
}

impl FakeMedia {
    /// Makes a path with ports from 20000 on.
    pub const fn new() -> Self {
        Self {
            streams: BTreeMap::new(),
            refused: BTreeSet::new(),
            taken: BTreeSet::new(),
            next_port: 20_000,
            free: u16::MAX,
        }
    }

    /// Makes a path that lacks some ports.
    pub(crate) fn without(ports: impl IntoIterator<Item = u16>) -> Self {
        Self { taken: ports.into_iter().collect(), ..Self::new() }
    }

    /// Lets only so many more ports be opened.
    pub const fn limit(&mut self, free: u16) {
        self.free = free;
    }

    /// Carries out an order and tells what comes of it.
    ///
    /// # Panics
    /// Where an order names a media that is not open: calls must never do that.
    pub fn handle(&mut self, order: MediaOrder) -> Option<MediaFact> {
        match order {
            MediaOrder::Open { media, .. } => return Some(self.open(media)),
            MediaOrder::Resume(KeptAudio { media, port, .. }) => return Some(self.open_at(media, port)),
            MediaOrder::Close { media } if self.refused.contains(&media) => {}
            MediaOrder::Close { media } => {
                self.streams.remove(&media).expect("only open media are closed");
                self.forget(media);
                return Some(MediaFact::Closed { media, report: MediaReport::default() });
            }
            MediaOrder::Set { media, audio } => self.stream(media).audio = Some(*audio),
            MediaOrder::Join { a, b } => {
                self.stream(a).heard = Heard::Peer(b);
                self.stream(b).heard = Heard::Peer(a);
            }
            MediaOrder::Play { media, sound } => {
                let finite = matches!(sound, Sound::Announcement(_));
                self.stream(media).heard = Heard::Sound(sound);
                return finite.then_some(MediaFact::Finished { media });
            }
            MediaOrder::Quiet { media } => self.stream(media).heard = Heard::Nothing,
            MediaOrder::Dial { media, digit, .. } => self.stream(media).dialled.push(digit),
        }
        None
    }

    /// Looks a stream up by its port.
    pub fn by_port(&self, port: u16) -> Option<(MediaId, &Stream)> {
        self.streams.iter().find(|(_, stream)| stream.port == port).map(|(id, stream)| (*id, stream))
    }

    /// Lists what is open.
    pub fn streams(&self) -> impl Iterator<Item = (MediaId, &Stream)> {
        self.streams.iter().map(|(id, stream)| (*id, stream))
    }

    fn open(&mut self, media: MediaId) -> MediaFact {
        let Some(left) = self.free.checked_sub(1) else {
            self.refused.insert(media);
            return MediaFact::Refused { media };
        };
        self.free = left;
        while self.by_port(self.next_port).is_some() {
            self.next_port = self.next_port.checked_add(2).unwrap_or(20_000);
        }
        self.open_at(media, self.next_port)
    }

    fn open_at(&mut self, media: MediaId, port: u16) -> MediaFact {
        if self.taken.contains(&port) {
            self.refused.insert(media);
            return MediaFact::Refused { media };
        }
        let stream = Stream { port, audio: None, heard: Heard::Nothing, dialled: String::new() };
        assert!(self.streams.insert(media, stream).is_none(), "a media id is used once");
        MediaFact::Opened { media, port }
    }

    fn forget(&mut self, gone: MediaId) {
        for stream in self.streams.values_mut().filter(|stream| stream.heard == Heard::Peer(gone)) {
            stream.heard = Heard::Nothing;
        }
    }

    fn stream(&mut self, media: MediaId) -> &mut Stream {
        self.streams.get_mut(&media).expect("orders name open media only")
    }
}

impl Default for FakeMedia {
    fn default() -> Self {
        Self::new()
    }
}
