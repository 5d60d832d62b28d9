use super::*;
use crate::{Crypto, KeySalt, Origin, Protocol, Suite};

const HEAD: &str = "v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\n";
const KEY: &str = "d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";

fn keys(byte: u8) -> Vec<Crypto> {
    let suites = [Suite::AesGcm256, Suite::AesCm128Sha1Tag80];
    let line = |(at, suite)| Crypto {
        tag: at,
        suite,
        key: KeySalt::draw(suite, &mut |bytes| bytes.fill(byte)),
        lifetime: None,
    };
    (1..).zip(suites).map(line).collect()
}

fn abilities(security: Security) -> Abilities {
    Abilities {
        addr: "192.0.2.1".parse().unwrap(),
        rtp_port: 20_000,
        codecs: vec![Codec::pcmu()],
        telephone_event: None,
        ptime_ms: 20,
        direction: Direction::SendRecv,
        rtcp_mux: false,
        security,
    }
}

fn origin() -> Origin {
    Origin::new(7, 1, "192.0.2.1".parse().unwrap())
}

fn theirs(media: &str) -> Session {
    Session::parse(format!("{HEAD}{media}").as_bytes()).unwrap()
}

fn answer_to(media: &str, security: Security) -> Result<(Session, Agreed), Disagreement> {
    answer(&theirs(media), &abilities(security), Preference::Ours, origin())
}

fn encrypted(protocol: &str) -> String {
    format!(
        "m=audio 4000 {protocol} 0\r\na=crypto:9 F8_128_HMAC_SHA1_80 inline:x\r\na=crypto:5 AES_CM_128_HMAC_SHA1_80 inline:{KEY}\r\n"
    )
}

const CLEAR: &str = "m=audio 4000 RTP/AVP 0\r\n";

/// RFC 4568 section 5.1.2: the answer repeats the tag and suite of the line that it takes, with a key of its own.
#[test]
fn an_offer_with_a_key_of_a_suite_of_ours_is_answered_with_our_key() {
    for protocol in ["RTP/SAVP", "RTP/AVP"] {
        for policy in [Security::Accepted, Security::Offered, Security::Required] {
            let (answer, agreed) = answer_to(&encrypted(protocol), policy(keys(3))).unwrap();
            let media = &answer.media[0];
            assert_eq!((media.protocol.to_string().as_str(), media.crypto.len()), (protocol, 1));
            assert_eq!((media.crypto[0].tag, media.crypto[0].suite), (5, Suite::AesCm128Sha1Tag80));
            let secured = agreed.secured.unwrap();
            assert_eq!(secured.send.expose(), [3; 30]);
            assert_eq!(secured.receive.expose(), b"wDfvg&T+)xG7@fb5jU,RaA}\\|p0%*#");
        }
    }
}

#[test]
fn what_is_required_is_not_agreed_on_in_clear() {
    assert_eq!(answer_to(CLEAR, Security::Required(keys(3))).unwrap_err(), Disagreement::InClear);
    let unusable = "m=audio 4000 RTP/SAVP 0\r\na=crypto:9 F8_128_HMAC_SHA1_80 inline:x\r\n";
    let refusal = answer_to(unusable, Security::Required(keys(3))).unwrap_err();
    let Disagreement::NoCommonSuite { offered, .. } = refusal else { panic!("{refusal}") };
    assert_eq!(offered, ["F8_128_HMAC_SHA1_80"]);
}

#[test]
fn what_is_not_required_is_taken_in_clear_and_never_half() {
    for policy in [Security::Accepted(keys(3)), Security::Offered(keys(3)), Security::Off] {
        let (answer, agreed) = answer_to(CLEAR, policy).unwrap();
        assert_eq!((agreed.secured, answer.media[0].crypto.as_slice()), (None, [].as_slice()));
    }
    // Encryption that is off passes over a key, and cannot take a stream that has nothing else.
    assert_eq!(answer_to(&encrypted("RTP/AVP"), Security::Off).unwrap().1.secured, None);
    assert_eq!(answer_to(&encrypted("RTP/SAVP"), Security::Off).unwrap_err(), Disagreement::Encrypted);
    let none = answer_to("m=audio 4000 RTP/SAVP 0\r\n", Security::Offered(keys(3))).unwrap_err();
    assert!(matches!(none, Disagreement::NoCommonSuite { .. }));
}

