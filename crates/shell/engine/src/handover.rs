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

use calls::{Command, Input, KeptCall};
use media_core::{KeptStream, Seed};
use media_io::{Carried, Clock, Pool, PoolConfig, StreamId};
use moment::Moment;
use serde::{Deserialize, Serialize};
use tokio::{sync::oneshot, time::Instant};

use crate::{
    config::Config,
    media::carried,
    run::{Engine, LAST_WORDS},
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

/// How one leg's audio stood when its process gave it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AudioStood {
    stream: u64,
    source: Option<SocketAddr>,
    ssrc: u32,
    seq: u16,
    timestamp: u32,
    at: Moment,
}

/// The audio of calls, which goes on before anything else is there.
pub struct Audio {
    pub(crate) pool: Pool,
    pub(crate) clock: Clock,
}

impl Audio {
    /// Starts the media path with the audio of calls that were kept. Where the process before has handed the sockets over, audio goes
    /// on at once.
    ///
    /// # Errors
    /// What the system says when it gives no threads.
    pub fn start(config: &Config, calls: &[Vec<u8>], handed: Vec<AudioSockets>) -> io::Result<Self> {
        let calls: Vec<KeptCall> = calls.iter().filter_map(|text| KeptCall::read(text).ok()).collect();
        Self::of_calls(config, &calls, handed)
    }

    pub(crate) fn of_calls(
        config: &Config,
        calls: &[KeptCall],
        handed: Vec<AudioSockets>,
    ) -> io::Result<Self> {
        let clock = Clock::start();
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let mut handed: HashMap<u64, AudioSockets> =
            handed.into_iter().map(|handed| (handed.stood.stream, handed)).collect();
        let resumed = calls.iter().flat_map(carried).map(|(group, mut carried)| {
            if let Some(AudioSockets { stood, rtp, rtcp }) = handed.remove(&carried.stream.0) {
                carried.sockets = Some((rtp, rtcp));
                carried.kept = stood.kept();
            }
            (group, carried)
        });
        let pool =
            PoolConfig { address: config.rtp_address, ports: config.rtp_ports.clone(), workers, clock };
        Ok(Self { pool: Pool::start(&pool, resumed.collect())?, clock })
    }

    /// Whether the media path goes on with all of a call.
    pub(crate) fn carries(&self, call: &KeptCall) -> bool {
        call.audio().iter().all(|audio| self.pool.has(StreamId(audio.media.0)))
    }
}

impl AudioStood {
    const fn of(stream: StreamId, kept: KeptStream) -> Self {
        let (Seed { ssrc, seq, timestamp }, at) = match kept.sent {
            Some(sent) => sent,
            None => (Seed { ssrc: 0, seq: 0, timestamp: 0 }, Moment::ZERO),
        };
        Self { stream: stream.0, source: kept.source, ssrc, seq, timestamp, at }
    }

    const fn kept(self) -> KeptStream {
        let Self { stream: _, source, ssrc, seq, timestamp, at } = self;
        KeptStream { source, sent: Some((Seed { ssrc, seq, timestamp }, at)) }
    }
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
        let Self { udp, streams, media, .. } = &mut self;
        let udp = udp.drain(..).map(|udp| (udp.bound(), udp.give_up())).collect();
        let (mut tcp, mut tls) = (vec![], vec![]);
        for (is_tls, addr, listener) in streams.give_up() {
            let list = if is_tls { &mut tls } else { &mut tcp };
            list.push((addr, listener));
        }
        let audio = media.hand_over().into_iter().filter_map(handed).collect();
        // Whoever asked ends the process; where it is gone, the sockets are closed.
        let _ = reply.send(Sockets { udp, tcp, tls, audio });
    }
}

fn handed(Carried { stream, kept, sockets, .. }: Carried) -> Option<AudioSockets> {
    let (rtp, rtcp) = sockets?;
    Some(AudioSockets { stood: AudioStood::of(stream, kept), rtp, rtcp })
}

#[cfg(test)]
mod tests {
    use media_core::{Source, StreamSettings};
    use media_io::Order;

    use super::*;

    fn pool(carried: Vec<(u64, Carried)>) -> Pool {
        let address = Some([127, 0, 0, 1].into());
        Pool::start(&PoolConfig { address, ports: 42500..=42503, workers: 2, clock: Clock::start() }, carried)
            .unwrap()
    }

    fn echo(pool: &mut Pool) {
        let pcmu = sdp::Codec::pcmu();
        let settings = StreamSettings {
            remote_rtp: "127.0.0.1:42590".parse().unwrap(),
            remote_rtcp: "127.0.0.1:42591".parse().unwrap(),
            receive: vec![pcmu.clone()],
            codec: pcmu,
            events: None,
            direction: sdp::Direction::SendRecv,
            ptime_ms: 20,
            symmetric: true,
            signalling: None,
            rtcp_mux: false,
            timeout: None,
        };
        pool.order(StreamId(1), Order::Set(Box::new(settings)));
        pool.order(StreamId(1), Order::Play(Source::Echo));
        pool.flush();
    }

    /// What came in between is read by the next process, from the same sockets, and the stream to the phone goes on.
    #[tokio::test(flavor = "current_thread")]
    async fn sockets_go_from_pool_to_pool_and_lose_nothing() {
        let mut before = pool(vec![]);
        let port = before.open(StreamId(1), 0, false).unwrap();
        echo(&mut before);
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
        let handed: Vec<AudioSockets> = before.hand_over().into_iter().filter_map(handed).collect();
        drop(before);
        speak(2);
        assert_eq!(handed.len(), 1);
        let AudioSockets { stood, rtp, rtcp } = handed.into_iter().next().unwrap();
        let read: AudioStood = serde_json::from_str(&serde_json::to_string(&stood).unwrap()).unwrap();
        assert_eq!(read, stood);
        let sockets = Some((rtp, rtcp));
        let (stream, kept) = (StreamId(1), read.kept());
        let carried = Carried { stream, port, ipv6: false, kept, settings: None, hears: None, sockets };
        let mut after = pool(vec![(0, carried)]);
        echo(&mut after);
        speak(3);
        let (second, third) = (heard(), heard());
        assert_eq!((&second.0, &third.0), (&first.0, &first.0));
        assert_eq!((second.1, third.1), (first.1.wrapping_add(1), first.1.wrapping_add(2)));
    }
}
