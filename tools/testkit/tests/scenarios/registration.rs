//! A's registration at B is never given up.

use testkit::{Plan, World};

use crate::secs;

#[test]
fn a_registrar_that_is_away_is_tried_until_it_is_back() {
    let mut world = World::new(1);
    world.site("A", 1, &Plan::seed_a("10.77.0.2"));
    world.site("B", 2, &Plan::seed_b());
    let b = world.at("B").addr;
    world.net.drop_where(move |datagram| datagram.to == b);
    world.run(secs(600));
    assert!(world.at("B").bindings.is_empty());
    world.net.drop_nothing();
    world.run(secs(40));
    assert_eq!(world.at("B").bindings.len(), 1, "{}", world.ladder());
}

#[test]
fn a_closed_port_is_tried_again_soon() {
    let mut world = World::new(1);
    world.site("A", 1, &Plan::seed_a("10.77.0.2"));
    world.site("B", 2, &Plan::seed_b());
    let b = world.at("B").addr;
    world.net.close(b);
    world.run(secs(5));
    world.net.open(b);
    world.run(secs(31));
    assert_eq!(world.at("B").bindings.len(), 1, "{}", world.ladder());
}

#[test]
fn a_registration_is_refreshed_as_long_as_both_live() {
    let mut world = World::seed_page(1);
    for _ in 0..10 {
        world.run(secs(100));
        assert_eq!(
            world
                .at("B")
                .bindings
                .iter()
                .filter(|binding| binding.received.starts_with("10.77.0.1:"))
                .count(),
            1
        );
    }
    world.phone("someone").dial("**98201");
    world.run(secs(1));
    assert_eq!(world.phone("alice").calls.len(), 1, "the trunk works after 1000 s\n{}", world.ladder());
}

#[test]
fn a_name_that_cannot_be_resolved_yet_is_resolved_later() {
    let mut world = World::new(1);
    world.site("A", 1, &Plan::seed_a("b.example.org"));
    world.site("B", 2, &Plan::seed_b());
    world.add_phone("alice", "A");
    world.add_phone("someone", "B");
    world.register_all();
    assert!(world.at("B").bindings.len() == 1, "only the phone");
    world.dns.host("b.example.org", [10, 77, 0, 2].into());
    world.run(secs(60));
    assert_eq!(world.at("B").bindings.len(), 2, "{}", world.ladder());
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    assert_eq!(world.phone("someone").calls.len(), 1, "{}", world.ladder());
}
