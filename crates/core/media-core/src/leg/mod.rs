//! One side of a call's audio: what comes from its peer, and the one stream that the peer hears.

mod beat;
mod packet;

use std::net::SocketAddr;

use moment::Moment;
use rtp::{SeqNo, Ssrc, Timestamp, telephone_event::EventReceiver};

use crate::{
    CryptoState, Hearing, KeptStream, Plan, Report, Sink, Source, StreamSettings,
    dtmf::Keys,
    meter::Meter,
    play::Playing,
    shield::Shield,
    stream::{control::Control, inbound::Inbound, latch::Latch, outbound::Outbound},
    transcode::{Decoding, Encoding},
};

/// The random beginnings of a leg's stream (RFC 3550 section 5.1), which the caller draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed {
    /// The stream's source number.
    pub ssrc: u32,
    /// Its first sequence number.
    pub seq: u16,
    /// Its first stamp.
    pub timestamp: u32,
}

/// One side of a call's audio.
pub struct Leg {
    stream: Option<Stream>,
    /// The source that was latched before a restart, until the stream is set up.
    resumed: Option<Option<SocketAddr>>,
    rx: Inbound,
    tx: Outbound,
    control: Control,
    keys_rx: EventReceiver,
    keys_tx: Keys,
    /// How what comes reaches whoever hears this leg.
    plan: Plan,
    decoding: Option<Box<Decoding>>,
    encoding: Option<Box<Encoding>>,
    hears: Hears,
    timers: Timers,
    /// Where the stream is encrypted.
    shield: Option<Box<Shield>>,
    /// Packets that were not made with the peer's key, or came again.
    forged: u64,
    packets_tx: u64,
    /// What had been lost and expected at the report before.
    reported: (u64, u64),
}

/// What was agreed with the peer, and whom we believe to be it.
struct Stream {
    settings: StreamSettings,
    latch: Latch,
}

/// What the peer hears.
enum Hears {
    Nothing,
    Other,
    /// The peer itself; nobody else listens to it, so it is measured.
    Itself(Box<Meter>),
    Source(Box<Played>),
}

/// A source that is played to a peer, and the measure of what the peer says meanwhile.
struct Played {
    source: Source,
    /// None where the peer's codec is one that we cannot encode.
    playing: Option<Playing>,
    meter: Meter,
}

