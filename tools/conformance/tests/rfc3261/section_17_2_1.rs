//! Section 17.2.1: the INVITE server transaction.

use conformance::{Subject, ack, invite};
use sip_msg::Status;

/// An INVITE gets its 100 at once, and every copy of it the last provisional response again.
#[test]
fn repeated_invite_gets_the_last_provisional_response() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite());
    assert_eq!(subject.sent().text.code(), 100);
    subject.hear(&invite());
    assert_eq!(subject.sent().text.code(), 100);
    subject.ring(leg);
    let ringing = subject.response(180);
    subject.hear(&invite());
    assert_eq!(subject.sent().text, ringing);
    assert!(subject.events.is_empty() && subject.wire.is_empty());
}

/// A refusal is resent by timer G until its ACK comes.
#[test]
fn refusal_is_resent_until_its_ack() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite());
    subject.all_sent();
    let begin = subject.now;
    subject.end(leg, Status::BUSY_HERE);
    subject.pass(9_000);
    let sent = subject.all_sent();
    let times: Vec<u128> = sent.iter().map(|sent| sent.at.since(begin).as_millis()).collect();
    assert_eq!(times, [0, 500, 1500, 3500, 7500]);
    subject.hear(&ack(&sent[0].text));
    subject.pass(60_000);
    assert!(subject.wire.is_empty());
    assert_eq!(subject.endpoint.transactions(), 0);
}

/// Timer H: without an ACK it is given up after 32 s.
#[test]
fn refusal_without_an_ack_is_given_up() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite());
    subject.end(leg, Status::BUSY_HERE);
    subject.pass(32_000);
    subject.all_sent();
    assert_eq!(subject.endpoint.transactions(), 0);
}
