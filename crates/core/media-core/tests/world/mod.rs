//! Two joined legs with a phone on each side, and a network that can be as bad as it likes, on a fake clock.

#![allow(dead_code, reason = "every scenario file uses its own part of the world")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of a test fails it by panicking")]

use std::{net::SocketAddr, time::Duration};

use dsp::{
    codec::{Codec as Dsp, Decoder, Encoder},
    tone::Sine,
};
use media_core::{Event, Leg, Seed, Side, Sink, StreamSettings, join};
use moment::Moment;
use rtp::{Header, Packet, Pt, SeqNo, Ssrc, Timestamp};
use sdp::{Codec, Direction, TelephoneEvents};

pub(crate) const ALICE: &str = "192.0.2.10:4000";
pub(crate) const BOB: &str = "192.0.2.20:5000";
pub(crate) const STRANGER: &str = "203.0.113.66:666";

pub(crate) fn addr(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

pub(crate) fn settings(remote: &str, codec: Codec) -> StreamSettings {
    let remote_rtp = addr(remote);
    StreamSettings {
        remote_rtp,
        remote_rtcp: SocketAddr::new(remote_rtp.ip(), remote_rtp.port() + 1),
        receive: vec![codec.clone()],
        codec,
        events: Some(TelephoneEvents { send: 101, receive: 101 }),
        direction: Direction::SendRecv,
        ptime_ms: 20,
        symmetric: true,
        signalling: None,
        rtcp_mux: false,
        timeout: None,
        secured: None,
    }
}

pub(crate) fn codec(dsp: Dsp) -> Codec {
    Codec::new(dsp.payload_type(), dsp.name(), 8000)
}

/// What came out of the legs: the packets to each side, and the events.
#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) packets: Vec<(usize, SocketAddr, Vec<u8>)>,
    pub(crate) reports: Vec<(usize, SocketAddr, Vec<u8>)>,
    pub(crate) events: Vec<(usize, Event)>,
    own: usize,
}

impl Heard {
    fn leg(&self, side: Side) -> usize {
        if side == Side::Own { self.own } else { 1 - self.own }
    }
}

impl Sink for Heard {
    fn rtp(&mut self, side: Side, to: SocketAddr, packet: &[u8]) {
        self.packets.push((self.leg(side), to, packet.to_vec()));
    }

    fn rtcp(&mut self, side: Side, to: SocketAddr, packet: &[u8]) {
        self.reports.push((self.leg(side), to, packet.to_vec()));
    }

    fn event(&mut self, side: Side, event: Event) {
        self.events.push((self.leg(side), event));
    }
}

/// Leg 0 is alice's, leg 1 bob's.
pub(crate) struct World {
    pub(crate) now: Moment,
    pub(crate) legs: [Leg; 2],
    pub(crate) heard: Heard,
}

impl World {
    pub(crate) fn new(alice: StreamSettings, bob: StreamSettings) -> Self {
        let now = Moment::from_unix_ms(1_800_000_000_000);
        let seed = |ssrc| Seed { ssrc, seq: 65_530, timestamp: u32::MAX - 1000 };
        let mut legs = [Leg::new(now, seed(0xa)), Leg::new(now, seed(0xb))];
        let [a, b] = &mut legs;
        a.set(now, alice);
        b.set(now, bob);
        join(a, b);
        Self { now, legs, heard: Heard::default() }
    }

    pub(crate) fn rejoin(&mut self) {
        let [a, b] = &mut self.legs;
        join(a, b);
    }

    pub(crate) fn packet(&mut self, leg: usize, from: &str, bytes: &[u8]) {
        let (mut bytes, now) = (bytes.to_vec(), self.now);
        self.heard.own = leg;
        let (own, other) = pair(&mut self.legs, leg);
        own.handle_rtp(now, addr(from), &mut bytes, Some(other), &mut self.heard);
    }

    /// Lets time pass, doing what falls due at its moment.
    pub(crate) fn run_until(&mut self, until: Moment) {
        while let Some((at, leg)) = (0..2)
            .filter_map(|leg| Some((self.legs[leg].deadline()?, leg)))
            .min()
            .filter(|(at, _)| *at <= until)
        {
            self.now = self.now.max(at);
            self.heard.own = leg;
            let (own, other) = pair(&mut self.legs, leg);
            own.tick(at, Some(other), &mut self.heard);
        }
        self.now = until;
    }

    pub(crate) fn run(&mut self, span: Duration) {
        self.run_until(self.now + span);
    }

