//! Section 18.2: where answers go.

use conformance::{Subject, request};
use sip_core::Transport;

/// 18.2.1: the address that a request came from is noted where Via says another one, or a name.
#[test]
fn source_is_noted_in_received_where_via_says_otherwise() {
    for (host, received) in
        [("10.77.0.2", None), ("192.168.1.1:5060", Some("10.77.0.2")), ("pc.example.org", Some("10.77.0.2"))]
    {
        let mut subject = Subject::new();
        subject.hear(&request("OPTIONS").set("Via", &format!("SIP/2.0/UDP {host};branch=z9hG4bK-1")));
        assert_eq!(subject.sent().text.param("Via", "received"), received, "{host}");
    }
}

/// 18.2.2: over UDP to the source's address, at the port of sent-by; never to where `maddr` points, which would let
/// anybody aim our answers.
#[test]
fn answer_goes_to_the_source_at_the_port_of_sent_by() {
    for (sent_by, port) in
        [("10.77.0.2:5070", 5070), ("10.77.0.2", 5060), ("192.0.2.1:5080;maddr=192.0.2.99", 5080)]
    {
        let mut subject = Subject::new();
        let via = format!("SIP/2.0/UDP {sent_by};branch=z9hG4bK-1");
        subject.hear_from("10.77.0.2:40000", &request("OPTIONS").set("Via", &via));
        assert_eq!(subject.sent().to, format!("10.77.0.2:{port}").parse().unwrap());
    }
}

/// 18.2.2: over TCP it goes back on the connection of the request, whatever Via says.
#[test]
fn answer_over_tcp_goes_back_on_the_connection() {
    let mut subject = Subject::new();
    subject.hear_over_tcp(&request("OPTIONS").set("Via", "SIP/2.0/TCP 192.0.2.1:9;branch=z9hG4bK-1"));
    let sent = subject.sent();
    assert_eq!((sent.transport, sent.to), (Transport::Tcp, conformance::PEER.parse().unwrap()));
}
