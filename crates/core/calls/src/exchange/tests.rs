//! One exchange with a provider that calls an echo: enough to see what the exchange does whatever the call.

use std::{net::SocketAddr, time::Duration};

use model::{
    Cdr, Change, ConnectionType, ContextId, DestinationDraft, Edit, IncomingCallDraft, NumberRangeDraft,
    RangeKind, Ref, TrunkDraft, record::CallStatus, trunk::AddressingWord,
};
use sip_core::{EndpointConfig, Flow, Interface, Transport};

use super::*;
use crate::{Command, MediaId, MediaOrder, MediaReport};

const T0: Moment = Moment::from_unix_ms(1_790_000_000_000);

struct Bench {
    exchange: Exchange,
    now: Moment,
    out: Vec<Action>,
}

/// A provider at 10.0.0.9 whose number 300 is an echo.
fn snapshot() -> Arc<Snapshot> {
    let range = NumberRangeDraft {
        kind: Some(RangeKind::Incall),
        start: Some("300".into()),
        end: Some("399".into()),
        ..NumberRangeDraft::default()
    };
    let incalls = model::ContextDraft { range: Some(vec![range]), ..model::ContextDraft::default() };
    let trunk = TrunkDraft {
        name: Some("provider".into()),
        context: Some(Ref::from("Incalls")),
        connection_type: Some(ConnectionType::Peer),
        addressing: Some(AddressingWord::Static),
        address: Some("10.0.0.9".into()),
        monitoring: Some(model::trunk::MonitoringWord::Word("no".into())),
        ..TrunkDraft::default()
    };
    let echo = IncomingCallDraft {
        did: Some("300".into()),
        context: Some(Ref::from("Incalls")),
        destination: Some(DestinationDraft::Echo),
        ..IncomingCallDraft::default()
    };
    let changes = [
        Change::Context(Edit::Update(ContextId(2), incalls)),
        Change::Trunk(Edit::Create(trunk)),
        Change::IncomingCall(Edit::Create(echo)),
    ];
    Arc::new(Snapshot::factory().apply(&changes).unwrap())
}

impl Bench {
    fn new() -> Self {
        let config = EndpointConfig {
            listeners: vec![(Transport::Udp, ours())],
            external_address: None,
            local_networks: vec![],
            unlimited_sources: Vec::new(),
            seed: [7; 32],
        };
        let endpoint = Endpoint::new(config, snapshot());
        let mut bench =
            Self { exchange: Exchange::new(endpoint, snapshot(), CallId(40)), now: T0, out: Vec::new() };
        let interface = Interface { addr: ours().ip(), prefix: 24 };
        bench.give(Input::Sip(sip_core::Input::Interfaces(vec![interface])));
        bench
    }

    fn give(&mut self, input: Input<'_>) -> Vec<Action> {
        self.exchange.handle(self.now, input, &mut self.out);
        std::mem::take(&mut self.out)
    }

    fn receive(&mut self, message: &str) -> Vec<Action> {
        let flow = Flow { transport: Transport::Udp, local: ours(), remote: theirs(), conn: None };
        self.give(Input::Sip(sip_core::Input::Received { flow, bytes: message.as_bytes() }))
    }

    /// A call to the echo, answered.
    fn answered(&mut self) -> (CallId, MediaId) {
        let media = opened(&self.receive(&invite("300"))).expect("a port is asked for");
        let out = self.give(Input::Media(MediaFact::Opened { media, port: 20_000 }));
        assert!(replies(&out).iter().any(|reply| reply.starts_with("SIP/2.0 200")), "{:?}", replies(&out));
        (self.exchange.calls()[0].id, media)
    }

    fn pass(&mut self, span: Duration) -> Vec<Action> {
        let end = self.now + span;
        let mut all = Vec::new();
        while let Some(at) = self.exchange.deadline().filter(|at| *at <= end) {
            self.now = at;
            all.extend(self.give(Input::Tick));
        }
        self.now = end;
        all
    }
}

fn ours() -> SocketAddr {
    SocketAddr::from(([10, 0, 0, 1], 5060))
}

fn theirs() -> SocketAddr {
    SocketAddr::from(([10, 0, 0, 9], 5060))
}

