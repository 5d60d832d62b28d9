//! Legs as values: what they want done, and that they survive being written down.

use sip_msg::{HeaderName, Message, Method};

use super::*;
use crate::{
    fixture,
    flow::Flow,
    port::EndCause,
    txn::{Arrival, Servers},
};

const T0: Moment = Moment::ZERO;
const TERMS: Terms = Terms { interval: 1800, min_se: 90 };

/// One leg with what it needs.
struct Bench {
    leg: Leg,
    servers: Servers,
    chance: Chance,
    acts: Vec<Act>,
}

impl Bench {
    /// A call that has arrived, with these further header lines.
    fn called(more: &[&str]) -> Self {
        let mut servers = Servers::new();
        let mut lines = vec!["Contact: <sip:a@192.0.2.1>", "CSeq: 1 INVITE"];
        lines.extend(more);
        let request = fixture::request("INVITE", "sip:101@192.0.2.254", "sip:a@h", "sip:101@h", &lines);
        let asked = Asked { txn: begin(&mut servers, "invite", true), request };
        let ringing = Ringing::new(asked, "mine", None, 7, TERMS).unwrap();
        let leg = Leg::ringing(LegId(1), "101".to_owned(), ringing);
        Self { leg, servers, chance: Chance::new([1; 32]), acts: vec![] }
    }

    fn answered() -> Self {
        let mut bench = Self::called(&["Supported: timer", "Session-Expires: 600;refresher=uas"]);
        bench.order(Command::Answer { leg: LegId(1), sdp: b"v=0".to_vec() });
        let mut ack = bench.within("ACK", 1);
        ack.headers.set(HeaderName::CSeq, "1 ACK");
        bench.leg.ack(T0, &ack, &mut bench.chance, &mut bench.acts);
        bench.acts.clear();
        bench
    }

    fn order(&mut self, command: Command) {
        self.leg.command(T0, command, &mut self.chance, &mut self.acts);
    }

    fn within(&self, method: &str, number: u32) -> Request {
        let cseq = format!("CSeq: {number} {method}");
        let mut request = fixture::request(method, "sip:101@192.0.2.254", "sip:a@h", "sip:101@h", &[&cseq]);
        request.headers.set(HeaderName::To, "<sip:101@h>;tag=mine");
        request
    }

    fn ask(&mut self, method: &str, number: u32) {
        let txn = begin(&mut self.servers, &format!("{method}{number}"), method == "INVITE");
        let asked = Asked { txn, request: self.within(method, number) };
        self.leg.request(T0, asked, &mut self.chance, &mut self.acts);
    }

    /// The status of every response that the leg wanted sent.
    fn statuses(&self) -> Vec<u16> {
        let status = |act: &Act| match act {
            Act::Respond { response, .. } => Some(response.status.code()),
            _ => None,
        };
        self.acts.iter().filter_map(status).collect()
    }

    fn ended(&self) -> Option<&EndCause> {
        self.acts.iter().find_map(|act| match act {
            Act::Tell(Event::Ended { cause, .. }) => Some(cause),
            _ => None,
        })
    }
}

fn begin(servers: &mut Servers, key: &str, is_invite: bool) -> ServerId {
    let flow: Flow = fixture::flow("192.0.2.1:5060");
    servers.start(T0, Arrival { key: key.to_owned(), merge: None, is_invite, flow, trying: vec![] }).unwrap()
}

#[test]
fn answered_leg_that_is_written_down_and_read_back_goes_on() {
    let before = Bench::answered();
    let text = serde_json::to_string(&before.leg).unwrap();
    let mut bench = Bench { leg: serde_json::from_str(&text).unwrap(), ..before };
    assert_eq!(bench.leg.deadline(), Some(Moment::from_unix_ms(300_000)));
    bench.leg.tick(Moment::from_unix_ms(300_000), &mut bench.chance, &mut bench.acts);
    assert!(matches!(&bench.acts[..], [Act::Request { step: Step::Reinvite, request, .. }]
        if request.headers.get(&HeaderName::SessionExpires) == Some("600;refresher=uac")));
    bench.ask("BYE", 2);
    assert_eq!(bench.statuses(), [200]);
    assert!(bench.leg.is_over());
}

/// Also while its 2xx waits for the ACK, which holds a request and a response.
#[test]
fn leg_with_messages_inside_is_read_back_whole() {
    let mut bench = Bench::called(&[]);
    bench.order(Command::Answer { leg: LegId(1), sdp: b"v=0".to_vec() });
    let text = serde_json::to_string(&bench.leg).unwrap();
    let again: Leg = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), text);
    assert_eq!(again.deadline(), bench.leg.deadline());
}

