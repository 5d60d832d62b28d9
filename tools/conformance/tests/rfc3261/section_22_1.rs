//! Section 22.1: who is asked for credentials.

use conformance::{Subject, request};

const STRANGER: &str = "192.0.2.66:5060";

/// ACK and CANCEL are never challenged: the one has no answer, the other cannot be sent again.
#[test]
fn ack_and_cancel_are_never_challenged() {
    let mut subject = Subject::new();
    subject.hear_from(STRANGER, &request("ACK"));
    assert!(subject.wire.is_empty());
    subject.hear_from(STRANGER, &request("CANCEL"));
    assert_eq!(subject.sent().text.code(), 481);
    assert_eq!(subject.endpoint.counters().challenges, 0);
}

/// A challenge has realm, nonce and algorithm, and everybody gets the same kind of it.
#[test]
fn challenge_is_the_same_for_a_known_and_an_unknown_user() {
    let challenge = |user: &str| {
        let mut subject = Subject::new();
        let from = format!("<sip:{user}@10.77.0.1>;tag=x");
        subject.hear_from(
            STRANGER,
            &conformance::register().set("From", &from).set("To", &from.replace(";tag=x", "")),
        );
        let challenge = subject.response(401).field("WWW-Authenticate").to_owned();
        assert!(
            challenge.starts_with("Digest ") && challenge.contains("realm=") && challenge.contains("nonce=")
        );
        challenge.split(", ").filter(|part| !part.contains("nonce")).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(challenge("alice"), challenge("nobody"));
}
