//! Section 4: the caller.

use conformance::{ANSWER, Subject, Text, answer};

fn reliable(invite: &Text, rseq: u32) -> Text {
    answer(invite, 183, "peer").add("Require", "100rel").add("RSeq", &rseq.to_string()).with_sdp(ANSWER)
}

/// PRACK is a request within the early dialog; RAck repeats RSeq and the INVITE's CSeq.
#[test]
fn prack_names_the_response_and_its_invite() {
    let mut subject = Subject::new();
    subject.call();
    let invite = subject.request("INVITE");
    subject.hear(&reliable(&invite, 812));
    let prack = subject.request("PRACK");
    assert_eq!(prack.field("RAck"), format!("812 {} INVITE", invite.cseq()));
    assert_eq!((prack.param("To", "tag"), prack.cseq()), (Some("peer"), invite.cseq() + 1));
    assert_eq!(prack.uri(), "sip:bob@10.77.0.2:5060");
}

/// A response that is not the next in order is neither acknowledged nor told.
#[test]
fn response_out_of_order_is_not_acknowledged() {
    let mut subject = Subject::new();
    subject.call();
    let invite = subject.request("INVITE");
    subject.hear(&reliable(&invite, 812));
    let prack = subject.request("PRACK");
    subject.hear(&answer(&prack, 200, "peer"));
    subject.events.clear();
    subject.hear(&reliable(&invite, 814));
    subject.hear(&reliable(&invite, 812));
    assert!(subject.wire.is_empty() && subject.events.is_empty());
    subject.hear(&reliable(&invite, 813));
    assert_eq!(subject.request("PRACK").field("RAck"), format!("813 {} INVITE", invite.cseq()));
}
