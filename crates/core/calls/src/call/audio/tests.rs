use std::net::Ipv4Addr;

use super::*;

/// A leg of ours that may speak these codecs, with its port.
fn leg(codecs: &[Codec]) -> LegAudio {
    let allowed = Allowed {
        codecs: codecs.to_vec(),
        addr: Ipv4Addr::new(10, 0, 0, 1).into(),
        signalling: None,
        timeout_s: 60,
    };
    let mut leg = LegAudio::new(MediaId(1), allowed, Moment::ZERO);
    leg.opened(20_000);
    leg
}

/// What a peer says; `codecs` as payload types, `direction` as an attribute.
fn peer(formats: &str, direction: &str) -> Vec<u8> {
    format!(
        "v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP {formats}\r\na={direction}\r\n"
    )
    .into_bytes()
}

fn read(body: &[u8]) -> Session {
    Session::parse(body).unwrap()
}

fn names(body: &[u8]) -> Vec<String> {
    let session = read(body);
    session.media[0].codecs().map(|codec| codec.name).collect()
}

fn way(body: &[u8]) -> Direction {
    let session = read(body);
    session.direction_of(&session.media[0])
}

#[test]
fn the_offer_has_the_callers_codecs_first_and_all_that_are_allowed() {
    let mut called = leg(&[Codec::gsm(), Codec::pcmu(), Codec::pcma()]);
    let offer = called.offer(&[Codec::pcma(), Codec::g722()], Direction::SendRecv);
    assert_eq!(names(&offer), ["PCMA", "GSM", "PCMU", "telephone-event"]);
}

#[test]
fn the_answer_is_the_called_sides_codec_where_the_caller_offered_it() {
    let mut caller = leg(&[Codec::gsm(), Codec::pcmu()]);
    caller.take_offer(&peer("0 3 101", "sendrecv")).unwrap();
    let answer = caller.answer(Some(&Codec::gsm()), Direction::SendRecv).unwrap();
    assert_eq!(names(&answer), ["GSM", "telephone-event"]);
    let mut caller = leg(&[Codec::gsm(), Codec::pcmu()]);
    caller.take_offer(&peer("0", "sendrecv")).unwrap();
    let answer = caller.answer(Some(&Codec::gsm()), Direction::SendRecv).unwrap();
    assert_eq!(names(&answer), ["PCMU"], "transcoded: the caller's own favourite");
}

#[test]
fn no_common_codec_names_both_lists() {
    let why = leg(&[Codec::gsm()]).take_offer(&peer("0 8", "sendrecv")).unwrap_err();
    assert_eq!(why.text(), "No common codec: offered PCMU PCMA; allowed GSM");
}

/// RFC 3264 section 6: what is not carried is declined, and an offer of nothing but fax cannot be answered.
#[test]
fn fax_alone_is_refused() {
    let fax =
        b"v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\nm=image 4000 udptl t38\r\n";
    assert_eq!(leg(&[Codec::gsm()]).take_offer(fax).unwrap_err().text(), "No audio in: image udptl");
    assert_eq!(leg(&[Codec::gsm()]).take_offer(b"\xff\xfe").unwrap_err(), Unusable::Unreadable);
}

#[test]
fn a_peer_that_holds_is_not_listening_and_is_not_timed_out() {
    let mut caller = leg(&[Codec::pcmu()]);
    caller.take_offer(&peer("0", "inactive")).unwrap();
    caller.answer(None, Direction::SendRecv).unwrap();
    assert_eq!(caller.peer(), Direction::Inactive);
    let Some(MediaOrder::Set { audio, .. }) = caller.order() else { panic!("the media path must know") };
    assert_eq!((audio.target(), audio.agreed.direction.receives(), audio.timeout_s), (None, false, 0));
    assert_eq!(caller.order(), None, "it is told once");
}

/// `recvonly` in answer to our `sendonly` is obedience, not a hold.
#[test]
fn an_answer_to_our_hold_is_not_a_hold_of_the_peer() {
    let mut called = leg(&[Codec::pcmu()]);
    called.offer(&[], Direction::SendRecv);
    called.take_answer(&peer("0", "sendrecv")).unwrap();
    let hold = called.offer_again(Direction::SendOnly);
    assert_eq!(way(&hold), Direction::SendOnly);
    called.take_answer(&peer("0", "recvonly")).unwrap();
    assert_eq!(called.peer(), Direction::SendRecv);
    called.offer_again(Direction::SendRecv);
    called.take_answer(&peer("0", "sendonly")).unwrap();
    assert_eq!(called.peer(), Direction::SendOnly, "now it holds of its own will");
}

/// RFC 3264 section 8: the version goes up by one with every change, and with nothing else.
#[test]
fn versions_go_up_with_changes_only() {
    let mut called = leg(&[Codec::pcmu()]);
    let versions: Vec<u64> = [Direction::SendRecv, Direction::SendRecv, Direction::SendOnly]
        .map(|way| read(&called.offer_again(way)).origin.version)
        .to_vec();
    assert_eq!(versions, [1, 1, 2]);
}

#[test]
fn an_answer_nobody_asked_for_is_refused() {
    assert_eq!(leg(&[Codec::pcmu()]).take_answer(&peer("0", "sendrecv")), Err(Unusable::Unasked));
    assert_eq!(leg(&[Codec::pcmu()]).answer(None, Direction::SendRecv), Err(Unusable::Unasked));
}
