//! Rules of RFC 3261 section 12.

use sip_msg::{Message, Status};

use super::*;

fn request(text: &str) -> Request {
    match Message::parse(text.replace('\n', "\r\n").as_bytes()) {
        Ok(Message::Request(request)) => request,
        other => panic!("{other:?}"),
    }
}

fn invite(more: &str) -> Request {
    request(&format!(
        "INVITE sip:101@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1\nFrom: \"A\" <sip:a@192.0.2.9>;tag=f\n\
         To: <sip:101@192.0.2.1>\nCall-ID: c\nCSeq: 7 INVITE\n{more}\n"
    ))
}

fn answered(more: &[(HeaderName, &str)]) -> (Request, Response) {
    let invite = invite("Contact: <sip:a@10.0.0.9>\n");
    let mut response = invite.response(Status::OK);
    response.headers.set(HeaderName::To, "<sip:101@192.0.2.1>;tag=t");
    for (name, value) in more {
        response.headers.push(name.clone(), *value);
    }
    (invite, response)
}

fn routes(request: &Request) -> Vec<&str> {
    request.headers.all(&HeaderName::Route).collect()
}

/// Section 12.1.2: the caller's route set is the Record-Route in reverse; 12.2.1.1: loose routing.
#[test]
fn caller_goes_through_loose_routers_to_the_contact() {
    let (invite, response) = answered(&[
        (HeaderName::RecordRoute, "<sip:p2.example.org;lr>, <sip:p1.example.org;lr>"),
        (HeaderName::Contact, "<sip:101@192.0.2.7:5070>"),
    ]);
    let mut dialog = Dialog::of_caller(&invite, &response, None).unwrap();
    let bye = dialog.request(Method::Bye);
    assert_eq!(bye.uri.to_string(), "sip:101@192.0.2.7:5070");
    assert_eq!(routes(&bye), ["<sip:p1.example.org;lr>", "<sip:p2.example.org;lr>"]);
    assert_eq!(bye.headers.get(&HeaderName::CSeq), Some("8 BYE"));
    assert_eq!(dialog.next_hop(), NextHop::Uri(Uri::parse("sip:p1.example.org;lr").unwrap()));
}

/// Section 12.2.1.1: a strict router gets itself as Request-URI, and the target as the last route.
#[test]
fn strict_router_is_put_into_the_request_uri() {
    let (invite, response) = answered(&[
        (HeaderName::RecordRoute, "<sip:p2.example.org;lr>, <sip:p1.example.org>"),
        (HeaderName::Contact, "<sip:101@192.0.2.7>"),
    ]);
    let bye = Dialog::of_caller(&invite, &response, None).unwrap().request(Method::Bye);
    assert_eq!(bye.uri.to_string(), "sip:p1.example.org");
    assert_eq!(routes(&bye), ["<sip:p2.example.org;lr>", "<sip:101@192.0.2.7>"]);
}

/// Section 12.1.1: the called side keeps the order, and swaps From and To.
#[test]
fn called_side_speaks_with_from_and_to_swapped() {
    let invite =
        invite("Contact: <sip:a@10.0.0.9>\nRecord-Route: <sip:p1.example.org;lr>, <sip:p2.example.org;lr>\n");
    let mut dialog = Dialog::of_called(&invite, "mine", None).unwrap();
    let bye = dialog.request(Method::Bye);
    assert_eq!(routes(&bye), ["<sip:p1.example.org;lr>", "<sip:p2.example.org;lr>"]);
    assert_eq!(bye.headers.get(&HeaderName::From), Some("<sip:101@192.0.2.1>;tag=mine"));
    assert_eq!(bye.headers.get(&HeaderName::To), Some("\"A\" <sip:a@192.0.2.9>;tag=f"));
    assert_eq!(bye.headers.get(&HeaderName::CSeq), Some("1 BYE"));
    assert_eq!(bye.uri.to_string(), "sip:a@10.0.0.9");
}

