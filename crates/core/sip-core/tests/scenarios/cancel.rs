//! Giving a call up, and the races of RFC 5407.

use sip_core::{Command, EndCause, Event};
use sip_msg::{HeaderName, Method, Status};

use crate::{
    peer::Peer,
    world::{A, B, World, open_trunk},
};

fn scripted() -> (World, Peer) {
    (World::with([vec![open_trunk("peer", "10.77.0.9")], vec![]]), Peer::new("10.77.0.9:5060"))
}

#[test]
fn ringing_call_is_cancelled_and_the_phone_learns_that_another_answered() {
    let mut world = World::new();
    let a = world.call(A, "101");
    world.run(50);
    let b = world.incoming(B).leg;
    world.ring(B, b);
    world.run(50);
    world.end(A, a);
    world.run(50);
    let cause = EndCause::Cancelled { elsewhere: true };
    assert!(matches!(&world.told(B)[..], [Event::Ended { cause: told, .. }] if *told == cause));
    assert_eq!(world.count("SIP/2.0 487"), 1);
    world.nothing_is_left();
}

#[test]
fn call_that_its_caller_gave_up_is_no_missed_call_of_another_phone() {
    let mut world = World::new();
    let a = world.call(A, "101");
    world.run(50);
    world.incoming(B);
    world.command(A, Command::End { leg: a, status: Status::REQUEST_TERMINATED, text: String::new() });
    world.run(50);
    let cause = EndCause::Cancelled { elsewhere: false };
    assert!(matches!(&world.told(B)[..], [Event::Ended { cause: told, .. }] if *told == cause));
}

/// RFC 3261 section 9.1: no CANCEL before a provisional answer.
#[test]
fn cancel_waits_for_a_provisional_answer() {
    let (mut world, peer) = scripted();
    let a = world.call(A, "101");
    world.run(100);
    world.end(A, a);
    world.run(400);
    assert_eq!(peer.count(&world, &Method::Cancel), 0);
    let invite = peer.request(&mut world, &Method::Invite);
    peer.answer(&mut world, &invite, 180, "t", &[], b"");
    world.run(50);
    let cancel = peer.request(&mut world, &Method::Cancel);
    let same = |name| assert_eq!(cancel.headers.get(&name), invite.headers.get(&name));
    [HeaderName::Via, HeaderName::From, HeaderName::To, HeaderName::CallId].into_iter().for_each(same);
    assert_eq!(cancel.uri, invite.uri);
    peer.answer(&mut world, &cancel, 200, "t", &[], b"");
    peer.answer(&mut world, &invite, 487, "t", &[], b"");
    world.run(50);
    assert_eq!(peer.count(&world, &Method::Ack), 1);
    assert!(world.told(A).is_empty());
}

/// RFC 5407 section 3.1.2: the 200 crossed the CANCEL.
#[test]
fn answer_that_crosses_the_cancel_is_acknowledged_and_ended() {
    let (mut world, peer) = scripted();
    let a = world.call(A, "101");
    world.run(20);
    let invite = peer.request(&mut world, &Method::Invite);
    peer.answer(&mut world, &invite, 180, "t", &[], b"");
    world.run(20);
    world.end(A, a);
    peer.answer(&mut world, &invite, 200, "t", &[], b"v=0");
    world.run(20);
    peer.request(&mut world, &Method::Ack);
    let bye = peer.request(&mut world, &Method::Bye);
    peer.answer(&mut world, &bye, 200, "t", &[], b"");
    peer.answer(&mut world, &invite, 200, "t", &[], b"v=0");
    world.run(20);
    assert_eq!((peer.count(&world, &Method::Ack), peer.count(&world, &Method::Bye)), (1, 0));
}

/// RFC 5407 section 3.1.2: the CANCEL came after the 200 was sent.
#[test]
fn cancel_after_the_answer_changes_nothing() {
    let mut world = World::new();
    let a = world.call(A, "101");
    world.run(50);
    let b = world.incoming(B).leg;
    world.ring(B, b);
    world.run(50);
    world.answer(B, b);
    world.end(A, a);
    world.run(100);
    let told = world.told(B);
    assert!(
        matches!(&told[..], [Event::Confirmed { .. }, Event::Ended { cause: EndCause::Bye { .. }, .. }]),
        "{told:?}\n{}",
        world.ladder.join("\n")
    );
    world.nothing_is_left();
}

#[test]
fn cancel_of_nothing_is_481() {
    let (mut world, peer) = scripted();
    peer.send(
        &mut world,
        "CANCEL sip:101@10.77.0.1 SIP/2.0\nVia: SIP/2.0/UDP 10.77.0.9;branch=z9hG4bKx\nFrom: <sip:a@10.77.0.9>;tag=f\n\
         To: <sip:101@10.77.0.1>\nCall-ID: c\nCSeq: 1 CANCEL\n\n",
    );
    world.run(20);
    peer.response(&mut world, 481);
}

/// RFC 3261 section 9.1: a cancelled INVITE that gets no final answer ends after 64 * T1.
#[test]
fn cancelled_call_of_a_peer_that_died_is_forgotten() {
    let (mut world, peer) = scripted();
    let a = world.call(A, "101");
    world.run(20);
    let invite = peer.request(&mut world, &Method::Invite);
    peer.answer(&mut world, &invite, 180, "t", &[], b"");
    world.run(20);
    world.end(A, a);
    world.run(66_000);
    // What is left asks the dead trunk whether it lives.
    assert!(world.sides[A].endpoint.legs() == 0 && world.count("INVITE") == 1);
}
