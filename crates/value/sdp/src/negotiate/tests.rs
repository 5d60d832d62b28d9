use super::*;
use crate::Origin;

const PHONE: &str = "v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\n";

fn abilities(codecs: Vec<Codec>) -> Abilities {
    Abilities {
        addr: "192.0.2.1".parse().unwrap(),
        rtp_port: 20_000,
        codecs,
        telephone_event: Some(101),
        ptime_ms: 20,
        direction: Direction::SendRecv,
        rtcp_mux: false,
        security: Security::Off,
    }
}

fn origin() -> Origin {
    Origin::new(7, 1, "192.0.2.1".parse().unwrap())
}

fn theirs(media: &str) -> Session {
    Session::parse(format!("{PHONE}{media}").as_bytes()).unwrap()
}

fn answer_to(media: &str, abilities: &Abilities) -> Result<(Session, Agreed), Disagreement> {
    answer(&theirs(media), abilities, Preference::Ours, origin())
}

#[test]
fn an_offer_lists_our_codecs_in_our_order_and_named_events_last() {
    let offer = offer(&abilities(vec![Codec::gsm(), Codec::pcmu()]), origin());
    assert_eq!(
        offer.to_string(),
        "v=0\r\no=- 7 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 20000 RTP/AVP 3 0 101\r\n\
         a=rtpmap:3 GSM/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\n\
         a=ptime:20\r\na=sendrecv\r\n"
    );
}

#[test]
fn our_order_or_theirs_decides_the_codec() {
    let abilities = abilities(vec![Codec::gsm(), Codec::pcma(), Codec::pcmu()]);
    let offer = theirs("m=audio 4000 RTP/AVP 0 8 3\r\n");
    let chosen = |preference| answer(&offer, &abilities, preference, origin()).unwrap().1.codec;
    assert_eq!(chosen(Preference::Ours), Codec::gsm());
    assert_eq!(chosen(Preference::Theirs), Codec::pcmu());
}

/// RFC 3264 section 6.1: the answer uses the numbers of the offer.
#[test]
fn an_answer_keeps_the_numbers_of_the_offer() {
    let offer =
        "m=audio 4000 RTP/AVP 97 110\r\na=rtpmap:97 gsm/8000\r\na=rtpmap:110 telephone-event/8000\r\n";
    let (answer, agreed) = answer_to(offer, &abilities(vec![Codec::gsm()])).unwrap();
    assert_eq!(answer.media[0].formats, ["97", "110"]);
    assert_eq!(answer.media[0].fmtps[0].parameters, "0-16");
    assert_eq!(agreed.codec.pt, 97);
    assert_eq!(agreed.telephone_event, Some(TelephoneEvents { send: 110, receive: 110 }));
}

#[test]
fn named_events_that_nobody_offered_are_not_answered() {
    let (answer, agreed) = answer_to("m=audio 4000 RTP/AVP 0\r\n", &abilities(vec![Codec::pcmu()])).unwrap();
    assert_eq!(
        (answer.media[0].formats.as_slice(), agreed.telephone_event),
        (["0".to_owned()].as_slice(), None)
    );
}

/// RFC 3264 section 6: as many m= lines as the offer, in its order; what is not wanted has port 0.
#[test]
fn every_other_stream_is_declined_in_its_place() {
    let offer = "m=video 4002 RTP/AVP 99\r\nm=audio 4004 RTP/SAVP 0\r\nm=audio 4000 RTP/AVP 0\r\nm=image 4006 udptl t38\r\n";
    let (answer, agreed) = answer_to(offer, &abilities(vec![Codec::pcmu()])).unwrap();
    let ports: Vec<u16> = answer.media.iter().map(|media| media.port).collect();
    assert_eq!(ports, [0, 0, 20_000, 0]);
    assert_eq!(answer.media[3].to_string(), "m=image 0 udptl t38\r\n");
    assert_eq!(agreed.remote_rtp, "10.0.0.9:4000".parse().unwrap());
}

#[test]
fn a_second_audio_stream_is_taken_where_the_first_has_no_codec_of_ours() {
    let offer = "m=audio 4000 RTP/AVP 18\r\nm=audio 4010 RTP/AVP 8\r\n";
    let (answer, agreed) = answer_to(offer, &abilities(vec![Codec::pcma()])).unwrap();
    assert_eq!((answer.media[0].port, answer.media[1].port), (0, 20_000));
    assert_eq!(agreed.remote_rtcp, "10.0.0.9:4011".parse().unwrap());
}

