//! Section 4: what is never sent in answer to a request that is no INVITE.

use conformance::{Subject, within};
use sip_core::LegId;

fn updated() -> (Subject, LegId) {
    let mut subject = Subject::new();
    let (leg, ok) = subject.talking();
    subject.hear(&within(&ok, "UPDATE", 2).with_sdp("v=0 new"));
    (subject, leg)
}

/// 4.1: no provisional answer but 100, and that one only when the peer resends every T2 anyway.
#[test]
fn slow_update_gets_one_100_after_3_5_seconds() {
    let (mut subject, _) = updated();
    subject.pass(3_499);
    assert!(subject.wire.is_empty());
    subject.pass(1);
    subject.response(100);
    subject.pass(20_000);
    assert!(subject.wire.is_empty());
}

/// 4.2: an answer that would come too late is not sent, least of all 408.
#[test]
fn answer_after_32_seconds_is_not_sent() {
    let (mut subject, leg) = updated();
    subject.pass(32_000);
    subject.all_sent();
    subject.accept(leg);
    assert!(subject.wire.is_empty());
}
