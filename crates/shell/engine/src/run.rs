//! The loop.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use calls::{CallEvent, CallId, Command, Exchange, Input, TestCall, TestId, Tested};
use media_io::Clock;
use model::{Network, Premises};
use moment::Moment;
use net::{Connections, Datagram, Dns, StreamEvent, StreamEventKind, Udp, any_ready};
use sip_core::{Flow, ProbeId, Probed, QueryId, TrunkCommand};
use store::Journal;
use tokio::{
    sync::{broadcast, mpsc, oneshot},
    time::{interval, sleep_until},
};

use crate::{
    config::Config,
    handle::Ask,
    media::Media,
    proofs::Proofs,
    trail::{self, KeptCall, Note, Trail},
    translate, wire,
};

/// Batches read from one socket before what they caused is sent: past it, answers would wait too long.
const ROUNDS: usize = 4;

/// How long datagrams gather after a turn that has read all there were. Woken for each alone, a busy exchange would spend
/// more on waking up than on the messages. The first one after a pause is handled at once. Timers come later by no more: none
/// of SIP's is shorter than sixty times this.
const GATHER: Duration = Duration::from_millis(8);

/// How often the host's addresses are read again: an address that came late, by DHCP or VPN, is then known.
const INTERFACES: Duration = Duration::from_secs(15);

/// How long the answers to our last BYEs and un-REGISTERs are waited for before the process ends.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Everything that the engine's thread owns.
pub(crate) struct Engine {
    pub(crate) clock: Clock,
    pub(crate) exchange: Exchange,
    pub(crate) udp: Vec<Udp>,
    pub(crate) streams: Connections,
    pub(crate) proofs: Proofs,
    pub(crate) dns: Dns,
    pub(crate) media: Media,
    pub(crate) journal: Journal,
    pub(crate) events: broadcast::Sender<Arc<CallEvent>>,
    pub(crate) answers: (mpsc::Sender<Answered>, mpsc::Receiver<Answered>),
    /// What the configuration file says, and what administrators have set.
    pub(crate) host: Config,
    pub(crate) premises: Premises,
    pub(crate) interfaces: Vec<net::Interface>,
    /// The networks that our addresses stand in.
    pub(crate) networks: Vec<(IpAddr, Network)>,
    /// The messages of recent calls, and how many megabytes of them are to be kept.
    pub(crate) trail: Trail,
    pub(crate) kept_mb: u32,
    pub(crate) probes: Probes,
    pub(crate) tests: Tests,
    pub(crate) out: Out,
}

/// What the DNS said to one question.
pub(crate) type Answered = (QueryId, net::Answer);

/// Trunks that are being asked whether they live, with who waits for the answer. Each ends by a timer of SIP.
#[derive(Debug, Default)]
pub(crate) struct Probes {
    pub(crate) waiting: HashMap<ProbeId, oneshot::Sender<Probed>>,
    last: u64,
}

impl Probes {
    fn begin(&mut self, reply: oneshot::Sender<Probed>) -> ProbeId {
        self.last += 1;
        let probe = ProbeId(self.last);
        self.waiting.insert(probe, reply);
        probe
    }
}

/// Test calls that go on, with who waits for what comes of them. Each ends within seconds, and there is one for each trunk at
/// most.
#[derive(Debug, Default)]
pub(crate) struct Tests {
    pub(crate) waiting: HashMap<TestId, oneshot::Sender<Tested>>,
    last: u64,
}

impl Tests {
    fn begin(&mut self, reply: oneshot::Sender<Tested>) -> TestId {
        self.last += 1;
        let test = TestId(self.last);
        self.waiting.insert(test, reply);
        test
    }
}

/// What is on its way out of one turn; kept between turns for its memory.
#[derive(Default)]
pub(crate) struct Out {
    pub(crate) actions: Vec<calls::Action>,
    /// One batch for each UDP socket.
    pub(crate) datagrams: Vec<Vec<Datagram>>,
}

