use std::net::Ipv4Addr;

use sdp::{Protocol, Suite};

use super::*;

/// A leg of ours that may speak these codecs, with its port.
fn leg(codecs: &[Codec]) -> LegAudio {
    encrypted(codecs, MediaEncryption::Offered, false)
}

/// Bytes that a test can tell apart: each call's are one higher.
fn draw(out: &mut [u8]) {
    use std::cell::Cell;
    thread_local! { static LAST: Cell<u8> = const { Cell::new(0) } }
    LAST.set(LAST.get().wrapping_add(1));
    out.fill(LAST.get());
}

/// The same with a setting for encryption; `is_private` where its SIP goes over TLS.
fn encrypted(codecs: &[Codec], encryption: MediaEncryption, is_private: bool) -> LegAudio {
    let allowed = Allowed {
        codecs: codecs.to_vec(),
        addr: Ipv4Addr::new(10, 0, 0, 1).into(),
        signalling: None,
        timeout_s: 60,
        encryption,
        is_private,
    };
    let mut leg = LegAudio::new(MediaId(1), allowed, Moment::ZERO, &mut draw);
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
    caller.take_offer(&peer("0 3 101", "sendrecv"), &mut draw).unwrap();
    let answer = caller.answer(Some(&Codec::gsm()), Direction::SendRecv).unwrap();
    assert_eq!(names(&answer), ["GSM", "telephone-event"]);
    let mut caller = leg(&[Codec::gsm(), Codec::pcmu()]);
    caller.take_offer(&peer("0", "sendrecv"), &mut draw).unwrap();
    let answer = caller.answer(Some(&Codec::gsm()), Direction::SendRecv).unwrap();
    assert_eq!(names(&answer), ["PCMU"], "transcoded: the caller's own favourite");
}

#[test]
fn no_common_codec_names_both_lists() {
    let why = leg(&[Codec::gsm()]).take_offer(&peer("0 8", "sendrecv"), &mut draw).unwrap_err();
    assert_eq!(why.text(), "No common codec: offered PCMU PCMA; allowed GSM");
}

/// RFC 3264 section 6: what is not carried is declined, and an offer of nothing but fax cannot be answered.
#[test]
fn fax_alone_is_refused() {
    let fax =
        b"v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\nm=image 4000 udptl t38\r\n";
    assert_eq!(
        leg(&[Codec::gsm()]).take_offer(fax, &mut draw).unwrap_err().text(),
        "No audio in: image udptl"
    );
    assert_eq!(leg(&[Codec::gsm()]).take_offer(b"\xff\xfe", &mut draw).unwrap_err(), Unusable::Unreadable);
}

