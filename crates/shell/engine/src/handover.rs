//! One process hands its sockets to the next (docs/decisions/0012-calls-outlive-the-process.md).
//!
//! The old one lets calls that ring be answered or fail, writes everything down, and gives its sockets up, open: what comes
//! meanwhile waits in them. The next one goes on with the audio first, which takes it some milliseconds, and then with the rest.

use std::{
    collections::HashMap,
    io,
    net::{SocketAddr, TcpListener, UdpSocket},
    time::Duration,
};

use calls::{Command, Input, KeptCall, MediaOrder, Sound};
use media_core::{KeptStream, Seed};
use media_io::{Carried, Clock, Hears, Pool, PoolConfig, StreamId};
use moment::Moment;
use serde::{Deserialize, Serialize};
use tokio::{sync::oneshot, time::Instant};

use crate::{
    config::Config,
    media::{carried, made, tell},
    run::{Engine, LAST_WORDS},
    settings,
};

/// Everything that one process hands to the next, each with the address that it was opened for.
#[derive(Debug, Default)]
pub struct Sockets {
    /// SIP over UDP.
    pub udp: Vec<(SocketAddr, UdpSocket)>,
    /// Listeners of SIP over TCP.
    pub tcp: Vec<(SocketAddr, TcpListener)>,
    /// Listeners of SIP over TLS.
    pub tls: Vec<(SocketAddr, TcpListener)>,
    /// The audio of calls.
    pub audio: Vec<AudioSockets>,
}

/// The sockets of one leg's audio.
#[derive(Debug)]
pub struct AudioSockets {
    /// How it stood.
    pub stood: AudioStood,
    /// The socket of RTP.
    pub rtp: UdpSocket,
    /// The socket of RTCP.
    pub rtcp: UdpSocket,
}

/// How one leg's audio stood when its process gave it up: enough to go on without knowing its call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AudioStood {
    stream: u64,
    call: u64,
    port: u16,
    ipv6: bool,
    source: Option<SocketAddr>,
    ssrc: u32,
    seq: u16,
    timestamp: u32,
    at: Moment,
    agreed: Option<Box<calls::Audio>>,
    hears: Option<Heard>,
}

/// What a peer hears.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Heard {
    /// The peer of another stream, which stands before this one in the list.
    Stream(u64),
    /// A sound that is made.
    Sound(Sound),
}

/// The audio of calls, which goes on before anything else is there.
pub struct Audio {
    pub(crate) pool: Pool,
    pub(crate) clock: Clock,
}

impl Audio {
    /// Starts the media path, and goes on at once with the audio whose sockets the process before has handed over.
    ///
    /// # Errors
    /// What the system says when it gives no threads.
    pub fn start(config: &Config, handed: Vec<AudioSockets>) -> io::Result<Self> {
        let mut carried: Vec<(u64, Carried)> = handed.into_iter().map(AudioSockets::carried).collect();
        // A leg of a call that came in has a lower number than the one that was called for it.
        carried.sort_by_key(|(_, carried)| carried.stream);
        Self::of(config, carried)
    }

    /// Starts the media path with the ports of calls that an earlier process had.
    pub(crate) fn of_calls(config: &Config, calls: &[KeptCall]) -> io::Result<Self> {
        let streams = calls.iter().flat_map(|call| {
            let mut streams: Vec<_> = call.audio().into_iter().map(carried).collect();
            tell(&mut streams, call.orders());
            streams
        });
        Self::of(config, streams.collect())
    }

    fn of(config: &Config, carried: Vec<(u64, Carried)>) -> io::Result<Self> {
        let clock = Clock::start();
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let pool =
            PoolConfig { address: config.rtp_address, ports: config.rtp_ports.clone(), workers, clock };
        Ok(Self { pool: Pool::start(&pool, carried)?, clock })
    }

    /// Whether the media path goes on with all of a call.
    pub(crate) fn carries(&self, call: &KeptCall) -> bool {
        call.audio().iter().all(|audio| self.pool.has(StreamId(audio.media.0)))
    }
}

