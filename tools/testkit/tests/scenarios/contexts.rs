//! What a trunk reaches is decided by its context, and by nothing else.

use sip_msg::Status;
use testkit::{Plan, World, dynamic_trunk};

use crate::secs;

fn world(trunk_context: &str) -> World {
    let b = Plan::new()
        .user("Someone", &["someone"], "111")
        .trunk(dynamic_trunk("xivo-trunk", trunk_context))
        .incoming("101", model::DestinationDraft::User("Someone".into()));
    let mut world = World::new(1);
    world.site("A", 1, &Plan::seed_a("10.77.0.2"));
    world.site("B", 2, &b);
    world.add_phone("alice", "A");
    world.add_phone("someone", "B");
    world.register_all();
    world
}

#[test]
fn in_default_every_extension_is_reached_directly() {
    let mut world = world("default");
    world.phone("alice").dial("**99111");
    world.run(secs(1));
    assert_eq!(world.phone("someone").calls.len(), 1, "{}", world.ladder());
}

#[test]
fn in_incalls_only_what_the_incoming_calls_open() {
    let mut world = world("Incalls");
    world.phone("alice").dial("**99111");
    world.run(secs(1));
    assert_eq!(world.phone("alice").last().last(), Some(Status::NOT_FOUND));
    assert_eq!(world.phone("someone").calls.len(), 0);
    let row = world.at("B").last_cdr().clone();
    assert_eq!(row.context, "Incalls");
    assert!(row.trace.contains("Incalls"), "{}", row.trace);
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    assert_eq!(world.phone("someone").calls.len(), 1);
}