#[test]
fn known_path_beats_a_private_contact_but_not_a_proxy() {
    let path = Hop {
        transport: crate::flow::Transport::Udp,
        addr: "198.51.100.3:40000".parse().unwrap(),
        conn: None,
        proof: None,
    };
    let plain = invite("Contact: <sip:a@10.0.0.9>\n");
    assert_eq!(Dialog::of_called(&plain, "m", Some(path)).unwrap().next_hop(), NextHop::Path(path));
    let proxied = invite("Contact: <sip:a@10.0.0.9>\nRecord-Route: <sip:p1.example.org;lr>\n");
    let next = Dialog::of_called(&proxied, "m", Some(path)).unwrap().next_hop();
    assert_eq!(next, NextHop::Uri(Uri::parse("sip:p1.example.org;lr").unwrap()));
}

/// Section 12.2.2.
#[test]
fn lower_sequence_number_is_out_of_order() {
    let mut dialog = Dialog::of_called(&invite("Contact: <sip:a@10.0.0.9>\n"), "m", None).unwrap();
    let with = |number: u32| {
        let mut info = invite("");
        info.headers.set(HeaderName::CSeq, format!("{number} INVITE"));
        info
    };
    assert_eq!(dialog.take_cseq(&with(9)), Ok(()));
    assert_eq!(dialog.take_cseq(&with(8)), Err(Unfit::OutOfOrder));
    assert_eq!(dialog.take_cseq(&with(10)), Ok(()));
}

/// Sections 13.2.2.4 and 22.1: the ACK of a 2xx has its INVITE's number and credentials.
#[test]
fn ack_repeats_number_and_credentials_of_its_invite() {
    let (mut invite, response) = answered(&[(HeaderName::Contact, "<sip:101@192.0.2.7>")]);
    invite.headers.push(HeaderName::ProxyAuthorization, "Digest username=\"a\"");
    let mut dialog = Dialog::of_caller(&invite, &response, None).unwrap();
    dialog.request(Method::Info);
    let ack = dialog.ack_of(&invite);
    assert_eq!(ack.headers.get(&HeaderName::CSeq), Some("7 ACK"));
    assert!(ack.headers.has(&HeaderName::ProxyAuthorization));
}

#[test]
fn target_moves_with_a_refresh_and_stays_without_contact() {
    let mut dialog = Dialog::of_called(&invite("Contact: <sip:a@10.0.0.9>\n"), "m", None).unwrap();
    dialog.refresh_target(&invite("Contact: <sip:a@10.0.0.10>\n").headers);
    dialog.refresh_target(&invite("").headers);
    assert_eq!(dialog.request(Method::Bye).uri.to_string(), "sip:a@10.0.0.10");
}

/// RFC 3261 section 12.1.1: a caller without a tag has the null tag; without a Contact it is reached at From.
#[test]
fn rfc_2543_caller_makes_a_dialog_too() {
    let mut old = invite("");
    old.headers.set(HeaderName::From, "<sip:a@192.0.2.9>");
    let mut dialog = Dialog::of_called(&old, "m", None).unwrap();
    assert_eq!(dialog.id().remote_tag, "");
    assert_eq!(dialog.request(Method::Bye).uri.to_string(), "sip:a@192.0.2.9");
}

#[test]
fn message_that_makes_no_dialog_is_unfit() {
    let (invite, mut response) = answered(&[]);
    response.headers.remove(&HeaderName::CallId);
    assert_eq!(Dialog::of_caller(&invite, &response, None), Err(Unfit::Unreadable));
    let many = vec!["<sip:p.example.org;lr>"; MAX_ROUTES + 1].join(", ");
    let long = self::invite(&format!("Contact: <sip:a@10.0.0.9>\nRecord-Route: {many}\n"));
    assert_eq!(Dialog::of_called(&long, "m", None), Err(Unfit::Unreadable));
}
