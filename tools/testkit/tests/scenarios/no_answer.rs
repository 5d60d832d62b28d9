//! Nobody answers, or nobody is there.

use model::{UserDraft, record::CallStatus};
use sip_msg::Status;
use testkit::{Plan, World};

use crate::secs;

fn ring_for(seconds: u32) -> Plan {
    let bob =
        UserDraft { firstname: Some("Bob".into()), ring_seconds: Some(seconds), ..UserDraft::default() };
    Plan::new().user("Alice", &["alice"], "201").person(bob, &["bob"], "202")
}

#[test]
fn phones_ring_for_the_users_ring_time_then_480() {
    let mut world = World::single(1, &ring_for(10), &["alice", "bob"]);
    world.phone("alice").dial("202");
    world.run(secs(9));
    assert_eq!(world.phone("alice").last().last(), Some(Status::RINGING));
    world.run(secs(2));
    assert_eq!(
        world.phone("alice").last().last(),
        Some(Status::TEMPORARILY_UNAVAILABLE),
        "{}",
        world.ladder()
    );
    assert!(world.phone("bob").last().is_over(), "the phone stops");
    assert_eq!(world.at("A").last_cdr().outcome.status, CallStatus::NoAnswer);
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn the_caller_is_told_once_that_it_rings() {
    let mut world = World::single(1, &ring_for(20), &["alice", "bob"]);
    world.phone("alice").dial("202");
    world.run(secs(1));
    world.phone("bob").ring(0);
    world.phone("bob").ring(0);
    world.run(secs(1));
    let ringing =
        world.phone("alice").last().heard.iter().filter(|status| **status == Status::RINGING).count();
    assert_eq!(ringing, 1);
}

#[test]
fn a_user_without_a_registered_phone_is_unavailable_at_once() {
    let mut world = World::single(1, &ring_for(10), &["alice"]);
    world.phone("alice").dial("202");
    world.run(secs(1));
    assert_eq!(world.phone("alice").last().last(), Some(Status::TEMPORARILY_UNAVAILABLE));
    assert_eq!(world.at("A").last_cdr().outcome.status, CallStatus::Unreachable);
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn a_number_that_nobody_has_is_not_found_and_the_log_says_why() {
    let mut world = World::single(1, &ring_for(10), &["alice"]);
    world.phone("alice").dial("299");
    world.run(secs(1));
    assert_eq!(world.phone("alice").last().last(), Some(Status::NOT_FOUND));
    let row = world.at("A").last_cdr();
    assert_eq!(row.outcome.status, CallStatus::Refused);
    assert!(row.trace.contains("not_found"), "{}", row.trace);
}

#[test]
fn a_phone_that_has_died_ends_the_call_at_the_ring_time() {
    let mut world = World::single(1, &ring_for(10), &["alice", "bob"]);
    world.phone("bob").manners.on_call = testkit::Reaction::Silence;
    world.phone("alice").dial("202");
    world.run(secs(11));
    assert_eq!(world.phone("alice").last().last(), Some(Status::TEMPORARILY_UNAVAILABLE));
    world.run(secs(60));
    world.assert_quiet();
}

/// After a 180 SIP has no end for a call that nobody answers, and a caller who has gone says nothing.
#[test]
fn a_call_that_rings_for_ever_ends_after_an_hour() {
    let mut world = World::single(1, &ring_for(0), &["alice", "bob"]);
    world.phone("alice").dial("202");
    world.run(secs(3500));
    assert!(!world.phone("alice").last().is_over());
    world.run(secs(200));
    assert!(world.phone("alice").last().is_over());
    world.assert_quiet();
}
