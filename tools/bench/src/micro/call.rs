//! A whole call through the cores: INVITE from one static trunk, out on another, 180, 200, ACK, BYE, the call log's rows.
//! Both peers and the media path are played here, outside of the time that is counted.

use std::{
    collections::VecDeque,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, anyhow, ensure};
use calls::{Action, CallId, Exchange, Input, MediaFact, MediaOrder, MediaReport};
use model::{
    Change, ConnectionType, ContextId, Edit, OutgoingCallDraft, OutgoingExtensionDraft, Snapshot, TrunkDraft,
    trunk::AddressingWord,
};
use moment::Moment;
use sip_core::{Endpoint, EndpointConfig, Flow, Interface, Transport};
use sip_msg::{HeaderName, Message, Method, Request, Response, Status};

use super::clock::{Clock, Spread};

/// Calls come one after the other; a round lasts a minute of the exchange's time, so that their transactions end.
pub(super) fn call(clock: &Clock) -> Result<Spread> {
    let mut stage = Stage::new()?;
    clock.gather(|| {
        stage.spent = Duration::ZERO;
        for _ in 0..CALLS {
            stage.play()?;
        }
        stage.rest();
        Ok(stage.spent.as_nanos() as f64 / f64::from(CALLS))
    })
}

struct Stage {
    exchange: Exchange,
    now: Moment,
    calls: u32,
    /// Processor time of the exchange alone.
    spent: Duration,
    sent: VecDeque<(SocketAddr, Vec<u8>)>,
    facts: VecDeque<MediaFact>,
    rows: u32,
    port: u16,
}

impl Stage {
    fn new() -> Result<Self> {
        let snapshot = Arc::new(Snapshot::factory().apply(&site()).map_err(|error| anyhow!("{error:?}"))?);
        let config = EndpointConfig {
            listeners: vec![(Transport::Udp, SERVER)],
            external_address: None,
            local_networks: Vec::new(),
            unlimited_sources: Vec::new(),
            seed: [7; 32],
        };
        let exchange = Exchange::new(Endpoint::new(config, snapshot.clone()), snapshot, CallId(0));
        let mut stage = Self {
            exchange,
            now: Moment::from_unix_ms(1_790_000_000_000),
            calls: 0,
            spent: Duration::ZERO,
            sent: VecDeque::new(),
            facts: VecDeque::new(),
            rows: 0,
            port: FIRST_PORT,
        };
        let interfaces = vec![Interface { addr: SERVER.ip(), prefix: 24 }];
        stage.handle(Input::Sip(sip_core::Input::Interfaces(interfaces)));
        Ok(stage)
    }

    /// One call from its first message to its last.
    fn play(&mut self) -> Result<()> {
        self.calls += 1;
        let (n, rows) = (self.calls, self.rows);
        self.sent.clear();
        self.receive(CALLER, invite(n).as_bytes());
        let Message::Request(invited) = self.message(CALLEE, "INVITE")? else {
            unreachable!("asked for a request")
        };
        self.receive(CALLEE, &answer(&invited, Status::RINGING, n).to_bytes());
        let mut ok = answer(&invited, Status::OK, n);
        ok.set_body("application/sdp", CALLEE_SDP.as_bytes().to_vec());
        self.receive(CALLEE, &ok.to_bytes());
        self.message(CALLEE, "ACK")?;
        let Message::Response(answered) = self.message(CALLER, "200")? else {
            unreachable!("asked for a response")
        };
        let to = answered.headers.get(&HeaderName::To).context("a 200 has To")?.to_owned();
        self.receive(CALLER, within(n, "ACK", 1, &to).as_bytes());
        self.now += Duration::from_millis(100);
        self.receive(CALLER, within(n, "BYE", 2, &to).as_bytes());
        let Message::Request(bye) = self.message(CALLEE, "BYE")? else { unreachable!("asked for a request") };
        self.receive(CALLEE, &bye.response(Status::OK).to_bytes());
        ensure!(self.rows > rows + 1, "the call wrote {} rows of the call log, not two", self.rows - rows);
        Ok(())
    }

    fn receive(&mut self, from: SocketAddr, bytes: &[u8]) {
        let flow = Flow { transport: Transport::Udp, local: SERVER, remote: from, conn: None };
        self.handle(Input::Sip(sip_core::Input::Received { flow, bytes }));
        while let Some(fact) = self.facts.pop_front() {
            self.handle(Input::Media(fact));
        }
    }

    /// Hands an input in, counts its time, and keeps what comes out of it.
    fn handle(&mut self, input: Input<'_>) {
        let mut out = Vec::new();
        let start = Instant::now();
        self.exchange.handle(self.now, input, &mut out);
        self.spent += start.elapsed();
        for action in out {
            match action {
                Action::Reply { flow, bytes } => self.sent.push_back((flow.remote, bytes)),
                Action::Send { hop, bytes } => self.sent.push_back((hop.addr, bytes)),
                Action::Media(order) => self.obey(&order),
                Action::Cdr(_) => self.rows += 1,
                Action::Resolve { .. }
                | Action::Store(_)
                | Action::Vouch(_)
                | Action::Leg(_)
                | Action::Stop(_)
                | Action::Probed(_)
                | Action::Tested(_)
                | Action::Event(_) => {}
            }
        }
    }

