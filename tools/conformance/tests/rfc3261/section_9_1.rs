//! Section 9.1: giving our INVITE up.

use conformance::{Subject, Text, answer};
use sip_msg::Status;

/// Calls, hears that it rings, gives up; returns the INVITE and its CANCEL.
fn cancelled() -> (Subject, Text, Text) {
    let mut subject = Subject::new();
    let leg = subject.call();
    let invite = subject.request("INVITE");
    subject.hear(&answer(&invite, 180, "peer"));
    subject.end(leg, Status::REQUEST_TERMINATED);
    let cancel = subject.request("CANCEL");
    (subject, invite, cancel)
}

/// Request-URI, Call-ID, To, the number of CSeq and From are the INVITE's, and so is its only Via.
#[test]
fn cancel_repeats_its_invite() {
    let (_, invite, cancel) = cancelled();
    assert_eq!(cancel.uri(), invite.uri());
    for name in ["Call-ID", "To", "From", "Max-Forwards"] {
        assert_eq!(cancel.field(name), invite.field(name), "{name}");
    }
    assert_eq!(cancel.all("Via"), invite.all("Via"));
    assert_eq!(cancel.field("CSeq"), format!("{} CANCEL", invite.cseq()));
}

/// It has no Require and no Proxy-Require, and no body.
#[test]
fn cancel_requires_nothing_and_carries_nothing() {
    let (_, _, cancel) = cancelled();
    assert!(!cancel.has("Require") && !cancel.has("Proxy-Require") && !cancel.has("Content-Type"));
    assert!(cancel.body.is_empty());
}

/// The INVITE's transaction goes on, so its 487 is acknowledged.
#[test]
fn refusal_after_the_cancel_is_acknowledged() {
    let (mut subject, invite, cancel) = cancelled();
    subject.hear(&answer(&cancel, 200, "peer"));
    subject.hear(&answer(&invite, 487, "peer"));
    let ack = subject.request("ACK");
    assert_eq!(ack.param("Via", "branch"), invite.param("Via", "branch"));
    subject.pass(40_000);
    assert_eq!(subject.endpoint.transactions(), 0);
}

/// Without a final answer within 64*T1 of the CANCEL the INVITE counts as cancelled.
#[test]
fn cancelled_invite_without_an_answer_is_forgotten_after_32_seconds() {
    let (mut subject, _, _) = cancelled();
    subject.pass(32_000);
    assert_eq!(subject.endpoint.transactions(), 0);
}

/// A provisional response that was under way does not make it wait any longer.
#[test]
fn cancelled_invite_is_forgotten_also_where_it_still_rings() {
    let (mut subject, invite, _) = cancelled();
    subject.pass(1_000);
    subject.hear(&answer(&invite, 180, "peer"));
    subject.pass(31_000);
    assert_eq!(subject.endpoint.transactions(), 0);
}
