//! Sections 5 to 7: who is told, and believed, who calls. The trust domain is what a trunk's form says.

use conformance::{Subject, invite};
use sip_core::{Caller, Event};

fn alice(private: bool) -> Caller {
    Caller { name: "Alice".to_owned(), number: "201".to_owned(), private }
}

/// Within the trust domain the identity is asserted, even of one who hides: Privacy travels with it.
#[test]
fn trusted_trunk_is_told_who_calls_and_that_it_is_private() {
    let mut subject = Subject::with(|trunk| trunk.trust_identity = Some(true));
    subject.call_as(alice(true), |_| {});
    let invite = subject.request("INVITE");
    assert_eq!(invite.field("P-Asserted-Identity"), "\"Alice\" <sip:201@10.77.0.1>");
    assert_eq!(invite.field("Privacy"), "id");
    assert!(invite.field("From").contains("sip:anonymous@anonymous.invalid"));
}

/// Outside of it nothing but From is sent, and From of one who hides says nothing.
#[test]
fn stranger_is_told_nothing_but_from() {
    let mut subject = Subject::new();
    subject.call_as(alice(true), |_| {});
    let invite = subject.request("INVITE");
    assert!(!invite.has("P-Asserted-Identity"));
    for name in ["From", "Contact"] {
        assert!(!invite.field(name).contains("201") && !invite.field(name).contains("Alice"), "{name}");
    }
}

/// An assertion is believed from the trust domain alone.
#[test]
fn assertion_is_believed_from_a_trusted_trunk_alone() {
    for (trusted, number) in [(true, "777"), (false, "bob")] {
        let mut subject = Subject::with(|trunk| trunk.trust_identity = Some(trusted));
        subject.hear(&invite().add("P-Asserted-Identity", "\"Carol\" <sip:777@10.77.0.2>"));
        let heard = subject.events.iter().find_map(|event| match event {
            Event::Incoming(incoming) => Some(incoming.caller.number.clone()),
            _ => None,
        });
        assert_eq!(heard.as_deref(), Some(number));
    }
}
