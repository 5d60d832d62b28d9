//! The endpoint under test, on a fake clock, alone: everybody else is a line of text.

use std::{collections::VecDeque, net::SocketAddr, sync::Arc, time::Duration};

use model::{
    Change, Edit, LineDraft, Secret, Snapshot, TrunkDraft, UserDraft,
    trunk::{AddressingWord, MonitoringWord},
};
use moment::Moment;
use sip_core::{
    Action, Answer, ConnId, Endpoint, EndpointConfig, Event, Flow, Input, Interface, Query, Transport,
};

use crate::Text;

/// Where the subject is.
pub const US: &str = "10.77.0.1:5060";
/// Where the static trunk `peer` is, which needs no password.
pub const PEER: &str = "10.77.0.2:5060";

/// What the subject has put on the wire.
#[derive(Clone, Debug)]
pub struct Sent {
    /// When.
    pub at: Moment,
    /// Over what.
    pub transport: Transport,
    /// Where to.
    pub to: SocketAddr,
    /// The message.
    pub text: Text,
}

/// The endpoint under test.
pub struct Subject {
    /// The time.
    pub now: Moment,
    /// The endpoint.
    pub endpoint: Endpoint,
    /// What it sent and nobody has looked at.
    pub wire: VecDeque<Sent>,
    /// What it told of calls and nobody has looked at.
    pub events: Vec<Event>,
    names: Vec<(Query, Answer)>,
    pub(crate) snapshot: Arc<Snapshot>,
}

impl Subject {
    /// Makes one with the open trunk `peer` and the line `alice`, whose password is `secret`.
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// The same, with changes to the trunk's form.
    pub fn with(edit: impl FnOnce(&mut TrunkDraft)) -> Self {
        Self::made(edit, Vec::new())
    }

    /// The same with a trunk that has a name, and a DNS that knows this much.
    pub fn named(address: &str, names: Vec<(Query, Answer)>) -> Self {
        Self::made(|trunk| trunk.address = Some(address.into()), names)
    }

    /// The same, with both.
    pub fn made(edit: impl FnOnce(&mut TrunkDraft), names: Vec<(Query, Answer)>) -> Self {
        let mut trunk = TrunkDraft {
            name: Some("peer".into()),
            context: Some("Incalls".into()),
            addressing: Some(AddressingWord::Static),
            address: Some("10.77.0.2".into()),
            // A clause looks at the messages that it is about, and at no others.
            monitoring: Some(MonitoringWord::Word("no".into())),
            ..TrunkDraft::default()
        };
        edit(&mut trunk);
        let line = LineDraft {
            username: Some("alice".into()),
            password: Some(Secret::new("secret")),
            weak_password: Some(true),
            context: Some("default".into()),
            ..LineDraft::default()
        };
        let user =
            UserDraft { firstname: Some("Alice".into()), line: Some(vec![line]), ..UserDraft::default() };
        let changes = [Change::Trunk(Edit::Create(trunk)), Change::User(Edit::Create(user))];
        let snapshot = Arc::new(Snapshot::factory().apply(&changes).expect("the configuration is valid"));
        let us: SocketAddr = US.parse().unwrap();
        let config = EndpointConfig {
            listeners: vec![
                (Transport::Udp, us),
                (Transport::Tcp, us),
                (Transport::Tls, (us.ip(), 5061).into()),
            ],
            external_address: None,
            local_networks: vec![],
            unlimited_sources: Vec::new(),
            seed: [7; 32],
        };
        let mut subject = Self {
            now: Moment::from_unix_ms(1_000_000),
            endpoint: Endpoint::new(config, Arc::clone(&snapshot)),
            wire: VecDeque::new(),
            events: Vec::new(),
            names,
            snapshot,
        };
        subject.input(Input::Interfaces(vec![Interface { addr: us.ip(), prefix: 24 }]));
        subject
    }

    /// The same, with a trunk over TCP.
    pub fn over_tcp() -> Self {
        Self::with(|trunk| trunk.transport = Some(model::Transport::Tcp))
    }

    /// The same, with a trunk over TLS.
    pub fn over_tls() -> Self {
        Self::with(|trunk| trunk.transport = Some(model::Transport::Tls))
    }

