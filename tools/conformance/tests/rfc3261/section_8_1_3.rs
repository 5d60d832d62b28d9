//! Section 8.1.3: what we make of responses.

use conformance::{Subject, answer};
use sip_core::{Event, Failure};

/// 8.1.3.2: a final response that we don't know counts as the x00 of its class: here a refusal.
#[test]
fn unknown_final_response_is_a_refusal() {
    let mut subject = Subject::new();
    subject.call();
    let invite = subject.request("INVITE");
    subject.hear(&answer(&invite, 499, "peer"));
    subject.request("ACK");
    assert!(subject.told(
        |event| matches!(event, Event::Failed { failure: Failure::Refused { status, .. }, .. } if status.code() == 499)
    ));
}

/// 8.1.3.2: a provisional response that we don't know counts as 183: the call goes on.
#[test]
fn unknown_provisional_response_is_progress() {
    let mut subject = Subject::new();
    subject.call();
    let invite = subject.request("INVITE");
    subject.hear(&answer(&invite, 187, "peer"));
    assert!(subject.told(|event| matches!(event, Event::Progress { .. })));
    assert!(subject.wire.is_empty());
}

/// 8.1.3.3: with more than one Via it was meant for somebody else, and is discarded.
#[test]
fn response_with_two_vias_is_discarded() {
    let mut subject = Subject::new();
    subject.call();
    let invite = subject.request("INVITE");
    subject.hear(&answer(&invite, 200, "peer").add("Via", "SIP/2.0/UDP 10.77.0.9;branch=z9hG4bKx"));
    assert!(subject.wire.is_empty() && subject.events.is_empty());
    assert_eq!(subject.endpoint.counters().unmatched, 1);
}
