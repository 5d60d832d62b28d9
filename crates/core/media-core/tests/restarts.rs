//! Streams that go on in another process.

mod world;

use std::time::Duration;

use dsp::codec::Codec as Dsp;
use media_core::{Event, KeptStream, Leg, Seed};
use sdp::Codec;
use world::{ALICE, BOB, Phone, STRANGER, World, addr, settings};

const NEW: Seed = Seed { ssrc: 0xdddd, seq: 7, timestamp: 99 };
const BEHIND_NAT: &str = "198.51.100.7:31000";

fn relay() -> World {
    World::new(settings(ALICE, Codec::pcmu()), settings(BOB, Codec::pcmu()))
}

/// Ends both legs' process, which left this, and goes on after a while.
fn restart(world: &mut World, kept: [KeptStream; 2], down: Duration) {
    world.run(down);
    let now = world.now;
    world.legs = kept.map(|kept| Leg::resume(now, NEW, kept));
    for (leg, peer) in world.legs.iter_mut().zip([ALICE, BOB]) {
        leg.set(now, settings(peer, Codec::pcmu()));
    }
    world.rejoin();
}

fn speak(world: &mut World, phone: &mut Phone, from: &str, packets: usize) {
    for _ in 0..packets {
        let bytes = phone.speak();
        world.packet(0, from, &bytes);
        world.run(Duration::from_millis(20));
    }
}

/// A planned restart: the receiver sees one stream, with a clock that never stopped.
#[test]
fn after_a_handover_source_number_and_clock_go_on() {
    let mut world = relay();
    let mut phone = Phone::new(Dsp::Pcmu);
    speak(&mut world, &mut phone, ALICE, 10);
    let kept = [world.legs[0].keep(world.now), world.legs[1].keep(world.now)];
    restart(&mut world, kept, Duration::from_millis(60));
    for _ in 0..3 {
        // What was said meanwhile waited in the socket.
        phone.speak();
    }
    speak(&mut world, &mut phone, ALICE, 10);
    let sent: Vec<_> = world.sent_to(1).iter().map(|packet| packet.header).collect();
    assert_eq!(sent.len(), 20);
    let (last, next) = (sent[9], sent[10]);
    assert_eq!((next.ssrc, next.seq, next.marker), (last.ssrc, last.seq.next(), true));
    assert_eq!(next.timestamp.since(last.timestamp), 640, "80 ms later");
    assert!(sent[11..].windows(2).all(|pair| pair[1].seq == pair[0].seq.next() && !pair[1].marker));
}

/// RFC 3550 section 8: after a crash nobody knows what was sent last, so another stream begins.
#[test]
fn after_a_crash_another_stream_begins_with_the_marker() {
    let mut world = relay();
    let mut phone = Phone::new(Dsp::Pcmu);
    speak(&mut world, &mut phone, ALICE, 10);
    restart(&mut world, [KeptStream::default(); 2], Duration::from_millis(700));
    speak(&mut world, &mut phone, ALICE, 10);
    let sent: Vec<_> = world.sent_to(1).iter().map(|packet| packet.header).collect();
    assert_eq!((sent[10].ssrc.0, sent[10].seq.0, sent[10].marker), (NEW.ssrc, NEW.seq + 1, true));
    assert!(sent[11..].iter().all(|header| header.ssrc.0 == NEW.ssrc && !header.marker));
}

#[test]
fn whoever_was_latched_is_told_once_and_stays_over_a_restart() {
    let mut world = relay();
    let mut phone = Phone::new(Dsp::Pcmu);
    speak(&mut world, &mut phone, BEHIND_NAT, 10);
    assert_eq!(world.heard.events, [(0, Event::Latched(addr(BEHIND_NAT)))]);
    let kept = KeptStream { source: Some(addr(BEHIND_NAT)), sent: None };
    assert_eq!(world.legs[0].keep(world.now).source, kept.source);
    assert_eq!(world.legs[1].keep(world.now).source, None, "bob sends from where he says");
    restart(&mut world, [kept, KeptStream::default()], Duration::from_secs(1));
    world.heard.packets.clear();
    // Bob speaks first: his audio finds the way through the NAT.
    let bytes = Phone::new(Dsp::Pcmu).speak();
    world.packet(1, BOB, &bytes);
    assert_eq!(world.heard.packets[0].1, addr(BEHIND_NAT));
    speak(&mut world, &mut phone, BEHIND_NAT, 1);
    assert_eq!(world.sent_to(1).len(), 1, "heard with its first packet");
}

/// A restart is no second chance for who sprays ports.
#[test]
fn a_stranger_gets_no_new_chance_by_a_restart() {
    for kept in [KeptStream::default(), KeptStream { source: Some(addr(BEHIND_NAT)), sent: None }] {
        let mut world = relay();
        restart(&mut world, [kept, KeptStream::default()], Duration::from_secs(1));
        speak(&mut world, &mut Phone::new(Dsp::Pcmu), STRANGER, 100);
        assert_eq!(world.sent_to(1).len(), 0);
        // Who stands in the session description may speak as ever, but where NAT has hidden it before.
        let mut phone = Phone::new(Dsp::Pcmu);
        world.run(Duration::from_secs(3));
        speak(&mut world, &mut phone, ALICE, 10);
        assert_eq!(world.sent_to(1).len(), 10);
    }
}
