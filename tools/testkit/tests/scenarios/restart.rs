//! An exchange that ends and starts again.

use calls::{CallId, KeptCall, MediaFact, Sound, Unreadable};
use model::{DestinationDraft, record::CallStatus};
use sdp::Direction::{RecvOnly, SendOnly, SendRecv};
use testkit::{Heard, Plan, World};

use crate::{connected, ms, secs};

/// Alice and someone in a call, after both of their exchanges were killed and started.
fn resumed(seed: u64) -> World {
    let mut world = connected(seed);
    world.restart("A");
    world.restart("B");
    world.run(ms(10));
    world
}

fn hear_each_other(world: &mut World) {
    assert_eq!(world.listeners("alice"), ["someone"], "{}", world.ladder());
    assert_eq!(world.listeners("someone"), ["alice"], "{}", world.ladder());
}

#[test]
fn registrations_survive_a_restart() {
    let mut world = testkit::World::seed_page(1);
    world.restart("B");
    world.run(secs(1));
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    assert_eq!(world.phone("someone").calls.len(), 1, "nobody had to register again\n{}", world.ladder());
    world.phone("someone").answer(0);
    world.run(secs(1));
    assert_eq!(world.listeners("alice"), ["someone"]);
}

#[test]
fn a_call_that_lost_its_exchange_can_be_hung_up_and_a_new_one_made() {
    let mut world = connected(1);
    world.at("B").kept.clear();
    world.restart("B");
    world.phone("alice").hang_up(0);
    world.phone("someone").hang_up(0);
    world.run(secs(40));
    assert_eq!(world.at("A").exchange.call_count(), 0, "{}", world.ladder());
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    assert_eq!(world.phone("someone").calls.len(), 2, "{}", world.ladder());
}

#[test]
fn calls_after_a_restart_have_new_numbers() {
    let mut world = connected(1);
    let before = world.at("B").cdrs[0].id;
    world.restart("B");
    world.phone("alice").hang_up(0);
    world.run(secs(40));
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    world.phone("someone").answer(1);
    world.run(secs(1));
    assert!(world.at("B").cdrs.last().unwrap().id > before);
}

#[test]
fn a_call_goes_on_at_the_same_ports_without_a_word_to_anybody() {
    let mut world = connected(1);
    let said = |world: &World| {
        let is_of_calls =
            |seen: &&testkit::Seen| !seen.text.contains("REGISTER") && !seen.text.contains("OPTIONS");
        world.wire.iter().filter(is_of_calls).count()
    };
    let before = said(&world);
    let ports =
        |world: &mut World| world.at("A").media.streams().map(|(_, stream)| stream.port).collect::<Vec<_>>();
    let had = ports(&mut world);
    world.restart("A");
    world.restart("B");
    world.run(ms(100));
    assert_eq!(ports(&mut world), had);
    assert_eq!(said(&world), before, "{}", world.ladder());
    hear_each_other(&mut world);
}

#[test]
fn either_side_hangs_up_after_a_restart_and_each_call_has_one_row() {
    for caller_ends in [true, false] {
        let mut world = resumed(1);
        let (ends, other) = if caller_ends { ("alice", "someone") } else { ("someone", "alice") };
        world.run(secs(30));
        world.phone(ends).hang_up(0);
        world.run(secs(40));
        assert!(world.phone(ends).last().is_over(), "its BYE is answered\n{}", world.ladder());
        assert!(world.phone(other).last().is_over(), "{}", world.ladder());
        world.assert_quiet();
        for site in ["A", "B"] {
            assert!(world.at(site).kept.is_empty());
            let cdr = world.at(site).last_cdr();
            assert_eq!(cdr.outcome.status, CallStatus::Answered);
            let talked = cdr.times.end_ms.unwrap() - cdr.times.answer_ms.unwrap();
            assert!((31_000..33_000).contains(&talked), "from the first answer on: {talked} ms");
        }
    }
}

#[test]
fn hold_and_resume_go_through_after_a_restart() {
    let mut world = resumed(1);
    world.phone("alice").reoffer(0, SendOnly);
    world.run(secs(2));
    assert_eq!(world.phone("someone").last().direction(), Some(RecvOnly), "{}", world.ladder());
    world.restart("A");
    world.restart("B");
    world.run(secs(1));
    assert_eq!(world.listeners("someone"), Vec::<String>::new(), "still on hold");
    world.phone("alice").reoffer(0, SendRecv);
    world.run(secs(2));
    hear_each_other(&mut world);
    world.phone("someone").reoffer(0, SendOnly);
    world.run(secs(2));
    assert_eq!(world.phone("alice").last().direction(), Some(RecvOnly), "{}", world.ladder());
}

