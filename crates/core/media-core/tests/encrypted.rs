//! Legs whose streams are encrypted: each with keys of its own, whatever stands between them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of a test fails it by panicking")]

mod world;

use std::time::Duration;

use dsp::codec::Codec as Dsp;
use media_core::{Position, StreamSettings};
use rtp::Packet;
use sdp::{KeySalt, Secured, Suite};
use srtp::{MAX_OVERHEAD, MasterKey, Receiver, Sender};
use world::{ALICE, BOB, Phone, STRANGER, World, codec, settings, tone_share};

const SUITES: [(Suite, srtp::Suite); 3] = [
    (Suite::AesCm128Sha1Tag80, srtp::Suite::AesCm128Sha1Tag80),
    (Suite::AesCm256Sha1Tag32, srtp::Suite::AesCm256Sha1Tag32),
    (Suite::AesGcm256, srtp::Suite::AesGcm256),
];

fn key(suite: Suite, byte: u8) -> KeySalt {
    KeySalt::draw(suite, &mut |bytes| bytes.fill(byte))
}

fn master(suite: srtp::Suite, byte: u8) -> MasterKey {
    MasterKey::new(suite, &vec![byte; suite.key_bytes() + suite.salt_bytes()]).unwrap()
}

/// The exchange sends with `send`, the peer with `receive`.
fn with(settings: StreamSettings, suite: Suite, send: u8, receive: u8) -> StreamSettings {
    let secured = Secured { tag: 1, suite, send: key(suite, send), receive: key(suite, receive) };
    StreamSettings { secured: Some(Box::new(secured)), ..settings }
}

fn protect(sender: &mut Sender, packet: &[u8]) -> Vec<u8> {
    let mut bytes = packet.to_vec();
    bytes.resize(packet.len() + MAX_OVERHEAD, 0);
    let len = sender.protect_rtp(&mut bytes, packet.len()).unwrap();
    bytes.truncate(len);
    bytes
}

/// Opens everything that a side was sent, as its phone does.
fn open_all(world: &mut World, leg: usize, suite: srtp::Suite, byte: u8) {
    let mut receiver = Receiver::new(&master(suite, byte));
    for (_, _, packet) in world.heard.packets.iter_mut().filter(|sent| sent.0 == leg) {
        let opened = receiver.unprotect_rtp(packet);
        assert!(opened.is_ok(), "made with the leg's key: {opened:?}");
        packet.truncate(opened.unwrap_or_default());
    }
}

#[test]
fn each_leg_has_its_own_keys_and_the_tone_comes_through() {
    for (suite, cipher) in SUITES {
        for dsp in [Dsp::Pcmu, Dsp::Gsm] {
            let alice = with(settings(ALICE, codec(Dsp::Pcmu)), suite, 1, 2);
            let bob = with(settings(BOB, codec(dsp)), Suite::AesCm128Sha1Tag80, 3, 4);
            let mut world = World::new(alice, bob);
            let (mut phone, mut sender) = (Phone::new(Dsp::Pcmu), Sender::new(&master(cipher, 2), 0x1234));
            for _ in 0..100 {
                let packet = protect(&mut sender, &phone.speak());
                world.packet(0, ALICE, &packet);
                world.run(Duration::from_millis(20));
            }
            world.run(Duration::from_millis(200));
            let sent = world.heard.packets.iter().filter(|sent| sent.0 == 1).count();
            assert!(sent >= 98, "{suite:?} {dsp:?}: {sent}");
            open_all(&mut world, 1, srtp::Suite::AesCm128Sha1Tag80, 3);
            let share = tone_share(&world.audio_to(1, dsp), dsp, 100);
            assert!(share > 0.9, "{suite:?} {dsp:?}: {share}");
            assert_eq!((world.legs[0].report().packets_rx, world.legs[0].report().forged), (100, 0));
        }
    }
}

