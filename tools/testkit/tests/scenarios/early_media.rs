//! The far end is heard before it answers.

use sip_msg::Status;
use testkit::{Reaction, World};

use crate::secs;

#[test]
fn early_media_of_one_phone_pass_through_both_exchanges() {
    let mut world = World::seed_page(1);
    world.phone("someone").manners.on_call = Reaction::Early;
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    assert_eq!(world.phone("alice").last().last(), Some(Status::SESSION_PROGRESS), "{}", world.ladder());
    assert_eq!(world.listeners("someone"), ["alice"]);
    let early = world.phone("alice").last().agreed.clone();
    world.phone("someone").answer(0);
    world.run(secs(1));
    assert!(world.phone("alice").last().is_up());
    assert_eq!(world.phone("alice").last().agreed, early, "the 200 says what the 183 said");
    assert_eq!(world.listeners("alice"), ["someone"]);
    world.phone("alice").hang_up(0);
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn a_refusal_after_early_media_ends_the_call() {
    let mut world = World::seed_page(1);
    world.phone("someone").manners.on_call = Reaction::Early;
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    world.phone("someone").refuse(0, Status::BUSY_HERE);
    world.run(secs(1));
    assert_eq!(world.phone("alice").last().last(), Some(Status::BUSY_HERE));
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn early_media_that_move_are_followed() {
    let mut world = World::seed_page(1);
    world.phone("someone").manners.on_call = Reaction::Early;
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    world.phone("someone").move_audio(0, 45_000);
    world.phone("someone").early(0);
    world.run(secs(1));
    assert_eq!(world.listeners("alice"), ["someone"], "{}", world.ladder());
    assert_eq!(world.listeners("someone"), ["alice"]);
}