    /// Hears somebody over TLS.
    pub fn hear_over_tls(&mut self, from: &str, text: &Text) {
        self.hear_bytes(flow(Transport::Tls, from), &text.to_bytes());
    }

    /// Gives the endpoint an input and collects what comes of it.
    pub fn input(&mut self, input: Input<'_>) {
        let mut out = vec![];
        self.endpoint.handle(self.now, input, &mut out);
        for action in out {
            match action {
                Action::Reply { flow, bytes } => self.post(flow.transport, flow.remote, &bytes),
                Action::Send { hop, bytes } => self.post(hop.transport, hop.addr, &bytes),
                Action::Resolve { query, ask } => {
                    let known = self.names.iter().find(|(asked, _)| *asked == ask);
                    let answer = known.map_or(Answer::None, |(_, answer)| answer.clone());
                    self.input(Input::Resolved { query, answer });
                }
                // That an INVITE goes stands on the wire.
                Action::Event(Event::Placed { .. }) => {}
                Action::Event(event) => self.events.push(event),
                Action::Store(_) | Action::Vouch(_) => {}
            }
        }
    }

    fn post(&mut self, transport: Transport, to: SocketAddr, bytes: &[u8]) {
        self.wire.push_back(Sent { at: self.now, transport, to, text: Text::read(bytes) });
    }

    /// Hears the peer.
    pub fn hear(&mut self, text: &Text) {
        self.hear_from(PEER, text);
    }

    /// Hears somebody over UDP.
    pub fn hear_from(&mut self, from: &str, text: &Text) {
        self.hear_bytes(flow(Transport::Udp, from), &text.to_bytes());
    }

    /// Hears the peer over its connection.
    pub fn hear_over_tcp(&mut self, text: &Text) {
        self.hear_bytes(flow(Transport::Tcp, PEER), &text.to_bytes());
    }

    /// Hears whatever bytes.
    pub fn hear_bytes(&mut self, flow: Flow, bytes: &[u8]) {
        self.input(Input::Received { flow, bytes });
    }

    /// Lets time pass.
    pub fn pass(&mut self, ms: u64) {
        let end = self.now + Duration::from_millis(ms);
        while let Some(at) = self.endpoint.deadline().filter(|at| *at <= end) {
            self.now = self.now.max(at);
            self.input(Input::Tick);
        }
        self.now = end;
    }

    /// Takes the oldest message that nobody has looked at.
    ///
    /// # Panics
    /// Where there is none.
    pub fn sent(&mut self) -> Sent {
        self.wire.pop_front().expect("the subject sends something")
    }

    /// Takes all of them.
    pub fn all_sent(&mut self) -> Vec<Sent> {
        self.wire.drain(..).collect()
    }

    /// Takes the first response with that code, and drops what came before it.
    ///
    /// # Panics
    /// Where there is none.
    pub fn response(&mut self, code: u16) -> Text {
        self.take(|text| text.code() == code).unwrap_or_else(|sent| panic!("no {code} in {sent:?}"))
    }

    /// Takes the first request of a method, and drops what came before it.
    ///
    /// # Panics
    /// Where there is none.
    pub fn request(&mut self, method: &str) -> Text {
        self.take(|text| text.method() == method).unwrap_or_else(|sent| panic!("no {method} in {sent:?}"))
    }

    /// The first lines of all that nobody has looked at; takes them.
    pub fn starts(&mut self) -> Vec<String> {
        self.wire.drain(..).map(|sent| sent.text.start).collect()
    }

    fn take(&mut self, wanted: impl Fn(&Text) -> bool) -> Result<Text, Vec<String>> {
        match self.wire.iter().position(|sent| wanted(&sent.text)) {
            Some(at) => Ok(self.wire.drain(..=at).next_back().expect("it was found").text),
            None => Err(self.starts()),
        }
    }
}

impl Default for Subject {
    fn default() -> Self {
        Self::new()
    }
}

/// The way that somebody's messages take to the subject.
pub(crate) fn flow(transport: Transport, from: &str) -> Flow {
    let conn = transport.is_reliable().then_some(ConnId(1));
    Flow { transport, local: US.parse().unwrap(), remote: from.parse().unwrap(), conn }
}
