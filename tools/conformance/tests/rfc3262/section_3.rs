//! Section 3: the called side.

use conformance::{ANSWER, Subject, Text, invite, within};
use sip_core::Command;
use sip_msg::Status;

fn early_media(more: (&str, &str)) -> (Subject, sip_core::LegId) {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite().add(more.0, more.1));
    subject.all_sent();
    subject.order(Command::Progress { leg, status: Status::SESSION_PROGRESS, sdp: Some(ANSWER.into()) });
    (subject, leg)
}

fn prack(progress: &Text, number: u32, rack: &str) -> Text {
    within(progress, "PRACK", number).add("RAck", rack)
}

/// Reliable where the caller supports it: Require names 100rel, and RSeq is between 1 and 2^31 - 1.
#[test]
fn early_media_for_a_caller_that_supports_it_are_reliable() {
    let (mut subject, _) = early_media(("Supported", "100rel"));
    let progress = subject.response(183);
    assert_eq!(progress.field("Require"), "100rel");
    let rseq: u32 = progress.field("RSeq").parse().unwrap();
    assert!((1..1 << 31).contains(&rseq));
}

/// Never where the caller has not said that it knows the extension.
#[test]
fn nothing_is_reliable_for_a_caller_that_does_not_support_it() {
    let (mut subject, _) = early_media(("Supported", "replaces"));
    let progress = subject.response(183);
    assert!(!progress.has("Require") && !progress.has("RSeq"));
    subject.pass(30_000);
    assert!(subject.wire.is_empty());
}

/// Where the caller requires it, every response between 101 and 199 is reliable, and 100 never is.
#[test]
fn where_it_is_required_ringing_is_reliable_and_100_is_not() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite().add("Require", "100rel"));
    subject.ring(leg);
    assert!(!subject.response(100).has("RSeq"));
    assert!(subject.response(180).has("RSeq"));
}

/// Resent after T1 with doubling gaps that T2 does not bound.
#[test]
fn reliable_response_is_resent_with_gaps_that_double_on() {
    let (mut subject, _) = early_media(("Supported", "100rel"));
    let begin = subject.now;
    subject.pass(20_000);
    let sent = subject.all_sent();
    let times: Vec<u128> = sent.iter().map(|sent| sent.at.since(begin).as_millis()).collect();
    assert_eq!(times, [0, 500, 1500, 3500, 7500, 15_500]);
    assert!(sent.iter().all(|copy| copy.text == sent[0].text));
}

/// A PRACK that matches nothing is 481, and the response is resent as if it had not come.
#[test]
fn prack_for_another_response_is_481() {
    let (mut subject, _) = early_media(("Supported", "100rel"));
    let progress = subject.response(183);
    let rseq: u32 = progress.field("RSeq").parse().unwrap();
    subject.hear(&prack(&progress, 2, &format!("{} 1 INVITE", rseq + 1)));
    subject.response(481);
    subject.hear(&prack(&progress, 3, &format!("{rseq} 2 INVITE")));
    subject.response(481);
    subject.pass(600);
    subject.response(183);
}

/// A PRACK that matches is 200 and ends the resending; the next reliable response has the next number.
#[test]
fn prack_ends_the_resending_and_the_next_response_has_the_next_number() {
    let (mut subject, leg) = early_media(("Require", "100rel"));
    let progress = subject.response(183);
    let rseq: u32 = progress.field("RSeq").parse().unwrap();
    subject.ring(leg);
    assert!(subject.wire.is_empty(), "the next one waits for the PRACK");
    subject.hear(&prack(&progress, 2, &format!("{rseq} 1 INVITE")));
    subject.response(200);
    assert_eq!(subject.response(180).field("RSeq"), (rseq + 1).to_string());
}

/// A refusal need not wait for the PRACK, and ends the resending.
#[test]
fn refusal_does_not_wait_for_the_prack() {
    let (mut subject, leg) = early_media(("Supported", "100rel"));
    subject.end(leg, Status::BUSY_HERE);
    let busy = subject.response(486);
    subject.hear(&conformance::ack(&busy));
    subject.pass(60_000);
    assert!(subject.wire.is_empty());
}
