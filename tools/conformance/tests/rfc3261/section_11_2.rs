//! Section 11.2: the answer to OPTIONS.

use conformance::{Subject, Text, request, within};

fn tells_what_we_can(ok: &Text) -> bool {
    ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "UPDATE", "PRACK", "INFO"]
        .iter()
        .all(|method| ok.field("Allow").split(", ").any(|allowed| allowed == *method))
        && ok.field("Accept").contains("application/sdp")
        && ok.field("Supported").contains("100rel")
}

/// Allow, Accept and Supported are in the 200.
#[test]
fn options_is_answered_with_what_we_can() {
    let mut subject = Subject::new();
    subject.hear(&request("OPTIONS"));
    assert!(tells_what_we_can(&subject.response(200)));
}

/// Within a dialog the same holds, and the dialog is not touched.
#[test]
fn options_within_a_call_is_answered_alike_and_touches_nothing() {
    let mut subject = Subject::new();
    let (_, ok) = subject.talking();
    subject.hear(&within(&ok, "OPTIONS", 2));
    assert!(tells_what_we_can(&subject.response(200)));
    assert!(subject.events.is_empty() && subject.endpoint.legs() == 1);
}

/// Also before the answer.
#[test]
fn options_in_an_early_dialog_is_answered_alike() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&conformance::invite());
    subject.ring(leg);
    let ringing = subject.response(180);
    subject.hear(&within(&ringing, "OPTIONS", 2));
    assert!(tells_what_we_can(&subject.response(200)));
}
