//! A phone that sends its calls elsewhere (302): with its own permissions, and not for ever.

use routing::{Ask, Caller, Router, Trace};
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
    let stored: Trace = serde_json::from_str(&world.at("A").last_cdr().trace).unwrap();
    let explained = |world: &mut World, line: &str, number, forwards| {
        let snapshot = world.at("A").snapshot.clone();
        let caller = Caller::Line(snapshot.line_by_username(line).unwrap().id);
        Router::new(snapshot).route(&Ask { caller, dialled: number, caller_number: "201", forwards }).1
    };
    let mut expected = explained(&mut world, "alice", "202", 0);
    expected.divert("line bob".into(), "203".into(), explained(&mut world, "bob", "203", 1));
    assert_eq!(stored, expected, "why it went to bob, and from there to carol");
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
