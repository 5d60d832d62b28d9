//! One thread that owns sockets and legs: reads, has `media-core` judge, sends.

mod batch;
mod legs;
mod out;

use std::{collections::VecDeque, io, net::IpAddr, sync::Arc, time::Duration};

use media_core::{Source, StreamSettings};
use mio::{Events, Poll, Token, Waker};
use moment::Moment;
use tokio::sync::Notify;

use crate::{
    clock::Clock,
    order::{Fact, StreamId},
    pair::{self, Pair, Port},
};
use batch::Batch;
use legs::Legs;
use out::News;

/// What the pool wants.
#[derive(Debug)]
pub(crate) enum Command {
    /// Open pairs that begin with these ports.
    Grow { addr: IpAddr, ports: Vec<u16> },
    /// A stream moves into a slot.
    Open { slot: usize, stream: StreamId },
    /// Do something with it.
    Do { slot: usize, errand: Errand },
    /// It moves out.
    Close { slot: usize },
    /// The exchange ends.
    Stop,
}

/// What is to be done with a stream.
#[derive(Debug)]
pub(crate) enum Errand {
    Set(Box<StreamSettings>),
    Join(usize),
    Play(Source),
    Quiet,
    Press(char, u16),
}

/// What the pool hears.
#[derive(Debug)]
pub(crate) enum Back {
    /// A new pair is open.
    Opened { slot: usize, port: u16, ipv6: bool },
    /// A port could not be opened.
    Taken { port: u16, ipv6: bool },
    /// A pair may be used again.
    Free { slot: usize, port: u16, ipv6: bool },
    /// Something for the signalling.
    Fact(Fact),
}

/// The worker's ends of the rings.
pub(crate) struct Ends {
    pub(crate) commands: rtrb::Consumer<Command>,
    pub(crate) back: rtrb::Producer<Back>,
    pub(crate) wake: Arc<Notify>,
}

/// The token that no slot has.
const WAKE: Token = Token(usize::MAX);

/// Sockets that one call to epoll reports.
const EVENTS: usize = 1024;

/// How long a pair rests after its stream, so that what is still under way to it does not reach the next one.
const REST: Duration = Duration::from_secs(2);

/// How often rested pairs are given back: one by one, each would wake the signalling for itself.
const RELEASE: Duration = Duration::from_millis(250);

/// How often the signalling hears how streams go.
const REPORT: Duration = Duration::from_secs(5);

/// How often it hears how those sound to whom something is played: somebody may be watching.
const LISTEN: Duration = Duration::from_secs(1);

/// How long the worker sleeps at most: news that found the ring full must not wait for a packet.
const NAP: Duration = Duration::from_secs(1);

/// How long it sleeps while news wait for room.
const NAP_WITH_NEWS: Duration = Duration::from_millis(2);

/// Starts a worker and returns what wakes it.
pub(crate) fn start(index: usize, clock: Clock, ends: Ends) -> io::Result<Waker> {
    let poll = Poll::new()?;
    let waker = Waker::new(poll.registry(), WAKE)?;
    std::thread::Builder::new()
        .name(format!("media-{index}"))
        .spawn(move || Worker::new(poll, clock, ends).run())?;
    Ok(waker)
}

struct Worker {
    poll: Poll,
    clock: Clock,
    /// One for each slot, open for the life of the worker.
    pairs: Vec<Slot>,
    legs: Legs,
    batch: Batch,
    /// Slots whose stream has gone, and when they may be used again.
    resting: VecDeque<(Moment, usize)>,
    next_release: Moment,
    next_report: Moment,
    next_listen: Moment,
    news: News,
    commands: rtrb::Consumer<Command>,
}

/// A pair of ports and what it is called.
pub(crate) struct Slot {
    pair: Pair,
    port: u16,
    ipv6: bool,
}

impl Worker {
    fn new(poll: Poll, clock: Clock, ends: Ends) -> Self {
        Self {
            poll,
            clock,
            pairs: vec![],
            legs: Legs::default(),
            batch: Batch::default(),
            resting: VecDeque::new(),
            next_release: clock.now(),
            next_report: clock.now() + REPORT,
            next_listen: clock.now() + LISTEN,
            news: News::new(ends.back, ends.wake),
            commands: ends.commands,
        }
    }

