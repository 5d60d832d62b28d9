//! The messages of RFC 4475, each treated as its section asks by an endpoint that hears it over UDP from a stranger. What
//! is well-formed and for us is challenged (401), which shows that everything judged before the challenge passed.

// Functions that tests share are tests too, which clippy cannot see.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::{net::SocketAddr, sync::Arc};

use model::{
    Change, Edit, Snapshot, TrunkDraft,
    trunk::{AddressingWord, MonitoringWord},
};
use moment::Moment;
use sip_core::{Action, ConnId, Endpoint, EndpointConfig, Event, Flow, Incoming, Input, Transport};
use sip_msg::{HeaderName, Message};

const HERE: &str = "192.0.2.254:5060";
const STRANGER: &str = "203.0.113.5:5060";
/// A static trunk without a password: what it sends is believed.
const TRUNK: &str = "203.0.113.6:5060";

/// No answer at all.
const DROPPED: u16 = 0;

/// An answer with where it went. That to a broken message may repeat a header that nobody can read, so it stays text.
struct Answer {
    to: SocketAddr,
    status: u16,
    text: String,
}

macro_rules! messages {
    ($($section:literal $name:ident $status:expr;)+) => {
        /// Section, name, octets, and the status that answers them.
        const MESSAGES: &[(&str, &str, &[u8], u16)] = &[
            $(($section, stringify!($name), octets!($name), $status),)+
        ];
    };
}

macro_rules! octets {
    ($name:ident) => {
        include_bytes!(concat!("../../../value/sip-msg/tests/rfc4475/", stringify!($name), ".dat"))
    };
}

messages! {
    // Its To has a tag, and we have no such dialog (RFC 3261 section 12.2.2).
    "3.1.1.1" wsinv 481;
    "3.1.1.2" intmeth 501;
    "3.1.1.3" esc01 401;
    "3.1.1.4" escnull 401;
    "3.1.1.5" esc02 501;
    "3.1.1.6" lwsdisp 401;
    "3.1.1.7" longreq 401;
    "3.1.1.8" dblreq 401;
    "3.1.1.9" semiuri 401;
    "3.1.1.10" transports 401;
    "3.1.1.11" mpart01 405;
    "3.1.1.12" unreason DROPPED;
    "3.1.1.13" noreason DROPPED;
    "3.1.2.1" badinv01 400;
    "3.1.2.2" clerr 400;
    "3.1.2.3" ncl 400;
    "3.1.2.4" scalar02 400;
    "3.1.2.5" scalarlg DROPPED;
    "3.1.2.6" quotbal 400;
    "3.1.2.7" ltgtruri 400;
    "3.1.2.8" lwsruri 400;
    "3.1.2.9" lwsstart 400;
    "3.1.2.10" trws 400;
    "3.1.2.11" escruri 400;
    "3.1.2.12" baddate 401;
    "3.1.2.13" regbadct 400;
    "3.1.2.14" badaspec 400;
    "3.1.2.15" baddn 400;
    "3.1.2.16" badvers 505;
    "3.1.2.17" mismatch01 400;
    "3.1.2.18" mismatch02 501;
    "3.1.2.19" bigcode DROPPED;
    "3.2.1" badbranch 401;
    "3.3.1" insuf 400;
    "3.3.2" unkscm 416;
    "3.3.3" novelsc 416;
    "3.3.4" unksm2 401;
    "3.3.5" bext01 420;
    "3.3.6" invut 415;
    "3.3.7" regaut01 401;
    "3.3.8" multi01 400;
    "3.3.9" mcl01 400;
    "3.3.10" bcast DROPPED;
    "3.3.11" zeromf 401;
    "3.3.12" cparam01 401;
    "3.3.13" cparam02 401;
    "3.3.14" regescrt 401;
    "3.3.15" sdp01 406;
    "3.4.1" inv2543 401;
}

