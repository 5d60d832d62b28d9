//! Orders and facts of calls, in the words of the media path; and the announcements that are played.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use calls::{
    Hearing, KeptAudio, MediaFact, MediaId, MediaOrder, MediaReport, Sound, TEST_TONE_DBM0, ToneHeard,
};
use dsp::tone::{Pattern, Signal, Zone};
use media_core::{KeptStream, Source};
use media_io::{Carried, Fact, Hears, Order, Pool, StreamId};
use tokio::sync::mpsc;

use crate::settings;

/// Announcements kept in memory. Each may be a megabyte or more; the oldest goes first.
const SOUNDS_KEPT: usize = 32;

/// Announcements being read at once, past which a caller hears none.
const READING: usize = 64;

/// The media path, as the engine's loop sees it.
pub(crate) struct Media {
    pool: Pool,
    directory: PathBuf,
    sounds: HashMap<String, Arc<[i16]>>,
    /// How often a sound file has changed: one that was being read meanwhile is played, and not kept.
    changes: u64,
    read_tx: mpsc::Sender<Read>,
    read_rx: mpsc::Receiver<Read>,
}

/// An announcement that was read from its file, or could not be.
struct Read {
    media: MediaId,
    name: String,
    audio: Option<Arc<[i16]>>,
    /// The changes when reading began.
    changes: u64,
}

impl Media {
    /// Goes on with workers that were started.
    pub(crate) fn new(pool: Pool, sounds: &Path) -> Self {
        let (read_tx, read_rx) = mpsc::channel(READING);
        Self { pool, directory: sounds.to_owned(), sounds: HashMap::new(), changes: 0, read_tx, read_rx }
    }

    /// Passes an order on; what is known at once comes back as a fact.
    pub(crate) fn order(&mut self, order: MediaOrder) -> Option<MediaFact> {
        match order {
            MediaOrder::Open { media, call, ipv6 } => {
                return Some(match self.pool.open(stream(media), call.0, ipv6) {
                    Some(port) => MediaFact::Opened { media, port },
                    None => MediaFact::Refused { media },
                });
            }
            // The start has taken it up, where that could be.
            MediaOrder::Resume(KeptAudio { media, port, .. }) => {
                return Some(match self.pool.has(stream(media)) {
                    true => MediaFact::Opened { media, port },
                    false => MediaFact::Refused { media },
                });
            }
            MediaOrder::Play { media, sound: Sound::Announcement(name) } => {
                return self.announce(media, name);
            }
            MediaOrder::Set { media, audio } => {
                self.pool.order(stream(media), Order::Set(Box::new(settings::settings(&audio))));
            }
            MediaOrder::Join { a, b } => self.pool.order(stream(a), Order::Join(stream(b))),
            MediaOrder::Play { media, sound } => {
                if let Some(source) = made(&sound) {
                    self.pool.order(stream(media), Order::Play(source));
                }
            }
            MediaOrder::Quiet { media } => self.pool.order(stream(media), Order::Quiet),
            MediaOrder::Dial { media, digit, ms } => self.pool.order(stream(media), Order::Press(digit, ms)),
            MediaOrder::Close { media } => self.pool.close(stream(media)),
        }
        None
    }

    /// Ends the workers, and gives up every stream with its sockets.
    pub(crate) fn hand_over(&mut self) -> Vec<Carried> {
        self.pool.hand_over()
    }

    /// Hands over what the workers were given.
    pub(crate) fn flush(&mut self) {
        self.pool.flush();
    }

    /// Waits for the next fact. Safe to drop and call again.
    pub(crate) async fn next(&mut self) -> MediaFact {
        loop {
            tokio::select! {
                fact = self.pool.next() => return translate(fact),
                Some(read) = self.read_rx.recv() => {
                    if let Some(fact) = self.was_read(read) {
                        return fact;
                    }
                    self.pool.flush();
                }
            }
        }
    }

    /// Returns the next fact that the workers have told already.
    pub(crate) fn try_next(&mut self) -> Option<MediaFact> {
        self.pool.try_next().map(translate)
    }

    fn announce(&mut self, media: MediaId, name: String) -> Option<MediaFact> {
        if let Some(audio) = self.sounds.get(&name) {
            let source = Source::Announcement { audio: audio.clone(), is_looped: false };
            self.pool.order(stream(media), Order::Play(source));
            return None;
        }
        let Ok(permit) = self.read_tx.clone().try_reserve_owned() else {
            return Some(MediaFact::Finished { media });
        };
        let changes = self.changes;
        let path = self.directory.join(format!("{name}.wav"));
        tokio::task::spawn_blocking(move || {
            let audio = media_io::load(&path)
                .inspect_err(|error| tracing::warn!(%error, sound = %path.display(), "an announcement cannot be played"))
                .ok();
            permit.send(Read { media, name, audio, changes });
        });
        None
    }

