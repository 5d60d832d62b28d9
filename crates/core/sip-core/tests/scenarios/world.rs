//! The fake world: sides, wires and time.

use std::{
    collections::{BTreeMap, HashMap},
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use model::{
    Change, Edit, LineDraft, LineId, Secret, Snapshot, TrunkDraft, TrunkId, UserDraft,
    trunk::{AddressingWord, MonitoringWord},
};
use moment::Moment;
use sip_core::{
    Action, Answer, Caller, Command, ConnId, Endpoint, EndpointConfig, Event, Flow, Hop, Incoming, Input,
    Interface, LegId, LegTarget, Outgoing, Query, Transport,
};
use sip_msg::{Message, Status};

/// What the network does to datagrams; streams are spared.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Weather {
    pub(crate) loss_percent: u64,
    pub(crate) duplicate_percent: u64,
    pub(crate) jitter_ms: u64,
}

/// One endpoint with what it told.
pub(crate) struct Side {
    pub(crate) endpoint: Endpoint,
    pub(crate) events: Vec<Event>,
    /// What it told of trunks and registrations.
    pub(crate) news: Vec<Event>,
    snapshot: Arc<Snapshot>,
    addr: SocketAddr,
}

/// A message under way.
struct Parcel {
    to: SocketAddr,
    from: SocketAddr,
    transport: Transport,
    bytes: Vec<u8>,
}

/// Everything.
pub(crate) struct World {
    pub(crate) now: Moment,
    pub(crate) sides: Vec<Side>,
    pub(crate) weather: Weather,
    /// What was sent to addresses where no endpoint is.
    pub(crate) mail: Vec<(SocketAddr, SocketAddr, Message)>,
    /// Every message that was put on the wire, as its first line.
    pub(crate) ladder: Vec<String>,
    /// Addresses that answer with ICMP errors.
    pub(crate) closed: Vec<SocketAddr>,
    names: HashMap<String, Vec<IpAddr>>,
    parcels: BTreeMap<(Moment, u64), Parcel>,
    serial: u64,
    dice: u64,
}

pub(crate) const A: usize = 0;
pub(crate) const B: usize = 1;
pub(crate) const ADDRESS: [&str; 2] = ["10.77.0.1:5060", "10.77.0.2:5060"];
pub(crate) const OFFER: &[u8] = b"v=0 offer";
pub(crate) const ANSWER: &[u8] = b"v=0 answer";

impl World {
    /// Makes two endpoints whose trunks `peer` point at each other and need no password.
    pub(crate) fn new() -> Self {
        Self::with([vec![open_trunk("peer", ADDRESS[B])], vec![open_trunk("peer", ADDRESS[A])]])
    }

    /// Makes two endpoints from changes to a new exchange's configuration.
    pub(crate) fn with(changes: [Vec<Change>; 2]) -> Self {
        Self::named(changes, &[])
    }

    /// The same, with names that the DNS knows.
    pub(crate) fn named(changes: [Vec<Change>; 2], names: &[(&str, &[&str])]) -> Self {
        let side = |index: usize, changes: &[Change]| {
            let addr: SocketAddr = ADDRESS[index].parse().unwrap();
            let config = EndpointConfig {
                listeners: vec![(Transport::Udp, addr), (Transport::Tcp, addr)],
                external_address: None,
                local_networks: vec![],
                unlimited_sources: Vec::new(),
                seed: [u8::try_from(index).unwrap() + 1; 32],
            };
            let snapshot = Arc::new(Snapshot::factory().apply(changes).unwrap());
            Side {
                endpoint: Endpoint::new(config, Arc::clone(&snapshot)),
                events: vec![],
                news: vec![],
                snapshot,
                addr,
            }
        };
        let sides = changes.iter().enumerate().map(|(index, changes)| side(index, changes)).collect();
        let mut world = Self {
            now: Moment::from_unix_ms(1_000_000),
            sides,
            weather: Weather::default(),
            mail: vec![],
            ladder: vec![],
            closed: vec![],
            names: names
                .iter()
                .map(|(name, ips)| (name.to_string(), ips.iter().map(|ip| ip.parse().unwrap()).collect()))
                .collect(),
            parcels: BTreeMap::new(),
            serial: 0,
            dice: 7,
        };
        for index in [A, B] {
            let addr = world.sides[index].addr.ip();
            world.input(index, Input::Interfaces(vec![Interface { addr, prefix: 24 }]));
        }
        world
    }

    /// Gives a side an input, and puts what comes of it on the wire.
    pub(crate) fn input(&mut self, side: usize, input: Input<'_>) {
        let mut out = vec![];
        self.sides[side].endpoint.handle(self.now, input, &mut out);
        self.carry(side, out);
    }

