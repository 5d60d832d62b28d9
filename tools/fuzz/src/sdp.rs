//! Session descriptions: what is read and printed again reads as the same, and any offer is answered or refused; our own
//! offer takes any answer or says why not.

use std::net::{IpAddr, Ipv4Addr};

use sdp::{
    Abilities, Codec, Crypto, Direction, KeySalt, Origin, Preference, Security, Session, Suite, accept,
    answer, offer, reoffer,
};

/// Reads the bytes as a body, and negotiates with it from either end.
pub(crate) fn run(data: &[u8]) {
    let Ok(session) = Session::parse(data) else { return };
    let printed = session.to_string();
    let again = Session::parse(printed.as_bytes()).map(|again| again.to_string());
    assert_eq!(again.as_ref(), Ok(&printed), "printing is not stable");

    let ours = abilities();
    let origin = || Origin::new(1, 1, ours.addr);
    for preference in [Preference::Ours, Preference::Theirs] {
        if let Ok((answered, agreed)) = answer(&session, &ours, preference, origin()) {
            assert_eq!(
                answered.media.len(),
                session.media.len(),
                "RFC 3264 section 6: as many streams as the offer"
            );
            assert!(!agreed.receive.is_empty());
            drop(reoffer(&ours, &answered));
        }
    }
    let secured = |security| Abilities { security, ..ours.clone() };
    for security in [Security::Off, Security::Offered(keys()), Security::Required(keys())] {
        drop(accept(&offer(&secured(security.clone()), origin()), &session));
        let strict = matches!(security, Security::Required(_));
        if let Ok((_, agreed)) = answer(&session, &secured(security), Preference::Ours, origin()) {
            assert!(agreed.secured.is_some() || !strict, "required is never in clear");
        }
    }
}

fn abilities() -> Abilities {
    Abilities {
        addr: IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
        rtp_port: 20_000,
        codecs: vec![Codec::gsm(), Codec::pcmu(), Codec::pcma(), Codec::g722()],
        telephone_event: Some(101),
        ptime_ms: 20,
        direction: Direction::SendRecv,
        rtcp_mux: true,
        security: Security::Accepted(keys()),
    }
}

fn keys() -> Vec<Crypto> {
    let key = |suite| KeySalt::draw(suite, &mut |bytes| bytes.fill(7));
    Suite::ALL.into_iter().map(|suite| Crypto { tag: 1, suite, key: key(suite), lifetime: None }).collect()
}
