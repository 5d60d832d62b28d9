//! Whatever comes in, nothing panics, and what was printed reads back as itself.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use sip_msg::{
    CSeq, Challenge, Credentials, Framer, HeaderName, Headers, Host, MediaType, Message, NameAddr, Params,
    RAck, Reason, Replaces, SessionExpires, SipUri, TelUri, Uri, Via,
};

/// Pieces that SIP is made of, so that random text gets past the first octets.
fn pieces() -> impl Strategy<Value = String> {
    let piece = select(vec![
        "sip:",
        "sips:",
        "tel:+33",
        "@",
        ";",
        "=",
        ",",
        "<",
        ">",
        "\"",
        "\\",
        "%41",
        "%",
        "?",
        "&",
        ":",
        "5060",
        "[::1]",
        "192.0.2.1",
        "a.example",
        " ",
        "\t",
        "\r\n ",
        "\r\n",
        "\n",
        "tag",
        "branch",
        "rport",
        "SIP/2.0/UDP ",
        "Digest ",
        "realm=\"r\"",
        "nonce=n",
        "é",
        "\0",
        "*",
        "1 INVITE",
        "/",
        "99999999999",
        "alice",
        "lr",
    ]);
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// A message whose lines are of the right kind and whose values are anything.
fn nearly_messages() -> impl Strategy<Value = String> {
    let name = select(vec![
        "Via",
        "v",
        "From",
        "To",
        "Call-ID",
        "CSeq",
        "Contact",
        "Route",
        "Content-Length",
        "l",
        "Max-Forwards",
        "X",
        "",
    ]);
    let line = (name, pieces()).prop_map(|(name, value)| format!("{name}: {value}\r\n"));
    (pieces(), vec(line, 0..12), pieces()).prop_map(|(uri, lines, body)| {
        let whole = "Via: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:a@h>\r\nTo: <sip:b@h>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n";
        // The start line stays one line, so that the Via below it is read whatever else is broken.
        let uri = uri.replace(['\r', '\n'], "");
        format!("INVITE sip:{uri} SIP/2.0\r\n{whole}{}\r\n{body}", lines.concat())
    })
}

/// Reads a value as everything that a header can be.
fn read_every_header(headers: &Headers) {
    let _ = (headers.via(), headers.vias(), headers.from(), headers.to(), headers.call_id(), headers.cseq());
    let _ = (
        headers.max_forwards(),
        headers.contacts(),
        headers.contact(),
        headers.routes(),
        headers.record_routes(),
    );
    let _ = (headers.expires(), headers.min_expires(), headers.content_length(), headers.content_type());
    let _ =
        (headers.require(), headers.supported(), headers.proxy_require(), headers.allow(), headers.accept());
    let _ = (headers.authorization(), headers.proxy_authorization(), headers.unsupported());
    let _ = (
        headers.www_authenticate(),
        headers.proxy_authenticate(),
        headers.session_expires(),
        headers.min_se(),
    );
    let _ = (
        headers.rseq(),
        headers.rack(),
        headers.reason(),
        headers.p_asserted_identity(),
        headers.diversion(),
    );
    let _ = (
        headers.privacy(),
        headers.retry_after(),
        headers.replaces(),
        headers.refer_to(),
        headers.referred_by(),
    );
}

const READ: [HeaderName; 20] = [
    HeaderName::Via,
    HeaderName::From,
    HeaderName::To,
    HeaderName::CallId,
    HeaderName::CSeq,
    HeaderName::Contact,
    HeaderName::Route,
    HeaderName::Accept,
    HeaderName::Allow,
    HeaderName::Authorization,
    HeaderName::WwwAuthenticate,
    HeaderName::SessionExpires,
    HeaderName::RAck,
    HeaderName::Reason,
    HeaderName::Diversion,
    HeaderName::Privacy,
    HeaderName::RetryAfter,
    HeaderName::Replaces,
    HeaderName::ReferTo,
    HeaderName::ContentType,
];

/// What a type prints, it reads back as the same value.
macro_rules! stable {
    ($text:expr, $($ty:ty),+) => {$(
        if let Ok(value) = <$ty>::parse($text) {
            let printed = value.to_string();
            prop_assert_eq!(<$ty>::parse(&printed), Ok(value), "{}", printed);
        }
    )+};
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_octets_panic_the_parser_or_the_framer(bytes in vec(any::<u8>(), 0..512), cut in 1_usize..64) {
        let _ = Message::parse(&bytes);
        let mut framer = Framer::new();
        for piece in bytes.chunks(cut) {
            framer.push(piece);
            while let Ok(Some(_)) = framer.next() {}
        }
    }

    #[test]
    fn no_text_panics_a_value_and_what_is_printed_reads_back(text in pieces()) {
        stable!(&text, Uri, NameAddr, Via, CSeq, Params, Host, MediaType, RAck, Replaces, SessionExpires);
        stable!(&text, Credentials);
        if let Ok(challenge) = Challenge::parse(&text) {
            prop_assert!(Challenge::parse(&challenge.to_string()).is_ok());
        }
        if let Ok(reason) = Reason::parse(&text) {
            prop_assert_eq!(Reason::parse(&reason.to_string()), Ok(reason));
        }
        let _ = (text.parse::<SipUri>(), text.parse::<TelUri>());
    }

    /// RFC 3261 section 19.1.4: whatever a URI is, it is itself, however its escapes are written.
    #[test]
    fn every_uri_is_equivalent_to_itself(scheme in select(vec!["sip:", "sips:", "tel:", "x:"]), text in pieces()) {
        if let Ok(uri) = Uri::parse(&format!("{scheme}{text}")) {
            prop_assert!(uri.equivalent(&uri), "{}", uri);
        }
    }

    #[test]
    fn no_text_panics_a_header(text in pieces()) {
        for name in READ {
            let mut headers = Headers::new();
            headers.push(name, text.as_str());
            read_every_header(&headers);
        }
    }

    #[test]
    fn printed_messages_are_stable(text in nearly_messages()) {
        match Message::parse(text.as_bytes()) {
            Ok(message) => {
                read_every_header(message.headers());
                let printed = message.to_bytes();
                let again = Message::parse(&printed);
                prop_assert_eq!(again.map(|message| message.to_bytes()), Ok(printed));
            }
            Err(malformed) => {
                let answer = malformed.answer.expect("the first Via is good");
                prop_assert!(answer.to_bytes().starts_with(b"SIP/2.0 "));
            }
        }
    }

    /// A user of any text survives being a URI.
    #[test]
    fn any_user_survives_being_printed(user in ".{1,20}", password in proptest::option::of(".{0,9}")) {
        let mut uri = SipUri::of_user(&user, Host::parse("h").unwrap());
        uri.password = password.map(Box::from);
        prop_assert_eq!(uri.to_string().parse::<SipUri>(), Ok(uri));
    }

    /// A display name of any text on one line survives being printed.
    #[test]
    fn any_display_name_survives_being_printed(display in "[^\r\n]{0,20}") {
        let mut address = NameAddr::new(Uri::parse("sip:a@h").unwrap());
        address.display = Some(display.into());
        prop_assert_eq!(NameAddr::parse(&address.to_string()), Ok(address));
    }
}