    /// Forgets a sound file that has changed.
    pub(crate) fn forget_sound(&mut self, name: &str) {
        self.changes += 1;
        self.sounds.remove(name);
    }

    /// Plays what was read, or says that it is over before it began.
    fn was_read(&mut self, read: Read) -> Option<MediaFact> {
        let Read { media, name, audio, changes } = read;
        let Some(audio) = audio else { return Some(MediaFact::Finished { media }) };
        if self.sounds.len() >= SOUNDS_KEPT {
            self.sounds.clear();
        }
        if changes == self.changes {
            self.sounds.insert(name, audio.clone());
        }
        self.pool.order(stream(media), Order::Play(Source::Announcement { audio, is_looped: false }));
        None
    }
}

/// A sound that is made, not read from a file.
pub(crate) fn made(sound: &Sound) -> Option<Source> {
    let tone = |signal| Some(Source::Tone(Pattern::of(Zone::France, signal)));
    match sound {
        Sound::Echo => Some(Source::Echo),
        Sound::Milliwatt => Some(Source::Milliwatt),
        Sound::Ringback => tone(Signal::Ringback),
        Sound::Busy => tone(Signal::Busy),
        Sound::Congestion => tone(Signal::Congestion),
        Sound::TestTone => Some(Source::TestTone(TEST_TONE_DBM0.into())),
        Sound::Announcement(_) => None,
    }
}

/// What the media path needs to go on with a leg, and the group that it belongs to.
pub(crate) fn carried(audio: KeptAudio) -> (u64, Carried) {
    let KeptAudio { media, call, ipv6, port, source } = audio;
    let kept = KeptStream { source, sent: None };
    (call.0, Carried { stream: stream(media), port, ipv6, kept, settings: None, hears: None, sockets: None })
}

/// Tells streams that are carried what a media path that has them would be told.
pub(crate) fn tell(streams: &mut [(u64, Carried)], orders: Vec<MediaOrder>) {
    for order in orders {
        match order {
            MediaOrder::Set { media, audio } => {
                if let Some(carried) = find(streams, media) {
                    carried.settings = Some(Box::new(settings::settings(&audio)));
                }
            }
            // The caller's is the first, so the other one finds it.
            MediaOrder::Join { a, b } => {
                if let Some(carried) = find(streams, b) {
                    carried.hears = Some(Hears::Stream(stream(a)));
                }
            }
            MediaOrder::Play { media, sound } => {
                if let Some(carried) = find(streams, media) {
                    carried.hears = made(&sound).map(Hears::Source);
                }
            }
            MediaOrder::Open { .. }
            | MediaOrder::Resume(_)
            | MediaOrder::Quiet { .. }
            | MediaOrder::Dial { .. }
            | MediaOrder::Close { .. } => {}
        }
    }
}

fn find(streams: &mut [(u64, Carried)], media: MediaId) -> Option<&mut Carried> {
    streams.iter_mut().map(|(_, carried)| carried).find(|carried| carried.stream == stream(media))
}

const fn stream(media: MediaId) -> StreamId {
    StreamId(media.0)
}

const fn media(stream: StreamId) -> MediaId {
    MediaId(stream.0)
}

fn translate(fact: Fact) -> MediaFact {
    match fact {
        Fact::Latched(id, source) => MediaFact::Latched { media: media(id), source },
        Fact::Digit(id, digit) => MediaFact::Digit { media: media(id), digit, ms: 100 },
        Fact::Silent(id) => MediaFact::Silent { media: media(id) },
        Fact::Finished(id) => MediaFact::Finished { media: media(id) },
        Fact::Heard(id, heard) => MediaFact::Heard { media: media(id), hearing: hearing(heard) },
        Fact::Report(id, report) => MediaFact::Report { media: media(id), report: summary(&report) },
        Fact::Closed(id, report) => MediaFact::Closed { media: media(id), report: summary(&report) },
    }
}

fn hearing(heard: media_core::Hearing) -> Hearing {
    let tone = |tone: media_core::ToneHeard| ToneHeard {
        level_dbm0: tone.level_dbm0,
        delay_ms: tone.delay.as_secs_f32() * 1000.0,
    };
    Hearing { level_dbm0: heard.level_dbm0, loudest_dbm0: heard.loudest_dbm0, tone: heard.tone.map(tone) }
}

fn summary(report: &media_core::Report) -> MediaReport {
    MediaReport {
        packets_rx: report.packets_rx,
        packets_tx: report.packets_tx,
        lost_rx: report.lost_rx,
        lost_tx: report.lost_tx,
        jitter_ms: report.jitter_ms,
        round_trip_ms: report.round_trip.map(|span| span.as_secs_f32() * 1000.0),
        mos: report.mos,
        mos_now: report.mos_now,
        strangers: report.strangers,
        forged: report.forged,
    }
}
