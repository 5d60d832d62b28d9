//! The ACK of a 200 never comes (RFC 3261 section 13.3.1.4).

use testkit::World;

use crate::secs;

#[test]
fn a_call_that_is_never_acknowledged_ends_after_32_seconds() {
    let mut world = World::seed_page(1);
    world.phone("alice").manners.loses_acks = true;
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    world.phone("someone").answer(0);
    world.run(secs(30));
    assert!(world.phone("someone").last().is_up());
    let (a, alice) = (world.at("A").addr, world.phone("alice").addr);
    assert!(world.count("200 INVITE", a, alice) > 5, "the 200 is resent");
    world.run(secs(5));
    assert!(world.phone("alice").last().is_over(), "{}", world.ladder());
    assert!(world.phone("someone").last().is_over());
    assert!(world.at("A").last_cdr().outcome.reason.contains("ACK"));
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn a_late_ack_is_soon_enough() {
    let mut world = World::seed_page(1);
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    let alice = world.phone("alice").addr;
    let mut lost = 0;
    world.net.drop_where(move |datagram| {
        let is_ack = datagram.from == alice && datagram.bytes.starts_with(b"ACK");
        lost += u32::from(is_ack);
        is_ack && lost < 4
    });
    world.phone("someone").answer(0);
    world.run(secs(60));
    assert!(world.phone("alice").last().is_up());
    assert_eq!(world.listeners("alice"), ["someone"]);
}
