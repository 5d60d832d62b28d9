//! Two exchanges that send a call to each other for ever.

use sip_msg::Status;
use testkit::{Plan, World, provider};

use crate::secs;

/// Each sends `0...` to the other, unchanged, and allows transit.
fn circle(other: &str) -> Plan {
    let trunk = model::TrunkDraft {
        transit: Some(true),
        context: Some("default".into()),
        ..provider("other", other)
    };
    Plan::new().user("Alice", &["alice"], "201").trunk(trunk).outgoing("round", "0.", 0, &["other"])
}

#[test]
fn a_circle_ends_when_the_hops_are_used_up() {
    let mut world = World::new(1);
    world.site("A", 1, &circle("10.77.0.2"));
    world.site("B", 2, &circle("10.77.0.1"));
    world.add_phone("alice", "A").manners.max_forwards = 10;
    world.register(&["alice"]);
    world.phone("alice").dial("0555");
    world.run(secs(10));
    assert_eq!(world.phone("alice").last().last(), Some(Status::TOO_MANY_HOPS), "{}", world.ladder());
    let (a, b) = (world.at("A").addr, world.at("B").addr);
    assert_eq!(world.count("INVITE", a, b) + world.count("INVITE", b, a), 10);
    world.run(secs(60));
    world.assert_quiet();
}

#[test]
fn a_call_without_hops_left_rings_nobody() {
    let mut world = World::seed_page(1);
    world.phone("alice").manners.max_forwards = 0;
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    assert_eq!(world.phone("alice").last().last(), Some(Status::TOO_MANY_HOPS));
}