#[test]
fn from_a_leg_in_clear_to_an_encrypted_one_and_back() {
    let (suite, cipher) = SUITES[0];
    let mut world =
        World::new(settings(ALICE, codec(Dsp::Pcma)), with(settings(BOB, codec(Dsp::Pcma)), suite, 3, 4));
    let (mut alice, mut bob) = (Phone::new(Dsp::Pcma), Phone::new(Dsp::Pcma));
    let mut sender = Sender::new(&master(cipher, 4), 0x1234);
    for _ in 0..50 {
        let packet = alice.speak();
        world.packet(0, ALICE, &packet);
        let packet = protect(&mut sender, &bob.speak());
        world.packet(1, BOB, &packet);
    }
    open_all(&mut world, 1, cipher, 3);
    assert!(tone_share(&world.audio_to(1, Dsp::Pcma), Dsp::Pcma, 50) > 0.9);
    assert!(tone_share(&world.audio_to(0, Dsp::Pcma), Dsp::Pcma, 50) > 0.9);
}

/// In clear, changed, repeated, or with another key: such packets are not heard, and latch nothing.
#[test]
fn only_what_was_made_with_the_key_is_heard_and_latches() {
    let (suite, cipher) = SUITES[0];
    let alice = with(settings(ALICE, codec(Dsp::Pcmu)), suite, 1, 2);
    let mut world = World::new(alice, settings(BOB, codec(Dsp::Pcmu)));
    let (mut phone, mut sender) = (Phone::new(Dsp::Pcmu), Sender::new(&master(cipher, 2), 0x1234));
    let mut other = Sender::new(&master(cipher, 9), 0x1234);
    for _ in 0..20 {
        let clear = phone.speak();
        world.packet(0, ALICE, &clear);
        let forged = protect(&mut other, &clear);
        world.packet(0, STRANGER, &forged);
        let mut changed = protect(&mut sender, &clear);
        changed[20] ^= 1;
        world.packet(0, ALICE, &changed);
    }
    assert_eq!((world.heard.packets.len(), world.legs[0].report().forged), (0, 60));
    let good = protect(&mut sender, &phone.speak());
    world.packet(0, ALICE, &good);
    world.packet(0, ALICE, &good);
    assert_eq!((world.heard.packets.len(), world.legs[0].report().forged), (1, 61));
    assert_eq!(world.legs[0].report().packets_rx, 1);
}

#[test]
fn a_key_that_is_pressed_goes_through_and_is_told() {
    let (suite, cipher) = SUITES[2];
    let alice = with(settings(ALICE, codec(Dsp::Pcmu)), suite, 1, 2);
    let bob = with(settings(BOB, codec(Dsp::Pcmu)), suite, 3, 4);
    let mut world = World::new(alice, bob);
    let (mut phone, mut sender) = (Phone::new(Dsp::Pcmu), Sender::new(&master(cipher, 2), 0x1234));
    let clear = phone.packet(101, &[5, 0x8a, 3, 32]);
    let packet = protect(&mut sender, &clear);
    world.packet(0, ALICE, &packet);
    assert_eq!(world.digits(0), "5");
    world.legs[1].press(world.now, '7', 100);
    world.run(Duration::from_millis(400));
    open_all(&mut world, 1, cipher, 3);
    assert!(world.sent_to(1).iter().filter(|packet| packet.header.pt.number() == 101).count() > 4);
}

