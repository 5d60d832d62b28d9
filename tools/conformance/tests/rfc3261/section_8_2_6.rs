//! Section 8.2.6: what a response is made of.

use conformance::{Subject, invite};

/// 8.2.6.2: From, Call-ID, CSeq and every Via in its order are those of the request.
#[test]
fn response_repeats_what_marks_the_request() {
    let asked = invite().add("Via", "SIP/2.0/TCP 198.51.100.1;branch=z9hG4bK-first");
    let mut subject = Subject::new();
    let leg = subject.arrived(&asked);
    subject.ring(leg);
    let ringing = subject.response(180);
    for name in ["From", "Call-ID", "CSeq"] {
        assert_eq!(ringing.field(name), asked.field(name));
    }
    assert_eq!(ringing.all("Via"), asked.all("Via"));
}

/// 8.2.6.2: every response but 100 has a To tag, and all to one request have the same.
#[test]
fn responses_to_one_request_have_one_tag() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite());
    assert_eq!(subject.response(100).param("To", "tag"), None);
    subject.ring(leg);
    subject.answer(leg);
    let (ringing, ok) = (subject.response(180), subject.response(200));
    assert!(ringing.param("To", "tag").is_some());
    assert_eq!(ringing.param("To", "tag"), ok.param("To", "tag"));
}

/// 8.2.6.1: a 100 repeats the Timestamp, so that the caller can measure the round trip.
#[test]
fn trying_repeats_the_timestamp() {
    let mut subject = Subject::new();
    subject.hear(&invite().add("Timestamp", "54.3"));
    assert_eq!(subject.response(100).field("Timestamp"), "54.3");
}

/// 8.2.6.1: only an INVITE gets a 100 at once.
#[test]
fn only_an_invite_gets_a_provisional_response_at_once() {
    let mut subject = Subject::new();
    subject.hear(&conformance::request("OPTIONS"));
    assert_eq!(subject.sent().text.code(), 200);
}
