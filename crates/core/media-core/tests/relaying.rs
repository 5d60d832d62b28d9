//! Packets that are forwarded as they are, and those who may send them.

mod world;

use std::time::Duration;

use dsp::codec::Codec as Dsp;
use media_core::{Event, StreamSettings};
use rtp::{Packet, telephone_event::EventSender};
use sdp::{Codec, Direction, TelephoneEvents};
use world::{ALICE, BOB, Badness, Phone, STRANGER, World, addr, codec, settings, speak};

fn relay() -> World {
    World::new(settings(ALICE, Codec::pcmu()), settings(BOB, Codec::new(96, "pcmu", 8000)))
}

/// Presses a key on alice's phone.
fn press(world: &mut World, phone: &mut Phone, code: u8) {
    let stamp = phone.timestamp;
    for (event, _) in EventSender::new(code, 800, 160) {
        phone.timestamp = stamp;
        let bytes = phone.packet(101, &event.bytes());
        world.packet(0, ALICE, &bytes);
        world.run(Duration::from_millis(20));
    }
    phone.timestamp = stamp.plus(8 * 160);
}

#[test]
fn packets_are_forwarded_at_once_with_the_other_sides_number_and_their_payload() {
    let mut world = relay();
    let mut phone = Phone::new(Dsp::Pcmu);
    let bytes = phone.speak();
    world.packet(0, ALICE, &bytes);
    let (sent, from) = (world.sent_to(1), Packet::parse(&bytes).unwrap());
    assert_eq!((sent[0].header.pt.number(), sent[0].payload), (96, from.payload));
    assert_eq!(world.heard.packets[0].1, addr(BOB));
}

#[test]
fn loss_reorder_and_duplicates_stay_visible_to_the_receiver() {
    let mut world = relay();
    let mut phone = Phone::new(Dsp::Pcmu);
    let packets: Vec<_> = (0..100).map(|_| phone.speak()).collect();
    let order: Vec<usize> =
        (0..100).filter(|n| n % 7 != 3).map(|n| if n % 10 == 8 { n - 2 } else { n }).collect();
    for n in &order {
        world.packet(0, ALICE, &packets[*n]);
    }
    let sent = world.sent_to(1);
    let steps: Vec<i16> = sent.windows(2).map(|pair| pair[1].header.seq.since(pair[0].header.seq)).collect();
    let wanted: Vec<i16> = order.windows(2).map(|pair| pair[1] as i16 - pair[0] as i16).collect();
    assert_eq!(steps, wanted);
}

#[test]
fn a_peer_that_starts_a_new_stream_does_not_start_one_for_the_other() {
    let mut world = relay();
    let mut phone = Phone::new(Dsp::Pcmu);
    for round in 0..3u32 {
        phone.ssrc = round;
        phone.seq = rtp::SeqNo(round as u16 * 20_000);
        phone.timestamp = rtp::Timestamp(round * 1_000_000_000);
        for _ in 0..10 {
            world.packet(0, ALICE, &phone.speak());
            world.run(Duration::from_millis(20));
        }
    }
    let sent = world.sent_to(1);
    assert_eq!(sent.len(), 30);
    for pair in sent.windows(2) {
        assert_eq!(pair[1].header.ssrc, pair[0].header.ssrc);
        assert_eq!(pair[1].header.seq.since(pair[0].header.seq), 1);
        assert_eq!(pair[1].header.timestamp.since(pair[0].header.timestamp), 160);
    }
}

/// RTP bleed: a stranger's packets are neither heard nor do they turn the call's audio to him.
#[test]
fn a_stranger_can_neither_be_heard_nor_listen() {
    let mut world = relay();
    let (mut alice, mut bob, mut stranger) =
        (Phone::new(Dsp::Pcmu), Phone::new(Dsp::Pcmu), Phone::new(Dsp::Pcmu));
    stranger.ssrc = 666;
    for _ in 0..100 {
        world.packet(0, ALICE, &alice.speak());
        world.packet(0, STRANGER, &stranger.speak());
        bob.codec = Dsp::Pcmu;
        let bytes = bob.speak();
        let payload = Packet::parse(&bytes).unwrap().payload.to_vec();
        let bytes = bob.packet(96, &payload);
        world.packet(1, BOB, &bytes);
        world.run(Duration::from_millis(20));
    }
    assert_eq!(world.sent_to(1).len(), 100);
    assert!(world.heard.packets.iter().all(|sent| sent.1 != addr(STRANGER)));
    assert_eq!((world.legs[0].report().strangers, world.legs[0].report().packets_rx), (100, 100));
}

#[test]
fn audio_goes_to_where_nat_lets_it_in() {
    let alice =
        StreamSettings { signalling: Some(addr("198.51.100.7:5060").ip()), ..settings(ALICE, Codec::pcmu()) };
    let mut world = World::new(alice, settings(BOB, Codec::pcmu()));
    let mut phone = Phone::new(Dsp::Pcmu);
    for _ in 0..5 {
        world.packet(0, "198.51.100.7:31000", &phone.speak());
    }
    world.packet(1, BOB, &phone.speak());
    assert_eq!(world.heard.packets.last().unwrap().1, addr("198.51.100.7:31000"));
}

#[test]
fn a_key_is_relayed_with_the_other_sides_number_and_told_once() {
    let bob = StreamSettings {
        events: Some(TelephoneEvents { send: 96, receive: 96 }),
        ..settings(BOB, Codec::pcmu())
    };
    let mut world = World::new(settings(ALICE, Codec::pcmu()), bob);
    let mut phone = Phone::new(Dsp::Pcmu);
    world.packet(0, ALICE, &phone.speak());
    press(&mut world, &mut phone, 5);
    press(&mut world, &mut phone, 5);
    world.packet(0, ALICE, &phone.speak());
    assert_eq!(world.digits(0), "55");
    let events: Vec<_> =
        world.sent_to(1).into_iter().filter(|packet| packet.header.pt.number() == 96).collect();
    assert_eq!(events.len(), 14);
    assert!(events[..7].iter().all(|packet| packet.header.timestamp == events[0].header.timestamp));
    assert!(world.sent_to(1).windows(2).all(|pair| pair[1].header.seq.since(pair[0].header.seq) == 1));
}