    pub(crate) fn command(&mut self, side: usize, command: Command) {
        self.input(side, Input::Command(command));
    }

    fn carry(&mut self, side: usize, actions: Vec<Action>) {
        let from = self.sides[side].addr;
        for action in actions {
            match action {
                Action::Reply { flow, bytes } => self.post(from, flow.remote, flow.transport, bytes),
                Action::Send { hop: Hop { transport, addr, .. }, bytes } if self.closed.contains(&addr) => {
                    drop(bytes);
                    self.input(side, Input::Unreachable { transport, remote: addr, conn: None, fault: None });
                }
                Action::Send { hop, bytes } => self.post(from, hop.addr, hop.transport, bytes),
                Action::Resolve { query, ask } => {
                    let answer = match ask {
                        Query::Addresses(name) => {
                            self.names.get(&name).cloned().map_or(Answer::None, Answer::Addresses)
                        }
                        Query::Naptr(_) | Query::Srv(_) => Answer::None,
                    };
                    self.input(side, Input::Resolved { query, answer });
                }
                Action::Store(_) | Action::Vouch(_) => {}
                Action::Event(event) => self.sides[side].events.push(event),
            }
        }
    }

    /// Puts a message on the wire.
    pub(crate) fn post(&mut self, from: SocketAddr, to: SocketAddr, transport: Transport, bytes: Vec<u8>) {
        let line = bytes.split(|byte| *byte == b'\r').next().unwrap_or_default();
        self.ladder.push(format!("{from} > {to} {}", String::from_utf8_lossy(line)));
        let datagram = transport == Transport::Udp;
        if datagram && self.roll(100) < self.weather.loss_percent {
            return;
        }
        let copies = if datagram && self.roll(100) < self.weather.duplicate_percent { 2 } else { 1 };
        for _ in 0..copies {
            let jitter = if datagram { self.roll(self.weather.jitter_ms + 1) } else { 0 };
            self.serial += 1;
            let at = self.now + Duration::from_millis(5 + jitter);
            self.parcels.insert((at, self.serial), Parcel { to, from, transport, bytes: bytes.clone() });
        }
    }