/// RFC 4028: whoever refreshes goes on doing so, and who does not any more is missed.
#[test]
fn sessions_are_refreshed_over_restarts_and_expire_after_them() {
    let mut world = resumed(1);
    for _ in 0..5 {
        world.run(secs(650));
        world.restart("A");
        world.restart("B");
    }
    world.run(secs(1));
    hear_each_other(&mut world);
    let b = world.at("B").addr;
    world.net.drop_where(move |datagram| datagram.to == b || datagram.from == b);
    world.run(secs(2_000));
    assert!(world.phone("alice").last().is_over(), "{}", world.ladder());
    assert_eq!(world.at("A").exchange.call_count(), 0);
}

/// The process dies while a hold is on its way to the other side: it arrives all the same.
#[test]
fn an_offer_that_a_restart_cuts_off_is_made_again() {
    for at in [0, 5, 10, 20, 30, 45, 60, 90] {
        let mut world = connected(1);
        world.phone("alice").reoffer(0, SendOnly);
        world.run(ms(at));
        world.restart("A");
        world.run(ms(5));
        world.restart("B");
        world.run(secs(10));
        assert_eq!(
            world.phone("someone").last().direction(),
            Some(RecvOnly),
            "at {at} ms\n{}",
            world.ladder()
        );
        world.phone("alice").reoffer(0, SendRecv);
        world.run(secs(10));
        hear_each_other(&mut world);
        world.phone("someone").hang_up(0);
        world.run(secs(40));
        world.assert_quiet();
    }
}

/// Whenever the process dies, a call that was answered 50 ms before goes on; nothing is left of one that was not.
#[test]
fn at_every_moment_of_a_call_a_restart_leaves_it_whole_or_nothing() {
    for at in (0..600).step_by(7) {
        let mut world = World::seed_page(1);
        world.phone("alice").dial("**99101");
        world.run(ms(300));
        world.phone("someone").answer(0);
        world.run(ms(at));
        let was_up = world.phone("alice").last().is_up();
        world.restart("B");
        world.run(secs(2));
        if was_up && world.at("B").exchange.call_count() == 1 {
            hear_each_other(&mut world);
        }
        world.phone("alice").hang_up(0);
        world.phone("someone").hang_up(0);
        world.run(secs(80));
        assert_eq!(world.at("B").exchange.call_count(), 0, "at {at} ms\n{}", world.ladder());
        assert_eq!(world.at("A").exchange.call_count(), 0, "at {at} ms\n{}", world.ladder());
        assert_eq!(world.at("B").media.streams().count(), 0);
        assert!(world.at("B").kept.is_empty() && world.at("A").kept.is_empty());
    }
}

#[test]
fn a_call_is_kept_within_50_ms_of_its_answer_and_forgotten_at_its_end() {
    let mut world = World::seed_page(1);
    world.phone("alice").dial("**99101");
    world.run(ms(300));
    assert!(world.at("A").kept.is_empty(), "what only rings costs nothing");
    world.phone("someone").answer(0);
    world.run_until(secs(1), |world| world.phone("alice").last().is_up());
    world.run(ms(50));
    assert_eq!((world.at("A").kept.len(), world.at("B").kept.len()), (1, 1));
    let size = world.at("A").kept.values().map(Vec::len).max().unwrap();
    assert!(size < 8_000, "{size} bytes");
    world.phone("alice").hang_up(0);
    world.run(ms(5));
    assert!(world.at("A").kept.is_empty(), "as soon as the BYE is there");
}

#[test]
fn a_call_that_is_over_at_once_is_never_written_down() {
    let mut world = World::seed_page(1);
    world.phone("alice").dial("**99101");
    world.run(ms(300));
    world.phone("someone").answer(0);
    world.run_until(secs(1), |world| world.phone("alice").last().is_up());
    world.phone("alice").hang_up(0);
    world.run(secs(40));
    assert!(world.at("A").kept.is_empty());
    world.assert_quiet();
}