impl Answer {
    fn read(to: SocketAddr, bytes: Vec<u8>) -> Self {
        let text = String::from_utf8(bytes).unwrap();
        let status = text.strip_prefix("SIP/2.0 ").and_then(|rest| rest.get(..3)).unwrap().parse().unwrap();
        Self { to, status, text }
    }
}

fn endpoint() -> Endpoint {
    let trunk = TrunkDraft {
        name: Some("peer".into()),
        addressing: Some(AddressingWord::Static),
        monitoring: Some(MonitoringWord::Word("no".into())),
        address: Some(TRUNK.into()),
        context: Some("Incalls".into()),
        ..TrunkDraft::default()
    };
    let snapshot = Snapshot::factory().apply(&[Change::Trunk(Edit::Create(trunk))]).unwrap();
    let config = EndpointConfig {
        listeners: vec![(Transport::Udp, HERE.parse().unwrap())],
        external_address: None,
        local_networks: vec![],
        unlimited_sources: Vec::new(),
        seed: [4; 32],
    };
    Endpoint::new(config, Arc::new(snapshot))
}

/// What an endpoint makes of octets: its answers, where they went, and the calls that it tells of.
fn heard(endpoint: &mut Endpoint, source: &str, bytes: &[u8]) -> (Vec<Answer>, Vec<Incoming>) {
    heard_over(Transport::Udp, endpoint, source, bytes)
}

fn heard_over(
    transport: Transport,
    endpoint: &mut Endpoint,
    source: &str,
    bytes: &[u8],
) -> (Vec<Answer>, Vec<Incoming>) {
    let (local, remote) = (HERE.parse().unwrap(), source.parse().unwrap());
    let conn = transport.is_reliable().then_some(ConnId(1));
    let flow = Flow { transport, local, remote, conn };
    let (mut out, mut answers, mut calls) = (vec![], vec![], vec![]);
    endpoint.handle(Moment::from_unix_ms(1), Input::Received { flow, bytes }, &mut out);
    for action in out {
        match action {
            Action::Reply { flow, bytes } => answers.push(Answer::read(flow.remote, bytes)),
            Action::Event(Event::Incoming(call)) => calls.push(*call),
            Action::Event(_) | Action::Resolve { .. } | Action::Vouch(_) => {}
            Action::Send { .. } | Action::Store(_) => panic!("nothing goes anywhere but back: {action:?}"),
        }
    }
    (answers, calls)
}

#[test]
fn every_message_is_answered_as_its_section_asks() {
    for transport in [Transport::Udp, Transport::Tcp, Transport::Tls] {
        let mut endpoint = endpoint();
        let mut wrong = vec![];
        for (section, name, bytes, expected) in MESSAGES {
            let (answers, calls) = heard_over(transport, &mut endpoint, STRANGER, bytes);
            let status = answers.first().map_or(DROPPED, |answer| answer.status);
            if status != *expected || answers.len() > 1 || !calls.is_empty() {
                wrong.push(format!("{transport:?} {section} {name}: {status} and not {expected}"));
            }
        }
        assert_eq!(wrong, [""; 0]);
        assert_eq!((endpoint.legs(), endpoint.transactions()), (0, 0), "a stranger costs no state");
    }
}

#[test]
fn answers_go_to_the_source_and_never_where_the_message_says() {
    let mut endpoint = endpoint();
    let source: SocketAddr = STRANGER.parse().unwrap();
    for (_, name, bytes, _) in MESSAGES {
        for answer in heard(&mut endpoint, STRANGER, bytes).0 {
            assert_eq!(answer.to.ip(), source.ip(), "{name}");
            assert!(answer.text.contains("\r\nVia: "), "{name}");
        }
    }
}

