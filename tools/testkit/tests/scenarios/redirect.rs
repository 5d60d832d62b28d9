//! A phone that sends its calls elsewhere (302): with its own permissions, and not for ever.

use sip_msg::Status;
use testkit::{Plan, Reaction, World};

use crate::secs;

fn world() -> World {
    let plan = Plan::new().user("Alice", &["alice"], "201").user("Bob", &["bob"], "202").user(
        "Carol",
        &["carol"],
        "203",
    );
    World::single(1, &plan, &["alice", "bob", "carol"])
}

#[test]
fn the_call_goes_to_the_number_that_the_phone_names() {
    let mut world = world();
    world.phone("bob").manners.on_call = Reaction::Redirect("203".into());
    world.phone("alice").dial("202");
    world.run(secs(1));
    assert_eq!(world.phone("carol").calls.len(), 1, "{}", world.ladder());
    let carol = world.phone("carol").addr;
    let invite = world.wire.iter().rfind(|seen| seen.what == "INVITE" && seen.to == carol).unwrap();
    assert!(invite.text.contains("Diversion: <sip:202@"), "{}", invite.text);
    world.phone("carol").answer(0);
    world.run(secs(1));
    assert_eq!(world.listeners("alice"), ["carol"]);
    world.phone("alice").hang_up(0);
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn two_phones_that_forward_to_each_other_end_soon() {
    let mut world = world();
    world.phone("bob").manners.on_call = Reaction::Redirect("203".into());
    world.phone("carol").manners.on_call = Reaction::Redirect("202".into());
    world.phone("alice").dial("202");
    world.run(secs(5));
    assert!(world.phone("alice").last().is_over(), "{}", world.ladder());
    assert_eq!(world.phone("alice").last().last(), Some(Status::LOOP_DETECTED));
    world.run(secs(40));
    world.assert_quiet();
}
