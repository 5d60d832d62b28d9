//! Digits in INFO (RFC 6086) become RFC 4733 events on the other side.

use testkit::{Reaction, World};

use crate::{connected, secs};

#[test]
fn a_digit_in_info_is_dialled_towards_the_other_side() {
    let mut world = connected(1);
    world.phone("alice").info(0, '5');
    world.run(secs(1));
    world.phone("alice").info(0, '#');
    world.run(secs(1));
    let dialled: Vec<String> =
        world.at("A").media.streams().map(|(_, stream)| stream.dialled.clone()).collect();
    assert_eq!(dialled, ["", "5#"], "the leg to B got them, alice's own did not");
}

#[test]
fn a_digit_in_info_reaches_an_announcement_before_the_answer() {
    let mut world = World::seed_page(1);
    world.phone("someone").manners.on_call = Reaction::Early;
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    world.phone("alice").info(0, '5');
    world.run(secs(1));
    let dialled: Vec<String> =
        world.at("A").media.streams().map(|(_, stream)| stream.dialled.clone()).collect();
    assert_eq!(dialled, ["", "5"], "the leg whose early media alice hears got it");
}
