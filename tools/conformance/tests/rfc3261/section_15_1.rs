//! Section 15.1: the end of a call.

use conformance::{Subject, answer, within};
use sip_core::{EndCause, Event};
use sip_msg::Status;

/// 15.1.2: BYE is answered with 200, and what the peer had asked before and not heard of with 487.
#[test]
fn bye_ends_what_was_not_answered_yet() {
    let mut subject = Subject::new();
    let (_, ok) = subject.talking();
    subject.hear(&within(&ok, "INVITE", 2).add("Contact", "<sip:bob@10.77.0.2:5060>").with_sdp("v=0 new"));
    subject.hear(&within(&ok, "BYE", 3));
    let codes: Vec<u16> = subject.all_sent().iter().map(|sent| sent.text.code()).collect();
    assert!(codes.contains(&200) && codes.contains(&487), "{codes:?}");
    assert!(subject.told(|event| matches!(event, Event::Ended { cause: EndCause::Bye { .. }, .. })));
    assert_eq!(subject.endpoint.legs(), 0);
}

/// 15.1.1: whatever is answered to our BYE, 481, 408 or nothing at all, the dialog is over.
#[test]
fn call_is_over_with_our_bye_whatever_is_answered() {
    for code in [Some(200), Some(481), Some(500), None] {
        let mut subject = Subject::new();
        let (leg, _) = subject.connected();
        subject.end(leg, Status::OK);
        let bye = subject.request("BYE");
        assert_eq!(subject.endpoint.legs(), 0);
        code.iter().for_each(|code| subject.hear(&answer(&bye, *code, "peer")));
        subject.pass(64_000);
        assert_eq!(subject.endpoint.transactions(), 0, "{code:?}");
        assert!(subject.events.is_empty());
    }
}