#[test]
fn a_peer_that_holds_is_not_listening_and_is_not_timed_out() {
    let mut caller = leg(&[Codec::pcmu()]);
    caller.take_offer(&peer("0", "inactive"), &mut draw).unwrap();
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

fn savp(protocol: &str, key: u8) -> Vec<u8> {
    let key = sdp::KeySalt::draw(Suite::AesCm128Sha1Tag80, &mut |out| out.fill(key));
    let line = serde_json::to_string(&key).unwrap();
    format!(
        "v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\nm=audio 4000 {protocol} 0\r\n\
         a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:{}\r\n",
        line.trim_matches('"')
    )
    .into_bytes()
}

fn stream(body: &[u8]) -> sdp::Media {
    read(body).media.remove(0)
}

fn secured(leg: &LegAudio) -> (Vec<u8>, Vec<u8>) {
    let secured = leg.agreed.as_ref().and_then(|agreed| agreed.secured.as_ref()).unwrap();
    (secured.send.expose().to_vec(), secured.receive.expose().to_vec())
}

#[test]
fn a_key_is_offered_where_nobody_else_reads_it_and_required_is_never_in_clear() {
    let offer = |encryption, is_private| {
        let offer = encrypted(&[Codec::pcmu()], encryption, is_private).offer(&[], Direction::SendRecv);
        let media = stream(&offer);
        (media.protocol, media.crypto.len())
    };
    assert_eq!(offer(MediaEncryption::Off, true), (Protocol::RtpAvp, 0));
    assert_eq!(offer(MediaEncryption::Offered, false), (Protocol::RtpAvp, 0));
    assert_eq!(offer(MediaEncryption::Offered, true), (Protocol::RtpAvp, 4));
    assert_eq!(offer(MediaEncryption::Required, true), (Protocol::RtpSavp, 4));
    assert_eq!(offer(MediaEncryption::Required, false), (Protocol::RtpSavp, 4));
}

#[test]
fn what_is_required_is_refused_in_clear_and_says_so() {
    let mut caller = encrypted(&[Codec::pcmu()], MediaEncryption::Required, true);
    let why = caller.take_offer(&peer("0", "sendrecv"), &mut draw).unwrap_err();
    assert!(why.text().contains("is required"), "{}", why.text());
    caller.take_offer(&savp("RTP/AVP", 9), &mut draw).unwrap();
    let answer = stream(&caller.answer(None, Direction::SendRecv).unwrap());
    assert_eq!((answer.crypto[0].tag, caller.encryption().is_private()), (7, true));
    let mut called = encrypted(&[Codec::pcmu()], MediaEncryption::Required, true);
    called.offer(&[], Direction::SendRecv);
    let in_clear = Err(Unusable::Disagreed(Disagreement::InClear));
    assert_eq!(called.take_answer(&peer("0", "sendrecv")), in_clear);
    assert_eq!(called.order(), None, "nothing is sent");
}

/// A session that was agreed on under a key stays so, whatever the peer answers to a refresh.
#[test]
fn a_refresh_in_clear_of_what_is_required_is_not_taken() {
    let mut caller = encrypted(&[Codec::pcmu()], MediaEncryption::Required, true);
    caller.take_offer(&savp("RTP/AVP", 9), &mut draw).unwrap();
    caller.answer(None, Direction::SendRecv).unwrap();
    let before = secured(&caller);
    let again = stream(&caller.offer_again(Direction::SendOnly));
    assert_eq!((again.crypto.len(), again.crypto[0].key.expose().to_vec()), (1, before.0.clone()));
    assert!(caller.take_answer(&peer("0", "recvonly")).is_err());
    assert_eq!(secured(&caller), before);
}

#[test]
fn a_phone_in_clear_that_asks_for_encryption_gets_it_and_no_padlock() {
    let mut caller = leg(&[Codec::pcmu()]);
    caller.take_offer(&savp("RTP/SAVP", 9), &mut draw).unwrap();
    caller.answer(None, Direction::SendRecv).unwrap();
    let encryption = caller.encryption();
    assert_eq!(encryption.srtp.as_deref(), Some("AES_CM_128_HMAC_SHA1_80"));
    assert!(!encryption.tls && !encryption.is_private());
    let mut off = encrypted(&[Codec::pcmu()], MediaEncryption::Off, true);
    assert!(off.take_offer(&savp("RTP/SAVP", 9), &mut draw).unwrap_err().text().contains("is off"));
}

/// Hold and resume keep both keys; a new key of the peer's gets a new one of ours.
#[test]
fn a_new_key_gets_a_new_key_and_the_same_one_the_same() {
    let mut caller = encrypted(&[Codec::pcmu()], MediaEncryption::Offered, true);
    let answer = |caller: &mut LegAudio, key| {
        caller.take_offer(&savp("RTP/SAVP", key), &mut draw).unwrap();
        caller.answer(None, Direction::SendRecv).unwrap();
        secured(caller)
    };
    let first = answer(&mut caller, 9);
    assert_eq!(answer(&mut caller, 9), first);
    let second = answer(&mut caller, 10);
    assert_eq!(second.1, vec![10; 30]);
    assert_ne!(second.0, first.0);
    assert_eq!(stream(&caller.offer_again(Direction::SendOnly)).crypto[0].key.expose(), second.0);
}

#[test]
fn a_leg_that_is_written_down_keeps_its_keys_and_shows_none() {
    let mut caller = encrypted(&[Codec::pcmu()], MediaEncryption::Offered, true);
    caller.take_offer(&savp("RTP/SAVP", 9), &mut draw).unwrap();
    caller.answer(None, Direction::SendRecv).unwrap();
    let read: LegAudio = serde_json::from_str(&serde_json::to_string(&caller).unwrap()).unwrap();
    assert_eq!(secured(&read), secured(&caller));
    assert!(!format!("{caller:?}").contains("CQkJ"), "base64 of nines");
}
