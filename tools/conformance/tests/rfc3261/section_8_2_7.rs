//! Section 8.2.7: answers without state.

use conformance::{Subject, ack, invite};

const STRANGER: &str = "192.0.2.66:5060";

/// No provisional answer, nothing resent, nothing kept; the same request gets the same To tag again.
#[test]
fn challenge_keeps_nothing_and_is_the_same_for_the_same_request() {
    let mut subject = Subject::new();
    subject.hear_from(STRANGER, &invite());
    subject.hear_from(STRANGER, &invite());
    let (first, second) = (subject.sent().text, subject.sent().text);
    assert_eq!((first.code(), second.code()), (401, 401));
    assert_eq!(first.field("To"), second.field("To"));
    assert_eq!(subject.endpoint.transactions(), 0);
    subject.pass(60_000);
    assert!(subject.wire.is_empty());
}

/// ACK to such an answer is ignored.
#[test]
fn ack_of_a_challenge_is_ignored() {
    let mut subject = Subject::new();
    subject.hear_from(STRANGER, &invite());
    let challenge = subject.response(401);
    subject.hear_from(STRANGER, &ack(&challenge));
    assert!(subject.wire.is_empty() && subject.events.is_empty());
}
