//! Section 8.2.2: header inspection.

use conformance::{Subject, ack, invite};
use sip_msg::Status;

/// 8.2.2.1: To may hold whatever it likes; the Request-URI decides.
#[test]
fn to_of_a_foreign_domain_or_scheme_is_no_fault() {
    for to in ["<sip:someone@elsewhere.example>", "<tel:+33123456789>", "<urn:service:sos>"] {
        let mut subject = Subject::new();
        subject.arrived(&invite().set("To", to));
    }
}

/// 8.2.2.2: the same request by another way, so with another branch, is 482.
#[test]
fn request_that_comes_by_two_ways_is_one_call_and_one_482() {
    let mut subject = Subject::new();
    subject.arrived(&invite());
    let other_way = invite().set("Via", "SIP/2.0/UDP 10.77.0.2:5060;branch=z9hG4bK-other");
    subject.hear(&other_way);
    subject.response(482);
    assert_eq!(subject.endpoint.legs(), 1);
}

/// 8.2.2.3: Require says nothing in an ACK, nor in a CANCEL.
#[test]
fn require_in_ack_and_cancel_is_not_looked_at() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite());
    subject.end(leg, Status::BUSY_HERE);
    let busy = subject.response(486);
    subject.hear(&ack(&busy).add("Require", "teleport"));
    subject.pass(40_000);
    assert!(subject.wire.is_empty(), "the ACK was taken");

    let mut subject = Subject::new();
    subject.arrived(&invite());
    subject
        .hear(&conformance::request("CANCEL").set("Via", invite().field("Via")).add("Require", "teleport"));
    subject.response(200);
    subject.response(487);
}
