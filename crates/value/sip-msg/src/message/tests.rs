//! What a message is, what it is not, and what its answer copies.

use super::*;
use crate::{Fault, Flaw, Framer};

const INVITE: &str = "INVITE sip:**99101@b.example SIP/2.0\r\n\
    Via: SIP/2.0/UDP a.example:5060;branch=z9hG4bK1;rport\r\n\
    Via: SIP/2.0/TCP phone.example;branch=z9hG4bK0\r\n\
    f: \"Alice\" <sip:alice@a.example>;tag=1\r\n\
    t: <sip:**99101@b.example>\r\n\
    i: c1\r\n\
    CSeq: 1 INVITE\r\n\
    Max-Forwards: 70\r\n\
    Timestamp: 54\r\n\
    m: <sip:alice@a.example:5060>\r\n\
    c: application/sdp\r\n\
    l: 4\r\n\r\nv=0\n";

fn parse(text: &str) -> Result<Message, Malformed> {
    Message::parse(text.as_bytes())
}

fn request(text: &str) -> Request {
    match parse(text) {
        Ok(Message::Request(request)) => request,
        other => panic!("a request, not {other:?}"),
    }
}

fn flaw(text: &str) -> Flaw {
    parse(text).expect_err("malformed").flaw
}

#[test]
fn a_request_is_read_and_printed_in_full() {
    let invite = request(INVITE);
    assert_eq!((&invite.method, &*invite.body), (&Method::Invite, &b"v=0\n"[..]));
    assert_eq!(invite.uri.user(), Some("**99101"));
    assert_eq!(invite.headers.from().unwrap().tag(), Some("1"));
    insta::assert_snapshot!(String::from_utf8(invite.to_bytes()).unwrap().replace("\r\n", "\n"), @r#"
    INVITE sip:**99101@b.example SIP/2.0
    Via: SIP/2.0/UDP a.example:5060;branch=z9hG4bK1;rport
    Via: SIP/2.0/TCP phone.example;branch=z9hG4bK0
    From: "Alice" <sip:alice@a.example>;tag=1
    To: <sip:**99101@b.example>
    Call-ID: c1
    CSeq: 1 INVITE
    Max-Forwards: 70
    Timestamp: 54
    Contact: <sip:alice@a.example:5060>
    Content-Type: application/sdp
    Content-Length: 4

    v=0
    "#);
}

/// RFC 3261 section 8.2.6: a response copies five headers, a 100 also Timestamp.
#[test]
fn a_response_copies_what_the_rfc_names() {
    let invite = request(INVITE);
    let names =
        |response: Response| response.headers.iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(invite.response(Status::OK)), ["Via", "Via", "From", "To", "Call-ID", "CSeq"]);
    assert_eq!(names(invite.response(Status::TRYING)).last().map(String::as_str), Some("Timestamp"));
    let busy = invite.response(Status::BUSY_HERE);
    assert_eq!(parse(&String::from_utf8(busy.to_bytes()).unwrap()), {
        let mut read = busy.clone();
        read.headers.push(HeaderName::ContentLength, "0");
        Ok(Message::Response(read))
    });
}

/// RFC 3261 section 18.3: what follows the body in a datagram is ignored; without Content-Length all of it is the body.
#[test]
fn the_body_ends_where_content_length_says() {
    assert_eq!(request(&format!("\r\n\r\n{INVITE}INVITE more")).body, b"v=0\n");
    assert_eq!(request(&INVITE.replace("l: 4\r\n", "")).body, b"v=0\n");
    let short = flaw(&INVITE.replace("l: 4", "l: 5"));
    assert_eq!(short, Flaw::Header(HeaderName::ContentLength, Fault::Contradiction));
}

