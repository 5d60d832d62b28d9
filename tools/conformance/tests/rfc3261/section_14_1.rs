//! Section 14.1: our re-INVITE.

use conformance::{Subject, Text, ack, answer, within};
use sip_core::LegId;

/// Offers, hears 491, and returns after how many milliseconds it is tried again.
fn retried_after(subject: &mut Subject, leg: LegId) -> u128 {
    subject.offer(leg, "v=0 hold");
    let reinvite = subject.request("INVITE");
    subject.hear(&answer(&reinvite, 491, "peer"));
    subject.request("ACK");
    let begin = subject.now;
    subject.pass(5_000);
    let again = subject.wire.iter().find(|sent| sent.text.method() == "INVITE").expect("it is tried again");
    assert_eq!(again.text.body, "v=0 hold");
    assert_eq!(again.text.cseq(), reinvite.cseq() + 1);
    again.at.since(begin).as_millis()
}

/// After 491, who made the Call-ID waits 2.1 to 4 s, in steps of 10 ms.
#[test]
fn caller_tries_again_between_2_1_and_4_seconds() {
    let mut subject = Subject::new();
    let (leg, _) = subject.connected();
    let waited = retried_after(&mut subject, leg);
    assert!((2_100..=4_000).contains(&waited) && waited.is_multiple_of(10), "{waited} ms");
}

/// The other side waits at most 2 s.
#[test]
fn called_side_tries_again_within_2_seconds() {
    let mut subject = Subject::new();
    let (leg, _) = subject.talking();
    let waited = retried_after(&mut subject, leg);
    assert!(waited <= 2_000 && waited.is_multiple_of(10), "{waited} ms");
}

/// No re-INVITE while another INVITE of either side is under way: the offer waits.
#[test]
fn offer_waits_until_the_peers_reinvite_is_done() {
    let mut subject = Subject::new();
    let (leg, ok) = subject.talking();
    let theirs: Text =
        within(&ok, "INVITE", 2).add("Contact", "<sip:bob@10.77.0.2:5060>").with_sdp("v=0 new");
    subject.hear(&theirs);
    subject.all_sent();
    subject.offer(leg, "v=0 hold");
    assert!(subject.wire.is_empty());
    subject.accept(leg);
    let ok = subject.response(200);
    assert!(subject.wire.is_empty(), "the ACK is missing");
    subject.hear(&ack(&ok));
    assert_eq!(subject.request("INVITE").body, "v=0 hold");
}
