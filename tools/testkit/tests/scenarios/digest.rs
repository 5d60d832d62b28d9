//! Challenges on the way of a call.

use sip_msg::Status;
use testkit::World;

use crate::secs;

#[test]
fn a_nonce_that_went_stale_is_renewed_without_anybody_noticing() {
    let mut world = World::seed_page(1);
    // Longer than any nonce lives; the trunk's registration is refreshed all the while.
    world.run(secs(3_000));
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    assert_eq!(world.phone("someone").calls.len(), 1, "{}", world.ladder());
}

#[test]
fn a_restarted_exchange_takes_no_old_nonce_and_calls_go_on() {
    let mut world = World::seed_page(1);
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    world.phone("alice").cancel(0);
    world.run(secs(2));
    world.restart("B");
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    assert_eq!(world.phone("someone").calls.len(), 2, "{}", world.ladder());
}

#[test]
fn a_wrong_password_ends_in_403_or_401_and_no_row_is_written() {
    let mut world = World::seed_page(1);
    world.phone("alice").account.password = "guess".into();
    world.phone("alice").dial("**99101");
    world.run(secs(2));
    let last = world.phone("alice").last().last();
    assert!(matches!(last, Some(Status::UNAUTHORIZED | Status::FORBIDDEN)), "{last:?}");
    assert!(world.at("A").cdrs.is_empty(), "strangers do not fill the call log");
}