#[test]
fn reports_are_encrypted_and_only_those_of_the_peer_believed() {
    let (suite, cipher) = SUITES[2];
    let mut world =
        World::new(with(settings(ALICE, codec(Dsp::Pcmu)), suite, 1, 2), settings(BOB, codec(Dsp::Pcmu)));
    let (mut phone, mut sender) = (Phone::new(Dsp::Pcmu), Sender::new(&master(cipher, 2), 0x1234));
    let packet = protect(&mut sender, &phone.speak());
    world.packet(0, ALICE, &packet);
    world.run(Duration::from_secs(10));
    let mut receiver = Receiver::new(&master(cipher, 1));
    let (_, _, mut report) = world.heard.reports.iter().find(|sent| sent.0 == 0).unwrap().clone();
    assert!(
        rtp::rtcp::Compound::parse(&report).is_err() || receiver.unprotect_rtcp(&mut report.clone()).is_ok()
    );
    let len = Receiver::new(&master(cipher, 1)).unprotect_rtcp(&mut report).unwrap();
    assert!(rtp::rtcp::Compound::parse(&report[..len]).is_ok());
    // A receiver report of alice's that says she lost seven packets of ours.
    let mut body = vec![0x81, 201, 0, 7, 0, 0, 0x12, 0x34, 0, 0, 0, 0xa, 9, 0, 0, 7];
    body.extend([0; 16]);
    let now = world.now;
    let lost = |world: &mut World| world.legs[0].report().lost_tx;
    world.legs[0].handle_rtcp(now, world::addr("192.0.2.10:4001"), &mut body.clone());
    assert_eq!(lost(&mut world), 0, "in clear");
    let plain = body.len();
    body.resize(plain + MAX_OVERHEAD, 0);
    let len = sender.protect_rtcp(&mut body, plain).unwrap();
    world.legs[0].handle_rtcp(now, world::addr("192.0.2.10:4001"), &mut body[..len]);
    assert_eq!(lost(&mut world), 7);
}

/// Hold and resume with the same keys go on; a new key of either side begins anew, and the other side's does not.
#[test]
fn a_renegotiation_changes_what_it_changes() {
    let (suite, cipher) = SUITES[0];
    let alice = |send, receive| with(settings(ALICE, codec(Dsp::Pcmu)), suite, send, receive);
    let mut world = World::new(alice(1, 2), settings(BOB, codec(Dsp::Pcmu)));
    let (mut phone, mut sender) = (Phone::new(Dsp::Pcmu), Sender::new(&master(cipher, 2), 0x1234));
    let packet = protect(&mut sender, &phone.speak());
    world.packet(0, ALICE, &packet);
    world.legs[0].set(world.now, alice(1, 2));
    world.rejoin();
    world.packet(0, ALICE, &packet);
    assert_eq!(world.legs[0].report().forged, 1, "what was heard before is not heard again");
    world.legs[0].set(world.now, alice(1, 5));
    world.rejoin();
    let again = protect(&mut sender, &phone.speak());
    world.packet(0, ALICE, &again);
    assert_eq!(world.legs[0].report().forged, 2, "the old key is no key any more");
    let mut renewed = Sender::new(&master(cipher, 5), 0x1234);
    let packet = protect(&mut renewed, &phone.speak());
    world.packet(0, ALICE, &packet);
    assert_eq!(world.legs[0].report().packets_rx, 2);
}

/// After a restart the stream goes on beyond every number that it can have used, and its receiver follows.
#[test]
fn a_leg_that_is_restored_goes_on_and_is_understood() {
    let (suite, cipher) = SUITES[0];
    let bob = || with(settings(BOB, codec(Dsp::Pcmu)), suite, 3, 4);
    let mut world = World::new(settings(ALICE, codec(Dsp::Pcmu)), bob());
    let mut phone = Phone::new(Dsp::Pcmu);
    let mut speak = |world: &mut World, packets| {
        for _ in 0..packets {
            let packet = phone.speak();
            world.packet(0, ALICE, &packet);
        }
    };
    speak(&mut world, 100);
    let mut state = world.legs[1].crypto().unwrap();
    speak(&mut world, 50);
    let mut sent: Vec<Vec<u8>> = world.heard.packets.iter().map(|sent| sent.2.clone()).collect();
    // The process ends, and another one reads what was written down.
    let mut world = World::new(settings(ALICE, codec(Dsp::Pcmu)), bob());
    state.sent = Position::ahead_by(state.sent, 1000);
    world.legs[1].resume_crypto(&state);
    speak(&mut world, 20);
    sent.extend(world.heard.packets.iter().map(|sent| sent.2.clone()));
    let mut receiver = Receiver::new(&master(cipher, 3));
    for packet in &mut sent {
        receiver.unprotect_rtp(packet).expect("understood, and no number twice");
    }
    assert_eq!(sent.len(), 170);
    assert!(Packet::parse(&sent[169]).is_ok());
}
