//! Section 5.2: the peer's UPDATE.

use conformance::{ANSWER, Subject, Text, answer, invite, request, within};
use sip_core::{Command, LegId};
use sip_msg::Status;

fn retry_after(refusal: &Text) -> u8 {
    refusal.field("Retry-After").parse().unwrap()
}

/// With an offer of ours outstanding an UPDATE with an offer is 491.
#[test]
fn update_that_meets_our_offer_is_491() {
    let mut subject = Subject::new();
    let (leg, ok) = subject.talking();
    subject.offer(leg, "v=0 hold");
    subject.hear(&within(&ok, "UPDATE", 2).with_sdp("v=0 new"));
    subject.response(491);
}

/// With an offer of its own outstanding it is 500 with a Retry-After of 0 to 10 s: the INVITE's here.
#[test]
fn update_before_the_invites_answer_is_500() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite());
    subject.ring(leg);
    let ringing = subject.response(180);
    subject.hear(&within(&ringing, "UPDATE", 2).with_sdp("v=0 new"));
    assert!(retry_after(&subject.response(500)) <= 10);
}

/// The same for an UPDATE before the last one was answered.
#[test]
fn update_before_the_answer_to_the_last_is_500() {
    let mut subject = Subject::new();
    let (_, ok) = subject.talking();
    subject.hear(&within(&ok, "UPDATE", 2).with_sdp("v=0 new"));
    subject.hear(&within(&ok, "UPDATE", 3).with_sdp("v=0 newer"));
    assert!(retry_after(&subject.response(500)) <= 10);
}

/// A call of ours, whose media a reliable 183 has settled.
fn settled() -> (Subject, LegId, Text) {
    let mut subject = Subject::new();
    let leg = subject.call();
    let invite = subject.request("INVITE");
    let progress = answer(&invite, 183, "peer").add("Require", "100rel").add("RSeq", "1").with_sdp(ANSWER);
    subject.hear(&progress);
    let prack = subject.request("PRACK");
    subject.hear(&answer(&prack, 200, "peer"));
    (subject, leg, invite)
}

/// An UPDATE of the called peer within the dialog of our INVITE.
fn update(invite: &Text, number: u32) -> Text {
    request("UPDATE")
        .set("Via", &format!("SIP/2.0/UDP 10.77.0.2:5060;branch=z9hG4bK-u{number}"))
        .set("From", &format!("{};tag=peer", invite.field("To")))
        .set("To", invite.field("From"))
        .set("Call-ID", invite.field("Call-ID"))
        .set("CSeq", &format!("{number} UPDATE"))
        .with_sdp("v=0 new")
}

/// Also before the answer, on the caller's side: one offer at a time.
#[test]
fn second_update_in_an_early_dialog_is_500() {
    let (mut subject, _, invite) = settled();
    subject.hear(&update(&invite, 1));
    subject.hear(&update(&invite, 2));
    assert!(retry_after(&subject.response(500)) <= 10);
}

/// The 2xx carries the answer and our Contact; a refusal leaves the media as they were.
#[test]
fn update_in_an_early_dialog_is_answered_or_refused_without_ending_the_call() {
    let (mut subject, leg, invite) = settled();
    subject.hear(&update(&invite, 1));
    subject.accept(leg);
    let ok = subject.response(200);
    assert_eq!(ok.body, ANSWER);
    assert!(ok.has("Contact"));
    subject.hear(&update(&invite, 2));
    subject.order(Command::Reject { leg, status: Status::NOT_ACCEPTABLE_HERE });
    subject.response(488);
    subject.hear(&answer(&invite, 200, "peer"));
    subject.request("ACK");
    assert_eq!(subject.endpoint.legs(), 1);
}