impl Engine {
    /// Runs until told to stop, or until every handle is gone.
    pub(crate) async fn run(mut self, mut asks: mpsc::Receiver<Ask>) {
        let mut addresses = interval(INTERFACES);
        loop {
            let deadline = self.exchange.deadline().map(|at| self.clock.instant(at));
            let timer = async {
                match deadline {
                    // A busy exchange is awake before that, and sees to its timers then.
                    Some(at) => sleep_until((at + GATHER).into()).await,
                    None => std::future::pending().await,
                }
            };
            let mut is_drained = false;
            tokio::select! {
                socket = any_ready(&self.udp) => is_drained = self.read(socket),
                event = self.streams.next() => self.stream(event),
                fact = self.media.next() => self.input(Input::Media(fact)),
                Some((query, answer)) = self.answers.1.recv() => self.resolved(query, answer),
                () = timer => {}
                _ = addresses.tick() => self.read_interfaces(),
                ask = asks.recv() => match ask {
                    Some(Ask::Stop(done)) => return self.stop(done).await,
                    Some(ask) => self.answer(ask),
                    None => return,
                },
            }
            // Whatever it was that woke us: facts that are there cost no turn of their own.
            while let Some(fact) = self.media.try_next() {
                self.input(Input::Media(fact));
            }
            self.tick();
            self.dispatch();
            if is_drained {
                // The thread itself, not the task: a task that sleeps lets epoll wake the thread for every datagram.
                std::thread::sleep(GATHER);
            }
        }
    }

    fn input(&mut self, input: Input<'_>) {
        self.exchange.handle(self.clock.now(), input, &mut self.out.actions);
    }

    fn resolved(&mut self, query: QueryId, answer: net::Answer) {
        let answer = translate::answer(answer);
        self.input(Input::Sip(sip_core::Input::Resolved { query, answer }));
    }

    /// Sees to the timers that are due.
    fn tick(&mut self) {
        let now = self.clock.now();
        if self.exchange.deadline().is_some_and(|at| at <= now) {
            self.input(Input::Tick);
        }
    }

    fn is_awaiting_anything(&self) -> bool {
        self.exchange.call_count() > 0 || self.exchange.endpoint().is_awaiting_answers()
    }

    /// Reads what one UDP socket has, errors first: they are the cheaper half of a failover. False where there is more.
    fn read(&mut self, socket: usize) -> bool {
        let Self { udp, exchange, out, clock, trail, .. } = self;
        let Some(udp) = udp.get_mut(socket) else { return false };
        let now = clock.now();
        udp.unreachable(|remote| {
            let transport = sip_core::Transport::Udp;
            let lost = sip_core::Input::Unreachable { transport, remote, conn: None, fault: None };
            exchange.handle(now, Input::Sip(lost), &mut out.actions);
        });
        for _ in 0..ROUNDS {
            let has_more = udp.receive(|local, remote, bytes| {
                let flow = translate::udp_flow(local, remote);
                wire::received(flow.transport, local, remote, bytes);
                trail.keep(&heard(now, &flow), bytes);
                exchange.handle(now, Input::Sip(sip_core::Input::Received { flow, bytes }), &mut out.actions);
            });
            if !has_more {
                return true;
            }
        }
        false
    }

    fn stream(&mut self, event: StreamEvent) {
        let StreamEvent { stream, local, remote, is_tls, kind } = event;
        let flow = translate::stream_flow(stream, is_tls, local, remote);
        match kind {
            StreamEventKind::Message(bytes) => {
                wire::received(flow.transport, local, remote, &bytes);
                self.trail.keep(&heard(self.clock.now(), &flow), &bytes);
                self.input(Input::Sip(sip_core::Input::Received { flow, bytes: &bytes }));
            }
            StreamEventKind::Closed(fault) => {
                let fault = fault.map(translate::fault);
                let Flow { transport, conn, .. } = flow;
                self.input(Input::Sip(sip_core::Input::Unreachable { transport, remote, conn, fault }));
            }
        }
    }

