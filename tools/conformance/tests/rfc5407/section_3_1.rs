//! Section 3.1: a message for the state before.

use conformance::{ANSWER, Subject, ack, answer, invite, within};
use sip_core::Event;
use sip_msg::Status;

/// 3.1.1: the INVITE comes again after the answer: the answer was lost, and is resent by its own timer.
#[test]
fn invite_that_comes_again_after_the_answer_is_no_new_call() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite());
    subject.answer(leg);
    subject.all_sent();
    subject.hear(&invite());
    assert!(subject.wire.is_empty() && subject.events.is_empty());
    subject.pass(500);
    subject.response(200);
    assert_eq!(subject.endpoint.legs(), 1);
}

/// 3.1.2: CANCEL comes after the answer: 200, and the call stays.
#[test]
fn cancel_after_the_answer_is_too_late() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite());
    subject.answer(leg);
    let ok = subject.response(200);
    subject.hear(&conformance::request("CANCEL").set("Via", invite().field("Via")));
    assert_eq!(subject.response(200).field("CSeq"), "1 CANCEL");
    subject.hear(&ack(&ok));
    assert!(subject.told(|event| matches!(event, Event::Confirmed { .. })));
}

/// 3.1.3 and 3.1.6: BYE comes before the ACK of the answer: the call is over, and the late ACK does no harm.
#[test]
fn bye_before_the_ack_ends_the_call() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite());
    subject.answer(leg);
    let ok = subject.response(200);
    subject.hear(&within(&ok, "BYE", 2));
    subject.response(200);
    subject.hear(&ack(&ok));
    subject.pass(60_000);
    assert!(subject.wire.is_empty());
    assert_eq!((subject.endpoint.legs(), subject.endpoint.transactions()), (0, 0));
}

/// 3.1.4 and 3.1.5: a re-INVITE comes before the ACK, which was lost or is late: it shows that the answer arrived.
#[test]
fn reinvite_before_the_ack_is_taken() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite());
    subject.answer(leg);
    let ok = subject.response(200);
    subject.hear(&within(&ok, "INVITE", 2).add("Contact", "<sip:bob@10.77.0.2:5060>").with_sdp("v=0 new"));
    assert!(subject.told(|event| matches!(event, Event::Confirmed { .. })));
    assert!(subject.told(|event| matches!(event, Event::Offered { .. })));
    subject.hear(&ack(&ok));
    subject.accept(leg);
    let again = subject.response(200);
    assert_eq!(again.cseq(), 2);
}

/// 3.1.2: the answer comes after our CANCEL: it is acknowledged and ended.
#[test]
fn answer_that_crosses_our_cancel_is_acknowledged_and_hung_up() {
    let mut subject = Subject::new();
    let leg = subject.call();
    let invite = subject.request("INVITE");
    subject.hear(&answer(&invite, 180, "peer"));
    subject.end(leg, Status::REQUEST_TERMINATED);
    subject.hear(&answer(&invite, 200, "peer").with_sdp(ANSWER));
    subject.request("ACK");
    let bye = subject.request("BYE");
    assert_eq!(bye.param("To", "tag"), Some("peer"));
}
