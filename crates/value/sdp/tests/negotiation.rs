//! Whatever two sides can do, both make the same of what they agreed, and an answer has the shape of its offer.

// Functions that tests share are tests too, which clippy cannot see.
#![allow(clippy::panic, clippy::indexing_slicing)]

use proptest::{collection::vec, prelude::*, sample::select, sample::subsequence};
use sdp::{
    Abilities, Codec, Direction, Disagreement, Origin, Preference, Session, accept, answer, offer, reoffer,
};

fn codecs() -> impl Strategy<Value = Vec<Codec>> {
    let all = vec![Codec::pcmu(), Codec::pcma(), Codec::gsm(), Codec::g722(), Codec::new(98, "opus", 48_000)];
    subsequence(all, 1..=5).prop_shuffle()
}

fn directions() -> impl Strategy<Value = Direction> {
    select(vec![Direction::SendRecv, Direction::SendOnly, Direction::RecvOnly, Direction::Inactive])
}

/// A side; its events may clash with the number of a codec.
fn side(addr: &'static str) -> impl Strategy<Value = Abilities> {
    let events = select(vec![None, Some(98), Some(101)]);
    (codecs(), events, directions(), any::<bool>(), 1..=u16::MAX, 1..300_u16).prop_map(
        move |(codecs, telephone_event, direction, rtcp_mux, rtp_port, ptime_ms)| Abilities {
            addr: addr.parse().unwrap_or(std::net::Ipv4Addr::LOCALHOST.into()),
            rtp_port,
            codecs,
            telephone_event,
            ptime_ms,
            direction,
            rtcp_mux,
            security: sdp::Security::Off,
        },
    )
}

fn preference() -> impl Strategy<Value = Preference> {
    select(vec![Preference::Ours, Preference::Theirs])
}

fn origin(side: &Abilities) -> Origin {
    Origin::new(1, 1, side.addr)
}

/// The same description as the other side reads it.
fn sent(session: &Session) -> Session {
    Session::parse(session.to_string().as_bytes()).unwrap_or_else(|bad| panic!("{bad}: {session}"))
}

/// Streams that somebody might offer.
fn streams() -> impl Strategy<Value = String> {
    let line = select(vec![
        "m=audio 4000 RTP/AVP 0 8 101\r\n",
        "m=audio 0 RTP/AVP 0\r\n",
        "m=audio 4002 RTP/SAVP 0\r\n",
        "m=audio 4004 RTP/AVPF 9 3\r\na=sendonly\r\na=rtcp-mux\r\n",
        "m=audio 4006 RTP/AVP 96\r\na=rtpmap:96 GSM/8000\r\nc=IN IP6 2001:db8::7\r\n",
        "m=audio 4008 RTP/AVP 13 101\r\n",
        "m=video 4010 RTP/AVP 99\r\na=rtpmap:99 H264/90000\r\n",
        "m=image 4012 udptl t38\r\n",
        "m=message 4014 TCP/MSRP *\r\n",
    ]);
    vec(line, 0..8).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// RFC 3264 sections 6.1 and 7: each side sends what the other expects, under its numbers, where it listens.
    #[test]
    fn both_sides_make_the_same_of_an_exchange(
        a in side("192.0.2.1"),
        b in side("2001:db8::2"),
        preference in preference(),
    ) {
        let offer = offer(&a, origin(&a));
        match answer(&sent(&offer), &b, preference, origin(&b)) {
            Ok((answer, at_b)) => {
                let at_a = accept(&offer, &sent(&answer)).unwrap_or_else(|e| panic!("{e}: {offer}{answer}"));
                prop_assert!(at_b.receive.iter().any(|c| c.pt == at_a.codec.pt && c.is_same_encoding(&at_a.codec)));
                prop_assert!(at_a.receive.iter().any(|c| c.pt == at_b.codec.pt && c.is_same_encoding(&at_b.codec)));
                prop_assert_eq!(at_a.direction, at_b.direction.mirrored());
                prop_assert_eq!(at_a.rtcp_mux, at_b.rtcp_mux);
                prop_assert_eq!((at_a.remote_rtp.ip(), at_a.remote_rtp.port()), (b.addr, b.rtp_port));
                prop_assert_eq!((at_b.remote_rtp.ip(), at_b.remote_rtp.port()), (a.addr, a.rtp_port));
                prop_assert!((10..=120).contains(&at_a.ptime_ms) && (10..=120).contains(&at_b.ptime_ms));
                prop_assert_eq!(at_a.telephone_event.is_some(), at_b.telephone_event.is_some());
                if let (Some(a), Some(b)) = (at_a.telephone_event, at_b.telephone_event) {
                    prop_assert_eq!((a.send, a.receive), (b.receive, b.send));
                    prop_assert!(a.send != at_a.codec.pt, "a number means one thing: {}", offer);
                }
            }
            Err(refusal) => {
                let common = a.codecs.iter().any(|own| b.codecs.iter().any(|c| c.is_same_encoding(own)));
                prop_assert!(!common, "{}", refusal);
                let no_common = matches!(refusal, Disagreement::NoCommonCodec { .. });
                prop_assert!(no_common);
            }
        }
    }

    /// RFC 3264 section 6: as many streams as the offer, of its kinds and transports, one of them taken at most, and
    /// no format that was not offered.
    #[test]
    fn an_answer_has_the_shape_of_its_offer(streams in streams(), ours in side("192.0.2.1"), preference in preference()) {
        let text = format!("v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n{streams}");
        let offer = Session::parse(text.as_bytes()).unwrap_or_else(|bad| panic!("{bad}: {text}"));
        let Ok((answer, agreed)) = answer(&offer, &ours, preference, origin(&ours)) else { return Ok(()) };
        prop_assert_eq!(answer.media.len(), offer.media.len());
        for (theirs, own) in offer.media.iter().zip(&answer.media) {
            prop_assert_eq!((&theirs.kind, &theirs.protocol), (&own.kind, &own.protocol));
            prop_assert!(own.formats.iter().all(|format| theirs.formats.contains(format)), "{}", answer);
            prop_assert!(theirs.port != 0 || own.port == 0, "what the offer ended stays ended");
        }
        let taken: Vec<_> = offer.media.iter().zip(&answer.media).filter(|(_, own)| own.port != 0).collect();
        prop_assert_eq!(taken.len(), 1);
        prop_assert_eq!(taken[0].0.port, agreed.remote_rtp.port());
    }

    /// RFC 3264 section 8: a number once given keeps its meaning, the stream its place, and nothing changes for nothing.
    #[test]
    fn a_later_offer_never_gives_a_number_another_meaning(first in side("192.0.2.1"), then in side("192.0.2.1")) {
        let before = offer(&first, origin(&first));
        let after = reoffer(&then, &before);
        prop_assert_eq!(after.media.len(), 1);
        for old in before.media[0].codecs() {
            for new in after.media[0].codecs().filter(|new| new.pt == old.pt) {
                prop_assert!(new.is_same_encoding(&old), "{}{}", before, after);
            }
        }
        let mut numbers: Vec<_> = after.media[0].formats.clone();
        numbers.sort();
        numbers.dedup();
        prop_assert_eq!(numbers.len(), after.media[0].formats.len(), "{}", after);
        prop_assert_eq!(reoffer(&then, &after), after);
    }
}
