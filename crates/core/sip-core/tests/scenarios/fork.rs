//! A proxy that forks: several early dialogs, several answers (RFC 3261 section 13.2.2.4).

use sip_core::Event;
use sip_msg::{Method, Status};

use crate::{
    peer::Peer,
    world::{A, World, open_trunk},
};

fn ringing() -> (World, Peer, sip_msg::Request) {
    let peer = Peer::new("10.77.0.9:5060");
    let mut world = World::with([vec![open_trunk("peer", "10.77.0.9")], vec![]]);
    world.call(A, "101");
    world.run(20);
    let invite = peer.request(&mut world, &Method::Invite);
    for tag in ["one", "two"] {
        peer.answer(&mut world, &invite, 180, tag, &[], b"");
    }
    world.run(20);
    assert_eq!(world.told(A).len(), 2);
    (world, peer, invite)
}

#[test]
fn first_answer_wins_and_the_second_is_acknowledged_and_ended() {
    let (mut world, peer, invite) = ringing();
    peer.answer(&mut world, &invite, 200, "two", &[], b"v=0 two");
    world.run(20);
    assert!(matches!(&world.told(A)[..], [Event::Answered { sdp: Some(sdp), .. }] if sdp == b"v=0 two"));
    assert_eq!(peer.count(&world, &Method::Bye), 0);
    for _ in 0..2 {
        peer.answer(&mut world, &invite, 200, "one", &[], b"v=0 one");
        world.run(20);
    }
    assert_eq!((peer.count(&world, &Method::Ack), peer.count(&world, &Method::Bye)), (3, 1));
    let bye = peer.request(&mut world, &Method::Bye);
    assert_eq!(bye.headers.to().unwrap().tag(), Some("one"));
    assert!(world.told(A).is_empty());
    assert_eq!(world.sides[A].endpoint.legs(), 1);
}

#[test]
fn final_refusal_ends_every_branch() {
    let (mut world, peer, invite) = ringing();
    peer.answer(&mut world, &invite, 603, "one", &[], b"");
    world.run(20);
    assert!(
        matches!(&world.told(A)[..], [Event::Failed { failure: sip_core::Failure::Refused { status, .. }, .. }] if *status == Status::DECLINE)
    );
    assert_eq!(peer.count(&world, &Method::Ack), 1);
    assert_eq!(world.sides[A].endpoint.legs(), 0);
}

/// The other phone of a proxy picks up when the call with the first one is over already.
#[test]
fn branch_that_answers_after_the_call_is_acknowledged_and_ended_too() {
    let (mut world, peer, invite) = ringing();
    peer.answer(&mut world, &invite, 200, "one", &[], b"v=0 one");
    world.run(20);
    world.end(A, sip_core::LegId(1));
    world.run(20);
    let bye = peer.request(&mut world, &Method::Bye);
    peer.answer(&mut world, &bye, 200, "one", &[], b"");
    peer.answer(&mut world, &invite, 200, "two", &[], b"v=0 two");
    world.run(20);
    let bye = peer.request(&mut world, &Method::Bye);
    assert_eq!(bye.headers.to().unwrap().tag(), Some("two"));
    assert_eq!(peer.count(&world, &Method::Ack), 2);
}