#[test]
fn a_flaw_names_the_header_and_the_octet() {
    let missing = flaw(&INVITE.replace("i: c1\r\n", ""));
    assert_eq!(missing, Flaw::Header(HeaderName::CallId, Fault::Missing));
    let error = parse(&INVITE.replace("i: c1", "no colon")).unwrap_err();
    assert_eq!(error.flaw, Flaw::HeaderLine);
    assert_eq!(error.offset, INVITE.find("i: c1"));
    let latin1 = [INVITE.as_bytes(), b""]
        .concat()
        .iter()
        .map(|b| if *b == b'5' { 0xe9 } else { *b })
        .collect::<Vec<_>>();
    assert_eq!(Message::parse(&latin1).unwrap_err().flaw, Flaw::NotUtf8);
}

#[test]
fn every_kind_of_flaw_has_its_answer() {
    let cases = [
        (INVITE.replace(" SIP/2.0\r\n", " SIP/3.0\r\n"), 505),
        (INVITE.replace(" SIP/2.0\r\n", " HTTP/1.1\r\n"), 400),
        (INVITE.replace("INVITE sip:", "INVITE  sip:"), 400),
        (INVITE.replace("Max-Forwards: 70", "Max-Forwards: x"), 400),
        (INVITE.replace("m: ", "Route: "), 0),
        (INVITE.replace("m: <sip:", "Route: <"), 400),
        (INVITE.replace("\r\n\r\n", "\r\n"), 400),
        (INVITE.replace("INVITE", "invite").replace("1 invite", "1 INVITE"), 501),
        (format!("{INVITE}{}", "x".repeat(MESSAGE_MAX)), 513),
    ];
    for (text, status) in cases {
        let answered = parse(&text).err().and_then(|e| e.answer).map_or(0, |answer| answer.status.code());
        assert_eq!(answered, status, "{}", text.lines().next().unwrap_or(""));
    }
}

/// RFC 3261 section 17.1.1.3: nothing answers an ACK, and nothing answers a response.
#[test]
fn a_broken_ack_or_response_has_no_answer() {
    let ack = INVITE.replace("INVITE", "ACK");
    assert!(request(&ack).headers.cseq().is_ok());
    assert_eq!(parse(&ack.replace("l: 4", "l: x")).unwrap_err().answer, None);
    let response = INVITE.replace("INVITE sip:**99101@b.example SIP/2.0", "SIP/2.0 200 OK");
    assert!(parse(&response).is_ok());
    assert_eq!(parse(&response.replace("l: 4", "l: x")).unwrap_err().answer, None);
    assert_eq!(parse(&response.replace("SIP/2.0 200", "SIP/7.0 200")).unwrap_err().answer, None);
}

