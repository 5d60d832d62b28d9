//! Section 17.1.3: which transaction a response is for.

use conformance::{Subject, answer};

/// The branch alone does not do: the method of CSeq must be the request's.
#[test]
fn response_with_another_method_in_cseq_is_for_nobody() {
    let mut subject = Subject::new();
    subject.call();
    let invite = subject.request("INVITE");
    subject.hear(&answer(&invite, 200, "peer").set("CSeq", "1 OPTIONS"));
    assert!(subject.events.is_empty() && subject.wire.is_empty());
    assert_eq!(subject.endpoint.counters().unmatched, 1);
}

/// A branch that we never made is nobody's.
#[test]
fn response_with_another_branch_is_for_nobody() {
    let mut subject = Subject::new();
    subject.call();
    let invite = subject.request("INVITE");
    subject
        .hear(&answer(&invite, 486, "peer").set("Via", "SIP/2.0/UDP 10.77.0.1:5060;branch=z9hG4bK-made-up"));
    assert!(subject.events.is_empty() && subject.wire.is_empty());
}