fn invite(number: &str) -> String {
    let sdp =
        "v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0 8\r\n";
    format!(
        "INVITE sip:{number}@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n\
         From: <sip:0555@10.0.0.9>;tag=a\r\nTo: <sip:{number}@10.0.0.1>\r\nCall-ID: c1\r\nCSeq: 1 INVITE\r\n\
         Contact: <sip:0555@10.0.0.9>\r\nContent-Type: application/sdp\r\nContent-Length: {}\r\n\r\n{sdp}",
        sdp.len()
    )
}

fn replies(out: &[Action]) -> Vec<String> {
    let bytes = out.iter().filter_map(|action| match action {
        Action::Reply { bytes, .. } | Action::Send { bytes, .. } => Some(bytes),
        _ => None,
    });
    bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
}

fn opened(out: &[Action]) -> Option<MediaId> {
    out.iter().find_map(|action| match action {
        Action::Media(MediaOrder::Open { media, .. }) => Some(*media),
        _ => None,
    })
}

fn rows(out: &[Action]) -> Vec<Cdr> {
    let rows = out.iter().filter_map(|action| match action {
        Action::Cdr(cdr) => Some((**cdr).clone()),
        _ => None,
    });
    rows.collect()
}

#[test]
fn a_refused_call_has_one_row_at_once_and_takes_no_port() {
    let mut bench = Bench::new();
    let out = bench.receive(&invite("301"));
    assert_eq!(opened(&out), None);
    let rows = rows(&out);
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].outcome.status, rows[0].outcome.sip_code), (CallStatus::Refused, 404));
    assert_eq!(bench.exchange.call_count(), 0);
}

#[test]
fn calls_are_numbered_from_where_the_engine_says() {
    let mut bench = Bench::new();
    let (call, _) = bench.answered();
    assert_eq!(call, CallId(41));
}

#[test]
fn the_last_statistics_are_in_the_last_row() {
    let mut bench = Bench::new();
    let (call, media) = bench.answered();
    let out = bench.give(Input::Command(Command::Hangup(call)));
    assert!(rows(&out).is_empty(), "the statistics are still under way");
    let report = MediaReport { packets_rx: 99, ..MediaReport::default() };
    let rows = rows(&bench.give(Input::Media(MediaFact::Closed { media, report })));
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].media[0].packets_rx, 99);
    assert_eq!(bench.exchange.call_count(), 0);
}

#[test]
fn a_media_path_that_says_nothing_keeps_no_call() {
    let mut bench = Bench::new();
    let (call, media) = bench.answered();
    bench.give(Input::Command(Command::Hangup(call)));
    let rows = rows(&bench.pass(Duration::from_secs(3)));
    assert_eq!(rows.len(), 1, "its row is written without statistics");
    assert_eq!((bench.exchange.call_count(), bench.exchange.register.of_media(media)), (0, None));
}

#[test]
fn what_comes_late_or_for_nobody_is_ignored() {
    let mut bench = Bench::new();
    let nobody = MediaId(999);
    for fact in [
        MediaFact::Opened { media: nobody, port: 1 },
        MediaFact::Silent { media: nobody },
        MediaFact::Closed { media: nobody, report: MediaReport::default() },
    ] {
        assert!(bench.give(Input::Media(fact)).is_empty());
    }
    assert!(bench.give(Input::Command(Command::Hangup(CallId(1)))).is_empty());
}

#[test]
fn a_call_can_be_written_down_and_read_back() {
    let mut bench = Bench::new();
    let (call, _) = bench.answered();
    let written = serde_json::to_string(&bench.exchange.calls[&call]).unwrap();
    let read: Call = serde_json::from_str(&written).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), written);
    assert_eq!(read.deadline(), bench.exchange.calls[&call].deadline());
}

#[test]
fn people_see_the_call_in_asterisks_words() {
    let mut bench = Bench::new();
    bench.answered();
    let view = bench.exchange.calls().remove(0);
    assert_eq!(view.dialled, "300");
    let leg = &view.legs[0];
    assert!(leg.channel.starts_with("SIP/provider-"), "{}", leg.channel);
    assert_eq!((leg.state.as_str(), leg.number.as_str(), leg.codec.as_deref()), ("Up", "Echo", Some("ulaw")));
    assert_eq!(bench.exchange.calls_of_trunk(trunk_of(&bench)), 1);
}

fn trunk_of(bench: &Bench) -> model::TrunkId {
    bench.exchange.router.snapshot().trunk_by_name("provider").unwrap().id
}
