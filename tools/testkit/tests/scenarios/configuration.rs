//! The configuration changes while calls go on.

use sip_msg::Status;
use testkit::Plan;

use crate::{connected, secs};

#[test]
fn a_call_in_progress_outlives_its_trunk() {
    let mut world = connected(1);
    world.configure("A", &Plan::new().user("Alice", &["alice"], "201"));
    world.run(secs(5));
    assert_eq!(world.listeners("alice"), ["someone"]);
    world.phone("alice").hang_up(0);
    world.run(secs(1));
    assert!(world.phone("someone").last().is_over(), "{}", world.ladder());
    assert_eq!(world.at("A").last_cdr().callee.trunk_name, "xivo-trunk", "the row names what is gone");
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn the_next_call_sees_the_new_configuration() {
    let mut world = connected(1);
    world.phone("alice").hang_up(0);
    world.run(secs(1));
    world.configure("A", &Plan::new().user("Alice", &["alice"], "201"));
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    assert_eq!(world.phone("alice").last().last(), Some(Status::NOT_FOUND));
}
