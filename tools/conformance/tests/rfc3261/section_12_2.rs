//! Section 12.2: requests within a dialog.

use conformance::{ANSWER, Subject, answer, invite, within};
use sip_msg::Status;

/// 12.2.1.1: the caller goes through the proxies of Record-Route from the last to the first, to the Contact.
#[test]
fn callers_requests_take_the_record_route_backwards() {
    let mut subject = Subject::new();
    let leg = subject.call();
    let invite = subject.request("INVITE");
    let ok = answer(&invite, 200, "peer")
        .with_sdp(ANSWER)
        .add("Record-Route", "<sip:10.77.0.8;lr>")
        .add("Record-Route", "<sip:10.77.0.9;lr>");
    subject.hear(&ok);
    let ack = subject.sent();
    subject.end(leg, Status::OK);
    let bye = subject.sent();
    for sent in [ack, bye] {
        assert_eq!(sent.text.uri(), "sip:bob@10.77.0.2:5060");
        assert_eq!(sent.text.all("Route"), ["<sip:10.77.0.9;lr>", "<sip:10.77.0.8;lr>"]);
        assert_eq!(sent.to, "10.77.0.9:5060".parse().unwrap());
    }
}

/// 12.1.1 and 12.2.1.1: the called side takes it in its order.
#[test]
fn called_sides_requests_take_the_record_route_forwards() {
    let mut subject = Subject::new();
    let asked = invite().add("Record-Route", "<sip:10.77.0.8;lr>").add("Record-Route", "<sip:10.77.0.9;lr>");
    let (leg, _) = subject.answered(&asked);
    subject.end(leg, Status::OK);
    let bye = subject.sent();
    assert_eq!(bye.text.all("Route"), ["<sip:10.77.0.8;lr>", "<sip:10.77.0.9;lr>"]);
    assert_eq!(bye.to, "10.77.0.8:5060".parse().unwrap());
}

/// 12.2.1.1: From, To and Call-ID are the dialog's, and CSeq grows by one with each request.
#[test]
fn requests_are_counted_one_by_one() {
    let mut subject = Subject::new();
    let (leg, invite) = subject.connected();
    subject.offer(leg, "v=0 hold");
    let reinvite = subject.request("INVITE");
    subject.hear(&answer(&reinvite, 488, "peer"));
    subject.end(leg, Status::OK);
    let bye = subject.request("BYE");
    assert_eq!((invite.cseq(), reinvite.cseq(), bye.cseq()), (1, 2, 3));
    assert_eq!(bye.field("Call-ID"), invite.field("Call-ID"));
    assert_eq!(bye.field("From"), invite.field("From"));
    assert_eq!(bye.param("To", "tag"), Some("peer"));
}

/// 12.2.2: a target refresh moves the dialog to the new Contact; another request does not.
#[test]
fn reinvite_moves_the_target_and_info_does_not() {
    let mut subject = Subject::new();
    let (leg, ok) = subject.talking();
    let elsewhere = |number| format!("<sip:bob@10.77.0.{number}:5060>");
    subject.hear(&within(&ok, "INFO", 2).add("Contact", &elsewhere(8)));
    subject.response(200);
    subject.hear(&within(&ok, "INVITE", 3).add("Contact", &elsewhere(9)).with_sdp("v=0 moved"));
    subject.accept(leg);
    let ok = subject.response(200);
    subject.hear(&conformance::ack(&ok));
    subject.end(leg, Status::OK);
    assert_eq!(subject.request("BYE").uri(), "sip:bob@10.77.0.9:5060");
}

/// 12.2.2: an ACK that belongs to nothing is dropped without an answer.
#[test]
fn ack_that_belongs_to_nothing_is_dropped() {
    let mut subject = Subject::new();
    let (_, ok) = subject.talking();
    subject.hear(&within(&ok, "ACK", 1).set("To", "<sip:101@10.77.0.1>;tag=nobody"));
    subject.hear(&within(&ok, "ACK", 77));
    assert!(subject.wire.is_empty() && subject.events.is_empty());
}
