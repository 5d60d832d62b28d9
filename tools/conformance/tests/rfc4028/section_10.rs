//! Section 10: a session that nobody refreshes.

use conformance::{Subject, ack, invite, within};

/// Who does not refresh ends the session by BYE, the smaller of 32 s and a third of the interval before its end.
#[test]
fn session_is_ended_a_little_before_its_interval() {
    for (interval, end_ms) in [(600, 568_000), (90, 60_000)] {
        let asked = invite().add("Supported", "timer");
        let mut subject = Subject::new();
        subject.answered(&asked.add("Session-Expires", &format!("{interval};refresher=uac")));
        subject.pass(end_ms - 1);
        assert!(subject.wire.is_empty());
        subject.pass(1);
        subject.request("BYE");
    }
}

/// A refresh puts the end off.
#[test]
fn refresh_of_the_peer_puts_the_end_off() {
    let timer = ("Session-Expires", "600;refresher=uac");
    let mut subject = Subject::new();
    let (_, ok) = subject.answered(&invite().add("Supported", "timer").add(timer.0, timer.1));
    subject.pass(300_000);
    subject.hear(&within(&ok, "UPDATE", 2).add("Supported", "timer").add(timer.0, timer.1));
    assert_eq!(subject.response(200).field("Session-Expires"), timer.1);
    subject.pass(567_000);
    assert!(subject.wire.is_empty());
    subject.hear(&ack(&ok));
    assert_eq!(subject.endpoint.legs(), 1);
}
