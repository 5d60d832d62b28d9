//! Numbers that the exchange answers by itself.

use calls::Sound;
use model::{DestinationDraft, HangupCause};
use sip_msg::Status;
use testkit::{Heard, Plan, World};

use crate::secs;

fn world() -> World {
    let plan = Plan::new()
        .user("Alice", &["alice"], "201")
        .number("300", DestinationDraft::Echo)
        .number("301", DestinationDraft::Milliwatt)
        .number("302", DestinationDraft::Announcement("welcome".into()))
        .number("303", DestinationDraft::Hangup(HangupCause::Busy))
        .number("304", DestinationDraft::Hangup(HangupCause::Congestion));
    World::single(1, &plan, &["alice"])
}

#[test]
fn echo_and_milliwatt_answer_and_last_until_the_caller_hangs_up() {
    for (number, sound) in [("300", Sound::Echo), ("301", Sound::Milliwatt)] {
        let mut world = world();
        world.phone("alice").dial(number);
        world.run(secs(60));
        assert!(world.phone("alice").last().is_up(), "{}", world.ladder());
        let heard: Vec<Heard> =
            world.at("A").media.streams().map(|(_, stream)| stream.heard.clone()).collect();
        assert_eq!(heard, [Heard::Sound(sound)]);
        world.phone("alice").hang_up(0);
        world.run(secs(40));
        world.assert_quiet();
    }
}

#[test]
fn an_announcement_is_played_and_then_the_call_ends() {
    let mut world = world();
    world.phone("alice").dial("302");
    world.run(secs(2));
    assert!(world.phone("alice").last().is_over());
    assert!(world.phone("alice").last().heard.contains(&Status::OK), "it was answered");
    assert_eq!(world.at("A").last_cdr().destination, "announcement welcome");
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn a_destination_may_be_the_end() {
    for (number, status) in [("303", Status::BUSY_HERE), ("304", Status::SERVICE_UNAVAILABLE)] {
        let mut world = world();
        world.phone("alice").dial(number);
        world.run(secs(1));
        assert_eq!(world.phone("alice").last().last(), Some(status));
    }
}
