//! Section 26.2: TLS. A trunk that speaks it gets nothing in clear, and is not heard in clear, whatever anybody says.

use conformance::{ANSWER, Subject, answer, invite, request, within};
use sip_core::{Answer, Event, Failure, Input, Query, TlsFault, TlsFaultKind, Transport};
use sip_msg::Status;

const PEER_TLS: &str = "10.77.0.2:5061";

/// Nothing that was sent is in clear; takes all of it.
fn all_over_tls(subject: &mut Subject) -> usize {
    let sent = subject.all_sent();
    for sent in &sent {
        assert_eq!(sent.transport, Transport::Tls, "{}", sent.text.start);
    }
    sent.len()
}

/// 26.2.2, 8.1.1.7 and 8.1.1.8: Via and Contact name TLS, and the port is 5061.
#[test]
fn a_call_over_tls_says_so() {
    let mut subject = Subject::over_tls();
    subject.call();
    let sent = subject.sent();
    assert_eq!((sent.transport, sent.to), (Transport::Tls, PEER_TLS.parse().unwrap()));
    assert_eq!(sent.text.uri(), "sip:101@10.77.0.2;transport=tls");
    assert!(sent.text.field("Via").starts_with("SIP/2.0/TLS 10.77.0.1:5061"));
    assert_eq!(sent.text.field("Contact"), "<sip:201@10.77.0.1:5061;transport=tls>");
}

/// A Contact or a Record-Route that names UDP, TCP or nothing does not bring the call out of TLS.
#[test]
fn no_contact_and_no_route_leads_out_of_tls() {
    for (contact, route, to) in [
        ("sip:bob@10.77.0.2", None, "10.77.0.2:5061"),
        ("sip:bob@10.77.0.2:5060;transport=udp", None, "10.77.0.2:5061"),
        ("sip:bob@10.77.0.3:5071;transport=tcp", None, "10.77.0.3:5071"),
        ("sip:bob@10.77.0.2", Some("<sip:10.77.0.9;lr>"), "10.77.0.9:5061"),
    ] {
        let mut subject = Subject::over_tls();
        let leg = subject.call();
        let invite = subject.request("INVITE");
        let mut ok = answer(&invite, 200, "peer").set("Contact", &format!("<{contact}>")).with_sdp(ANSWER);
        if let Some(route) = route {
            ok = ok.add("Record-Route", route);
        }
        subject.hear_over_tls(PEER_TLS, &ok);
        subject.offer(leg, "v=0 hold");
        subject.end(leg, Status::OK);
        let sent = subject.all_sent();
        assert!(sent.len() >= 2, "an ACK and what follows");
        for sent in sent {
            assert_eq!((sent.transport, sent.to), (Transport::Tls, to.parse().unwrap()), "{contact}");
        }
    }
}

/// RFC 3263 section 4: records of other transports are no way out, and without those of TLS nothing is sent.
#[test]
fn no_record_of_the_dns_leads_out_of_tls() {
    let naptr = Answer::Naptr(vec![(1, 1, "SIP+D2U".into(), "_sip._udp.b.example.org".into())]);
    let srv = |port| Answer::Srv(vec![(0, 0, port, "one.example.org".into())]);
    let names = vec![
        (Query::Naptr("b.example.org".into()), naptr),
        (Query::Srv("_sip._udp.b.example.org".into()), srv(5060)),
        (Query::Srv("_sip._tcp.b.example.org".into()), srv(5060)),
        (Query::Addresses("one.example.org".into()), Answer::Addresses(vec!["10.77.0.21".parse().unwrap()])),
    ];
    let over_tls = |names| {
        Subject::made(
            |trunk| {
                trunk.address = Some("b.example.org".into());
                trunk.transport = Some(model::Transport::Tls);
            },
            names,
        )
    };
    let mut subject = over_tls(names.clone());
    subject.call();
    assert_eq!(subject.all_sent().len(), 0);
    assert!(subject.told(|event| matches!(event, Event::Failed { failure: Failure::Unresolved, .. })));
    let mut known = names;
    known.push((Query::Srv("_sips._tcp.b.example.org".into()), srv(5071)));
    let mut subject = over_tls(known);
    subject.call();
    assert_eq!(subject.sent().to, "10.77.0.21:5071".parse().unwrap());
}

