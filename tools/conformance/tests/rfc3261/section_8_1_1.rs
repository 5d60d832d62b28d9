//! Section 8.1.1: what a request of ours is made of.

use conformance::Subject;

/// A valid request has at least To, From, CSeq, Call-ID, Max-Forwards and Via.
#[test]
fn request_has_the_six_mandatory_fields_once() {
    let mut subject = Subject::new();
    subject.call();
    let invite = subject.request("INVITE");
    for name in ["To", "From", "CSeq", "Call-ID", "Max-Forwards", "Via"] {
        assert_eq!(invite.all(name).len(), 1, "{name}");
    }
}

/// 8.1.1.2 and 8.1.1.3: From has a new tag; To has none before there is a dialog.
#[test]
fn from_is_tagged_and_to_is_not() {
    let mut subject = Subject::new();
    subject.call();
    subject.call();
    let (first, second) = (subject.request("INVITE"), subject.request("INVITE"));
    assert!(first.param("From", "tag").is_some() && first.param("To", "tag").is_none());
    assert_ne!(first.param("From", "tag"), second.param("From", "tag"));
}

/// 8.1.1.4 and 8.1.1.5: each call has a Call-ID of its own; CSeq stays below 2^31 and repeats the method.
#[test]
fn call_ids_differ_and_cseq_names_the_method() {
    let mut subject = Subject::new();
    subject.call();
    subject.call();
    let (first, second) = (subject.request("INVITE"), subject.request("INVITE"));
    assert_ne!(first.field("Call-ID"), second.field("Call-ID"));
    assert!(first.cseq() < 1 << 31 && first.field("CSeq").ends_with(" INVITE"));
}

/// 8.1.1.7: the branch begins with the magic cookie, and no two transactions share one.
#[test]
fn branch_has_the_cookie_and_is_never_used_again() {
    let mut subject = Subject::new();
    let (leg, _) = subject.connected();
    subject.end(leg, sip_msg::Status::OK);
    subject.call();
    let (bye, invite) = (subject.request("BYE"), subject.request("INVITE"));
    for request in [&bye, &invite] {
        assert!(request.param("Via", "branch").unwrap().starts_with("z9hG4bK"));
    }
    assert_ne!(bye.param("Via", "branch"), invite.param("Via", "branch"));
}

/// 8.1.1.8: an INVITE has exactly one Contact, where later requests of the dialog reach us.
#[test]
fn invite_has_one_contact_where_we_listen() {
    let mut subject = Subject::new();
    subject.call();
    let invite = subject.request("INVITE");
    assert_eq!(invite.all("Contact"), ["<sip:201@10.77.0.1:5060>"]);
}
