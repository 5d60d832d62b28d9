//! Section 7.2: the client transaction that has heard a 2xx.

use conformance::{ANSWER, Subject, answer};

/// It stays for 32 s (timer M) and passes every further 2xx on; a later one is nobody's.
#[test]
fn further_answers_are_acknowledged_for_32_seconds() {
    let mut subject = Subject::new();
    let (_, invite) = subject.connected();
    let again = answer(&invite, 200, "peer").with_sdp(ANSWER);
    subject.pass(31_000);
    subject.hear(&again);
    subject.request("ACK");
    subject.pass(2_000);
    subject.hear(&again);
    assert!(subject.wire.is_empty() && subject.events.is_empty(), "{:?} {:?}", subject.wire, subject.events);
    assert_eq!(subject.endpoint.counters().unmatched, 1);
}

/// In that state only 2xx counts: a refusal of another branch is too late.
#[test]
fn refusal_after_the_answer_changes_nothing() {
    let mut subject = Subject::new();
    let (_, invite) = subject.connected();
    subject.hear(&answer(&invite, 486, "other"));
    assert!(subject.events.is_empty());
    assert_eq!(subject.endpoint.legs(), 1);
}
