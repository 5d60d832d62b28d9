//! Section 3.2: a message for the state after.

use conformance::{ANSWER, Subject, answer, request};
use sip_msg::Status;

/// 3.2.3: our BYE crosses the answer to our re-INVITE: that answer is acknowledged all the same, also when it comes again.
#[test]
fn answer_to_a_reinvite_that_crosses_our_bye_is_acknowledged() {
    let mut subject = Subject::new();
    let (leg, _) = subject.connected();
    subject.offer(leg, "v=0 hold");
    let reinvite = subject.request("INVITE");
    subject.end(leg, Status::OK);
    subject.request("BYE");
    for _ in 0..2 {
        subject.hear(&answer(&reinvite, 200, "peer").with_sdp(ANSWER));
        let ack = subject.request("ACK");
        assert_eq!((ack.cseq(), ack.param("To", "tag")), (reinvite.cseq(), Some("peer")));
        assert_ne!(ack.param("Via", "branch"), reinvite.param("Via", "branch"));
    }
    assert!(subject.wire.is_empty() && subject.events.is_empty());
}

/// The same where the BYE is the peer's.
#[test]
fn answer_to_a_reinvite_that_crosses_the_peers_bye_is_acknowledged() {
    let mut subject = Subject::new();
    let (leg, invite) = subject.connected();
    subject.offer(leg, "v=0 hold");
    let reinvite = subject.request("INVITE");
    let bye = request("BYE")
        .set("From", &format!("{};tag=peer", invite.field("To")))
        .set("To", invite.field("From"))
        .set("Call-ID", invite.field("Call-ID"));
    subject.hear(&bye);
    subject.response(200);
    subject.hear(&answer(&reinvite, 200, "peer").with_sdp(ANSWER));
    subject.request("ACK");
    subject.pass(60_000);
    assert_eq!(subject.endpoint.transactions(), 0);
}

/// 3.2.1: BYE meets BYE: each is answered with 200 or 481, and both sides are done.
#[test]
fn bye_that_meets_our_bye_is_answered() {
    let mut subject = Subject::new();
    let (leg, ok) = subject.talking();
    subject.end(leg, Status::OK);
    let ours = subject.request("BYE");
    subject.hear(&conformance::within(&ok, "BYE", 2));
    assert!(matches!(subject.sent().text.code(), 200 | 481));
    subject.hear(&answer(&ours, 481, "peer"));
    subject.pass(60_000);
    assert_eq!((subject.endpoint.legs(), subject.endpoint.transactions()), (0, 0));
}