    fn roll(&mut self, sides: u64) -> u64 {
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.dice >> 33) % sides
    }

    /// Throws other dice.
    pub(crate) fn seed(&mut self, seed: u64) {
        self.dice = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    }

    /// Lets time pass.
    pub(crate) fn run(&mut self, ms: u64) {
        let end = self.now + Duration::from_millis(ms);
        loop {
            let parcel = self.parcels.keys().next().map(|(at, _)| *at);
            let due = self.sides.iter().filter_map(|side| side.endpoint.deadline()).min();
            let Some(next) = parcel.into_iter().chain(due).min().filter(|at| *at <= end) else { break };
            self.now = self.now.max(next);
            match self.parcels.first_key_value().map(|((at, _), _)| *at) {
                Some(at) if at <= self.now => self.deliver(),
                _ => {
                    for side in [A, B] {
                        self.input(side, Input::Tick);
                    }
                }
            }
        }
        self.now = end;
    }

    fn deliver(&mut self) {
        let Some((_, parcel)) = self.parcels.pop_first() else { return };
        let Parcel { to, from, transport, bytes } = parcel;
        let Some(side) = self.sides.iter().position(|side| side.addr == to) else {
            if let Ok(message) = Message::parse(&bytes) {
                self.mail.push((from, to, message));
            }
            return;
        };
        let conn = (transport == Transport::Tcp).then_some(ConnId(1));
        let flow = Flow { transport, local: to, remote: from, conn };
        self.input(side, Input::Received { flow, bytes: &bytes });
    }

    /// Changes a side's only trunk.
    pub(crate) fn edit_trunk(&mut self, side: usize, edit: impl FnOnce(&mut TrunkDraft)) {
        let mut draft = TrunkDraft::default();
        edit(&mut draft);
        let change = Change::Trunk(Edit::Update(self.trunk(side), draft));
        self.reconfigure(side, change);
    }

    /// Changes a side's configuration.
    pub(crate) fn reconfigure(&mut self, side: usize, change: Change) {
        let changed = Arc::new(self.sides[side].snapshot.apply(&[change]).unwrap());
        self.sides[side].snapshot = Arc::clone(&changed);
        self.input(side, Input::Config(changed));
    }

    /// Places a call on a side's only trunk.
    pub(crate) fn call(&mut self, side: usize, number: &str) -> LegId {
        let trunk = self.trunk(side);
        self.call_to(side, LegTarget::Trunk { trunk, number: number.to_owned() })
    }

    pub(crate) fn call_to(&mut self, side: usize, to: LegTarget) -> LegId {
        let leg = self.sides[side].endpoint.reserve_leg();
        let caller = Caller { name: "Alice".to_owned(), number: "201".to_owned(), private: false };
        self.command(
            side,
            Command::Invite(Box::new(Outgoing {
                leg,
                to,
                caller,
                sdp: OFFER.to_vec(),
                max_forwards: 69,
                diversion: vec![],
                patience: Duration::from_secs(4),
            })),
        );
        leg
    }

    /// A side's only trunk.
    pub(crate) fn trunk(&self, side: usize) -> TrunkId {
        *self.sides[side].snapshot.nouns().trunks.keys().next().unwrap()
    }

    /// A side's only line.
    pub(crate) fn line(&self, side: usize) -> LineId {
        *self.sides[side].snapshot.nouns().lines.keys().next().unwrap()
    }

    /// Takes the call that has arrived.
    pub(crate) fn incoming(&mut self, side: usize) -> Incoming {
        let found = self.sides[side].events.iter().position(|event| matches!(event, Event::Incoming(_)));
        match found.map(|at| self.sides[side].events.remove(at)) {
            Some(Event::Incoming(incoming)) => *incoming,
            other => panic!(
                "no call at {side}: {other:?}, {:?}\n{}",
                self.sides[side].events,
                self.ladder.join("\n")
            ),
        }
    }

    /// Takes all that a side has told of legs since the last time.
    pub(crate) fn told(&mut self, side: usize) -> Vec<Event> {
        let mut told = std::mem::take(&mut self.sides[side].events);
        let is_news = |event: &Event| {
            matches!(event, Event::Trunk(_) | Event::Bindings(_) | Event::Placed { .. } | Event::Probed(_))
        };
        let news = told.extract_if(.., |event| is_news(event));
        self.sides[side].news.extend(news);
        told
    }

    pub(crate) fn answer(&mut self, side: usize, leg: LegId) {
        self.command(side, Command::Answer { leg, sdp: ANSWER.to_vec() });
    }

    pub(crate) fn ring(&mut self, side: usize, leg: LegId) {
        self.command(side, Command::Progress { leg, status: Status::RINGING, sdp: None });
    }

    pub(crate) fn end(&mut self, side: usize, leg: LegId) {
        self.command(side, Command::End { leg, status: Status::OK, text: String::new() });
    }

    /// Sets a call up from A to B; returns both legs.
    pub(crate) fn connected(&mut self) -> (LegId, LegId) {
        let a = self.call(A, "101");
        self.run(50);
        let b = self.incoming(B).leg;
        self.answer(B, b);
        self.run(50);
        assert!(self.told(A).iter().any(|event| matches!(event, Event::Answered { .. })));
        assert!(self.told(B).iter().any(|event| matches!(event, Event::Confirmed { .. })));
        (a, b)
    }

    /// How often a first line with this text was put on the wire.
    pub(crate) fn count(&self, text: &str) -> usize {
        self.ladder.iter().filter(|line| line.contains(text)).count()
    }

    /// Lets all timers run out, and checks that nothing is left of any call.
    pub(crate) fn nothing_is_left(&mut self) {
        self.run(200_000);
        for side in &self.sides {
            assert_eq!(
                (side.endpoint.legs(), side.endpoint.transactions()),
                (0, 0),
                "{}",
                self.ladder.join("\n")
            );
        }
    }
}

/// A static trunk that is known by its address.
pub(crate) fn open_trunk(name: &str, address: &str) -> Change {
    trunk(name, |draft| {
        draft.addressing = Some(AddressingWord::Static);
        draft.address = Some(address.to_owned());
    })
}

/// A trunk in the form's words.
pub(crate) fn trunk(name: &str, edit: impl FnOnce(&mut TrunkDraft)) -> Change {
    let mut draft = TrunkDraft {
        name: Some(name.to_owned()),
        context: Some("Incalls".into()),
        // Scenarios count every message; those about monitoring say so.
        monitoring: Some(MonitoringWord::Word("no".to_owned())),
        ..TrunkDraft::default()
    };
    edit(&mut draft);
    Change::Trunk(Edit::Create(draft))
}

/// A user with one line, whose password is `secret`.
pub(crate) fn line(username: &str) -> Change {
    let line = LineDraft {
        username: Some(username.to_owned()),
        password: Some(Secret::new("secret")),
        weak_password: Some(true),
        context: Some("default".into()),
        ..LineDraft::default()
    };
    let user =
        UserDraft { firstname: Some(username.to_owned()), line: Some(vec![line]), ..UserDraft::default() };
    Change::User(Edit::Create(user))
}
