//! Both sides offer at once (RFC 3261 section 14.1, RFC 5407 section 3.3.1).

use sdp::Direction::{SendOnly, SendRecv};

use crate::{connected, ms, secs};

#[test]
fn both_sides_may_reinvite_in_the_same_moment() {
    for lead in 0..8 {
        let mut world = connected(lead);
        world.phone("alice").reoffer(0, SendOnly);
        world.run(ms(lead));
        world.phone("someone").reoffer(0, SendRecv);
        world.run(secs(15));
        assert!(world.phone("alice").last().is_up(), "lead {lead} ms\n{}", world.ladder());
        assert!(world.phone("someone").last().is_up(), "lead {lead} ms\n{}", world.ladder());
        assert_eq!(
            world.listeners("someone"),
            Vec::<String>::new(),
            "alice holds; lead {lead} ms\n{}",
            world.ladder()
        );
        world.phone("alice").hang_up(0);
        world.run(secs(40));
        world.assert_quiet();
    }
}

#[test]
fn a_reinvite_that_crosses_a_bye_does_no_harm() {
    let mut world = connected(1);
    world.phone("alice").reoffer(0, SendOnly);
    world.phone("someone").hang_up(0);
    world.run(secs(60));
    assert!(world.phone("alice").last().is_over(), "{}", world.ladder());
    world.assert_quiet();
}
