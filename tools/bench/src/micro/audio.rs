//! Audio through two joined legs, without sockets: a packet that is relayed, and 20 ms that are transcoded.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

use anyhow::{Result, ensure};
use dsp::{
    codec::{Codec as Dsp, Encoder},
    tone::Sine,
};
use media_core::{Event, Leg, Seed, Side, Sink, StreamSettings, join};
use moment::Moment;
use rtp::{Header, Pt, SeqNo, Ssrc, Timestamp};
use sdp::{Codec, Direction};

use super::clock::{Clock, Spread};

/// One PCMU packet to a PCMU peer.
pub(super) fn relay(clock: &Clock) -> Result<Spread> {
    let mut line = Line::new(Codec::pcmu());
    line.speak();
    ensure!(line.heard.packets == 1, "the first packet was not relayed");
    Ok(clock.time(|| line.speak()))
}

/// One PCMU packet to a GSM peer and one of its packets back, with the ticks of both.
pub(super) fn transcode(clock: &Clock) -> Result<Spread> {
    let mut line = Line::new(Codec::gsm());
    (0..50).for_each(|_| line.converse());
    ensure!(line.heard.packets > 80, "of a hundred packets {} were heard", line.heard.packets);
    Ok(clock.time(|| line.converse()))
}

/// Alice, who speaks PCMU, and Bob, each on a leg.
struct Line {
    now: Moment,
    legs: [Leg; 2],
    packets: [Vec<u8>; 2],
    spoken: u32,
    heard: Counted,
}

impl Line {
    fn new(bobs: Codec) -> Self {
        let now = Moment::from_unix_ms(1_790_000_000_000);
        let seed = |ssrc| Seed { ssrc, seq: 1, timestamp: 1 };
        let [mut a, mut b] = [Leg::new(now, seed(0xa)), Leg::new(now, seed(0xb))];
        let packets = [packet(Dsp::Pcmu), packet(Dsp::from_name(&bobs.name).unwrap_or(Dsp::Pcmu))];
        a.set(now, settings(ALICE, Codec::pcmu()));
        b.set(now, settings(BOB, bobs));
        join(&mut a, &mut b);
        Self { now, legs: [a, b], packets, spoken: 0, heard: Counted { packets: 0 } }
    }

    /// Alice's next packet.
    fn speak(&mut self) {
        self.next();
        let ([a, b], [packet, _]) = (&mut self.legs, &mut self.packets);
        a.handle_rtp(self.now, ALICE, packet, Some(b), &mut self.heard);
        // A relayed packet is rewritten where it lies.
        renumber(packet, Dsp::Pcmu, self.spoken);
    }

    /// 20 ms of both, and what falls due.
    fn converse(&mut self) {
        self.next();
        let ([a, b], [from_a, from_b]) = (&mut self.legs, &mut self.packets);
        renumber(from_a, Dsp::Pcmu, self.spoken);
        renumber(from_b, Dsp::Gsm, self.spoken);
        a.handle_rtp(self.now, ALICE, from_a, Some(b), &mut self.heard);
        b.handle_rtp(self.now, BOB, from_b, Some(a), &mut self.heard);
        if a.deadline().is_some_and(|at| at <= self.now) {
            a.tick(self.now, Some(b), &mut self.heard);
        }
        if b.deadline().is_some_and(|at| at <= self.now) {
            b.tick(self.now, Some(a), &mut self.heard);
        }
    }

    fn next(&mut self) {
        self.now += Duration::from_millis(20);
        self.spoken = self.spoken.wrapping_add(1);
    }
}

/// Where packets go: they are counted.
struct Counted {
    packets: u64,
}

impl Sink for Counted {
    fn rtp(&mut self, _: Side, _: SocketAddr, _: &[u8]) {
        self.packets += 1;
    }

    fn rtcp(&mut self, _: Side, _: SocketAddr, _: &[u8]) {}

    fn event(&mut self, _: Side, _: Event) {}
}

fn settings(remote_rtp: SocketAddr, codec: Codec) -> StreamSettings {
    StreamSettings {
        remote_rtp,
        remote_rtcp: SocketAddr::new(remote_rtp.ip(), remote_rtp.port() + 1),
        receive: vec![codec.clone()],
        codec,
        events: None,
        direction: Direction::SendRecv,
        ptime_ms: 20,
        symmetric: true,
        signalling: None,
        rtcp_mux: false,
        timeout: None,
        secured: None,
    }
}

/// 20 ms of a tone as a packet.
fn packet(codec: Dsp) -> Vec<u8> {
    let mut pcm = vec![0; codec.frame_samples()];
    Sine::new(440.0, -10.0, codec.sample_rate_hz()).fill(&mut pcm);
    let mut payload = [0; 320];
    let length = Encoder::new(codec).encode(&pcm, &mut payload);
    let mut bytes = vec![0; Header::LEN];
    bytes.extend(payload.iter().take(length));
    renumber(&mut bytes, codec, 0);
    bytes
}

/// Makes it the n-th packet of its stream.
fn renumber(bytes: &mut [u8], codec: Dsp, n: u32) {
    let pt = Pt::from_low_bits(codec.payload_type());
    let header = Header {
        marker: false,
        pt,
        seq: SeqNo(n as u16),
        timestamp: Timestamp(n.wrapping_mul(160)),
        ssrc: Ssrc(0x1234),
    };
    let _payload = header.write(bytes);
}

const ALICE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 10)), 4000);
const BOB: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 20)), 5000);
