//! The called side says no.

use model::record::CallStatus;
use sip_msg::Status;
use testkit::{Plan, Reaction, World};

use crate::secs;

#[test]
fn busy_goes_back_through_both_exchanges() {
    let mut world = World::seed_page(1);
    world.phone("someone").manners.on_call = Reaction::Refuse(Status::BUSY_HERE);
    world.phone("alice").dial("**99101");
    world.run(secs(2));
    assert_eq!(world.phone("alice").last().last(), Some(Status::BUSY_HERE), "{}", world.ladder());
    for site in ["A", "B"] {
        assert_eq!(world.at(site).last_cdr().outcome.status, CallStatus::Busy);
    }
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn one_busy_phone_of_two_does_not_stop_the_other() {
    let plan = Plan::new().user("Alice", &["alice"], "201").user("Bob", &["bob", "desk"], "202");
    let mut world = World::single(1, &plan, &["alice", "bob", "desk"]);
    world.phone("bob").manners.on_call = Reaction::Refuse(Status::BUSY_HERE);
    world.phone("alice").dial("202");
    world.run(secs(2));
    assert_eq!(world.phone("alice").last().last(), Some(Status::RINGING));
    world.phone("desk").answer(0);
    world.run(secs(1));
    assert_eq!(world.listeners("alice"), ["desk"]);
}

#[test]
fn busy_is_what_all_phones_say_together() {
    let plan = Plan::new().user("Alice", &["alice"], "201").user("Bob", &["bob", "desk"], "202");
    let mut world = World::single(1, &plan, &["alice", "bob", "desk"]);
    world.phone("bob").manners.on_call = Reaction::Refuse(Status::BUSY_HERE);
    world.phone("desk").manners.on_call = Reaction::Refuse(Status::TEMPORARILY_UNAVAILABLE);
    world.phone("alice").dial("202");
    world.run(secs(2));
    assert_eq!(world.phone("alice").last().last(), Some(Status::BUSY_HERE));
}

/// RFC 3261 section 21.6: a 6xx speaks for the person, so the other phones stop.
#[test]
fn a_6xx_of_one_phone_ends_the_call_for_all() {
    let plan = Plan::new().user("Alice", &["alice"], "201").user("Bob", &["bob", "desk"], "202");
    let mut world = World::single(1, &plan, &["alice", "bob", "desk"]);
    world.phone("alice").dial("202");
    world.run(secs(1));
    world.phone("bob").refuse(0, Status::DECLINE);
    world.run(secs(1));
    assert_eq!(world.phone("alice").last().last(), Some(Status::DECLINE));
    assert!(world.phone("desk").last().is_over());
    world.run(secs(40));
    world.assert_quiet();
}
