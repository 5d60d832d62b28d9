//! The calls that RFC 4317 walks through, as one side that carries audio alone lives them: what it answers, what it
//! makes of answers, and what stays of earlier rounds.

// Functions that tests share are tests too, which clippy cannot see.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use sdp::{
    Abilities, Agreed, Codec, Direction, Disagreement, Origin, Preference, Session, TelephoneEvents, accept,
    answer, offer, reoffer, revise,
};

/// The description of one side of the RFC, whose origin counts its versions.
fn alice(version: u64, media: &str) -> Session {
    let text = format!(
        "v=0\r\no=alice 2890844526 {version} IN IP4 host.atlanta.example\r\ns=\r\nc=IN IP4 192.0.2.51\r\nt=0 0\r\n{media}"
    );
    text.parse().unwrap()
}

fn ours(codecs: Vec<Codec>) -> Abilities {
    Abilities {
        addr: "203.0.113.9".parse().unwrap(),
        rtp_port: 49_920,
        codecs,
        telephone_event: Some(101),
        ptime_ms: 20,
        direction: Direction::SendRecv,
        rtcp_mux: false,
        security: sdp::Security::Off,
    }
}

fn origin() -> Origin {
    Origin::new(2_808_844_564, 1, "203.0.113.9".parse().unwrap())
}

fn take(offer: &Session, abilities: &Abilities) -> (Session, Agreed) {
    answer(offer, abilities, Preference::Ours, origin()).unwrap()
}

fn ports(session: &Session) -> Vec<u16> {
    session.media.iter().map(|media| media.port).collect()
}

const AUDIO: &str = "m=audio 49170 RTP/AVP 0 8 97\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n\
    a=rtpmap:97 iLBC/8000\r\n";
const VIDEO: &str = "m=video 51372 RTP/AVP 31 32\r\na=rtpmap:31 H261/90000\r\na=rtpmap:32 MPV/90000\r\n";

/// Section 2.1: one codec of each stream is taken; here video is what nobody carries.
#[test]
fn audio_is_taken_and_video_keeps_its_place_with_port_0() {
    let (answer, agreed) = take(&alice(1, &format!("{AUDIO}{VIDEO}")), &ours(vec![Codec::pcmu()]));
    assert_eq!(
        answer.to_string(),
        "v=0\r\no=- 2808844564 1 IN IP4 203.0.113.9\r\ns=-\r\nc=IN IP4 203.0.113.9\r\nt=0 0\r\n\
         m=audio 49920 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=ptime:20\r\na=sendrecv\r\n\
         m=video 0 RTP/AVP 31 32\r\n"
    );
    assert_eq!(agreed.remote_rtp, "192.0.2.51:49170".parse().unwrap());
    assert_eq!(agreed.telephone_event, None, "none were offered");
}

/// Section 2.2: the other side takes several codecs; the first is sent, each may come back.
#[test]
fn several_codecs_of_an_answer_may_all_come_back() {
    let abilities = ours(vec![Codec::pcmu(), Codec::pcma(), Codec::gsm()]);
    let offer = offer(&abilities, origin());
    let agreed = accept(&offer, &alice(1, "m=audio 49172 RTP/AVP 8 0\r\n")).unwrap();
    assert_eq!((agreed.codec, agreed.receive), (Codec::pcma(), vec![Codec::pcma(), Codec::pcmu()]));
}

/// Section 2.3: after an answer with several codecs a second offer settles on one.
#[test]
fn a_second_offer_narrows_the_codecs_and_keeps_the_stream() {
    let both = ours(vec![Codec::pcmu(), Codec::pcma()]);
    let first = offer(&both, origin());
    let second = reoffer(&ours(vec![Codec::pcma()]), &first);
    assert_eq!((second.origin.version, second.media.len()), (2, 1));
    assert_eq!(
        (second.media[0].port, second.media[0].formats.as_slice()),
        (49_920, &["8".to_owned(), "101".into()][..])
    );
    let agreed = accept(&second, &alice(2, "m=audio 49172 RTP/AVP 8\r\n")).unwrap();
    assert_eq!((agreed.codec, agreed.telephone_event), (Codec::pcma(), None));
}

/// Section 2.4: named events on a stream of their own are no call; the stream that carries speech is taken.
#[test]
fn a_stream_of_named_events_alone_is_declined() {
    let events = "m=audio 49172 RTP/AVP 98\r\na=rtpmap:98 telephone-event/8000\r\n";
    let (answer, agreed) = take(&alice(1, &format!("{events}{AUDIO}")), &ours(vec![Codec::pcmu()]));
    assert_eq!(ports(&answer), [0, 49_920]);
    assert_eq!(agreed.remote_rtp.port(), 49_170);
    let only = answer_error(&alice(1, events));
    assert_eq!(only, Disagreement::NoCommonCodec { offered: vec![], ours: vec!["PCMU".into()] });
}