#[test]
fn fax_alone_is_refused_and_says_what_was_offered() {
    let refusal = answer_to("m=image 4006 udptl t38\r\n", &abilities(vec![Codec::pcmu()])).unwrap_err();
    assert_eq!(refusal, Disagreement::NoAudio { offered: vec!["image udptl".to_owned()] });
}

#[test]
fn no_codec_in_common_shows_both_lists() {
    let refusal =
        answer_to("m=audio 4000 RTP/AVP 18 13 101\r\n", &abilities(vec![Codec::pcmu()])).unwrap_err();
    let (offered, ours) = (vec!["G729".to_owned()], vec!["PCMU".to_owned()]);
    assert_eq!(refusal, Disagreement::NoCommonCodec { offered, ours });
}

#[test]
fn audio_without_an_address_cannot_be_carried() {
    let offer =
        Session::parse(b"v=0\r\no=- 1 1 IN IP4 h\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n").unwrap();
    let refusal = answer(&offer, &abilities(vec![Codec::pcmu()]), Preference::Ours, origin()).unwrap_err();
    assert!(matches!(refusal, Disagreement::NoAudio { .. }));
}

/// RFC 3264 section 6.1 and, for the last, section 8.4.
#[test]
fn an_answer_turns_the_direction_round() {
    let direction = |offer: &str| {
        answer_to(&format!("m=audio 4000 RTP/AVP 0\r\n{offer}"), &abilities(vec![Codec::pcmu()]))
            .unwrap()
            .1
            .direction
    };
    assert_eq!(direction(""), Direction::SendRecv);
    assert_eq!(direction("a=sendonly\r\n"), Direction::RecvOnly);
    assert_eq!(direction("a=recvonly\r\n"), Direction::SendOnly);
    assert_eq!(direction("a=inactive\r\n"), Direction::Inactive);
    assert_eq!(direction("c=IN IP4 0.0.0.0\r\n"), Direction::RecvOnly);
    assert_eq!(direction("c=IN IP4 0.0.0.0\r\na=inactive\r\n"), Direction::Inactive);
}

#[test]
fn a_direction_of_the_session_holds_for_its_streams() {
    let offer =
        Session::parse(format!("{PHONE}a=sendonly\r\nm=audio 4000 RTP/AVP 0\r\n").as_bytes()).unwrap();
    let (_, agreed) = answer(&offer, &abilities(vec![Codec::pcmu()]), Preference::Ours, origin()).unwrap();
    assert_eq!(agreed.direction, Direction::RecvOnly);
}

/// RFC 5761 section 5.1.1: multiplexing only where both want it. RFC 3605: an explicit port goes before the next one.
#[test]
fn rtcp_goes_where_both_sides_say() {
    let ours = abilities(vec![Codec::pcmu()]);
    let able = Abilities { rtcp_mux: true, ..ours.clone() };
    let rtcp = |attributes: &str, abilities: &Abilities| {
        let (_, agreed) = answer_to(&format!("m=audio 4000 RTP/AVP 0\r\n{attributes}"), abilities).unwrap();
        (agreed.remote_rtcp.to_string(), agreed.rtcp_mux)
    };
    assert_eq!(rtcp("a=rtcp-mux\r\n", &able), ("10.0.0.9:4000".to_owned(), true));
    assert_eq!(rtcp("a=rtcp-mux\r\n", &ours), ("10.0.0.9:4001".to_owned(), false));
    assert_eq!(rtcp("", &able), ("10.0.0.9:4001".to_owned(), false));
    assert_eq!(rtcp("a=rtcp:53020 IN IP4 126.16.64.4\r\n", &ours), ("126.16.64.4:53020".to_owned(), false));
}

/// RFC 3264 section 6.1: each side sends with the numbers of the other's description.
#[test]
fn an_answer_with_other_numbers_is_sent_to_with_them_and_heard_with_ours() {
    let offer = offer(&abilities(vec![Codec::gsm(), Codec::pcmu()]), origin());
    let answer = theirs(
        "m=audio 4000 RTP/AVP 98 0 96\r\na=rtpmap:98 GSM/8000\r\na=rtpmap:96 telephone-event/8000\r\n",
    );
    let agreed = accept(&offer, &answer).unwrap();
    assert_eq!((agreed.codec.pt, agreed.codec.name.as_str()), (98, "GSM"));
    assert_eq!(agreed.receive, [Codec::gsm(), Codec::pcmu()]);
    assert_eq!(agreed.telephone_event, Some(TelephoneEvents { send: 96, receive: 101 }));
}

