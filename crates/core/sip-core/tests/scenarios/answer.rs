//! The 2xx and its ACK under loss: RFC 3261 section 13.3.1.4.

use sip_core::{EndCause, Event};
use sip_msg::Method;

use crate::{
    peer::Peer,
    world::{A, ADDRESS, B, World, open_trunk},
};

#[test]
fn repeated_2xx_is_acknowledged_again_and_told_once() {
    let peer = Peer::new("10.77.0.9:5060");
    let mut world = World::with([vec![open_trunk("peer", "10.77.0.9")], vec![]]);
    world.call(A, "101");
    world.run(20);
    let invite = peer.request(&mut world, &Method::Invite);
    for _ in 0..3 {
        peer.answer(&mut world, &invite, 200, "t", &[], b"v=0");
        world.run(500);
    }
    assert_eq!(peer.count(&world, &Method::Ack), 3);
    assert_eq!(world.told(A).len(), 1);
}

/// Sections 13.3.1.4 and 15: the session that nobody acknowledged ends with a BYE, after 32 s.
#[test]
fn answer_without_ack_is_repeated_for_32_seconds_and_then_ended() {
    let mut world = World::new();
    world.call(A, "101");
    world.run(50);
    let b = world.incoming(B).leg;
    world.weather.loss_percent = 100;
    world.answer(B, b);
    world.run(31_900);
    assert_eq!(world.count("SIP/2.0 200"), 11);
    assert!(world.told(B).is_empty());
    world.weather.loss_percent = 0;
    world.run(200);
    assert!(matches!(world.told(B)[..], [Event::Ended { cause: EndCause::NoAck, .. }]));
    assert!(world.count("BYE") > 0);
}

/// Section 15: no BYE from the called side before the ACK.
#[test]
fn hanging_up_right_after_the_answer_waits_for_the_ack() {
    let mut world = World::new();
    world.call(A, "101");
    world.run(50);
    let b = world.incoming(B).leg;
    world.answer(B, b);
    world.end(B, b);
    assert_eq!(world.count("BYE"), 0);
    world.run(100);
    let first = |text: &str| world.ladder.iter().position(|line| line.contains(text)).unwrap();
    assert!(first("ACK") < first("BYE"), "{}", world.ladder.join("\n"));
    assert!(world.told(B).is_empty());
    world.nothing_is_left();
}

#[test]
fn silent_target_fails_when_the_patience_is_over_and_its_late_answer_is_ended() {
    let peer = Peer::new("10.77.0.9:5060");
    let mut world = World::with([vec![open_trunk("peer", "10.77.0.9")], vec![]]);
    world.call(A, "101");
    world.run(3_900);
    assert!(world.told(A).is_empty());
    world.run(200);
    assert!(matches!(world.told(A)[..], [Event::Failed { failure: sip_core::Failure::Silent, .. }]));
    let invite = peer.request(&mut world, &Method::Invite);
    peer.answer(&mut world, &invite, 200, "late", &[], b"v=0");
    world.run(100);
    peer.request(&mut world, &Method::Ack);
    let bye = peer.request(&mut world, &Method::Bye);
    peer.answer(&mut world, &bye, 200, "late", &[], b"");
    assert_eq!(world.sides[A].endpoint.legs(), 0);
}

#[test]
fn closed_port_fails_at_once() {
    let mut world = World::new();
    world.closed.push(ADDRESS[B].parse().unwrap());
    world.call(A, "101");
    let told = world.told(A);
    let unreachable =
        |event: &Event| matches!(event, Event::Failed { failure: sip_core::Failure::Unreachable, .. });
    assert!(told.iter().any(unreachable), "{told:?}");
}
