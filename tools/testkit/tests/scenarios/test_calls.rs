//! A short call that the exchange itself makes out of a trunk.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails it by panicking")]

use calls::{Answered, Command, Hearing, MediaFact, Sound, TestCall, TestEnd, TestId, ToneHeard};
use model::{DestinationDraft, TrunkDraft, record::CallStatus};
use sip_core::Failure;
use sip_msg::Status;
use testkit::{Heard, Plan, World, provider};

use crate::secs;

/// A, whose trunk leads to B, where 300 is an echo and 101 a phone.
fn world() -> World {
    let mut world = World::new(1);
    world.site("A", 1, &Plan::seed_a("10.77.0.2"));
    world.site("B", 2, &Plan::seed_b().incoming("300", DestinationDraft::Echo));
    world.add_phone("someone", "B");
    world.register_all();
    world
}

fn test(world: &mut World, number: &str) {
    let trunk = world.at("A").snapshot.trunk_by_name("xivo-trunk").unwrap().id;
    let by = "administrator root".to_owned();
    world.order("A", Command::TestCall(TestCall { test: TestId(7), trunk, number: number.into(), by }));
}

/// What came of it, and nothing is left.
fn end(world: &mut World) -> TestEnd {
    world.run(secs(40));
    world.assert_quiet();
    let tested = world.at("A").tested.remove(0);
    assert!(world.at("A").tested.is_empty(), "it is told once");
    assert_eq!(tested.test, TestId(7));
    tested.end
}

fn answered(world: &mut World) -> Answered {
    match end(world) {
        TestEnd::Answered(answered) => answered,
        other => panic!("{other:?}\n{}", world.ladder()),
    }
}

#[test]
fn an_echo_that_answers_is_played_the_tone_and_hung_up_after_three_seconds() {
    let mut world = world();
    test(&mut world, "300");
    world.run(secs(1));
    let streams: Vec<_> =
        world.at("A").media.streams().map(|(id, stream)| (id, stream.heard.clone())).collect();
    let [(media, Heard::Sound(Sound::TestTone))] = streams[..] else { panic!("{streams:?}") };
    let view = world.at("A").calls().remove(0);
    assert_eq!((view.dialled.as_str(), view.legs.len()), ("300", 1));
    assert_eq!((view.legs[0].state.as_str(), view.legs[0].number.as_str()), ("Up", "Test"));
    let hearing =
        Hearing { tone: Some(ToneHeard { level_dbm0: -10.0, delay_ms: 31.0 }), ..Hearing::default() };
    world.fact("A", MediaFact::Heard { media, hearing });
    let told = answered(&mut world);
    assert_eq!((told.hearing, told.lasted.as_secs(), told.is_cut), (hearing, 3, false));
    assert_eq!(told.codec, "gsm");
    let row = world.at("A").last_cdr().clone();
    assert_eq!((row.outcome.status, row.dialled.as_str()), (CallStatus::Answered, "300"));
    assert_eq!((row.caller.name.as_str(), row.caller.trunk), ("administrator root", None));
    assert_eq!(
        (row.callee.trunk_name.as_str(), row.destination.as_str()),
        ("xivo-trunk", "test of trunk xivo-trunk")
    );
    assert!(!row.quality[0].is_caller);
    let there = world.at("B").last_cdr().clone();
    assert_eq!((there.caller.number.as_str(), there.destination.as_str()), ("xivo-trunk", "echo"));
}

#[test]
fn what_the_other_side_says_is_told() {
    let mut world = world();
    test(&mut world, "999");
    let TestEnd::Failed(Failure::Refused { status, .. }) = end(&mut world) else {
        panic!("{}", world.ladder())
    };
    assert_eq!(status, Status::NOT_FOUND);
    assert_eq!(world.at("A").last_cdr().outcome.sip_code, 404);
}

#[test]
fn a_phone_that_rings_is_called_off_after_fifteen_seconds() {
    let mut world = world();
    test(&mut world, "101");
    world.run(secs(14));
    assert_eq!(world.at("A").calls()[0].legs[0].state, "Ringing");
    assert_eq!(end(&mut world), TestEnd::NotAnswered { rang: true });
    let row = world.at("A").last_cdr().clone();
    assert_eq!(row.outcome.status, CallStatus::NoAnswer);
    assert!(world.phone("someone").last().is_over());
}

#[test]
fn who_hangs_up_early_is_told_to_have_cut_it() {
    let mut world = world();
    test(&mut world, "300");
    world.run(secs(1));
    let call = world.at("B").calls()[0].id;
    world.order("B", Command::Hangup(call));
    let told = answered(&mut world);
    assert!(told.is_cut && told.lasted < secs(2), "{told:?}");
    assert_eq!(world.at("A").last_cdr().outcome.hangup_by, Some(model::record::HangupBy::Callee));
}

#[test]
fn one_test_of_a_trunk_goes_on_at_a_time_and_none_while_the_exchange_stops() {
    let mut world = world();
    test(&mut world, "300");
    world.run(secs(1));
    test(&mut world, "300");
    assert_eq!(world.at("A").tested.remove(0).end, TestEnd::Running);
    assert!(matches!(end(&mut world), TestEnd::Answered(_)));
    world.order("A", Command::Drain);
    test(&mut world, "300");
    let refused = world.at("A").tested.remove(0);
    assert_eq!((refused.end, refused.call), (TestEnd::NoRoom, None));
}

#[test]
fn an_administrator_may_end_a_test_before_it_is_answered() {
    let mut world = world();
    test(&mut world, "101");
    world.run(secs(2));
    let call = world.at("A").calls()[0].id;
    world.order("A", Command::Hangup(call));
    assert_eq!(end(&mut world), TestEnd::Stopped);
}

#[test]
fn a_full_trunk_a_silent_peer_and_a_lack_of_ports_have_their_own_ends() {
    let one = TrunkDraft { call_limit: Some(1), ..provider("xivo-trunk", "10.77.0.99") };
    let plan =
        Plan::new().user("Alice", &["alice"], "201").trunk(one).outgoing("out", "0.", 1, &["xivo-trunk"]);
    let mut world = World::single(1, &plan, &["alice"]);
    world.at("A").media.limit(0);
    test(&mut world, "300");
    assert_eq!(end(&mut world), TestEnd::NoPort);
    world.at("A").media.limit(100);
    test(&mut world, "300");
    assert_eq!(end(&mut world), TestEnd::Failed(Failure::Silent));
    world.phone("alice").dial("0555");
    world.run(secs(1));
    test(&mut world, "300");
    world.run(secs(1));
    assert_eq!(world.at("A").tested.remove(0).end, TestEnd::Full);
    world.run(secs(60));
    world.assert_quiet();
}
