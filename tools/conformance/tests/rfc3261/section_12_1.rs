//! Section 12.1: how a dialog begins.

use conformance::{Subject, invite};

/// 12.1.1: responses that make a dialog repeat every Record-Route in its order, parameters included, and have our Contact.
#[test]
fn response_that_makes_a_dialog_keeps_the_record_route_and_has_a_contact() {
    let routes = ["<sip:10.77.0.8;lr;a=b>", "<sip:p1.example.org;lr>"];
    let asked = invite().add("Record-Route", routes[0]).add("Record-Route", routes[1]);
    let mut subject = Subject::new();
    let leg = subject.arrived(&asked);
    subject.ring(leg);
    subject.answer(leg);
    for code in [180, 200] {
        let response = subject.response(code);
        assert_eq!(response.all("Record-Route"), routes, "{code}");
        assert_eq!(response.field("Contact"), "<sip:101@10.77.0.1:5060>", "{code}");
    }
}

/// 12.1.1: an INVITE whose Contact is no single URI makes no dialog.
#[test]
fn invite_with_a_broken_contact_is_refused() {
    let mut subject = Subject::new();
    subject.hear(&invite().set("Contact", "*"));
    subject.response(400);
    assert_eq!(subject.endpoint.legs(), 0);
}
