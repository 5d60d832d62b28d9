//! Section 14.2: the peer's re-INVITE.

use conformance::{Subject, Text, ack, answer, within};
use sip_core::Command;
use sip_msg::Status;

fn reinvite(ok: &Text, number: u32) -> Text {
    within(ok, "INVITE", number).add("Contact", "<sip:bob@10.77.0.2:5060>").with_sdp("v=0 new")
}

/// While ours is under way theirs is 491, and nobody is asked.
#[test]
fn reinvite_that_meets_ours_is_491() {
    let mut subject = Subject::new();
    let (leg, ok) = subject.talking();
    subject.offer(leg, "v=0 hold");
    subject.hear(&reinvite(&ok, 2));
    subject.response(491);
    assert!(subject.events.is_empty());
}

/// Before the first one is answered the next one is 500, with a Retry-After of 0 to 10 s.
#[test]
fn reinvite_before_the_answer_to_the_last_is_500() {
    let mut subject = Subject::new();
    let (_, ok) = subject.talking();
    subject.hear(&reinvite(&ok, 2));
    subject.hear(&reinvite(&ok, 3));
    let refusal = subject.response(500);
    assert!(refusal.field("Retry-After").parse::<u8>().unwrap() <= 10);
}

/// A refused re-INVITE changes nothing: the dialog goes on with the Contact, the media and the numbers that it had.
#[test]
fn refused_reinvite_leaves_the_session_as_it_was() {
    let mut subject = Subject::new();
    let (leg, ok) = subject.talking();
    subject.hear(&reinvite(&ok, 2));
    subject.order(Command::Reject { leg, status: Status::NOT_ACCEPTABLE_HERE });
    let refusal = subject.response(488);
    subject.hear(&ack(&refusal));
    subject.offer(leg, "v=0 hold");
    let ours = subject.request("INVITE");
    subject.hear(&answer(&ours, 200, "peer").with_sdp("v=0 answer"));
    subject.request("ACK");
    assert_eq!(subject.endpoint.legs(), 1);
}