#[test]
fn a_key_among_transcoded_audio_keeps_one_stamp_and_its_place_in_the_sequence() {
    let mut world = World::new(settings(ALICE, Codec::gsm()), settings(BOB, Codec::pcmu()));
    let mut phone = Phone::new(Dsp::Gsm);
    speak(&mut world, &mut phone, 20, Badness::default(), 1);
    press(&mut world, &mut phone, 11);
    speak(&mut world, &mut phone, 20, Badness::default(), 1);
    assert_eq!(world.digits(0), "#");
    let sent = world.sent_to(1);
    let events: Vec<_> = sent.iter().filter(|packet| packet.header.pt.number() == 101).collect();
    assert_eq!(events.len(), 7);
    assert!(events.iter().all(|packet| packet.header.timestamp == events[0].header.timestamp));
    assert!(sent.windows(2).all(|pair| pair[1].header.seq.since(pair[0].header.seq) == 1));
}

#[test]
fn a_peer_without_events_hears_the_key_as_a_tone() {
    let bob = StreamSettings { events: None, ..settings(BOB, Codec::pcmu()) };
    let mut world = World::new(settings(ALICE, Codec::pcmu()), bob);
    let mut phone = Phone::new(Dsp::Pcmu);
    press(&mut world, &mut phone, 7);
    world.run(Duration::from_secs(1));
    let mut keys = String::new();
    dsp::dtmf::Detector::new(8000).listen(&world.audio_to(1, Dsp::Pcmu), |event| {
        if let dsp::dtmf::Event::Pressed(key) = event {
            keys.push(key.to_char());
        }
    });
    assert_eq!((keys.as_str(), world.digits(0).as_str()), ("7", "7"));
}

#[test]
fn nobody_is_heard_who_is_on_hold_and_nothing_is_sent_there() {
    let mut world = relay();
    let now = world.now;
    let held = StreamSettings { direction: Direction::Inactive, ..settings(ALICE, Codec::pcmu()) };
    world.legs[0].set(now, held);
    world.rejoin();
    let mut phone = Phone::new(Dsp::Pcmu);
    world.packet(0, ALICE, &phone.speak());
    let payload = [0xff; 160];
    let bytes = phone.packet(96, &payload);
    world.packet(1, BOB, &bytes);
    assert!(world.heard.packets.is_empty());
}

#[test]
fn silence_is_reported_once_and_never_on_hold() {
    let timeout = Some(Duration::from_secs(30));
    let alice = StreamSettings { timeout, ..settings(ALICE, Codec::pcmu()) };
    let held = StreamSettings { timeout, direction: Direction::SendOnly, ..settings(BOB, Codec::pcmu()) };
    let mut world = World::new(alice, held);
    world.run(Duration::from_secs(20));
    world.packet(0, ALICE, &Phone::new(Dsp::Pcmu).speak());
    world.run(Duration::from_secs(29));
    assert_eq!(world.heard.events, []);
    world.run(Duration::from_secs(300));
    assert_eq!(world.heard.events, [(0, Event::Silent)]);
}

#[test]
fn what_is_no_rtp_or_has_a_number_that_was_not_agreed_goes_nowhere() {
    let mut world = relay();
    let mut phone = Phone::new(Dsp::Pcmu);
    world.packet(0, ALICE, &phone.speak());
    for bytes in
        [vec![], vec![0x80], vec![0; 400], phone.packet(34, &[1; 50]), b"OPTIONS sip:x SIP/2.0\r\n".to_vec()]
    {
        world.packet(0, ALICE, &bytes);
    }
    assert_eq!(world.sent_to(1).len(), 1);
}

#[test]
fn a_re_invite_to_another_codec_keeps_the_stream_of_the_other_side() {
    let mut world = World::new(settings(ALICE, Codec::pcmu()), settings(BOB, Codec::pcmu()));
    let mut phone = Phone::new(Dsp::Pcmu);
    speak(&mut world, &mut phone, 20, Badness::default(), 1);
    let now = world.now;
    world.legs[0].set(now, settings(ALICE, codec(Dsp::Gsm)));
    world.rejoin();
    let mut phone = Phone::new(Dsp::Gsm);
    phone.ssrc = 77;
    speak(&mut world, &mut phone, 20, Badness::default(), 1);
    let sent = world.sent_to(1);
    assert!(sent.len() >= 40);
    assert!(
        sent.iter().all(|packet| packet.header.ssrc == sent[0].header.ssrc && packet.payload.len() == 160)
    );
    assert!(sent.windows(2).all(|pair| pair[1].header.seq.since(pair[0].header.seq) == 1));
    assert!(sent.windows(2).all(|pair| pair[1].header.timestamp.is_after(pair[0].header.timestamp)));
}

/// RFC 3550 section 6.3.7.
#[test]
fn a_farewell_is_said_only_by_who_was_ever_heard_of() {
    let mut world = relay();
    let now = world.now;
    world.legs[0].close(now, &mut world.heard);
    assert!(world.heard.reports.is_empty());
    world.packet(0, ALICE, &Phone::new(Dsp::Pcmu).speak());
    world.legs[1].close(now, &mut world.heard);
    assert_eq!(world.heard.reports.len(), 1);
}
