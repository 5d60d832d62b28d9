//! Section 4.3: the next server, where one fails.

use conformance::{Subject, answer};
use sip_core::{Answer, Event, Input, Query, Transport};

fn two_servers() -> Subject {
    let addresses = ["10.77.0.21", "10.77.0.22"].map(|ip| ip.parse().unwrap()).to_vec();
    Subject::named(
        "b.example.org",
        vec![(Query::Addresses("b.example.org".into()), Answer::Addresses(addresses))],
    )
}

/// 503 counts as a failure of the server: the request goes to the next one, in a new transaction.
#[test]
fn server_that_says_503_is_passed_over() {
    let mut subject = two_servers();
    subject.call();
    let first = subject.sent();
    subject.hear(&answer(&first.text, 503, "full"));
    subject.request("ACK");
    let second = subject.sent();
    assert_ne!(second.to, first.to);
    assert_ne!(second.text.param("Via", "branch"), first.text.param("Via", "branch"));
    for name in ["Call-ID", "From", "CSeq"] {
        assert_eq!(second.text.field(name), first.text.field(name));
    }
    assert!(subject.events.is_empty());
}

/// So does a failure of the transport.
#[test]
fn server_that_cannot_be_reached_is_passed_over() {
    let mut subject = two_servers();
    subject.call();
    let first = subject.sent();
    subject.input(Input::Unreachable {
        transport: Transport::Udp,
        remote: first.to,
        conn: None,
        fault: None,
    });
    assert_ne!(subject.sent().to, first.to);
    assert!(subject.events.is_empty());
}

/// No other answer does: it is the peer's word.
#[test]
fn any_other_refusal_is_the_peers_word() {
    let mut subject = two_servers();
    subject.call();
    let first = subject.sent();
    subject.hear(&answer(&first.text, 500, "no"));
    subject.request("ACK");
    assert!(subject.wire.is_empty() && subject.told(|event| matches!(event, Event::Failed { .. })));
}
