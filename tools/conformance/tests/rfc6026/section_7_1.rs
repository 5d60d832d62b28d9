//! Section 7.1: the server transaction that has sent a 2xx.

use conformance::{Subject, ack, invite};
use sip_msg::Status;

/// It stays for 32 s (timer L) and absorbs copies of the INVITE, also over TCP and after the call.
#[test]
fn accepted_invite_is_absorbed_for_32_seconds_even_when_the_call_is_over() {
    let mut subject = Subject::new();
    let (leg, _) = subject.talking();
    subject.end(leg, Status::OK);
    subject.request("BYE");
    let bye_is_over = |subject: &mut Subject| {
        subject.pass(31_000);
        subject.all_sent();
    };
    bye_is_over(&mut subject);
    subject.hear(&invite());
    assert!(subject.wire.is_empty() && subject.events.is_empty(), "a copy is no new call");
}

/// The ACK of a 2xx is the user's, not the transaction's: whatever its branch, it reaches the call.
#[test]
fn ack_with_the_branch_of_its_invite_reaches_the_call_too() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite());
    subject.answer(leg);
    let ok = subject.response(200);
    subject.hear(&ack(&ok).set("Via", invite().field("Via")));
    subject.pass(20_000);
    assert!(subject.wire.is_empty(), "the 200 is not resent");
}
