//! Section 9.2: the caller gives up.

use conformance::{Subject, Text, invite, request};

/// The CANCEL of [`invite`].
fn cancel() -> Text {
    request("CANCEL").set("Via", invite().field("Via"))
}

/// The answers to the CANCEL and to its INVITE have the same To tag.
#[test]
fn cancel_is_answered_with_the_tag_of_its_invite() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite());
    subject.ring(leg);
    let tag = subject.response(180);
    subject.hear(&cancel());
    let (ok, terminated) = (subject.response(200), subject.response(487));
    assert_eq!(ok.field("CSeq"), "1 CANCEL");
    assert_eq!(terminated.param("To", "tag"), tag.param("To", "tag"));
    assert_eq!(ok.param("To", "tag"), tag.param("To", "tag"));
}

/// It is matched as section 17.2.3 says: another branch, or the same of another sender, cancels nothing.
#[test]
fn cancel_with_another_branch_or_sender_is_481_and_cancels_nothing() {
    let mut subject = Subject::new();
    subject.arrived(&invite());
    for via in [
        "SIP/2.0/UDP 10.77.0.2:5060;branch=z9hG4bK-another",
        "SIP/2.0/UDP 10.77.0.9:5060;branch=z9hG4bK-1-INVITE",
    ] {
        subject.hear(&request("CANCEL").set("Via", via));
        subject.response(481);
    }
    assert_eq!(subject.endpoint.legs(), 1);
}

/// A CANCEL has no effect on other requests than INVITE, and is answered all the same.
#[test]
fn cancel_of_a_request_that_is_no_invite_is_answered_and_changes_nothing() {
    let mut subject = Subject::new();
    let options = request("OPTIONS");
    subject.hear(&options);
    subject.response(200);
    subject.hear(&request("CANCEL").set("Via", options.field("Via")));
    assert_eq!(subject.sent().text.field("CSeq"), "1 CANCEL");
    assert!(subject.events.is_empty());
}
