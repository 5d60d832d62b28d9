//! Audio that is decoded and encoded again, over good networks and bad ones.

mod world;

use std::time::Duration;

use dsp::codec::Codec;
use world::{ALICE, BOB, Badness, Phone, World, codec, settings, speak, tone_share};

const PACKETS: u64 = 500;

fn heard_share(from: Codec, to: Codec, badness: Badness, seed: u64) -> f64 {
    let mut world = World::new(settings(ALICE, codec(from)), settings(BOB, codec(to)));
    speak(&mut world, &mut Phone::new(from), PACKETS, badness, seed);
    tone_share(&world.audio_to(1, to), to, PACKETS)
}

#[test]
fn a_tone_passes_between_any_two_codecs() {
    for from in Codec::ALL {
        for to in Codec::ALL {
            let share = heard_share(from, to, Badness::default(), 1);
            assert!((0.85..1.15).contains(&share), "{from:?} to {to:?}: {share}");
        }
    }
}

#[test]
fn gsm_to_pcmu_keeps_a_tone_at_five_percent_loss_and_sixty_milliseconds_of_jitter() {
    for seed in 1..=10 {
        let badness = Badness { loss_percent: 5, jitter_ms: 60, duplicate_percent: 0 };
        let share = heard_share(Codec::Gsm, Codec::Pcmu, badness, seed * 7919);
        assert!((0.7..1.2).contains(&share), "seed {seed}: {share}");
    }
}

#[test]
fn a_tone_fades_with_loss_but_never_breaks_down() {
    for (loss_percent, least) in [(1, 0.85), (5, 0.75), (10, 0.6), (20, 0.4)] {
        let badness = Badness { loss_percent, jitter_ms: 30, duplicate_percent: 5 };
        let share = heard_share(Codec::Pcma, Codec::Gsm, badness, 42);
        assert!((least..1.2).contains(&share), "{loss_percent} %: {share}");
    }
}

#[test]
fn what_is_sent_is_an_even_stream_whatever_comes() {
    let mut world = World::new(settings(ALICE, codec(Codec::Gsm)), settings(BOB, codec(Codec::Pcmu)));
    let badness = Badness { loss_percent: 10, jitter_ms: 60, duplicate_percent: 10 };
    speak(&mut world, &mut Phone::new(Codec::Gsm), PACKETS, badness, 5);
    let sent = world.sent_to(1);
    assert!(sent.len() as u64 >= PACKETS - 10, "{}", sent.len());
    for pair in sent.windows(2) {
        assert_eq!(pair[1].header.seq.since(pair[0].header.seq), 1);
        assert_eq!(pair[1].header.ssrc, pair[0].header.ssrc);
        let step = pair[1].header.timestamp.since(pair[0].header.timestamp);
        assert!(step == 160 || pair[1].header.marker, "{step}");
    }
}

#[test]
fn long_packets_are_made_where_the_peer_asks_for_them() {
    let bob = media_core::StreamSettings { ptime_ms: 60, ..settings(BOB, codec(Codec::Pcmu)) };
    let mut world = World::new(settings(ALICE, codec(Codec::Gsm)), bob);
    speak(&mut world, &mut Phone::new(Codec::Gsm), 90, Badness::default(), 1);
    let sent = world.sent_to(1);
    assert!(sent.iter().all(|packet| packet.payload.len() == 480));
    assert!((28..=34).contains(&sent.len()), "{}", sent.len());
}

#[test]
fn silence_costs_nothing_and_the_next_words_are_heard() {
    let mut world = World::new(settings(ALICE, codec(Codec::Gsm)), settings(BOB, codec(Codec::Pcmu)));
    let mut phone = Phone::new(Codec::Gsm);
    speak(&mut world, &mut phone, 50, Badness::default(), 1);
    let before = world.sent_to(1).len();
    world.run(Duration::from_secs(4));
    assert_eq!(world.sent_to(1).len(), before);
    phone.timestamp = phone.timestamp.plus(5 * 8000);
    speak(&mut world, &mut phone, 50, Badness::default(), 1);
    let sent = world.sent_to(1);
    assert!(sent.len() >= before + 50 && sent[before].header.marker);
}

#[test]
fn a_peer_that_changes_its_codec_in_mid_stream_is_followed() {
    let alice = media_core::StreamSettings {
        receive: vec![codec(Codec::Gsm), codec(Codec::G722), codec(Codec::Pcmu)],
        ..settings(ALICE, codec(Codec::Gsm))
    };
    let mut world = World::new(alice, settings(BOB, codec(Codec::Pcmu)));
    let mut phone = Phone::new(Codec::Gsm);
    let mut spoken = 0;
    for next in [Codec::Gsm, Codec::G722, Codec::Pcmu] {
        let (seq, timestamp) = (phone.seq, phone.timestamp);
        phone = Phone::new(next);
        (phone.seq, phone.timestamp) = (seq, timestamp);
        speak(&mut world, &mut phone, 100, Badness::default(), 1);
        phone.timestamp = phone.timestamp.plus(8000);
        spoken += 100;
    }
    let share = tone_share(&world.audio_to(1, Codec::Pcmu), Codec::Pcmu, spoken);
    assert!((0.8..1.15).contains(&share), "{share}");
}