impl AudioSockets {
    fn of(carried: Carried, calls: &HashMap<u64, (u64, Told)>) -> Option<Self> {
        let Carried { stream, port, ipv6, kept, sockets, .. } = carried;
        let (Seed { ssrc, seq, timestamp }, at) = kept.sent?;
        let (call, Told { agreed, hears }) = calls.get(&stream.0)?.clone();
        let (source, (rtp, rtcp)) = (kept.source, sockets?);
        let stood = AudioStood {
            stream: stream.0,
            call,
            port,
            ipv6,
            source,
            ssrc,
            seq,
            timestamp,
            at,
            agreed,
            hears,
        };
        Some(Self { stood, rtp, rtcp })
    }

    fn carried(self) -> (u64, Carried) {
        let Self { stood, rtp, rtcp } = self;
        let AudioStood { stream, call, port, ipv6, source, ssrc, seq, timestamp, at, agreed, hears } = stood;
        let settings = agreed.map(|agreed| Box::new(settings::settings(&agreed)));
        let hears = hears.and_then(|heard| match heard {
            Heard::Stream(other) => Some(Hears::Stream(StreamId(other))),
            Heard::Sound(sound) => made(&sound).map(Hears::Source),
        });
        let kept = KeptStream { source, sent: Some((Seed { ssrc, seq, timestamp }, at)) };
        let (stream, sockets) = (StreamId(stream), Some((rtp, rtcp)));
        (call, Carried { stream, port, ipv6, kept, settings, hears, sockets })
    }
}

/// What the media path was told of a stream.
#[derive(Clone, Default)]
struct Told {
    agreed: Option<Box<calls::Audio>>,
    hears: Option<Heard>,
}

/// What the media path was told of every stream of answered calls, with its call.
fn told(exchange: &calls::Exchange) -> HashMap<u64, (u64, Told)> {
    let mut all = HashMap::new();
    for (audio, orders) in exchange.audio() {
        all.extend(audio.into_iter().map(|audio| (audio.media.0, (audio.call.0, Told::default()))));
        for order in orders {
            let (media, agreed, hears) = match order {
                MediaOrder::Set { media, audio } => (media, Some(audio), None),
                MediaOrder::Join { a, b } => (b, None, Some(Heard::Stream(a.0))),
                MediaOrder::Play { media, sound } => (media, None, Some(Heard::Sound(sound))),
                MediaOrder::Open { .. }
                | MediaOrder::Resume(_)
                | MediaOrder::Quiet { .. }
                | MediaOrder::Dial { .. }
                | MediaOrder::Close { .. } => continue,
            };
            if let Some((_, told)) = all.get_mut(&media.0) {
                told.agreed = agreed.or(told.agreed.take());
                told.hears = hears.or(told.hears.take());
            }
        }
    }
    all
}

impl Engine {
    /// Gives everything up for another process, in an order that leaves the audio alone for the longest.
    pub(crate) async fn hand_over(mut self, patience: Duration, reply: oneshot::Sender<Sockets>) {
        let (begin, calm) = (Instant::now(), Instant::now() + LAST_WORDS);
        let is_awaiting = |engine: &Self| engine.exchange.endpoint().is_awaiting_answers();
        // What is under way between two messages does not outlive the process: a quiet moment comes soon, as a rule.
        self.turns_until(begin + patience, |engine| {
            engine.exchange.unanswered() == 0 && (!is_awaiting(engine) || Instant::now() >= calm)
        })
        .await;
        if self.exchange.unanswered() > 0 {
            self.input(Input::Command(Command::RefuseUnanswered));
            self.dispatch();
            self.turns_until(Instant::now() + LAST_WORDS, |engine| !is_awaiting(engine)).await;
        }
        self.exchange.keep_all(self.clock.now(), &mut self.out.actions);
        self.dispatch();
        self.journal.flush();
        self.kept_calls.flush();
        let Self { udp, streams, .. } = &mut self;
        let udp = udp.drain(..).map(|udp| (udp.bound(), udp.give_up())).collect();
        let (mut tcp, mut tls) = (vec![], vec![]);
        for (is_tls, addr, listener) in streams.give_up() {
            let list = if is_tls { &mut tls } else { &mut tcp };
            list.push((addr, listener));
        }
        let told = told(&self.exchange);
        let audio = self.media.hand_over().into_iter();
        let audio = audio.filter_map(|carried| AudioSockets::of(carried, &told)).collect();
        // Whoever asked ends the process; where it is gone, the sockets are closed.
        let _ = reply.send(Sockets { udp, tcp, tls, audio });
    }
}

