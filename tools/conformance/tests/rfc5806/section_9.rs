//! Section 9: who diverted a call, where those who ask are trusted (section 11).

use conformance::{Subject, invite};
use sip_core::{Caller, Event};
use sip_msg::NameAddr;

fn diversions(trusted: bool) -> Vec<String> {
    let mut subject = Subject::with(|trunk| trunk.trust_identity = Some(trusted));
    subject.call_as(Caller::default(), |order| {
        order.diversion =
            ["<sip:300@10.77.0.1>;reason=no-answer", "<sip:301@10.77.0.1>;reason=unconditional"]
                .map(|text| NameAddr::parse(text).unwrap())
                .to_vec();
    });
    let invite = subject.request("INVITE");
    invite.all("Diversion").into_iter().map(str::to_owned).collect()
}

/// The last who diverted comes first; a stranger is not told.
#[test]
fn diversions_are_sent_in_order_to_a_trusted_trunk_alone() {
    assert_eq!(
        diversions(true),
        ["<sip:300@10.77.0.1>;reason=no-answer", "<sip:301@10.77.0.1>;reason=unconditional"]
    );
    assert!(diversions(false).is_empty());
}

/// They are read, in their order, from a trusted trunk alone.
#[test]
fn diversions_are_read_from_a_trusted_trunk_alone() {
    for (trusted, expected) in [(true, vec!["300", "301"]), (false, vec![])] {
        let mut subject = Subject::with(|trunk| trunk.trust_identity = Some(trusted));
        let diverted = "<sip:300@10.77.0.2>;reason=user-busy, <sip:301@10.77.0.2>;reason=unknown";
        subject.hear(&invite().add("Diversion", diverted));
        let users = subject.events.iter().find_map(|event| match event {
            Event::Incoming(incoming) => {
                Some(incoming.diversion.iter().filter_map(|by| by.uri.user()).map(str::to_owned).collect())
            }
            _ => None,
        });
        let users: Vec<String> = users.unwrap();
        assert_eq!(users, expected);
    }
}
