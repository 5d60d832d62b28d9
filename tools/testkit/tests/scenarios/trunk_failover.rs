//! An outgoing call with two trunks: the second is tried where the first one's path failed, and only then.

use model::{GeneralDraft, record::CallStatus};
use sip_msg::Status;
use testkit::{Plan, Reaction, World, provider};

use crate::{ms, secs};

/// Alice, and the providers `first` and `second` in this order.
fn world(first: Reaction) -> World {
    let plan = Plan::new()
        .user("Alice", &["alice"], "201")
        .trunk(provider("first", "10.77.0.101"))
        .trunk(provider("second", "10.77.0.102"))
        .outgoing("out", "0.", 1, &["first", "second"]);
    let mut world = World::new(1);
    world.site("A", 1, &plan);
    world.add_phone("alice", "A");
    world.add_phone("first", "A").manners.on_call = first;
    world.add_phone("second", "A").manners.on_call = Reaction::AnswerAfter(secs(1));
    world.register(&["alice"]);
    world.phone("alice").dial("0555");
    world
}

fn asked(world: &mut World) -> (usize, usize) {
    (world.phone("first").calls.len(), world.phone("second").calls.len())
}

#[test]
fn the_second_trunk_is_tried_where_the_path_failed() {
    for code in [403, 404, 408, 500, 503, 504] {
        let mut world = world(Reaction::Refuse(Status::new(code).unwrap()));
        world.run(secs(3));
        assert!(world.phone("alice").last().is_up(), "after {code}\n{}", world.ladder());
        assert_eq!(asked(&mut world), (1, 1), "after {code}");
        assert_eq!(world.listeners("alice"), ["second"]);
        world.phone("alice").hang_up(0);
        world.run(secs(40));
        assert_eq!(world.at("A").last_cdr().callee.trunk_name, "second");
        world.assert_quiet();
    }
}

#[test]
fn never_where_a_person_is_busy() {
    for code in [486, 600, 603] {
        let status = Status::new(code).unwrap();
        let mut world = world(Reaction::Refuse(status));
        world.run(secs(3));
        assert_eq!(world.phone("alice").last().last(), Some(status), "{}", world.ladder());
        assert_eq!(asked(&mut world), (1, 0));
    }
}

#[test]
fn never_once_it_rang() {
    let mut world = world(Reaction::Ring);
    world.run(secs(1));
    world.phone("first").refuse(0, Status::SERVICE_UNAVAILABLE);
    world.run(secs(2));
    assert_eq!(world.phone("alice").last().last(), Some(Status::SERVICE_UNAVAILABLE));
    assert_eq!(asked(&mut world), (1, 0));
}

#[test]
fn never_once_the_far_end_was_heard() {
    let mut world = world(Reaction::Early);
    world.run(secs(1));
    world.phone("first").refuse(0, Status::SERVER_INTERNAL_ERROR);
    world.run(secs(2));
    assert!(world.phone("alice").last().is_over());
    assert_eq!(asked(&mut world), (1, 0));
}

#[test]
fn icmp_is_answer_enough() {
    let plan_world = world(Reaction::Silence);
    let mut world = plan_world;
    let first = world.phone("first").addr;
    world.net.close(first);
    world.run(ms(500));
    assert_eq!(asked(&mut world).1, 1, "at once\n{}", world.ladder());
    world.run(secs(2));
    assert!(world.phone("alice").last().is_up());
}

#[test]
fn silence_of_four_seconds_is_enough() {
    let mut world = world(Reaction::Silence);
    world.run(ms(3_900));
    assert_eq!(asked(&mut world), (0, 0));
    world.run(secs(2));
    assert_eq!(asked(&mut world).1, 1, "{}", world.ladder());
    assert!(world.phone("alice").last().is_up());
}

#[test]
fn the_patience_can_be_set() {
    let plan = Plan::new()
        .general(GeneralDraft { trunk_silence: Some(1), ..GeneralDraft::default() })
        .user("Alice", &["alice"], "201")
        .trunk(provider("first", "10.77.0.101"))
        .trunk(provider("second", "10.77.0.102"))
        .outgoing("out", "0.", 1, &["first", "second"]);
    let mut world = world(Reaction::Silence);
    world.phone("alice").cancel(0);
    world.run(secs(1));
    world.configure("A", &plan);
    world.phone("alice").dial("0555");
    world.run(ms(1_500));
    assert_eq!(asked(&mut world).1, 1);
}

/// A 200 that comes after the next trunk was tried is acknowledged and ended: nobody pays for two calls.
#[test]
fn a_late_answer_of_the_first_trunk_is_ended() {
    let mut world = world(Reaction::Silence);
    let (first, a) = (world.phone("first").addr, world.at("A").addr);
    world.run(secs(2));
    world.phone("first").manners.on_call = Reaction::AnswerAfter(ms(2_500));
    // The first trunk's provisional answers are lost, so that it looks silent until its 200.
    world
        .net
        .drop_where(move |datagram| datagram.from == first && datagram.bytes.starts_with(b"SIP/2.0 180"));
    world.run(secs(10));
    assert!(world.phone("alice").last().is_up(), "{}", world.ladder());
    if !world.phone("first").calls.is_empty() {
        assert!(world.count("ACK", a, first) > 0, "{}", world.ladder());
        assert!(world.phone("first").last().is_over(), "{}", world.ladder());
    }
    assert_eq!(world.listeners("alice"), ["second"]);
}

#[test]
fn exhausted_trunks_are_congestion_and_the_log_keeps_the_peers_word() {
    let mut world = world(Reaction::Refuse(Status::SERVICE_UNAVAILABLE));
    world.phone("second").manners.on_call = Reaction::Refuse(Status::FORBIDDEN);
    world.run(secs(3));
    assert_eq!(world.phone("alice").last().last(), Some(Status::FORBIDDEN));
    let outcome = &world.at("A").last_cdr().outcome;
    assert_eq!((outcome.sip_code, outcome.status), (403, CallStatus::Failed));
    world.run(secs(40));
    world.assert_quiet();
}
