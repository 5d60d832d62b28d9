//! The seed page, from its first line to its last: alice on A dials `**99101`, someone on B rings, both hear each other.

use model::record::{CallStatus, HangupBy};
use testkit::World;

use crate::{connected, secs};

#[test]
fn alice_dials_and_someone_rings() {
    let mut world = World::seed_page(1);
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    assert_eq!(
        world.phone("alice").last().last().map(|status| status.code()),
        Some(180),
        "{}",
        world.ladder()
    );
    assert_eq!(world.phone("someone").calls.len(), 1);
    assert_eq!(world.phone("someone").last().remote_number(), "201", "someone sees who calls");
}

#[test]
fn both_hear_each_other_until_one_hangs_up() {
    let mut world = connected(1);
    assert_eq!(world.listeners("alice"), ["someone"]);
    assert_eq!(world.listeners("someone"), ["alice"]);
    assert_eq!(world.phone("alice").last().codec(), Some("GSM"), "the page wants GSM");
    world.phone("alice").hang_up(0);
    world.run(secs(1));
    assert!(world.phone("someone").last().is_over());
    let reason = world.phone("someone").last().reason.clone().unwrap_or_default();
    assert!(reason.contains("Normal call clearing"), "nobody else answered: {reason}");
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn one_row_is_written_at_the_answer_and_written_over_at_the_end() {
    let mut world = connected(1);
    for site in ["A", "B"] {
        assert_eq!(world.at(site).cdrs.len(), 1, "at the answer");
        assert_eq!(world.at(site).cdrs[0].outcome.status, CallStatus::InProgress);
    }
    world.run(secs(10));
    world.phone("someone").hang_up(0);
    world.run(secs(1));
    for (site, by) in [("A", HangupBy::Callee), ("B", HangupBy::Callee)] {
        let site = world.at(site);
        assert_eq!(site.cdrs.len(), 2);
        assert_eq!(site.cdrs[0].id, site.cdrs[1].id);
        let row = site.last_cdr();
        assert_eq!((row.outcome.status, row.outcome.hangup_by), (CallStatus::Answered, Some(by)));
        assert_eq!(row.times.talk_ms() / 1000, 11);
        assert_eq!(row.media.iter().map(|leg| leg.codec.as_str()).collect::<Vec<_>>(), ["gsm", "gsm"]);
    }
    assert_eq!(world.at("A").last_cdr().dialled, "**99101");
    assert_eq!(world.at("A").last_cdr().callee.number, "101");
    assert_eq!(world.at("B").last_cdr().caller.trunk_name, "xivo-trunk");
    assert_eq!(world.at("B").last_cdr().callee.line_name, "someone");
}

#[test]
fn the_stored_trace_is_what_explain_says() {
    use routing::{Ask, Caller, Router};
    let mut world = connected(1);
    let snapshot = world.at("A").snapshot.clone();
    let line = snapshot.line_by_username("alice").unwrap().id;
    let ask = Ask { caller_number: "201", ..Ask::new(Caller::Line(line), "**99101") };
    let (_, explained) = Router::new(snapshot.clone()).route(&ask);
    let stored = world.at("A").cdrs[0].trace.clone();
    assert_eq!(serde_json::from_str::<routing::Trace>(&stored).unwrap(), explained);
}

#[test]
fn the_way_back_works_over_the_same_trunk() {
    let mut world = World::seed_page(2);
    world.phone("someone").dial("**98201");
    world.run(secs(1));
    world.phone("alice").answer(0);
    world.run(secs(1));
    assert_eq!(world.listeners("someone"), ["alice"], "{}", world.ladder());
    world.phone("someone").hang_up(0);
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn a_registered_trunk_is_seen_on_both_sides() {
    let mut world = World::seed_page(3);
    let a = world.at("A").addr;
    assert!(
        world.at("B").bindings.iter().any(|binding| binding.received == a.to_string()),
        "B knows where A is"
    );
}
