//! Session descriptions: what is read and printed again reads as the same, and any offer is answered or refused; our own
//! offer takes any answer or says why not.

use std::net::{IpAddr, Ipv4Addr};

use sdp::{Abilities, Codec, Direction, Origin, Preference, Session, accept, answer, offer, reoffer};

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
    drop(accept(&offer(&ours, origin()), &session));
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
    }
}