#[test]
fn two_exchanges_understand_each_other() {
    let (a, mut b) = (abilities(vec![Codec::g722(), Codec::gsm()]), abilities(vec![Codec::gsm()]));
    b.addr = "2001:db8::2".parse().unwrap();
    let offer = offer(&a, origin());
    let (answer, at_b) = answer(&offer, &b, Preference::Ours, origin()).unwrap();
    let at_a = accept(&offer, &Session::parse(answer.to_string().as_bytes()).unwrap()).unwrap();
    assert_eq!((at_a.codec.name, at_b.codec.name), ("GSM".to_owned(), "GSM".to_owned()));
    assert_eq!(at_a.remote_rtp, "[2001:db8::2]:20000".parse().unwrap());
    assert_eq!(at_b.remote_rtp, "192.0.2.1:20000".parse().unwrap());
}

#[test]
fn an_answer_that_is_none_is_refused() {
    let offer = offer(&abilities(vec![Codec::pcmu()]), origin());
    let refusal = |media: &str| accept(&offer, &theirs(media)).unwrap_err();
    assert_eq!(refusal("m=audio 0 RTP/AVP 0\r\n"), Disagreement::Declined);
    assert_eq!(refusal(""), Disagreement::NotAnAnswer);
    assert_eq!(refusal("m=image 4000 udptl t38\r\n"), Disagreement::NotAnAnswer);
    assert!(matches!(refusal("m=audio 4000 RTP/AVP 8\r\n"), Disagreement::NoCommonCodec { .. }));
}

/// RFC 3264 section 8: the version goes up by one, and only where the description changed.
#[test]
fn hold_and_resume_count_the_version_and_a_refresh_does_not() {
    let talking = abilities(vec![Codec::pcmu()]);
    let holding = Abilities { direction: Direction::SendOnly, ..talking.clone() };
    let first = offer(&talking, origin());
    assert_eq!(reoffer(&talking, &first), first);
    let hold = reoffer(&holding, &first);
    assert_eq!((hold.origin.version, hold.media[0].direction), (2, Some(Direction::SendOnly)));
    let resumed = reoffer(&talking, &hold);
    assert_eq!((resumed.origin.version, &resumed.media), (3, &first.media));
}

/// RFC 3264 section 8: streams keep their places; section 8.3.2: a number keeps its meaning.
#[test]
fn a_new_offer_keeps_the_places_and_numbers_of_the_session() {
    let first = "m=video 4002 RTP/AVP 99\r\nm=audio 4000 RTP/AVP 97 101\r\na=rtpmap:97 GSM/8000\r\na=rtpmap:101 X/8000\r\n";
    let ours = abilities(vec![Codec::gsm(), Codec::pcmu()]);
    let (answer, _) = answer_to(first, &ours).unwrap();
    let again = reoffer(&ours, &answer);
    assert_eq!((again.media.len(), again.media[0].port), (2, 0));
    assert_eq!(again.media[1].formats, ["97", "0", "101"]);
    let clash = Abilities { codecs: vec![Codec::new(97, "opus", 48_000), Codec::gsm()], ..ours };
    assert_eq!(reoffer(&clash, &answer).media[1].formats, ["96", "97", "101"]);
}

/// RFC 3264 section 6: a stream's packets are as long as its receiver asks for.
#[test]
fn the_peer_decides_how_long_our_packets_are() {
    let ptime = |attributes: &str| {
        let offer = format!("m=audio 4000 RTP/AVP 0\r\n{attributes}");
        answer_to(&offer, &abilities(vec![Codec::pcmu()])).unwrap().1.ptime_ms
    };
    assert_eq!(ptime(""), 20);
    assert_eq!(ptime("a=ptime:60\r\n"), 60);
    assert_eq!(ptime("a=ptime:60\r\na=maxptime:40\r\n"), 40);
    assert_eq!(ptime("a=ptime:0\r\n"), 20);
    assert_eq!(ptime("a=ptime:1\r\n"), 10);
    assert_eq!(ptime("a=ptime:65535\r\n"), 120);
}