#[test]
fn short_session_interval_is_refused_with_ours() {
    let mut servers = Servers::new();
    let lines = ["Contact: <sip:a@192.0.2.1>", "CSeq: 1 INVITE", "Supported: timer", "Session-Expires: 60"];
    let request = fixture::request("INVITE", "sip:101@h", "sip:a@h", "sip:101@h", &lines);
    let asked = Asked { txn: begin(&mut servers, "i", true), request: request.clone() };
    let refusal = Ringing::new(asked, "mine", None, 7, TERMS).unwrap_err().response(&request);
    assert_eq!(refusal.status, Status::SESSION_INTERVAL_TOO_SMALL);
    assert_eq!(refusal.headers.get(&HeaderName::MinSe), Some("90"));
}

/// RFC 3261 section 15: the caller may BYE before the answer.
#[test]
fn bye_in_an_early_dialog_ends_the_invite_too() {
    let mut bench = Bench::called(&[]);
    bench.ask("BYE", 2);
    assert_eq!(bench.statuses(), [200, 487]);
    assert!(matches!(bench.ended(), Some(EndCause::Bye { .. })));
}

/// RFC 3261 section 14.2: one change at a time.
#[test]
fn second_reinvite_waits_for_the_first() {
    let mut bench = Bench::answered();
    bench.ask("INVITE", 2);
    bench.ask("INVITE", 3);
    assert_eq!(bench.statuses(), [500]);
    let Some(Act::Respond { response, .. }) = bench.acts.last() else { panic!("{:?}", bench.acts) };
    assert!(response.headers.retry_after().unwrap().is_some_and(|seconds| seconds <= 10));
}

/// RFC 3311 section 5.2: an UPDATE without an offer only refreshes; nobody is asked.
#[test]
fn update_without_an_offer_is_answered_at_once() {
    let mut bench = Bench::answered();
    bench.ask("UPDATE", 2);
    assert_eq!(bench.statuses(), [200]);
    assert!(!bench.acts.iter().any(|act| matches!(act, Act::Tell(_))));
}

#[test]
fn request_that_is_late_is_refused() {
    let mut bench = Bench::answered();
    bench.ask("INFO", 5);
    bench.ask("INFO", 4);
    bench.ask("PRACK", 6);
    bench.ask("REFER", 7);
    assert_eq!(bench.statuses(), [200, 500, 481, 405]);
}

#[test]
fn order_that_does_not_fit_the_state_is_left_undone() {
    let mut bench = Bench::answered();
    let leg = LegId(1);
    bench.order(Command::Progress { leg, status: Status::RINGING, sdp: None });
    bench.order(Command::Answer { leg, sdp: vec![] });
    bench.order(Command::Accept { leg, sdp: vec![] });
    bench.order(Command::Reject { leg, status: Status::NOT_ACCEPTABLE_HERE });
    assert!(bench.acts.is_empty());
}

#[test]
fn refusal_for_now_says_when_to_try_again() {
    let mut bench = Bench::called(&[]);
    let leg = LegId(1);
    bench.order(Command::End { leg, status: Status::SERVICE_UNAVAILABLE, text: "draining".to_owned() });
    let Some(Act::Respond { response, .. }) = bench.acts.first() else { panic!("{:?}", bench.acts) };
    assert_eq!((response.status, &*response.reason), (Status::SERVICE_UNAVAILABLE, "draining"));
    assert!(response.headers.has(&HeaderName::RetryAfter));
    assert!(bench.leg.is_over());
}

/// A caller without an offer gets ours in the 200, and its answer comes with the ACK.
#[test]
fn offer_in_the_200_is_answered_by_the_ack() {
    let mut bench = Bench::called(&[]);
    bench.order(Command::Answer { leg: LegId(1), sdp: b"v=0 ours".to_vec() });
    let text = bench.within("ACK", 1).to_bytes();
    let Ok(Message::Request(mut ack)) = Message::parse(&text) else { panic!("not a request") };
    assert_eq!(ack.method, Method::Ack);
    attach(&mut ack.headers, &mut ack.body, b"v=0 theirs");
    bench.leg.ack(T0, &ack, &mut bench.chance, &mut bench.acts);
    let told = bench.acts.last();
    assert!(
        matches!(told, Some(Act::Tell(Event::Confirmed { sdp: Some(sdp), .. })) if sdp == b"v=0 theirs"),
        "{told:?}"
    );
}