#[test]
fn a_call_whose_port_was_taken_meanwhile_is_ended_with_a_row() {
    let mut world = connected(1);
    let port = world.at("B").media.streams().next().unwrap().1.port;
    world.restart_where("B", |free| free != port);
    world.run(secs(40));
    assert!(
        world.phone("alice").last().is_over() && world.phone("someone").last().is_over(),
        "{}",
        world.ladder()
    );
    world.assert_quiet();
    let reason = world.at("B").last_cdr().outcome.reason.clone();
    assert_eq!(reason, "Its RTP port was taken during the restart");
}

#[test]
fn limits_count_the_calls_that_went_on() {
    let mut world = resumed(1);
    let trunk = world.at("A").snapshot.trunk_by_name("xivo-trunk").unwrap().id;
    assert_eq!(world.at("A").exchange.calls_of_trunk(trunk), 1);
    world.phone("alice").hang_up(0);
    world.run(secs(40));
    assert_eq!(world.at("A").exchange.calls_of_trunk(trunk), 0);
}

#[test]
fn an_echo_plays_on() {
    let plan = Plan::new().user("Alice", &["alice"], "201").number("300", DestinationDraft::Echo);
    let mut world = World::single(1, &plan, &["alice"]);
    world.phone("alice").dial("300");
    world.run(secs(1));
    world.restart("A");
    world.run(secs(1));
    let heard: Vec<Heard> = world.at("A").media.streams().map(|(_, stream)| stream.heard.clone()).collect();
    assert_eq!(heard, [Heard::Sound(Sound::Echo)]);
    world.phone("alice").hang_up(0);
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn a_peer_behind_nat_is_sent_to_where_it_was_found() {
    let mut world = connected(1);
    let (media, _) = world.at("A").media.streams().next().unwrap();
    let source = "198.51.100.7:31000".parse().unwrap();
    world.fact("A", MediaFact::Latched { media, source });
    world.run(ms(50));
    let kept = KeptCall::read(world.at("A").kept.values().next().unwrap()).unwrap();
    let found = |audio: &calls::KeptAudio| audio.source == Some(source) && audio.media == media;
    assert_eq!(kept.audio().iter().filter(|audio| found(audio)).count(), 1);
    assert_eq!(kept.audio().iter().filter(|audio| audio.source.is_none()).count(), 1);
}

/// What this release wrote is read by later ones: a call with two legs, and an echo. `UPDATE=1` writes the files again, which is right
/// only together with another version.
#[test]
fn what_an_earlier_release_has_kept_goes_on() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenarios/kept-1");
    if std::env::var_os("UPDATE").is_some() {
        let bridged = connected(1).at("A").kept.values().next().unwrap().clone();
        let plan = Plan::new().user("Alice", &["alice"], "201").number("300", DestinationDraft::Echo);
        let mut world = World::single(1, &plan, &["alice"]);
        world.phone("alice").dial("300");
        world.run(secs(1));
        let echo = world.at("A").kept.values().next().unwrap().clone();
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(format!("{folder}/bridged.json"), bridged).unwrap();
        std::fs::write(format!("{folder}/echo.json"), echo).unwrap();
    }
    for (name, ports) in [("bridged", 2), ("echo", 1)] {
        let text = std::fs::read(format!("{folder}/{name}.json")).unwrap();
        let call = KeptCall::read(&text).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        assert_eq!((call.audio().len(), call.orders().len()), (ports, ports + 1), "{name}");
        let mut world = World::single(1, &Plan::new().user("Alice", &["alice"], "201"), &["alice"]);
        let id = call.id();
        world.at("A").kept.insert(id, text);
        world.restart("A");
        assert_eq!(world.at("A").calls().len(), 1, "{name}");
        world.order("A", calls::Command::Hangup(id));
        world.run(secs(40));
        world.assert_quiet();
    }
}

#[test]
fn what_cannot_be_read_is_said_and_never_a_panic() {
    let mut world = connected(1);
    let text = world.at("A").kept.values().next().unwrap().clone();
    assert!(KeptCall::read(&text).unwrap().id() > CallId(0));
    let newer = String::from_utf8(text.clone()).unwrap().replacen("\"version\":1", "\"version\":99", 1);
    assert_eq!(KeptCall::read(newer.as_bytes()).err(), Some(Unreadable::Newer));
    for end in 0..text.len() {
        assert!(matches!(KeptCall::read(&text[..end]).err(), Some(Unreadable::Damaged(_))), "cut at {end}");
    }
}
