//! Section 17.2.3: which transaction a request is for.

use conformance::{Subject, invite, request};

/// Branch, sent-by and method make it: two hosts may choose the same branch.
#[test]
fn same_branch_of_another_host_or_port_is_another_request() {
    let mut subject = Subject::new();
    for (call, host) in ["10.77.0.2:5060", "10.77.0.2:5070", "10.77.0.3:5060"].iter().enumerate() {
        let via = format!("SIP/2.0/UDP {host};branch=z9hG4bK-same");
        subject.hear(&invite().set("Via", &via).set("Call-ID", &format!("call-{call}")));
        subject.incoming();
    }
    assert_eq!(subject.endpoint.legs(), 3);
}

/// The same branch with another method is another request too.
#[test]
fn same_branch_with_another_method_is_another_request() {
    let mut subject = Subject::new();
    subject.arrived(&invite());
    subject.hear(&request("OPTIONS").set("Via", invite().field("Via")));
    subject.response(200);
}
