//! Media that change before the answer: UPDATE in early dialogs (RFC 3311), after a reliable first answer.

use sip_core::{Command, Event, LegId};
use sip_msg::{HeaderName, Method, Status};

use crate::{
    peer::Peer,
    world::{A, ANSWER, B, World, open_trunk},
};

const NEW: &[u8] = b"v=0 new";
const YES: &[u8] = b"v=0 yes";

/// Rings with early media that is settled reliably.
fn early() -> (World, LegId, LegId) {
    let mut world = World::new();
    let a = world.call(A, "101");
    world.run(50);
    let b = world.incoming(B).leg;
    let sdp = Some(ANSWER.to_vec());
    world.command(B, Command::Progress { leg: b, status: Status::SESSION_PROGRESS, sdp });
    world.run(50);
    world.told(A);
    world.told(B);
    (world, a, b)
}

#[test]
fn either_side_offers_new_early_media_and_the_call_goes_on() {
    for (offers, accepts) in [(A, B), (B, A)] {
        let (mut world, a, b) = early();
        let leg_of = |side| if side == A { a } else { b };
        world.command(offers, Command::Offer { leg: leg_of(offers), sdp: NEW.to_vec() });
        world.run(50);
        assert!(matches!(&world.told(accepts)[..], [Event::Offered { sdp: Some(sdp), .. }] if sdp == NEW));
        world.command(accepts, Command::Accept { leg: leg_of(accepts), sdp: YES.to_vec() });
        world.run(50);
        assert!(matches!(&world.told(offers)[..], [Event::OfferAnswered { sdp, .. }] if sdp == YES));
        world.answer(B, b);
        world.run(50);
        assert!(matches!(world.told(A)[..], [Event::Answered { sdp: None, .. }]));
        world.end(A, a);
        world.nothing_is_left();
    }
}

#[test]
fn refused_early_offer_leaves_the_call_ringing() {
    let (mut world, a, b) = early();
    world.command(A, Command::Offer { leg: a, sdp: NEW.to_vec() });
    world.run(50);
    world.told(B);
    world.command(B, Command::Reject { leg: b, status: Status::NOT_ACCEPTABLE_HERE });
    world.run(50);
    let refused = Status::NOT_ACCEPTABLE_HERE;
    assert!(matches!(&world.told(A)[..], [Event::OfferRefused { status, .. }] if *status == refused));
    world.end(A, a);
    world.nothing_is_left();
}

#[test]
fn offer_before_anything_is_settled_is_refused_without_a_message() {
    let mut world = World::new();
    let a = world.call(A, "101");
    world.run(50);
    let sent = world.ladder.len();
    world.command(A, Command::Offer { leg: a, sdp: NEW.to_vec() });
    assert!(matches!(world.told(A)[..], [Event::OfferRefused { status: Status::REQUEST_PENDING, .. }]));
    assert_eq!(world.ladder.len(), sent);
}

/// A caller that makes no offer gets ours reliably, and answers it in its PRACK (RFC 3262 section 5).
#[test]
fn offer_in_a_reliable_response_is_answered_by_the_prack() {
    let peer = Peer::new("10.77.0.9:5060");
    let mut world = World::with([vec![open_trunk("peer", "10.77.0.9")], vec![]]);
    peer.send(
        &mut world,
        "INVITE sip:101@10.77.0.1 SIP/2.0\nVia: SIP/2.0/UDP 10.77.0.9;branch=z9hG4bKi\nFrom: <sip:a@10.77.0.9>;tag=f\n\
         To: <sip:101@10.77.0.1>\nCall-ID: c\nCSeq: 1 INVITE\nContact: <sip:a@10.77.0.9>\nSupported: 100rel\n\n",
    );
    world.run(20);
    let incoming = world.incoming(A);
    assert_eq!(incoming.sdp, None);
    let sdp = Some(NEW.to_vec());
    world.command(A, Command::Progress { leg: incoming.leg, status: Status::SESSION_PROGRESS, sdp });
    world.run(20);
    let progress = peer.response(&mut world, 183);
    assert_eq!(progress.body, NEW);
    let rseq = progress.headers.rseq().unwrap().unwrap();
    let to = progress.headers.get(&HeaderName::To).unwrap();
    peer.send(
        &mut world,
        &format!(
            "PRACK sip:101@10.77.0.1 SIP/2.0\nVia: SIP/2.0/UDP 10.77.0.9;branch=z9hG4bKp\nFrom: <sip:a@10.77.0.9>;tag=f\n\
             To: {to}\nCall-ID: c\nCSeq: 2 PRACK\nRAck: {rseq} 1 INVITE\nContent-Type: application/sdp\n\nv=0 yes"
        ),
    );
    world.run(20);
    assert!(matches!(&world.told(A)[..], [Event::OfferAnswered { sdp, .. }] if sdp == YES));
    world.answer(A, incoming.leg);
    world.run(20);
    peer.response(&mut world, 200);
    let answer = peer.response(&mut world, 200);
    assert!(answer.body.is_empty(), "what was agreed is not said again");
    assert_eq!(peer.count(&world, &Method::Bye), 0);
}
