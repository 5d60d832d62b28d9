//! Section 18.1: requests on their way.

use conformance::Subject;
use sip_core::Transport;

/// 18.1.1: Via names the transport and the place where answers reach us.
#[test]
fn via_says_how_and_where_we_are_reached() {
    for (mut subject, transport, via) in [
        (Subject::new(), Transport::Udp, "SIP/2.0/UDP 10.77.0.1:5060"),
        (Subject::over_tcp(), Transport::Tcp, "SIP/2.0/TCP 10.77.0.1:5060"),
        (Subject::over_tls(), Transport::Tls, "SIP/2.0/TLS 10.77.0.1:5061"),
    ] {
        subject.call();
        let sent = subject.sent();
        assert_eq!(sent.transport, transport);
        assert!(sent.text.field("Via").starts_with(via), "{}", sent.text.field("Via"));
    }
}

/// 18.3: every message says how long its body is.
#[test]
fn every_message_has_a_content_length() {
    let mut subject = Subject::over_tcp();
    subject.call();
    let invite = subject.sent().text;
    assert_eq!(invite.field("Content-Length"), invite.body.len().to_string());
    subject.hear(&conformance::request("OPTIONS"));
    assert_eq!(subject.sent().text.field("Content-Length"), "0");
}
