//! Who is shown as calling.

use model::UserDraft;
use testkit::{Plan, World, provider};

use crate::secs;

#[test]
fn a_phone_cannot_choose_who_it_is() {
    let alice = UserDraft {
        firstname: Some("Alice".into()),
        caller_id: Some("\"Front desk\" <200>".into()),
        ..UserDraft::default()
    };
    let plan = Plan::new().person(alice, &["alice"], "201").user("Bob", &["bob"], "202");
    let mut world = World::single(1, &plan, &["alice", "bob"]);
    world.phone("alice").dial("202");
    world.run(secs(1));
    let from = world.phone("bob").last().remote.clone();
    assert_eq!((from.display.as_deref(), from.uri.user()), (Some("Front desk"), Some("200")));
}

/// RFC 3323: nobody sees who hides.
#[test]
fn an_anonymous_user_is_not_shown_outside() {
    let alice = UserDraft {
        firstname: Some("Alice".into()),
        outgoing_caller_id: Some("anonymous".into()),
        ..UserDraft::default()
    };
    let plan = Plan::new()
        .person(alice, &["alice"], "201")
        .trunk(provider("carrier", "10.77.0.101"))
        .outgoing("out", "0.", 1, &["carrier"]);
    let mut world = World::new(1);
    world.site("A", 1, &plan);
    world.add_phone("alice", "A");
    world.add_phone("carrier", "A");
    world.register(&["alice"]);
    world.phone("alice").dial("0555");
    world.run(secs(1));
    let invite = world.phone("carrier").last();
    assert_ne!(invite.remote_number(), "201");
    let carrier = world.phone("carrier").addr;
    let text = &world.wire.iter().rfind(|seen| seen.what == "INVITE" && seen.to == carrier).unwrap().text;
    assert!(!text.contains("201@"), "{text}");
    assert!(text.contains("Privacy: id"), "{text}");
}
