//! Section 17.2.2: the server transaction of other requests.

use conformance::{Subject, within};
use sip_core::Event;

/// A repeated request gets the same answer, and is carried out once.
#[test]
fn repeated_request_is_answered_alike_and_done_once() {
    let mut subject = Subject::new();
    let (_, ok) = subject.talking();
    let info = within(&ok, "INFO", 2).add("Content-Type", "application/dtmf-relay");
    subject.hear(&info);
    subject.hear(&info);
    let (first, second) = (subject.response(200), subject.response(200));
    assert_eq!(first, second);
    assert_eq!(subject.events.iter().filter(|event| matches!(event, Event::Info { .. })).count(), 1);
}

/// Also when its dialog is over: the copy of a BYE is no 481 for 32 s.
#[test]
fn repeated_bye_is_answered_with_200_though_the_call_is_over() {
    let mut subject = Subject::new();
    let (_, ok) = subject.talking();
    let bye = within(&ok, "BYE", 2);
    subject.hear(&bye);
    subject.response(200);
    subject.pass(31_000);
    subject.hear(&bye);
    subject.response(200);
    subject.pass(2_000);
    subject.hear(&bye);
    subject.response(481);
}