#[test]
fn nothing_is_answered_where_no_via_can_be_read() {
    for text in
        ["", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\0\0\0\0", "INVITE sip:a@b SIP/2.0\r\nVia: x\r\n\r\n"]
    {
        assert_eq!(parse(text).unwrap_err().answer, None, "{text:?}");
    }
}

/// A status line has three digits, never a number that wraps round into them (RFC 4475 section 3.1.2.19).
#[test]
fn status_lines_are_strict_in_the_code_and_easy_on_the_phrase() {
    let with = |line: &str| parse(&INVITE.replace("INVITE sip:**99101@b.example SIP/2.0", line));
    for good in ["SIP/2.0 200 ", "SIP/2.0 200", "sip/2.0 699 Où ça"] {
        assert!(with(good).is_ok(), "{good}");
    }
    for bad in
        ["SIP/2.0 4294967301 x", "SIP/2.0 99 x", "SIP/2.0 700 x", "SIP/2.0 +20 x", "SIP/2.0  200", "SIP/2.0"]
    {
        assert_eq!(with(bad).unwrap_err().flaw, Flaw::StartLine, "{bad}");
    }
}

/// What the framer takes for one message the parser takes for the same.
#[test]
fn framer_and_parser_agree_on_the_end_of_a_message() {
    let mut framer = Framer::new();
    framer.push(format!("{INVITE}{INVITE}").as_bytes());
    for _ in 0..2 {
        assert_eq!(framer.next(), Ok(Some(crate::Frame::Message(INVITE.into()))));
    }
}

/// A hostile Via costs no more than a good one: what is salvaged is bounded.
#[test]
fn little_is_salvaged_from_a_via_full_of_parameters() {
    let params: String = (0..900).map(|n| format!(";p{n}")).collect();
    let error = parse(&INVITE.replace(";rport", &format!(";;{params}"))).unwrap_err();
    let via = error.answer.unwrap().headers.via().unwrap();
    assert_eq!(via.branch(), Some("z9hG4bK1"));
    assert!(via.params.len() < 20);
}

/// RFC 3261 section 8.1.1: what every request must have, each missed by its name and answered with 400.
#[test]
fn each_mandatory_header_is_missed_by_name() {
    let lines = [
        ("f: \"Alice\" <sip:alice@a.example>;tag=1\r\n", HeaderName::From),
        ("t: <sip:**99101@b.example>\r\n", HeaderName::To),
        ("i: c1\r\n", HeaderName::CallId),
        ("CSeq: 1 INVITE\r\n", HeaderName::CSeq),
    ];
    for (line, name) in lines {
        let error = parse(&INVITE.replace(line, "")).unwrap_err();
        assert_eq!(error.flaw, Flaw::Header(name.clone(), Fault::Missing));
        let answer = error.answer.expect("its Via is good");
        assert_eq!((answer.status, answer.headers.has(&name)), (Status::BAD_REQUEST, false));
        let twice = format!("{line}{line}");
        assert_eq!(flaw(&INVITE.replace(line, &twice)), Flaw::Header(name, Fault::Repeated));
    }
}

/// RFC 3261 section 8.2.2.3 leaves extensions to the endpoint; what makes two readers differ is refused here.
#[test]
fn a_request_whose_routing_headers_are_broken_is_refused_with_their_name() {
    for (line, name) in [
        ("Route: <sip:a;lr", HeaderName::Route),
        ("Record-Route: <sip:a;lr>;;", HeaderName::RecordRoute),
        ("Contact: *, <sip:a>", HeaderName::Contact),
        ("Max-Forwards: -1", HeaderName::MaxForwards),
    ] {
        let text = INVITE.replace("Max-Forwards: 70", line);
        assert!(matches!(flaw(&text), Flaw::Header(at, Fault::Syntax(_)) if at == name), "{line}");
    }
}

#[test]
fn too_many_headers_and_too_long_ones_are_answered() {
    let many = INVITE.replace("Max-Forwards: 70", &"X: y\r\n".repeat(200));
    let long = INVITE.replace("Max-Forwards: 70", &format!("X: {}", "y".repeat(9000)));
    for text in [many, long] {
        assert_eq!(parse(&text).unwrap_err().answer.map(|answer| answer.status), Some(Status::BAD_REQUEST));
    }
}

/// RFC 3261 section 20.14: the length that is printed is the body's, whatever a header said.
#[test]
fn a_new_body_brings_its_type_and_its_length() {
    let mut invite = request(INVITE);
    invite.set_body("text/plain", b"hello".to_vec());
    let again = request(&String::from_utf8(invite.to_bytes()).unwrap());
    assert_eq!((again.headers.content_length(), &*again.body), (Ok(Some(5)), &b"hello"[..]));
    assert_eq!(again.headers.count(&HeaderName::ContentType), 1);
    assert!(again.headers.content_type().unwrap().unwrap().is("text", "plain"));
}

/// No phrase of ours, which may hold what a peer said, can start a header of its own.
#[test]
fn a_reason_phrase_stays_on_its_line() {
    let mut response = request(INVITE).response(Status::NOT_FOUND);
    response.reason = "no\r\nRoute: <sip:evil>".into();
    let text = String::from_utf8(response.to_bytes()).unwrap();
    assert!(text.starts_with("SIP/2.0 404 no  Route: <sip:evil>\r\nVia:"), "{text}");
}
