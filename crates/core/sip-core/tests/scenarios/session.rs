//! What happens within an answered call: offers, glare, session timers, broken dialogs.

use sip_core::{Command, EndCause, Event};
use sip_msg::{HeaderName, Method, Status};

use crate::{
    peer::Peer,
    world::{A, B, World, open_trunk},
};

const HOLD: &[u8] = b"v=0 hold";
const HELD: &[u8] = b"v=0 held";

#[test]
fn hold_is_offered_and_accepted() {
    let mut world = World::new();
    let (a, b) = world.connected();
    world.command(A, Command::Offer { leg: a, sdp: HOLD.to_vec() });
    world.run(50);
    assert!(matches!(&world.told(B)[..], [Event::Offered { sdp: Some(sdp), .. }] if sdp == HOLD));
    world.command(B, Command::Accept { leg: b, sdp: HELD.to_vec() });
    world.run(50);
    assert!(matches!(&world.told(A)[..], [Event::OfferAnswered { sdp, .. }] if sdp == HELD));
    world.end(B, b);
    world.nothing_is_left();
}

#[test]
fn refused_offer_leaves_the_call_up() {
    let mut world = World::new();
    let (a, b) = world.connected();
    world.command(A, Command::Offer { leg: a, sdp: HOLD.to_vec() });
    world.run(50);
    world.told(B);
    world.command(B, Command::Reject { leg: b, status: Status::NOT_ACCEPTABLE_HERE });
    world.run(50);
    let refused = Status::NOT_ACCEPTABLE_HERE;
    assert!(matches!(&world.told(A)[..], [Event::OfferRefused { status, .. }] if *status == refused));
    assert_eq!(world.sides[A].endpoint.legs(), 1);
}

/// RFC 3261 section 14.1: both meet, both wait, the called side goes first.
#[test]
fn glare_is_retried_and_both_offers_are_answered() {
    let mut world = World::new();
    let (a, b) = world.connected();
    world.command(A, Command::Offer { leg: a, sdp: HOLD.to_vec() });
    world.command(B, Command::Offer { leg: b, sdp: HELD.to_vec() });
    let mut answered = [0, 0];
    for _ in 0..100 {
        world.run(100);
        for (side, leg) in [(A, a), (B, b)] {
            for event in world.told(side) {
                match event {
                    Event::Offered { .. } => {
                        world.command(side, Command::Accept { leg, sdp: b"v=0 yes".to_vec() })
                    }
                    Event::OfferAnswered { .. } => answered[side] += 1,
                    other => panic!("{other:?}"),
                }
            }
        }
    }
    assert_eq!(answered, [1, 1], "{}", world.ladder.join("\n"));
    assert_eq!(world.count("SIP/2.0 491"), 2);
}

/// RFC 4028: the caller refreshes at half time, by UPDATE, without asking anybody about the media.
#[test]
fn session_is_refreshed_for_hours() {
    let mut world = World::new();
    world.connected();
    world.run(3 * 3600 * 1000);
    assert!(world.count("UPDATE") >= 11, "{}", world.ladder.join("\n"));
    assert!(world.told(A).is_empty() && world.told(B).is_empty());
    assert_eq!((world.sides[A].endpoint.legs(), world.sides[B].endpoint.legs()), (1, 1));
}

#[test]
fn session_whose_peer_died_expires() {
    let mut world = World::new();
    world.connected();
    world.weather.loss_percent = 100;
    world.run(2 * 3600 * 1000);
    assert!(
        world
            .told(B)
            .iter()
            .any(|event| matches!(event, Event::Ended { cause: EndCause::SessionExpired, .. }))
    );
    assert!(
        world
            .told(A)
            .iter()
            .any(|event| matches!(event, Event::Ended { cause: EndCause::Broken { .. }, .. }))
    );
    assert_eq!((world.sides[A].endpoint.legs(), world.sides[B].endpoint.legs()), (0, 0));
}

/// RFC 4028 section 7.3.
#[test]
fn call_is_placed_again_with_the_interval_that_the_peer_wants() {
    let peer = Peer::new("10.77.0.9:5060");
    let mut world = World::with([vec![open_trunk("peer", "10.77.0.9")], vec![]]);
    world.call(A, "101");
    world.run(20);
    let first = peer.request(&mut world, &Method::Invite);
    peer.answer(&mut world, &first, 422, "t", &[(HeaderName::MinSe, "7200")], b"");
    world.run(20);
    let second = peer.request(&mut world, &Method::Invite);
    assert_eq!(second.headers.get(&HeaderName::SessionExpires), Some("7200"));
    assert_eq!(second.headers.get(&HeaderName::MinSe), Some("7200"));
    assert_eq!(second.headers.get(&HeaderName::CSeq), Some("2 INVITE"));
    assert_eq!(second.headers.call_id(), first.headers.call_id());
    assert!(world.told(A).is_empty());
    world.run(5_000);
    assert!(!world.told(A).is_empty(), "the second one is as impatient as the first");
}

/// RFC 3261 section 12.2.1.2.
#[test]
fn peer_that_forgot_the_dialog_ends_the_call() {
    let peer = Peer::new("10.77.0.9:5060");
    let mut world = World::with([vec![open_trunk("peer", "10.77.0.9")], vec![]]);
    let leg = world.call(A, "101");
    world.run(20);
    let invite = peer.request(&mut world, &Method::Invite);
    peer.answer(&mut world, &invite, 200, "t", &[], b"v=0");
    world.run(20);
    world.told(A);
    world.command(A, Command::Offer { leg, sdp: HOLD.to_vec() });
    world.run(20);
    let reinvite = peer.request(&mut world, &Method::Invite);
    assert!(reinvite.uri.to_string().contains("branch=t"), "sent to the Contact of the 200");
    peer.answer(&mut world, &reinvite, 481, "t", &[], b"");
    world.run(20);
    let gone = Status::CALL_DOES_NOT_EXIST;
    assert!(
        matches!(&world.told(A)[..], [Event::Ended { cause: EndCause::Broken { status }, .. }] if *status == gone)
    );
    assert_eq!(world.sides[A].endpoint.legs(), 0);
}

#[test]
fn request_in_an_unknown_dialog_is_481() {
    let peer = Peer::new("10.77.0.9:5060");
    let mut world = World::new();
    for method in ["BYE", "INVITE", "UPDATE", "INFO", "OPTIONS"] {
        peer.send(
            &mut world,
            &format!(
                "{method} sip:101@10.77.0.1 SIP/2.0\nVia: SIP/2.0/UDP 10.77.0.9;branch=z9hG4bK{method}\n\
                 From: <sip:a@10.77.0.9>;tag=f\nTo: <sip:101@10.77.0.1>;tag=none\nCall-ID: c\nCSeq: 1 {method}\n\n"
            ),
        );
        world.run(20);
        peer.response(&mut world, 481);
    }
}
