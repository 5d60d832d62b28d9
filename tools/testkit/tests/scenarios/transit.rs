//! A trunk's call leaves by another trunk only where that is allowed: the toll-fraud hole of trunks in `default`.

use model::TrunkDraft;
use sip_msg::Status;
use testkit::{Plan, World, dynamic_trunk, provider};

use crate::secs;

fn world(transit: bool) -> World {
    let b = Plan::new()
        .trunk(TrunkDraft { transit: Some(transit), ..dynamic_trunk("xivo-trunk", "default") })
        .trunk(provider("carrier", "10.77.0.101"))
        .outgoing("out", "0.", 1, &["carrier"]);
    let mut world = World::new(1);
    world.site("A", 1, &Plan::seed_a("10.77.0.2"));
    world.site("B", 2, &b);
    world.add_phone("alice", "A");
    world.add_phone("carrier", "B");
    world.register(&["alice"]);
    world.phone("alice").dial("**990555");
    world.run(secs(2));
    world
}

#[test]
fn transit_is_refused_unless_the_trunk_has_it() {
    let mut world = world(false);
    assert_eq!(world.phone("alice").last().last(), Some(Status::FORBIDDEN), "{}", world.ladder());
    assert_eq!(world.phone("carrier").calls.len(), 0);
}

#[test]
fn transit_works_where_it_is_allowed() {
    let mut world = world(true);
    assert_eq!(world.phone("carrier").calls.len(), 1, "{}", world.ladder());
    world.phone("carrier").answer(0);
    world.run(secs(1));
    assert_eq!(world.listeners("alice"), ["carrier"]);
}
