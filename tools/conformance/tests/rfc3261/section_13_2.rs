//! Section 13.2: the caller.

use conformance::{ANSWER, OFFER, Subject, answer};
use sip_core::{Event, Failure};

/// 13.2.1: the INVITE says what we can, and carries the offer.
#[test]
fn invite_says_what_we_can_and_carries_the_offer() {
    let mut subject = Subject::new();
    subject.call();
    let invite = subject.request("INVITE");
    assert!(invite.field("Allow").contains("UPDATE") && invite.field("Supported").contains("timer"));
    assert_eq!((invite.field("Content-Type"), invite.body.as_str()), ("application/sdp", OFFER));
}

/// 13.2.2.4: the ACK of a 2xx has the INVITE's number and a transaction of its own, and goes to the Contact.
#[test]
fn ack_of_the_answer_is_a_request_of_its_own() {
    let mut subject = Subject::new();
    subject.call();
    let invite = subject.request("INVITE");
    let ok = answer(&invite, 200, "peer").with_sdp(ANSWER).set("Contact", "<sip:bob@10.77.0.7:5062>");
    subject.hear(&ok);
    let ack = subject.sent();
    assert_eq!(ack.text.start, "ACK sip:bob@10.77.0.7:5062 SIP/2.0");
    assert_eq!(ack.text.field("CSeq"), format!("{} ACK", invite.cseq()));
    assert_ne!(ack.text.param("Via", "branch"), invite.param("Via", "branch"));
    assert_eq!(ack.to, "10.77.0.7:5062".parse().unwrap());
    assert!(ack.text.body.is_empty());
}

/// 13.2.2.2: a 3xx hands its Contacts on, in their order; it is acknowledged like any refusal.
#[test]
fn redirection_hands_on_its_contacts() {
    let mut subject = Subject::new();
    subject.call();
    let invite = subject.request("INVITE");
    let moved = answer(&invite, 302, "peer")
        .set("Contact", "<sip:300@10.77.0.2>")
        .add("Contact", "<sip:301@10.77.0.2>");
    subject.hear(&moved);
    subject.request("ACK");
    let users = subject.events.iter().find_map(|event| match event {
        Event::Failed { failure: Failure::Redirected { to, .. }, .. } => {
            Some(to.iter().filter_map(|to| to.uri.user().map(str::to_owned)).collect::<Vec<_>>())
        }
        _ => None,
    });
    assert_eq!(users.unwrap(), ["300", "301"]);
}
