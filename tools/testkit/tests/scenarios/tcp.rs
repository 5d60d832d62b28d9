//! The trunk over TCP: requests go back on the connection that it registered over.

use model::{RegisterDraft, Transport, TrunkDraft};
use testkit::{Plan, Weather, World, registering, static_trunk};

use crate::secs;

fn world() -> World {
    let register =
        RegisterDraft { transport: Some(Transport::Tcp), ..registering("10.77.0.2", "xivo-trunk") };
    let trunk = TrunkDraft {
        transport: Some(Transport::Tcp),
        register: Some(register),
        ..static_trunk("xivo-trunk", "10.77.0.2", "Incalls")
    };
    let a = Plan::new()
        .user("Alice", &["alice"], "201")
        .trunk(trunk)
        .outgoing("to-b", "**99.", 4, &["xivo-trunk"])
        .incoming("201", model::DestinationDraft::User("Alice".into()));
    let mut world = World::new(1);
    world.site("A", 1, &a);
    world.site("B", 2, &Plan::seed_b());
    world.add_phone("alice", "A");
    world.add_phone("someone", "B");
    world.register_all();
    world
}

#[test]
fn calls_go_both_ways_over_one_connection() {
    let mut world = world();
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    world.phone("someone").answer(0);
    world.run(secs(1));
    assert_eq!(world.listeners("alice"), ["someone"], "{}", world.ladder());
    world.phone("someone").hang_up(0);
    world.run(secs(1));
    world.phone("someone").dial("**98201");
    world.run(secs(1));
    assert_eq!(world.phone("alice").calls.len(), 2, "{}", world.ladder());
    world.phone("someone").cancel(1);
    world.run(secs(40));
    world.assert_quiet();
    let via_udp = world
        .wire
        .iter()
        .filter(|seen| seen.from == world.wire[0].from && seen.text.contains("SIP/2.0/UDP 10.77.0.2"));
    assert_eq!(via_udp.count(), 0);
}

#[test]
fn nothing_is_resent_over_tcp() {
    let mut world = world();
    let (a, b) = (world.at("A").addr, world.at("B").addr);
    world.weather(Weather { delay: secs(2), ..Weather::FAIR });
    world.phone("alice").dial("**99101");
    world.run(secs(30));
    assert!(world.count("INVITE", a, b) <= 2, "one, and one with credentials\n{}", world.ladder());
}
