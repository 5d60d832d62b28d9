//! How many calls a user and a trunk may have at once.

use model::{TrunkDraft, UserDraft};
use sip_msg::Status;
use testkit::{Plan, World, provider};

use crate::secs;

#[test]
fn a_user_with_all_calls_taken_is_busy() {
    let bob =
        UserDraft { firstname: Some("Bob".into()), simultaneous_calls: Some(1), ..UserDraft::default() };
    let plan = Plan::new().user("Alice", &["alice"], "201").user("Carol", &["carol"], "203").person(
        bob,
        &["bob"],
        "202",
    );
    let mut world = World::single(1, &plan, &["alice", "bob", "carol"]);
    world.phone("alice").dial("202");
    world.run(secs(1));
    world.phone("bob").answer(0);
    world.run(secs(1));
    world.phone("carol").dial("202");
    world.run(secs(1));
    assert_eq!(world.phone("carol").last().last(), Some(Status::BUSY_HERE), "{}", world.ladder());
    world.phone("alice").hang_up(0);
    world.run(secs(1));
    world.phone("carol").dial("202");
    world.run(secs(1));
    assert_eq!(world.phone("carol").last().last(), Some(Status::RINGING), "free again");
}

#[test]
fn a_full_trunk_is_passed_over_and_counts_both_directions() {
    let plan = Plan::new()
        .user("Alice", &["alice"], "201")
        .user("Bob", &["bob"], "202")
        .trunk(TrunkDraft { call_limit: Some(1), ..provider("first", "10.77.0.102") })
        .trunk(provider("second", "10.77.0.103"))
        .outgoing("out", "0.", 1, &["first", "second"])
        .incoming("300", model::DestinationDraft::User("Bob".into()));
    let mut world = World::new(1);
    world.site("A", 1, &plan);
    for name in ["alice", "bob", "first", "second"] {
        world.add_phone(name, "A");
    }
    world.register(&["alice", "bob"]);
    world.phone("first").dial("300");
    world.run(secs(1));
    assert_eq!(world.phone("bob").calls.len(), 1, "{}", world.ladder());
    world.phone("alice").dial("0555");
    world.run(secs(1));
    assert_eq!(
        (world.phone("first").calls.len(), world.phone("second").calls.len()),
        (1, 1),
        "{}",
        world.ladder()
    );
    world.phone("first").cancel(0);
    world.run(secs(1));
    world.phone("alice").cancel(0);
    world.run(secs(1));
    world.phone("alice").dial("0556");
    world.run(secs(1));
    assert_eq!(world.phone("first").calls.len(), 2, "free again");
}
