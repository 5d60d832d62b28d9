//! Peers that fall silent: every transaction ends after 32 s (timers B and F), whatever it was.

use sip_msg::Status;
use testkit::{Plan, World, provider};

use crate::{connected, secs};

#[test]
fn bye_to_a_peer_that_is_gone_is_given_up() {
    let mut world = connected(1);
    let someone = world.phone("someone").addr;
    world.net.drop_where(move |datagram| datagram.to == someone);
    world.phone("alice").hang_up(0);
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn a_refusal_whose_ack_is_lost_is_given_up() {
    let mut world = World::seed_page(1);
    let alice = world.phone("alice").addr;
    world.net.drop_where(move |datagram| datagram.from == alice && datagram.bytes.starts_with(b"ACK"));
    world.phone("alice").dial("nobody");
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn the_last_trunk_may_be_silent_as_long_as_its_patience() {
    let plan = Plan::new().user("Alice", &["alice"], "201").trunk(provider("p1", "10.77.0.99")).outgoing(
        "out",
        "0.",
        1,
        &["p1"],
    );
    let mut world = World::single(1, &plan, &["alice"]);
    world.phone("alice").dial("0555");
    world.run(secs(3));
    assert!(!world.phone("alice").last().is_over());
    world.run(secs(3));
    assert_eq!(world.phone("alice").last().last(), Some(Status::SERVICE_UNAVAILABLE), "{}", world.ladder());
    world.run(secs(80));
    world.assert_quiet();
}
