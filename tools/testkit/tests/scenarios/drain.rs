//! An exchange that is about to stop.

use calls::Command;
use sip_msg::Status;

use crate::{connected, secs};

#[test]
fn new_calls_are_sent_away_and_calls_in_progress_go_on() {
    let mut world = connected(1);
    world.order("B", Command::Drain);
    world.run(secs(1));
    world.phone("someone").dial("**98201");
    world.run(secs(1));
    assert_eq!(world.phone("someone").last().last(), Some(Status::SERVICE_UNAVAILABLE));
    let refusal = world.wire.iter().rfind(|seen| seen.what == "503 INVITE").expect("it was sent");
    assert!(refusal.text.contains("Retry-After:"), "{}", refusal.text);
    assert_eq!(world.listeners("alice"), ["someone"]);
    assert!(!world.at("B").exchange.is_drained());
    world.phone("alice").hang_up(0);
    world.run(secs(40));
    assert!(world.at("B").exchange.is_drained());
    world.assert_quiet();
}

#[test]
fn at_the_end_every_call_is_hung_up_on_both_sides() {
    let mut world = connected(1);
    world.order("B", Command::HangupAll);
    world.run(secs(1));
    assert!(world.phone("alice").last().is_over());
    assert!(world.phone("someone").last().is_over());
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn registrations_go_on_while_it_drains() {
    let mut world = connected(1);
    world.order("B", Command::Drain);
    world.phone("someone").register();
    world.run(secs(1));
    assert_eq!(world.phone("someone").registered, Some(Status::OK));
}