#[cfg(test)]
mod tests {
    use media_core::Source;
    use media_io::Order;

    use super::*;

    fn pool(carried: Vec<(u64, Carried)>) -> Pool {
        let address = Some([127, 0, 0, 1].into());
        Pool::start(&PoolConfig { address, ports: 42500..=42503, workers: 2, clock: Clock::start() }, carried)
            .unwrap()
    }

    /// A phone that speaks PCMU and hears itself.
    fn told() -> Told {
        let pcmu = sdp::Codec::pcmu();
        let agreed = sdp::Agreed {
            remote_rtp: "127.0.0.1:42590".parse().unwrap(),
            remote_rtcp: "127.0.0.1:42591".parse().unwrap(),
            receive: vec![pcmu.clone()],
            codec: pcmu,
            telephone_event: None,
            direction: sdp::Direction::SendRecv,
            ptime_ms: 20,
            rtcp_mux: false,
            secured: None,
        };
        let audio = calls::Audio { agreed, signalling: None, timeout_s: 0 };
        Told { agreed: Some(Box::new(audio)), hears: Some(Heard::Sound(Sound::Echo)) }
    }

    /// What came in between is read by the next process, from the same sockets, and the stream to the phone goes on.
    #[tokio::test(flavor = "current_thread")]
    async fn sockets_go_from_pool_to_pool_and_lose_nothing() {
        let mut before = pool(vec![]);
        let port = before.open(StreamId(1), 0, false).unwrap();
        let agreed = told().agreed.unwrap();
        before.order(StreamId(1), Order::Set(Box::new(settings::settings(&agreed))));
        before.order(StreamId(1), Order::Play(Source::Echo));
        before.flush();
        let phone = UdpSocket::bind("127.0.0.1:42590").unwrap();
        phone.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
        let speak = |seq: u8| {
            let mut packet = [0; 172];
            packet[..12].copy_from_slice(&[0x80, 0, 0, seq, 0, 0, 0, seq, 1, 2, 3, 4]);
            phone.send_to(&packet, ("127.0.0.1", port)).unwrap();
        };
        let heard = || {
            let mut packet = [0; 200];
            assert_eq!(phone.recv(&mut packet).unwrap(), 172);
            (packet[8..12].to_vec(), u16::from_be_bytes([packet[2], packet[3]]))
        };
        speak(1);
        let first = heard();
        let told = HashMap::from([(1, (0, told()))]);
        let handed = before.hand_over().into_iter().filter_map(|carried| AudioSockets::of(carried, &told));
        let handed: Vec<AudioSockets> = handed.collect();
        drop(before);
        speak(2);
        assert_eq!(handed.len(), 1);
        let AudioSockets { stood, rtp, rtcp } = handed.into_iter().next().unwrap();
        let read: AudioStood = serde_json::from_str(&serde_json::to_string(&stood).unwrap()).unwrap();
        assert_eq!(read, stood);
        let after = pool(vec![AudioSockets { stood: read, rtp, rtcp }.carried()]);
        assert!(after.has(StreamId(1)));
        speak(3);
        let (second, third) = (heard(), heard());
        assert_eq!((&second.0, &third.0), (&first.0, &first.0));
        assert_eq!((second.1, third.1), (first.1.wrapping_add(1), first.1.wrapping_add(2)));
    }
}
