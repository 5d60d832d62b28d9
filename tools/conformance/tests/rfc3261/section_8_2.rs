//! Section 8.2: the order in which a request is judged. What does not depend on who asks is judged before the challenge,
//! without any state.

use conformance::{Subject, Text, invite, request};

/// A stranger: no trunk and no line has this address.
const STRANGER: &str = "192.0.2.66:5060";

/// Syntax, scheme, method, Require, body and Accept each have their own answer, whoever asks.
#[test]
fn faults_of_a_strangers_request_are_told_before_it_is_challenged() {
    let faults: [(u16, Text); 7] = [
        (400, invite().set("CSeq", "1 OPTIONS")),
        (416, invite().to_uri("im:101@10.77.0.1")),
        (501, request("DANCE")),
        (405, request("MESSAGE")),
        (420, invite().add("Require", "teleport")),
        (415, invite().set("Content-Type", "text/plain")),
        (406, invite().add("Accept", "text/plain")),
    ];
    for (code, fault) in faults {
        let mut subject = Subject::new();
        subject.hear_from(STRANGER, &fault);
        let refusal = subject.sent();
        assert_eq!(refusal.text.code(), code, "{fault:#?}");
        assert_eq!((subject.wire.len(), subject.endpoint.transactions()), (0, 0), "{code} leaves nothing");
    }
}

/// A request without a fault is challenged, also for a number that nobody has: the answer tells a stranger nothing.
#[test]
fn strangers_request_without_a_fault_is_challenged_whatever_it_asks_for() {
    for number in ["101", "nobody"] {
        let mut subject = Subject::new();
        subject.hear_from(STRANGER, &invite().to_uri(&format!("sip:{number}@10.77.0.1")));
        assert_eq!(subject.sent().text.code(), 401);
    }
}

/// 8.2.1 and 8.2.2.3: the refusal names what would be taken.
#[test]
fn refusal_names_the_allowed_methods_and_the_unsupported_extensions() {
    let mut subject = Subject::new();
    subject.hear(&request("MESSAGE"));
    assert!(subject.response(405).field("Allow").contains("INVITE"));
    subject.hear(&invite().add("Require", "teleport, 100rel"));
    assert_eq!(subject.response(420).field("Unsupported"), "teleport");
    subject.hear(&invite().set("Content-Type", "text/plain"));
    assert_eq!(subject.response(415).field("Accept"), "application/sdp");
}
