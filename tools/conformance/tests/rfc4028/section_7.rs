//! Section 7: the caller.

use conformance::{ANSWER, Subject, answer};

/// 7.1: the INVITE says that we know timers, and what interval we want.
#[test]
fn invite_asks_for_an_interval() {
    let mut subject = Subject::new();
    subject.call();
    let invite = subject.request("INVITE");
    assert!(invite.field("Supported").contains("timer"));
    assert!(invite.field("Session-Expires").parse::<u32>().unwrap() >= 90);
}

/// 7.2: where the answer makes us the refresher, we refresh at half the interval.
#[test]
fn refresher_refreshes_at_half_the_interval() {
    for (refresher, refreshes) in [("uac", true), ("uas", false)] {
        let mut subject = Subject::new();
        subject.call();
        let invite = subject.request("INVITE");
        let ok =
            answer(&invite, 200, "peer").add("Allow", "INVITE, ACK, BYE, UPDATE").add("Require", "timer");
        subject.hear(&ok.add("Session-Expires", &format!("600;refresher={refresher}")).with_sdp(ANSWER));
        subject.request("ACK");
        subject.pass(299_999);
        assert!(subject.wire.is_empty());
        subject.pass(1);
        assert_eq!(subject.wire.iter().any(|sent| sent.text.method() == "UPDATE"), refreshes, "{refresher}");
    }
}
