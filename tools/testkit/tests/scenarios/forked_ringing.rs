//! A user with several phones: all ring, the first who answers has the call.

use testkit::{Plan, World};

use crate::{ms, secs};

fn world() -> World {
    let plan = Plan::new().user("Alice", &["alice"], "201").user("Bob", &["bob", "desk"], "202");
    let mut world = World::new(1);
    world.site("A", 1, &plan);
    world.add_phone("alice", "A");
    world.add_phone("bob", "A");
    world.add_phone("desk", "A");
    world.register_all();
    world.phone("alice").dial("202");
    world.run(secs(1));
    world
}

#[test]
fn every_phone_of_every_line_rings() {
    let mut world = world();
    assert_eq!(world.phone("bob").calls.len(), 1, "{}", world.ladder());
    assert_eq!(world.phone("desk").calls.len(), 1);
}

#[test]
fn the_first_who_answers_has_the_call_and_the_others_are_told_why_they_stop() {
    let mut world = world();
    world.phone("desk").answer(0);
    world.run(secs(1));
    assert_eq!(world.listeners("alice"), ["desk"]);
    let bob = world.phone("bob").last().clone();
    assert!(bob.is_over());
    let reason = bob.reason.expect("CANCEL has a Reason");
    assert!(reason.contains("200") && reason.contains("Call completed elsewhere"), "{reason}");
    world.phone("alice").hang_up(0);
    world.run(secs(40));
    world.assert_quiet();
    assert_eq!(world.at("A").last_cdr().callee.line_name, "desk");
}

/// RFC 3261 section 13.2.2.4: the second 200 is acknowledged and ended.
#[test]
fn of_two_who_answer_at_once_one_has_the_call() {
    for lead in 0..4 {
        let mut world = world();
        world.phone("desk").answer(0);
        world.run(ms(lead));
        if !world.phone("bob").last().is_over() {
            world.phone("bob").answer(0);
        }
        world.run(secs(2));
        let up = ["bob", "desk"].into_iter().filter(|name| world.phone(name).last().is_up()).count();
        assert_eq!(up, 1, "{}", world.ladder());
        world.phone("alice").hang_up(0);
        world.run(secs(40));
        world.assert_quiet();
    }
}

/// Early media of several phones would be a choir.
#[test]
fn early_media_of_one_of_several_phones_is_not_passed_on() {
    let mut world = world();
    world.phone("bob").early(0);
    world.run(secs(1));
    assert!(world.phone("alice").last().agreed.is_none());
}
