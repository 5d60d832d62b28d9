//! Codecs on both legs.

use sdp::Codec;
use sip_msg::Status;
use testkit::{Plan, World};

use crate::secs;

fn world(alice: &[Codec], bob: &[Codec]) -> World {
    let plan = Plan::new().codecs(&["gsm", "ulaw", "alaw"]).user("Alice", &["alice"], "201").user(
        "Bob",
        &["bob"],
        "202",
    );
    let mut world = World::single(1, &plan, &["alice", "bob"]);
    world.phone("alice").codecs = alice.to_vec();
    world.phone("bob").codecs = bob.to_vec();
    world.phone("alice").dial("202");
    world.run(secs(1));
    world
}

fn spoken(world: &mut World) -> (Option<String>, Option<String>) {
    let codec = |world: &mut World, name| world.phone(name).last().codec().map(str::to_owned);
    world.phone("bob").answer(0);
    world.run(secs(1));
    (codec(world, "alice"), codec(world, "bob"))
}

#[test]
fn both_sides_speak_the_same_codec_where_they_can() {
    let mut world = world(&[Codec::gsm(), Codec::pcmu()], &[Codec::pcmu()]);
    assert_eq!(spoken(&mut world), (Some("PCMU".into()), Some("PCMU".into())));
}

#[test]
fn each_speaks_its_own_where_they_have_none_in_common() {
    let mut world = world(&[Codec::gsm()], &[Codec::pcma()]);
    assert_eq!(spoken(&mut world), (Some("GSM".into()), Some("PCMA".into())));
    assert_eq!(world.listeners("alice"), ["bob"], "transcoded");
}

#[test]
fn no_common_codec_is_488_and_both_lists_are_named() {
    let mut world = world(&[Codec::new(18, "G729", 8000)], &[Codec::gsm()]);
    assert_eq!(world.phone("alice").last().last(), Some(Status::NOT_ACCEPTABLE_HERE));
    let refusal =
        world.wire.iter().rfind(|seen| seen.what == "488 INVITE").expect("it was sent").text.clone();
    assert!(refusal.contains("G729") && refusal.contains("GSM PCMU PCMA"), "{refusal}");
    assert!(refusal.contains("\r\nWarning: 305 "), "{refusal}");
    assert_eq!(world.phone("bob").calls.len(), 0);
}

#[test]
fn a_called_phone_without_our_codecs_refuses_and_the_caller_learns_it() {
    let mut world = world(&[Codec::gsm()], &[Codec::new(18, "G729", 8000)]);
    world.phone("bob").refuse(0, Status::NOT_ACCEPTABLE_HERE);
    world.run(secs(1));
    assert_eq!(world.phone("alice").last().last(), Some(Status::NOT_ACCEPTABLE_HERE));
    world.run(secs(40));
    world.assert_quiet();
}