fn answer_error(offer: &Session) -> Disagreement {
    answer(offer, &ours(vec![Codec::pcmu()]), Preference::Ours, origin()).unwrap_err()
}

/// Section 2.5: the answer's order is the other side's word, whatever stood first in the offer; numbers may differ.
#[test]
fn what_is_sent_is_the_answers_first_codec_under_its_number() {
    let abilities = ours(vec![Codec::gsm(), Codec::pcmu()]);
    let offer = offer(&abilities, origin());
    let answer =
        alice(1, "m=audio 49172 RTP/AVP 100 99\r\na=rtpmap:99 GSM/8000\r\na=rtpmap:100 PCMU/8000\r\n");
    let agreed = accept(&offer, &answer).unwrap();
    assert_eq!((agreed.codec.pt, &*agreed.codec.name), (100, "PCMU"));
    assert_eq!(agreed.receive, [Codec::pcmu(), Codec::gsm()]);
}

/// Section 3.1: held with sendonly, answered with recvonly, and taken up again; each side's version counts its changes.
#[test]
fn hold_and_unhold_go_there_and_back() {
    let abilities = ours(vec![Codec::pcmu()]);
    let (first, talking) = take(&alice(1, AUDIO), &abilities);
    let (held, holding) = take(&alice(2, &format!("{AUDIO}a=sendonly\r\n")), &abilities);
    let held = revise(&first, held);
    assert_eq!((talking.direction, holding.direction), (Direction::SendRecv, Direction::RecvOnly));
    assert_eq!((held.origin.version, held.media[0].direction), (2, Some(Direction::RecvOnly)));
    let (again, resumed) = take(&alice(3, AUDIO), &abilities);
    let again = revise(&held, again);
    assert_eq!((again.origin.version, resumed), (3, talking));
    assert_eq!(again.media, first.media);
}

/// Section 3.2: a side that is on hold and holds too hears and says nothing.
#[test]
fn two_sides_that_hold_each_other_fall_silent() {
    let holding = Abilities { direction: Direction::SendOnly, ..ours(vec![Codec::pcmu()]) };
    let (answer, agreed) = take(&alice(2, &format!("{AUDIO}a=sendonly\r\n")), &holding);
    assert_eq!(
        (agreed.direction, answer.media[0].direction),
        (Direction::Inactive, Some(Direction::Inactive))
    );
}

/// Section 4.1: a second audio stream joins; what was agreed stays where it is.
#[test]
fn a_second_audio_stream_is_declined_and_the_first_untouched() {
    let abilities = ours(vec![Codec::pcmu()]);
    let (first, before) = take(&alice(1, AUDIO), &abilities);
    let more = format!("{AUDIO}m=audio 49172 RTP/AVP 0\r\na=sendonly\r\n");
    let (second, after) = take(&alice(2, &more), &abilities);
    assert_eq!((ports(&second), after), (vec![49_920, 0], before));
    assert_eq!(second.media[0], first.media[0]);
}

/// Section 4.3: a stream that ends keeps its line with port 0 in the offer, and in the answer.
#[test]
fn a_stream_that_ended_keeps_its_line_on_both_sides() {
    let gone = "m=audio 0 RTP/AVP 0\r\n";
    let (answer, agreed) = take(&alice(2, &format!("{gone}{AUDIO}")), &ours(vec![Codec::pcmu()]));
    assert_eq!((ports(&answer), agreed.remote_rtp.port()), (vec![0, 49_920], 49_170));
    assert!(matches!(answer_error(&alice(2, gone)), Disagreement::NoAudio { .. }));
}

/// Section 5.1, third-party call control: an offer of ours meets one that was made for somebody else, later.
#[test]
fn an_offer_made_late_is_answered_with_the_places_of_the_other_side() {
    let abilities = ours(vec![Codec::pcmu(), Codec::gsm()]);
    let ours_first = offer(&abilities, origin());
    let theirs =
        alice(1, "m=audio 49172 RTP/AVP 3 102\r\na=rtpmap:102 telephone-event/8000\r\na=recvonly\r\n");
    let agreed = accept(&ours_first, &theirs).unwrap();
    assert_eq!((agreed.codec, agreed.direction), (Codec::gsm(), Direction::SendOnly));
    assert_eq!(agreed.telephone_event, Some(TelephoneEvents { send: 102, receive: 101 }));
}
