//! An exchange that ends and starts again.

use crate::{connected, secs};

#[test]
fn registrations_survive_a_restart() {
    let mut world = testkit::World::seed_page(1);
    world.restart("B");
    world.run(secs(1));
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    assert_eq!(world.phone("someone").calls.len(), 1, "nobody had to register again\n{}", world.ladder());
    world.phone("someone").answer(0);
    world.run(secs(1));
    assert_eq!(world.listeners("alice"), ["someone"]);
}

/// Calls do not survive a restart yet; what matters is that nobody keeps one for ever.
#[test]
fn a_call_that_lost_its_exchange_can_be_hung_up_and_a_new_one_made() {
    let mut world = connected(1);
    world.restart("B");
    world.phone("alice").hang_up(0);
    world.phone("someone").hang_up(0);
    world.run(secs(40));
    assert_eq!(world.at("A").exchange.call_count(), 0, "{}", world.ladder());
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    assert_eq!(world.phone("someone").calls.len(), 2, "{}", world.ladder());
}

#[test]
fn calls_after_a_restart_have_new_numbers() {
    let mut world = connected(1);
    let before = world.at("B").cdrs[0].id;
    world.restart("B");
    world.phone("alice").hang_up(0);
    world.run(secs(40));
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    world.phone("someone").answer(1);
    world.run(secs(1));
    assert!(world.at("B").cdrs.last().unwrap().id > before);
}
