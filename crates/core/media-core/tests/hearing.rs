//! How a peer sounds to whom the exchange itself plays something, and the tone of a test that comes back.

#![allow(clippy::unwrap_used, reason = "a helper of a test fails it by panicking")]

mod world;

use std::{collections::VecDeque, time::Duration};

use dsp::codec::Codec as Dsp;
use media_core::{Hearing, Source, join};
use moment::Moment;
use sdp::Codec;
use world::{ALICE, BOB, Dice, Phone, World, codec, settings};

const MS: Duration = Duration::from_millis(1);

fn playing(dsp: Dsp, source: Source) -> World {
    let mut world = World::new(settings(ALICE, codec(dsp)), settings(BOB, codec(dsp)));
    let now = world.now;
    world.legs[0].play(now, source);
    world
}

fn hearing(world: &mut World) -> Hearing {
    let now = world.now;
    world.legs[0].hearing(now).unwrap()
}

/// A test of three seconds against a far end that is silent for so long, and then sends back what it gets, after `way` and with
/// losses on the way.
fn tested(dsp: Dsp, way: Duration, late: Duration, loss_percent: u64) -> Hearing {
    let mut world = playing(dsp, Source::TestTone(-10.0));
    let (mut dice, begun) = (Dice(7), world.now);
    let (mut seen, mut coming) = (0, VecDeque::<(Moment, Vec<u8>)>::new());
    while world.now < begun + Duration::from_secs(3) {
        let next = world.now + MS;
        world.run_until(next);
        let sent = world.heard.packets.iter().filter(|sent| sent.0 == 0).skip(seen);
        let new: Vec<_> = sent.map(|sent| sent.2.clone()).collect();
        seen += new.len();
        let is_awake = next >= begun + late;
        let back = new.into_iter().filter(|_| is_awake && dice.roll(100) >= loss_percent);
        coming.extend(back.map(|bytes| (next + way, bytes)));
        while let Some((_, bytes)) = coming.pop_front_if(|(at, _)| *at <= next) {
            world.packet(0, ALICE, &bytes);
        }
    }
    hearing(&mut world)
}

#[test]
fn the_test_tone_comes_back_with_its_level_and_delay_in_every_codec() {
    for dsp in Dsp::ALL {
        let tone =
            tested(dsp, 60 * MS, Duration::ZERO, 0).tone.unwrap_or_else(|| panic!("{dsp:?}: not heard"));
        assert!((-11.5..-9.0).contains(&tone.level_dbm0), "{dsp:?}: {tone:?}");
        let ms = tone.delay.as_millis();
        assert!((60..=72).contains(&ms), "{dsp:?}: {ms} ms");
    }
}

#[test]
fn a_far_end_that_takes_its_time_does_not_make_the_way_longer() {
    let tone = tested(Dsp::Pcma, 60 * MS, 600 * MS, 0).tone.unwrap();
    assert!((60..=72).contains(&tone.delay.as_millis()), "{tone:?}");
}

#[test]
fn the_test_tone_is_heard_through_loss_and_over_a_satellite() {
    let tone = tested(Dsp::Pcmu, 600 * MS, Duration::ZERO, 20).tone.unwrap();
    assert!((-10.5..-9.5).contains(&tone.level_dbm0), "{tone:?}");
    assert!((600..=680).contains(&tone.delay.as_millis()), "{tone:?}");
}

#[test]
fn what_is_no_echo_is_heard_and_is_not_the_test_tone() {
    for dsp in [Dsp::Pcma, Dsp::Gsm] {
        let mut world = playing(dsp, Source::TestTone(-10.0));
        let mut phone = Phone::new(dsp);
        for _ in 0..150 {
            let bytes = phone.speak();
            world.packet(0, ALICE, &bytes);
            world.run(20 * MS);
        }
        let heard = hearing(&mut world);
        assert_eq!(heard.tone, None);
        assert!(heard.loudest_dbm0.is_some_and(|level| (-12.0..-9.0).contains(&level)), "{heard:?}");
    }
}

#[test]
fn a_phone_at_the_echo_test_is_measured_second_by_second() {
    let mut world = playing(Dsp::Pcmu, Source::Echo);
    let mut phone = Phone::new(Dsp::Pcmu);
    assert_eq!(hearing(&mut world), Hearing::default());
    for _ in 0..50 {
        let bytes = phone.speak();
        world.packet(0, ALICE, &bytes);
        world.run(20 * MS);
    }
    let heard = hearing(&mut world);
    assert!(heard.level_dbm0.is_some_and(|level| (level + 10.0).abs() < 0.2), "{heard:?}");
    for _ in 0..50 {
        let bytes = phone.packet(0, &[0xff; 160]);
        world.packet(0, ALICE, &bytes);
        world.run(20 * MS);
    }
    let muted = hearing(&mut world);
    assert_eq!((muted.level_dbm0, muted.loudest_dbm0), (Some(-90.0), heard.loudest_dbm0));
    world.run(Duration::from_secs(1));
    assert_eq!(hearing(&mut world).level_dbm0, None, "nothing comes any more");
}

#[test]
fn nobody_is_measured_whom_somebody_else_hears() {
    let mut world = playing(Dsp::Pcmu, Source::Milliwatt);
    let [a, b] = &mut world.legs;
    assert!(a.hearing(world.now).is_some() && b.hearing(world.now).is_none());
    join(a, b);
    assert_eq!(a.hearing(world.now), None);
    a.quiet();
    assert_eq!(a.hearing(world.now), None);
}

#[test]
fn a_codec_that_cannot_be_decoded_is_counted_and_not_measured() {
    let opus = Codec { channels: 2, ..Codec::new(107, "opus", 48_000) };
    let mut world = World::new(settings(ALICE, opus.clone()), settings(BOB, opus));
    let now = world.now;
    world.legs[0].play(now, Source::Echo);
    let bytes = Phone::new(Dsp::Pcmu).packet(107, &[1; 60]);
    world.packet(0, ALICE, &bytes);
    world.run(Duration::from_secs(1));
    assert_eq!(hearing(&mut world), Hearing::default());
    assert_eq!(world.legs[0].report().packets_rx, 1);
}
