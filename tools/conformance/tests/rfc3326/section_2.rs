//! Section 2: Reason in BYE and CANCEL.

use conformance::{Subject, answer, invite, request, within};
use sip_core::{EndCause, Event};
use sip_msg::Status;

/// A CANCEL because somebody else answered says so; phones then show no missed call.
#[test]
fn cancel_of_a_call_answered_elsewhere_says_so() {
    let mut subject = Subject::new();
    let leg = subject.call();
    let invite = subject.request("INVITE");
    subject.hear(&answer(&invite, 180, "peer"));
    subject.end(leg, Status::OK);
    assert_eq!(subject.request("CANCEL").field("Reason"), "SIP;cause=200;text=\"Call completed elsewhere\"");
}

/// The same is read from a caller's CANCEL, among reasons of other protocols.
#[test]
fn reason_of_a_cancel_is_found_among_others() {
    let mut subject = Subject::new();
    subject.arrived(&invite());
    let reason = "Q.850;cause=26, SIP;cause=200;text=\"Call completed elsewhere\"";
    subject.hear(&request("CANCEL").set("Via", invite().field("Via")).add("Reason", reason));
    assert!(
        subject.told(|event| matches!(
            event,
            Event::Ended { cause: EndCause::Cancelled { elsewhere: true }, .. }
        ))
    );
}

/// A BYE hands on its text, whatever the protocol.
#[test]
fn text_of_a_bye_is_handed_on() {
    let mut subject = Subject::new();
    let (_, ok) = subject.talking();
    subject.hear(&within(&ok, "BYE", 2).add("Reason", "Q.850;cause=16;text=\"Normal call clearing\""));
    let text = subject.events.iter().find_map(|event| match event {
        Event::Ended { cause: EndCause::Bye { text }, .. } => text.clone(),
        _ => None,
    });
    assert_eq!(text.as_deref(), Some("Normal call clearing"));
}