impl Hears {
    /// The measure of a peer that nobody else listens to.
    fn meter(&mut self) -> Option<&mut Meter> {
        match self {
            Self::Itself(meter) => Some(meter),
            Self::Source(played) => Some(&mut played.meter),
            Self::Nothing | Self::Other => None,
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Timers {
    /// The next 20 ms of audio that we make.
    beat: Option<Moment>,
    /// When the silence of the peer is reported.
    silent: Option<Moment>,
}

impl Leg {
    /// Starts a leg about whose peer nothing is known: it neither hears nor says anything.
    pub fn new(now: Moment, seed: Seed) -> Self {
        let ssrc = Ssrc(seed.ssrc);
        Self {
            stream: None,
            resumed: None,
            rx: Inbound::default(),
            tx: Outbound::new(ssrc, SeqNo(seed.seq), Timestamp(seed.timestamp), now),
            control: Control::new(now, ssrc),
            keys_rx: EventReceiver::default(),
            keys_tx: Keys::default(),
            plan: Plan::default(),
            decoding: None,
            encoding: None,
            hears: Hears::Nothing,
            timers: Timers::default(),
            shield: None,
            forged: 0,
            packets_tx: 0,
            reported: (0, 0),
        }
    }

    /// Goes on with a leg that another process had; `seed` is for a stream of which nothing was kept.
    pub fn resume(now: Moment, seed: Seed, kept: KeptStream) -> Self {
        let mut leg = Self::new(now, kept.sent.map_or(seed, |(sent, _)| sent));
        if let Some((sent, at)) = kept.sent {
            leg.tx = Outbound::new(Ssrc(sent.ssrc), SeqNo(sent.seq), Timestamp(sent.timestamp), at);
        }
        leg.resumed = Some(kept.source);
        leg
    }

    /// Tells where it stands, for another process.
    pub fn keep(&self, now: Moment) -> KeptStream {
        let source = self.stream.as_ref().map(|stream| stream.latch.target());
        let signalled = self.settings().map(|own| own.remote_rtp);
        KeptStream {
            source: source.filter(|source| Some(*source) != signalled),
            sent: Some((self.tx.position(now), now)),
        }
    }

    /// Takes what signalling agreed, for the first time or again. A leg that is joined must be joined anew afterwards.
    pub fn set(&mut self, now: Moment, settings: StreamSettings) {
        let (remote, signalling, symmetric) = (settings.remote_rtp, settings.signalling, settings.symmetric);
        self.rx.set_clock(settings.receive.first().map_or(settings.codec.clock_hz, |codec| codec.clock_hz));
        self.tx.set_clock(now, settings.codec.clock_hz);
        self.timers.silent =
            settings.timeout.filter(|_| settings.direction.receives()).map(|after| now + after);
        self.shield = Shield::agreed(self.shield.take(), settings.secured.as_deref(), self.tx.ssrc().0);
        match &mut self.stream {
            Some(stream) => {
                stream.latch.renegotiate(now, remote, signalling, symmetric);
                stream.settings = settings;
            }
            None => {
                let mut latch = Latch::new(now, remote, signalling, symmetric);
                if let Some(source) = self.resumed.take() {
                    latch.resume(now, source);
                }
                self.stream = Some(Stream { latch, settings });
            }
        }
        if let Some(stream) = &mut self.stream {
            stream.latch.set_keyed(self.shield.is_some());
        }
        self.prepare_encoding();
        // What is played starts over where the codec may have changed under it.
        match std::mem::replace(&mut self.hears, Hears::Nothing) {
            Hears::Source(played) => self.play(now, played.source),
            Hears::Itself(_) => self.play(now, Source::Echo),
            kept @ (Hears::Nothing | Hears::Other) => self.hears = kept,
        }
    }

    /// Lets the peer hear a source from its beginning.
    pub fn play(&mut self, now: Moment, source: Source) {
        self.interrupt();
        let meter = Meter::new(now, self.settings());
        self.hears = match source {
            Source::Echo => {
                self.plan = self.settings().map(|own| Plan::new(own, own)).unwrap_or_default();
                Hears::Itself(Box::new(meter))
            }
            source => {
                let rate = self.encoding.as_ref().map(|encoding| encoding.codec().sample_rate_hz());
                let playing = rate.and_then(|rate| Playing::new(source.clone(), rate));
                if playing.is_some() {
                    self.start_beat(now);
                }
                Hears::Source(Box::new(Played { source, playing, meter }))
            }
        };
    }

    /// What is heard from the peer, where the exchange itself plays something to it; for a look about once a second.
    pub fn hearing(&mut self, now: Moment) -> Option<Hearing> {
        self.hears.meter().map(|meter| meter.look(now))
    }

    /// Lets the peer hear nothing.
    pub fn quiet(&mut self) {
        self.interrupt();
        self.hears = Hears::Nothing;
    }

    /// Sends a key to the peer, `ms` long or a tenth of a second for 0; false where it is no key, or too many wait.
    pub fn press(&mut self, now: Moment, key: char, ms: u16) -> bool {
        let is_taken = self.keys_tx.press(key, if ms == 0 { crate::dtmf::KEY_MS } else { ms });
        if is_taken {
            self.start_beat(now);
        }
        is_taken
    }

    /// When [`Leg::tick`] is to be called next.
    pub fn deadline(&self) -> Option<Moment> {
        let report = self.stream.as_ref().map(|_| self.control.deadline());
        [self.timers.beat, self.timers.silent, report].into_iter().flatten().min()
    }

    /// How the leg goes so far, and since the report before.
    pub fn report(&mut self) -> Report {
        let codec =
            self.settings().and_then(|own| own.receive.first()).map_or("", |codec| codec.name.as_str());
        let strangers = self.stream.as_ref().map_or(0, |stream| stream.latch.strangers());
        let report = Report::new((&self.rx, self.reported), &self.control, self.packets_tx, codec, strangers);
        self.reported = (self.rx.lost(), self.rx.expected());
        Report { forged: self.forged, ..report }
    }

    /// How far the encryption of both directions has come, where the leg has any.
    pub fn crypto(&self) -> Option<CryptoState> {
        self.shield.as_ref().map(|shield| shield.state())
    }

    /// Goes on with the encryption from what was written down, [`Position::ahead_by`](crate::Position::ahead_by) as many packets
    /// as can have been sent since. To be called after [`Leg::set`], before anything is sent.
    pub fn resume_crypto(&mut self, state: &CryptoState) {
        if let Some(shield) = &mut self.shield {
            shield.resume(state);
            self.tx.resume_at(rtp::SeqNo(state.sent.seq()));
        }
    }

    /// Says farewell in RTCP; the last thing that a leg does.
    pub fn close(&mut self, now: Moment, out: &mut impl Sink) {
        if self.control.is_known(&self.tx) {
            self.send_report(now, true, out);
        }
    }

    fn settings(&self) -> Option<&StreamSettings> {
        self.stream.as_ref().map(|stream| &stream.settings)
    }

    /// Where audio may be sent now, if anywhere.
    fn target(&self) -> Option<std::net::SocketAddr> {
        let stream = self.stream.as_ref().filter(|stream| stream.settings.direction.sends())?;
        Some(stream.latch.target()).filter(|to| !to.ip().is_unspecified() && to.port() != 0)
    }

    /// Ends what the peer heard, so that the next thing starts a talk spurt.
    fn interrupt(&mut self) {
        self.tx.pause();
        if let Some(encoding) = &mut self.encoding {
            encoding.drop_rest();
        }
    }

    fn start_beat(&mut self, now: Moment) {
        if self.timers.beat.is_none() {
            self.timers.beat = Some(now);
        }
    }

    /// Keeps an encoder for what is sent, where it is a codec of ours; one that fits goes on.
    fn prepare_encoding(&mut self) {
        let Some(own) = self.stream.as_ref().map(|stream| &stream.settings) else { return };
        let frames = own.frames_per_packet();
        self.encoding =
            dsp::codec::Codec::from_name(&own.codec.name).map(|codec| match self.encoding.take() {
                Some(encoding) if encoding.serves(codec, frames) => encoding,
                _ => Box::new(Encoding::new(codec, frames)),
            });
    }

    /// Plans the way from this leg's peer to a listener.
    fn lead_to(&mut self, listener: &Self) {
        self.plan = match (self.settings(), listener.settings()) {
            (Some(from), Some(to)) => Plan::new(from, to),
            _ => Plan::default(),
        };
        let first = self.plan.decoded().next();
        let rate = listener.encoding.as_ref().map(|encoding| encoding.codec().sample_rate_hz());
        let kept = self.decoding.take();
        self.decoding = rate.filter(|_| first.is_some()).and_then(|rate| match kept {
            Some(decoding) if decoding.serves(first, rate) => Some(decoding),
            _ => {
                let codecs: Vec<_> = self.plan.decoded().collect();
                Decoding::new(codecs.into_iter(), rate).map(Box::new)
            }
        });
    }
}

/// Joins two legs: each peer hears the other. To be called again after [`Leg::set`] on either.
pub fn join(a: &mut Leg, b: &mut Leg) {
    for leg in [&mut *a, &mut *b] {
        if !matches!(leg.hears, Hears::Other) {
            leg.interrupt();
            leg.hears = Hears::Other;
        }
    }
    a.lead_to(b);
    b.lead_to(a);
}
