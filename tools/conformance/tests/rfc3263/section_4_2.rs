//! Section 4.2: port and address of the server.

use conformance::Subject;
use sip_core::{Answer, Query};

/// A name with SRV records is asked for at their port, in their order.
#[test]
fn name_with_srv_is_called_at_its_port() {
    let srv =
        Answer::Srv(vec![(10, 0, 5080, "two.example.org".into()), (5, 0, 5070, "one.example.org".into())]);
    let names = vec![
        (Query::Srv("_sip._udp.b.example.org".into()), srv),
        (Query::Addresses("one.example.org".into()), Answer::Addresses(vec!["10.77.0.21".parse().unwrap()])),
        (Query::Addresses("two.example.org".into()), Answer::Addresses(vec!["10.77.0.22".parse().unwrap()])),
    ];
    let mut subject = Subject::named("b.example.org", names);
    subject.call();
    let sent = subject.sent();
    assert_eq!(sent.to, "10.77.0.21:5070".parse().unwrap());
    assert_eq!(sent.text.uri(), "sip:101@b.example.org", "the request keeps the name");
}

/// With a port in the address only A and AAAA are asked.
#[test]
fn name_with_a_port_is_called_there_without_srv() {
    let srv = Answer::Srv(vec![(0, 0, 5070, "one.example.org".into())]);
    let names = vec![
        (Query::Srv("_sip._udp.b.example.org".into()), srv),
        (Query::Addresses("b.example.org".into()), Answer::Addresses(vec!["2001:db8::2".parse().unwrap()])),
    ];
    let mut subject = Subject::named("b.example.org:5090", names);
    subject.call();
    assert_eq!(subject.sent().to, "[2001:db8::2]:5090".parse().unwrap());
}