    /// The packets that a side was sent, parsed.
    pub(crate) fn sent_to(&self, leg: usize) -> Vec<Packet<'_>> {
        self.heard
            .packets
            .iter()
            .filter(|sent| sent.0 == leg)
            .map(|sent| Packet::parse(&sent.2).unwrap())
            .collect()
    }

    /// Decodes what a side was sent in the order of its numbers, gaps left out.
    pub(crate) fn audio_to(&self, leg: usize, codec: Dsp) -> Vec<i16> {
        let mut decoder = Decoder::new(codec);
        let mut pcm = Vec::new();
        for packet in
            self.sent_to(leg).iter().filter(|packet| packet.header.pt.number() == codec.payload_type())
        {
            let mut frame = [0; 1280];
            let samples = decoder.decode(packet.payload, &mut frame);
            pcm.extend(&frame[..samples]);
        }
        pcm
    }

    pub(crate) fn digits(&self, leg: usize) -> String {
        let keys = self.heard.events.iter().filter_map(|event| match event {
            (at, Event::Digit(key)) if *at == leg => Some(*key),
            _ => None,
        });
        keys.collect()
    }
}

fn pair(legs: &mut [Leg; 2], own: usize) -> (&mut Leg, &mut Leg) {
    let [a, b] = legs;
    if own == 0 { (a, b) } else { (b, a) }
}

/// A phone that speaks a tone.
pub(crate) struct Phone {
    pub(crate) ssrc: u32,
    pub(crate) seq: SeqNo,
    pub(crate) timestamp: Timestamp,
    pub(crate) codec: Dsp,
    encoder: Encoder,
    sine: Sine,
}

impl Phone {
    pub(crate) fn new(codec: Dsp) -> Self {
        Self {
            ssrc: 0x1234,
            seq: SeqNo(65_500),
            timestamp: Timestamp(u32::MAX - 4000),
            codec,
            encoder: Encoder::new(codec),
            sine: Sine::new(440.0, -10.0, codec.sample_rate_hz()),
        }
    }

    pub(crate) fn header(&self, pt: u8) -> Header {
        let pt = Pt::new(pt).unwrap();
        Header { marker: false, pt, seq: self.seq, timestamp: self.timestamp, ssrc: Ssrc(self.ssrc) }
    }

    /// The next 20 ms.
    pub(crate) fn speak(&mut self) -> Vec<u8> {
        let mut pcm = vec![0; self.codec.frame_samples()];
        self.sine.fill(&mut pcm);
        let mut payload = [0; 320];
        let length = self.encoder.encode(&pcm, &mut payload);
        self.packet(self.codec.payload_type(), &payload[..length])
    }

    /// A packet that takes no time.
    pub(crate) fn packet(&mut self, pt: u8, payload: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0; Header::LEN + payload.len()];
        self.header(pt).write(&mut bytes).unwrap().copy_from_slice(payload);
        self.seq = self.seq.next();
        self.timestamp = self.timestamp.plus(160);
        bytes
    }
}

/// Chance that is the same in every run (xorshift).
pub(crate) struct Dice(pub u64);

impl Dice {
    pub(crate) fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

/// What a network does to packets.
#[derive(Clone, Copy, Default)]
pub(crate) struct Badness {
    pub(crate) loss_percent: u64,
    pub(crate) jitter_ms: u64,
    pub(crate) duplicate_percent: u64,
}

/// Lets alice's phone speak through such a network for so many packets, and time pass until all is played.
pub(crate) fn speak(world: &mut World, phone: &mut Phone, packets: u64, badness: Badness, seed: u64) {
    let mut dice = Dice(seed | 1);
    let start = world.now;
    let mut on_the_way = Vec::new();
    for n in 0..packets {
        let bytes = phone.speak();
        let copies = 1 + u64::from(dice.roll(100) < badness.duplicate_percent);
        for _ in 0..copies {
            let way = 20 + dice.roll(badness.jitter_ms + 1);
            if dice.roll(100) >= badness.loss_percent {
                on_the_way.push((start + Duration::from_millis(n * 20 + way), bytes.clone()));
            }
        }
    }
    on_the_way.sort_by_key(|(at, _)| *at);
    for (at, bytes) in on_the_way {
        world.run_until(at);
        world.packet(0, ALICE, &bytes);
    }
    world.run(Duration::from_secs(1));
}

/// The power of 440 Hz in audio, as a share of what the phone spoke: 1.0 where nothing was lost.
pub(crate) fn tone_share(pcm: &[i16], codec: Dsp, packets: u64) -> f64 {
    let rate = f64::from(codec.sample_rate_hz());
    let (mut power, frame) = (0.0, codec.frame_samples());
    for block in pcm.chunks_exact(frame) {
        let (mut re, mut im) = (0.0, 0.0);
        for (n, sample) in block.iter().enumerate() {
            let angle = std::f64::consts::TAU * 440.0 * n as f64 / rate;
            re += f64::from(*sample) * angle.cos();
            im += f64::from(*sample) * angle.sin();
        }
        power += (re * re + im * im) * 4.0 / (frame * frame) as f64;
    }
    let peak = dsp::tone::peak(-10.0);
    power / (packets as f64 * peak * peak)
}