    fn run(mut self) {
        let mut events = Events::with_capacity(EVENTS);
        loop {
            let patience = self.patience();
            if let Err(error) = self.poll.poll(&mut events, Some(patience))
                && error.kind() != io::ErrorKind::Interrupted
            {
                tracing::error!(%error, "a media worker ends: epoll failed");
                return;
            }
            let now = self.clock.now();
            // Orders first: a packet may be what we were woken by, and its stream was just set up.
            while let Ok(command) = self.commands.pop() {
                if matches!(command, Command::Stop) {
                    return;
                }
                self.obey(now, command);
            }
            for event in &events {
                if event.token() != WAKE {
                    let (slot, port) = pair::slot(event.token());
                    self.read(now, slot, port);
                }
            }
            self.legs.tick(now, &self.pairs, &mut self.news);
            if now >= self.next_release {
                self.next_release = now + RELEASE;
                self.release(now);
            }
            if now >= self.next_report {
                self.next_report = now + REPORT;
                self.legs.report(&mut self.news);
            }
            if now >= self.next_listen {
                self.next_listen = now + LISTEN;
                self.legs.listen(now, &mut self.news);
            }
            self.news.flush();
        }
    }

    fn patience(&mut self) -> Duration {
        if self.news.is_waiting() {
            return NAP_WITH_NEWS;
        }
        let rested = self.resting.front().map(|(at, _)| self.next_release.max(*at));
        let listen = self.legs.is_playing().then_some(self.next_listen);
        let next = [self.legs.deadline(), rested, listen, Some(self.next_report)].into_iter().flatten().min();
        next.map_or(NAP, |at| at.since(self.clock.now()).min(NAP))
    }

    /// Reads one port until it is empty, as edge-triggered epoll asks for.
    fn read(&mut self, now: Moment, slot: usize, port: Port) {
        let Self { pairs, legs, batch, news, .. } = self;
        let Some(own) = pairs.get(slot) else { return };
        while batch.receive(own.pair.port(port), own.ipv6) {
            batch.each(|from, bytes| match port {
                Port::Rtp => legs.rtp(now, slot, from, bytes, pairs, news),
                Port::Rtcp => legs.rtcp(now, slot, from, bytes),
            });
            if !batch.is_full() {
                break;
            }
        }
    }

    fn obey(&mut self, now: Moment, command: Command) {
        match command {
            Command::Grow { addr, ports } => ports.into_iter().for_each(|port| self.open(addr, port)),
            Command::Open { slot, stream } => self.legs.open(now, slot, stream),
            Command::Do { slot, errand } => self.legs.obey(now, slot, errand),
            Command::Close { slot } => {
                if let Some((stream, report)) = self.legs.close(now, slot, &self.pairs, &mut self.news) {
                    self.news.tell(Back::Fact(Fact::Closed(stream, Box::new(report))));
                    self.resting.push_back((now + REST, slot));
                }
            }
            Command::Stop => {}
        }
    }

    fn open(&mut self, addr: IpAddr, port: u16) {
        let (slot, ipv6) = (self.pairs.len(), addr.is_ipv6());
        match Pair::open(addr, port, slot, self.poll.registry()) {
            Ok(pair) => {
                self.pairs.push(Slot { pair, port, ipv6 });
                self.news.tell(Back::Opened { slot, port, ipv6 });
            }
            Err(error) => {
                tracing::debug!(%error, port, "a pair of RTP ports cannot be opened");
                self.news.tell(Back::Taken { port, ipv6 });
            }
        }
    }

    /// Gives back the pairs that have rested, emptied of what came meanwhile.
    fn release(&mut self, now: Moment) {
        while let Some((_, slot)) = self.resting.pop_front_if(|(at, _)| *at <= now) {
            let Some(Slot { pair, port, ipv6 }) = self.pairs.get(slot) else { continue };
            for which in [Port::Rtp, Port::Rtcp] {
                while self.batch.receive(pair.port(which), *ipv6) && self.batch.is_full() {}
            }
            self.news.tell(Back::Free { slot, port: *port, ipv6: *ipv6 });
        }
    }
}