/// A server that cannot prove who it is, or speaks no TLS, is no reason to try another way.
#[test]
fn a_handshake_that_fails_is_the_end_of_the_try() {
    let mut subject = Subject::over_tls();
    subject.call();
    assert_eq!(all_over_tls(&mut subject), 1);
    let fault = TlsFault { kind: TlsFaultKind::NoTls, shown: None };
    let (transport, remote) = (Transport::Tls, PEER_TLS.parse().unwrap());
    subject.input(Input::Unreachable { transport, remote, conn: None, fault: Some(fault) });
    let failed = |event: &Event| matches!(event, Event::Failed { failure: Failure::Unproved(found), .. } if *found == fault);
    assert!(subject.told(failed), "{:?}", subject.events);
    subject.pass(60_000);
    // It is asked from time to time whether it lives again.
    assert!(all_over_tls(&mut subject) > 0);
}

/// A source address is easily written into a datagram; the trunk without a password is believed over TLS alone.
#[test]
fn a_trunk_over_tls_is_not_heard_in_clear() {
    let mut subject = Subject::over_tls();
    subject.hear(&invite());
    subject.response(401);
    subject.hear_over_tcp(&invite().set("Call-ID", "another"));
    subject.response(401);
    let over_tls = invite().set("Call-ID", "third").set("Via", "SIP/2.0/TLS 10.77.0.2:5061;branch=z9hG4bK-3");
    subject.hear_over_tls("10.77.0.2:40000", &over_tls);
    let leg = subject.incoming();
    subject.answer(leg);
    let ok = subject.response(200);
    assert_eq!(ok.field("Contact"), "<sip:101@10.77.0.1:5061;transport=tls>");
    subject.hear(&within(&ok, "BYE", 2));
    let refused = subject.sent().text;
    assert_eq!((refused.code(), refused.start.as_str()), (403, "SIP/2.0 403 TLS Required"));
}

/// 26.2.2 and 12.1.1: a sips URI is understood over TLS only, and our Contact is one too.
#[test]
fn a_sips_call_gets_a_sips_contact() {
    let mut subject = Subject::over_tls();
    let asked = invite()
        .to_uri("sips:101@10.77.0.1")
        .set("Contact", "<sips:bob@10.77.0.2>")
        .set("Via", "SIP/2.0/TLS 10.77.0.2:5061;branch=z9hG4bK-4");
    subject.hear(&asked);
    subject.response(416);
    subject.hear_over_tls(PEER_TLS, &asked);
    let leg = subject.incoming();
    subject.answer(leg);
    let ok = subject.response(200);
    assert_eq!(ok.field("Contact"), "<sips:101@10.77.0.1:5061>");
    subject.hear_over_tls(PEER_TLS, &within(&ok, "ACK", 1));
    subject.offer(leg, "v=0 hold");
    let reinvite = subject.sent();
    assert_eq!((reinvite.transport, reinvite.to), (Transport::Tls, PEER_TLS.parse().unwrap()));
    assert_eq!(reinvite.text.uri(), "sips:bob@10.77.0.2");
    assert_eq!(reinvite.text.field("Contact"), "<sips:101@10.77.0.1:5061>");
}

/// 18.2.2: answers over TLS go back on the connection that the request came on.
#[test]
fn answers_take_the_connection_of_the_request() {
    let mut subject = Subject::over_tls();
    subject.hear_over_tls("10.77.0.2:40000", &request("OPTIONS"));
    let sent = subject.sent();
    assert_eq!((sent.transport, sent.to), (Transport::Tls, "10.77.0.2:40000".parse().unwrap()));
}