#[test]
fn of_two_editions_of_a_stream_the_encrypted_one_is_taken() {
    let offer = format!("{CLEAR}{}", encrypted("RTP/SAVP"));
    let (answer, agreed) = answer_to(&offer, Security::Accepted(keys(3))).unwrap();
    assert_eq!((answer.media[0].port, answer.media[1].port), (0, 20_000));
    assert!(agreed.secured.is_some());
}

#[test]
fn our_offers_say_what_is_wanted() {
    let stream = |security| offer(&abilities(security), origin()).media.remove(0);
    let tags = |media: &Media| media.crypto.iter().map(|line| line.tag).collect::<Vec<_>>();
    let required = stream(Security::Required(keys(3)));
    assert_eq!((&required.protocol, tags(&required)), (&Protocol::RtpSavp, vec![1, 2]));
    let offered = stream(Security::Offered(keys(3)));
    assert_eq!((&offered.protocol, tags(&offered)), (&Protocol::RtpAvp, vec![1, 2]));
    for clear in [Security::Accepted(keys(3)), Security::Off] {
        let clear = stream(clear);
        assert_eq!((&clear.protocol, tags(&clear)), (&Protocol::RtpAvp, vec![]));
    }
}

#[test]
fn the_answer_to_our_offer_decides() {
    let accepted = |policy: Security, answer: &str| {
        accept(&offer(&abilities(policy), origin()), &theirs(answer)).map(|agreed| agreed.secured)
    };
    let line = |tag| format!("a=crypto:{tag} AES_CM_128_HMAC_SHA1_80 inline:{KEY}\r\n");
    let (clear, savp) = (CLEAR, "m=audio 4000 RTP/SAVP 0\r\n");
    for body in [format!("{savp}{}", line(2)), format!("{clear}{}", line(2))] {
        for policy in [Security::Offered, Security::Required] {
            let secured = accepted(policy(keys(3)), &body).unwrap().unwrap();
            assert_eq!((secured.tag, secured.send.expose()), (2, [3; 30].as_slice()));
        }
    }
    assert_eq!(accepted(Security::Offered(keys(3)), clear), Ok(None));
    assert_eq!(accepted(Security::Required(keys(3)), clear), Err(Disagreement::InClear));
    assert_eq!(accepted(Security::Required(keys(3)), savp), Err(Disagreement::InClear));
    // The tag of another suite, or of none of ours.
    for body in [format!("{savp}{}", line(1)), format!("{clear}{}", line(7))] {
        assert_eq!(accepted(Security::Offered(keys(3)), &body), Err(Disagreement::NotAnAnswer));
    }
    assert_eq!(accepted(Security::Off, &format!("{clear}{}", line(2))), Ok(None));
    assert_eq!(accepted(Security::Off, &format!("{savp}{}", line(2))), Err(Disagreement::NotAnAnswer));
}

/// RFC 3264 section 8: a refresh says the same again, keys and transport included.
#[test]
fn a_refresh_keeps_keys_and_transport() {
    for policy in [Security::Offered, Security::Required] {
        let first = offer(&abilities(policy(keys(3))), origin());
        assert_eq!(reoffer(&abilities(policy(keys(3))), &first), first);
    }
    let (answered, agreed) = answer_to(&encrypted("RTP/SAVP"), Security::Accepted(keys(3))).unwrap();
    let kept = answered.media[0].crypto.clone();
    assert_eq!(kept[0].tag, agreed.secured.unwrap().tag);
    let again = reoffer(&abilities(Security::Offered(kept)), &answered);
    assert_eq!(
        (&again.media[0].protocol, &again.media[0].crypto),
        (&Protocol::RtpSavp, &answered.media[0].crypto)
    );
}

#[test]
fn lines_past_the_bound_and_those_of_no_stream_are_not_kept() {
    let line = format!("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{KEY}\r\n");
    let session = theirs(&format!("{line}m=audio 4000 RTP/SAVP 0\r\n{}", line.repeat(99)));
    assert_eq!((session.attributes.len(), session.media[0].crypto.len()), (0, crate::MAX_CRYPTO));
    assert!(!format!("{session:?}").contains("d0Rm"));
}