    fn answer(&mut self, ask: Ask) {
        match ask {
            Ask::Config(snapshot) => {
                self.keep_messages(snapshot.general().kept_messages_mb);
                self.proofs.configure(&snapshot);
                let premises = &snapshot.general().premises;
                if *premises != self.premises {
                    self.premises.clone_from(premises);
                    self.tell_addressing();
                }
                self.input(Input::Config(snapshot));
            }
            Ask::Probe(trunk, reply) => {
                let probe = self.probes.begin(reply);
                self.input(Input::Command(Command::Trunk(TrunkCommand::Probe(probe, trunk))));
            }
            Ask::TestCall { trunk, number, by, reply } => {
                let test = self.tests.begin(reply);
                self.input(Input::Command(Command::TestCall(TestCall { test, trunk, number, by })));
            }
            Ask::Kept(call, reply) => {
                // Whoever asked may have gone away meanwhile.
                let _ = reply.send(self.kept(call));
            }
            Ask::Host(config) => {
                self.host = *config;
                let spared = self.host.unlimited_sources.clone();
                self.input(Input::Sip(sip_core::Input::Spare(spared)));
                self.tell_addressing();
                self.read_interfaces();
            }
            Ask::Tls(tls) => {
                self.streams.believe(tls.client);
                if let Some(server) = tls.server {
                    self.streams.show(server);
                }
            }
            Ask::Past(past) => self.input(Input::Past(past)),
            Ask::ForgetSound(name) => self.media.forget_sound(&name),
            Ask::Command(command) => self.input(Input::Command(command)),
            Ask::Look(look) => look(&self.exchange, self.clock.now()),
            Ask::Stop(_) => unreachable!("the loop takes it out before"),
        }
    }

    /// Says what others see us at, and who sees our own addresses.
    fn tell_addressing(&mut self) {
        let (external_address, local_networks) = self.host.addressing(&self.premises);
        self.input(Input::Sip(sip_core::Input::Addressing { external_address, local_networks }));
    }

    /// Keeps so many megabytes of messages from now on; what was kept is forgotten where that changes.
    fn keep_messages(&mut self, megabytes: u32) {
        if self.kept_mb != megabytes {
            self.kept_mb = megabytes;
            self.trail = Trail::new(trail::bytes(megabytes));
        }
    }

    /// Copies out what is kept of a call, our own addresses filled in where the socket did not tell them.
    fn kept(&self, call: CallId) -> Option<KeptCall> {
        let mut kept = self.trail.call(call)?;
        let port = self.udp.first().map_or(sip_core::SIP_PORT, |udp| udp.bound().port());
        for message in &mut kept.messages {
            let local = message.local.unwrap_or_else(|| SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), port));
            let ip = match local.ip().is_unspecified() {
                true => self.exchange.endpoint().local_address_for(message.remote.ip()),
                false => local.ip(),
            };
            message.local = Some(SocketAddr::new(ip, local.port()));
        }
        Some(kept)
    }

    pub(crate) fn read_interfaces(&mut self) {
        match net::interfaces() {
            Ok(found) if found != self.interfaces => {
                self.networks = translate::networks(&found);
                self.interfaces.clone_from(&found);
                self.input(Input::Sip(sip_core::Input::Interfaces(translate::interfaces(found))));
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the host's addresses cannot be read"),
        }
    }

    async fn stop(mut self, done: oneshot::Sender<()>) {
        self.input(Input::Command(Command::HangupAll));
        self.dispatch();
        // The media path and the peers get a moment: final statistics belong into the call log, what gets no answer is resent,
        // and a registrar may ask who takes a registration back.
        let end = tokio::time::Instant::now() + LAST_WORDS;
        while self.is_awaiting_anything() && tokio::time::Instant::now() < end {
            let timer = self.exchange.deadline().map(|at| self.clock.instant(at).into());
            let wake = timer.map_or(end, |at: tokio::time::Instant| at.min(end));
            tokio::select! {
                socket = any_ready(&self.udp) => {
                    self.read(socket);
                }
                fact = self.media.next() => self.input(Input::Media(fact)),
                event = self.streams.next() => self.stream(event),
                Some((query, answer)) = self.answers.1.recv() => self.resolved(query, answer),
                () = sleep_until(wake) => {}
            }
            self.tick();
            self.dispatch();
        }
        let _ = done.send(());
    }
}

/// What is noted of a message that came.
const fn heard(at: Moment, flow: &Flow) -> Note {
    Note { at, is_sent: false, transport: flow.transport, local: Some(flow.local), remote: flow.remote }
}