#[test]
fn refusals_say_what_would_be_taken() {
    let mut endpoint = endpoint();
    let mut header = |bytes: &[u8], name: HeaderName| {
        let (answers, _) = heard(&mut endpoint, STRANGER, bytes);
        match Message::parse(answers[0].text.as_bytes()) {
            Ok(Message::Response(response)) => response.headers.get(&name).map(str::to_owned),
            other => panic!("{other:?}"),
        }
    };
    let unsupported = header(octets!(bext01), HeaderName::Unsupported);
    assert_eq!(unsupported.as_deref(), Some("nothingSupportsThis, nothingSupportsThisEither"));
    assert_eq!(header(octets!(invut), HeaderName::Accept).as_deref(), Some("application/sdp"));
    assert!(header(octets!(intmeth), HeaderName::Allow).is_some());
}

/// The same calls from somebody whom we believe reach whoever builds calls, with the number that was meant.
#[test]
fn well_formed_invites_of_a_trunk_become_calls() {
    for (bytes, dialled) in [
        (&octets!(esc01)[..], "sips:user@example.com"),
        (octets!(inv2543), "UserB"),
        (octets!(baddate), "user"),
    ] {
        let (answers, calls) = heard(&mut endpoint(), TRUNK, bytes);
        assert_eq!(answers[0].status, 100);
        let told: Vec<&str> = calls.iter().map(|call| call.dialled.as_str()).collect();
        assert_eq!(told, [dialled]);
    }
}

/// Section 3.4.1 and 3.2.1: what lacks a branch of its own is matched the old way.
#[test]
fn repeated_rfc_2543_invite_is_one_call() {
    let mut endpoint = endpoint();
    assert_eq!(heard(&mut endpoint, TRUNK, octets!(inv2543)).1.len(), 1);
    let (answers, calls) = heard(&mut endpoint, TRUNK, octets!(inv2543));
    assert_eq!((answers.len(), calls.len(), endpoint.legs()), (1, 0, 1));
}

/// Section 3.3.11: an endpoint answers what is for itself; a call would have to go on.
#[test]
fn last_hop_is_enough_for_options_but_not_for_a_call() {
    let mut endpoint = endpoint();
    let (answers, _) = heard(&mut endpoint, TRUNK, octets!(zeromf));
    assert_eq!(answers[0].status, 200);
    let spent = String::from_utf8_lossy(octets!(baddate)).replace("Max-Forwards: 70", "Max-Forwards: 0");
    let (answers, calls) = heard(&mut endpoint, TRUNK, spent.as_bytes());
    assert_eq!((answers[0].status, calls.len()), (483, 0));
}

/// Each message cut, doubled and with octets changed, from a stranger and from a trunk: whatever it is, the endpoint
/// answers once at most, goes on, and forgets it.
#[test]
fn broken_copies_of_every_message_do_no_harm() {
    let mut endpoint = endpoint();
    let mut dice: u64 = 1;
    let mut roll = |sides: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(dice >> 33).unwrap() % sides.max(1)
    };
    for round in 0..60 {
        for (_, name, bytes, _) in MESSAGES {
            let mut broken = bytes.to_vec();
            for _ in 0..=roll(4) {
                let at = roll(broken.len());
                match roll(4) {
                    0 => broken.truncate(at),
                    1 => broken.insert(at, b"\r\n;,<>\"= \0\xff:@"[roll(13)]),
                    2 => broken[at..].fill(b'9'),
                    _ => broken.extend_from_within(at..),
                }
                broken.push(b'\n');
            }
            let source = if round % 2 == 0 { STRANGER } else { TRUNK };
            let (answers, calls) = heard(&mut endpoint, source, &broken);
            assert!(answers.len() <= 1 && calls.len() <= 1, "{name}: {}", String::from_utf8_lossy(&broken));
        }
    }
    let mut out = vec![];
    let late = Moment::from_unix_ms(3_600_000);
    endpoint.handle(late, Input::Tick, &mut out);
    endpoint.handle(late + std::time::Duration::from_secs(60), Input::Tick, &mut out);
    // Calls that a trunk's broken INVITEs made ring on; nobody has ordered otherwise.
    assert!(endpoint.transactions() <= endpoint.legs());
}
