//! Section 4: the answer to a request with `rport`, and section 3: our own requests.

use conformance::{Subject, request};

/// rport and received are filled in, received even where Via had the address already.
#[test]
fn rport_and_received_are_filled_in_always() {
    for sent_by in ["10.77.0.2:5070", "192.168.1.1:5070"] {
        let mut subject = Subject::new();
        let via = format!("SIP/2.0/UDP {sent_by};rport;branch=z9hG4bK-1");
        subject.hear_from("10.77.0.2:40000", &request("OPTIONS").set("Via", &via));
        let sent = subject.sent();
        assert_eq!(sent.text.param("Via", "rport"), Some("40000"));
        assert_eq!(sent.text.param("Via", "received"), Some("10.77.0.2"));
        assert_eq!(sent.to, "10.77.0.2:40000".parse().unwrap());
    }
}

/// A request of ours asks for the same.
#[test]
fn our_requests_ask_for_rport() {
    let mut subject = Subject::new();
    subject.call();
    assert_eq!(subject.request("INVITE").param("Via", "rport"), Some(""));
}