    fn obey(&mut self, order: &MediaOrder) {
        match order {
            MediaOrder::Open { media, .. } => {
                self.port = self.port.checked_add(2).unwrap_or(FIRST_PORT);
                self.facts.push_back(MediaFact::Opened { media: *media, port: self.port });
            }
            MediaOrder::Close { media } => {
                self.facts.push_back(MediaFact::Closed { media: *media, report: MediaReport::default() });
            }
            MediaOrder::Set { .. }
            | MediaOrder::Join { .. }
            | MediaOrder::Play { .. }
            | MediaOrder::Quiet { .. }
            | MediaOrder::Dial { .. } => {}
        }
    }

    /// The next message to a peer with this method or status; earlier ones are not wanted.
    fn message(&mut self, to: SocketAddr, what: &str) -> Result<Message> {
        let is_it = |message: &Message| match message {
            Message::Request(request) => request.method.as_str() == what,
            Message::Response(response) => response.status.code().to_string() == what,
        };
        let place = self
            .sent
            .iter()
            .position(|(addr, bytes)| *addr == to && Message::parse(bytes).is_ok_and(|one| is_it(&one)));
        let (_, bytes) = place.and_then(|place| self.sent.remove(place)).with_context(|| {
            let sent: Vec<_> =
                self.sent.iter().map(|(to, bytes)| (to, String::from_utf8_lossy(bytes))).collect();
            format!("no {what} came out of call {}, but {sent:?}", self.calls)
        })?;
        Message::parse(&bytes).ok().context("our own message can be read")
    }

    /// Lets a minute pass.
    fn rest(&mut self) {
        let end = self.now + Duration::from_secs(60);
        while let Some(at) = self.exchange.deadline().filter(|at| *at <= end) {
            self.now = self.now.max(at);
            self.handle(Input::Tick);
        }
        self.now = end;
    }
}

fn site() -> Vec<Change> {
    let trunk = |name: &str, address: &str| {
        Change::Trunk(Edit::Create(TrunkDraft {
            name: Some(name.into()),
            connection_type: Some(ConnectionType::Peer),
            addressing: Some(AddressingWord::Static),
            address: Some(address.into()),
            context: Some("default".into()),
            transit: Some(true),
            ..TrunkDraft::default()
        }))
    };
    let outgoing = OutgoingCallDraft {
        name: Some("out".into()),
        context: Some("to-extern".into()),
        trunks: Some(vec!["out".into()]),
        extension: Some(vec![OutgoingExtensionDraft { pattern: Some("5XXX.".into()), ..Default::default() }]),
        ..OutgoingCallDraft::default()
    };
    vec![
        Change::Context(Edit::Update(ContextId(1), model::ContextDraft::default())),
        trunk("in", "192.0.2.21"),
        trunk("out", "192.0.2.22:5080"),
        Change::OutgoingCall(Edit::Create(outgoing)),
    ]
}

fn invite(n: u32) -> String {
    format!(
        "INVITE sip:5551234@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.21:5070;branch=z9hG4bK{n}.1\r\nMax-Forwards: 70\r\nFrom: \
         \"Load\" <sip:load@192.0.2.21>;tag=a{n}\r\nTo: <sip:5551234@192.0.2.1>\r\nCall-ID: {n}@192.0.2.21\r\nCSeq: 1 INVITE\r\nContact: \
         <sip:load@192.0.2.21:5070>\r\nContent-Type: application/sdp\r\nContent-Length: {}\r\n\r\n{CALLER_SDP}",
        CALLER_SDP.len()
    )
}

/// A request of the caller within its dialog.
fn within(n: u32, method: &str, cseq: u32, to: &str) -> String {
    let branch = if method == "ACK" { "2" } else { "3" };
    format!(
        "{method} sip:192.0.2.1:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.21:5070;branch=z9hG4bK{n}.{branch}\r\nMax-Forwards: \
         70\r\nFrom: \"Load\" <sip:load@192.0.2.21>;tag=a{n}\r\nTo: {to}\r\nCall-ID: {n}@192.0.2.21\r\nCSeq: {cseq} \
         {method}\r\nContent-Length: 0\r\n\r\n"
    )
}

/// An answer of the callee to the INVITE.
fn answer(invited: &Request, status: Status, n: u32) -> Response {
    let mut response = invited.response(status);
    let to = invited.headers.get(&HeaderName::To).unwrap_or_default();
    response.headers.set(HeaderName::To, format!("{to};tag=b{n}"));
    response.headers.set(HeaderName::Contact, "<sip:192.0.2.22:5080>");
    debug_assert_eq!(invited.method, Method::Invite);
    response
}

const CALLS: u32 = 500;
const FIRST_PORT: u16 = 20_000;
const SERVER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 5060);
const CALLER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 21)), 5070);
const CALLEE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 22)), 5080);
const CALLER_SDP: &str = "v=0\r\no=- 1 1 IN IP4 192.0.2.21\r\ns=-\r\nc=IN IP4 192.0.2.21\r\nt=0 0\r\nm=audio 6000 RTP/AVP \
                          0\r\na=rtpmap:0 PCMU/8000\r\na=ptime:20\r\n";
const CALLEE_SDP: &str = "v=0\r\no=- 2 1 IN IP4 192.0.2.22\r\ns=-\r\nc=IN IP4 192.0.2.22\r\nt=0 0\r\nm=audio 6000 RTP/AVP \
                          0\r\na=rtpmap:0 PCMU/8000\r\n";
