//! Section 9: the called side.

use conformance::{Subject, Text, invite};

fn answer_to(asked: &Text) -> Text {
    let mut subject = Subject::new();
    let leg = subject.arrived(asked);
    subject.answer(leg);
    subject.response(200)
}

/// An interval below our minimum is 422, which names it; no call arrives.
#[test]
fn interval_below_the_minimum_is_422() {
    let mut subject = Subject::new();
    subject.hear(&invite().add("Supported", "timer").add("Session-Expires", "60"));
    assert_eq!(subject.response(422).field("Min-SE"), "90");
    assert!(subject.events.is_empty());
}

/// The answer has the interval, its refresher, and Require where the caller is to refresh.
#[test]
fn answer_says_who_refreshes() {
    let asked = invite().add("Supported", "timer");
    let uac = answer_to(&asked.clone().add("Session-Expires", "600;refresher=uac"));
    assert_eq!(uac.field("Session-Expires"), "600;refresher=uac");
    assert_eq!(uac.field("Require"), "timer");
    let uas = answer_to(&asked.add("Session-Expires", "600;refresher=uas"));
    assert_eq!(uas.field("Session-Expires"), "600;refresher=uas");
}

/// The interval is never shortened below the caller's own minimum.
#[test]
fn callers_minimum_is_respected() {
    let asked = invite().add("Supported", "timer").add("Session-Expires", "7200").add("Min-SE", "5400");
    assert!(answer_to(&asked).field("Session-Expires").starts_with("5400;"));
}

/// A caller that does not know timers is asked for none.
#[test]
fn caller_without_timers_is_not_required_to_have_them() {
    let ok = answer_to(&invite());
    assert!(!ok.has("Require") && !ok.has("Session-Expires"));
}
