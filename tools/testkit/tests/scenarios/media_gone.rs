//! Audio that stops, ports that run out, calls that last too long.

use calls::MediaFact;
use model::GeneralDraft;
use sip_msg::Status;
use testkit::{Plan, World};

use crate::{connected, secs};

#[test]
fn a_call_without_rtp_is_ended_on_both_sides() {
    let mut world = connected(1);
    let (media, _) = world.at("A").media.streams().next().expect("a stream is open");
    world.fact("A", MediaFact::Silent { media });
    world.run(secs(1));
    assert!(world.phone("alice").last().is_over() && world.phone("someone").last().is_over());
    assert_eq!(world.at("A").last_cdr().outcome.reason, "RTP timeout");
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn a_call_without_a_port_is_refused_and_nothing_is_left() {
    for free in 0..2 {
        let mut world = World::seed_page(1);
        world.at("A").media.limit(free);
        world.phone("alice").dial("**99101");
        world.run(secs(2));
        assert_eq!(world.phone("alice").last().last(), Some(Status::SERVICE_UNAVAILABLE), "{free} free");
        world.run(secs(40));
        world.assert_quiet();
    }
}

#[test]
fn a_call_ends_at_the_longest_call_time() {
    let plan = Plan::new()
        .general(GeneralDraft { max_call_duration: Some(600), ..GeneralDraft::default() })
        .user("Alice", &["alice"], "201")
        .user("Bob", &["bob"], "202");
    let mut world = World::single(1, &plan, &["alice", "bob"]);
    world.phone("alice").dial("202");
    world.run(secs(1));
    world.phone("bob").answer(0);
    world.run(secs(590));
    assert!(world.phone("alice").last().is_up(), "{}", world.ladder());
    world.run(secs(20));
    assert!(world.phone("alice").last().is_over() && world.phone("bob").last().is_over());
}
