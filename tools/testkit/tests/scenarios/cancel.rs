//! The caller gives up, also in the very moment of the answer (RFC 5407 section 3.1).

use model::record::{CallStatus, HangupBy};
use sip_msg::Status;
use testkit::World;

use crate::{ms, secs};

#[test]
fn cancel_stops_the_ringing_on_both_exchanges() {
    let mut world = World::seed_page(1);
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    world.phone("alice").cancel(0);
    world.run(secs(1));
    assert_eq!(world.phone("alice").last().last(), Some(Status::REQUEST_TERMINATED));
    assert!(world.phone("someone").last().is_over());
    for site in ["A", "B"] {
        let outcome = &world.at(site).last_cdr().outcome;
        assert_eq!((outcome.status, outcome.hangup_by), (CallStatus::Cancelled, Some(HangupBy::Caller)));
    }
    world.run(secs(40));
    world.assert_quiet();
}

/// RFC 5407 section 3.1.2: CANCEL and 200 cross. Whatever the order, nobody is left in a call alone.
#[test]
fn cancel_and_answer_may_cross_anywhere_on_the_way() {
    for lead in 0..12 {
        let mut world = World::seed_page(lead);
        world.phone("alice").dial("**99101");
        world.run(secs(1));
        world.phone("someone").answer(0);
        world.run(ms(lead));
        world.phone("alice").cancel(0);
        world.run(secs(1));
        if world.phone("alice").last().is_up() {
            world.phone("alice").hang_up(0);
        }
        world.run(secs(40));
        assert!(world.phone("someone").last().is_over(), "lead {lead} ms\n{}", world.ladder());
        assert!(world.phone("alice").last().is_over(), "lead {lead} ms\n{}", world.ladder());
        world.assert_quiet();
    }
}

/// RFC 5407 section 3.1.6: BYE at once after the answer.
#[test]
fn a_caller_who_hangs_up_at_the_answer_leaves_nobody_behind() {
    let mut world = World::seed_page(1);
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    world.phone("someone").answer(0);
    world.run_until(secs(1), |world| world.phone("alice").last().is_up());
    world.phone("alice").hang_up(0);
    world.run(secs(40));
    assert!(world.phone("someone").last().is_over());
    world.assert_quiet();
}

/// RFC 5407 section 3.2.1: both hang up in the same moment.
#[test]
fn both_sides_may_hang_up_at_once() {
    let mut world = crate::connected(1);
    world.phone("alice").hang_up(0);
    world.phone("someone").hang_up(0);
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn cancel_before_anything_rings() {
    let mut world = World::seed_page(1);
    world.phone("someone").manners.on_call = testkit::Reaction::Silence;
    world.phone("alice").dial("**99101");
    world.run(ms(500));
    world.phone("alice").cancel(0);
    world.run(secs(1));
    assert_eq!(world.phone("alice").last().last(), Some(Status::REQUEST_TERMINATED), "{}", world.ladder());
    world.run(secs(80));
    world.assert_quiet();
}
