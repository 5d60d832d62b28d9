//! Reliable provisional responses: RFC 3262.

use sip_core::{Command, Event};
use sip_msg::{HeaderName, Method, Status};

use crate::{
    peer::Peer,
    world::{A, ANSWER, B, World, open_trunk},
};

/// Our sides both know 100rel, so early media travels reliably, and is acknowledged before the 200.
#[test]
fn early_media_between_two_of_us_is_acknowledged_and_not_repeated_in_the_200() {
    let mut world = World::new();
    world.call(A, "101");
    world.run(50);
    let b = world.incoming(B).leg;
    let sdp = Some(ANSWER.to_vec());
    world.command(B, Command::Progress { leg: b, status: Status::SESSION_PROGRESS, sdp });
    world.answer(B, b);
    assert_eq!(world.count("SIP/2.0 200"), 0, "the 200 waits for the PRACK");
    world.run(100);
    let told = world.told(A);
    assert!(
        matches!(
            &told[..],
            [Event::Progress { sdp: Some(early), .. }, Event::Answered { sdp: None, .. }] if early == ANSWER
        ),
        "{told:?}"
    );
    assert_eq!(world.count("PRACK"), 1);
}

#[test]
fn lost_reliable_response_is_sent_again() {
    let mut world = World::new();
    world.call(A, "101");
    world.run(50);
    let b = world.incoming(B).leg;
    world.weather.loss_percent = 100;
    let sdp = Some(ANSWER.to_vec());
    world.command(B, Command::Progress { leg: b, status: Status::SESSION_PROGRESS, sdp });
    world.run(1_000);
    world.weather.loss_percent = 0;
    world.run(3_000);
    assert_eq!(world.told(A).len(), 1);
    assert_eq!(world.count("SIP/2.0 183"), 3);
}

/// RFC 3262 section 3: without any PRACK for 64 * T1 the call is refused.
#[test]
fn unacknowledged_reliable_response_ends_the_call() {
    let mut world = World::new();
    world.call(A, "101");
    world.run(50);
    let b = world.incoming(B).leg;
    world.weather.loss_percent = 100;
    let sdp = Some(ANSWER.to_vec());
    world.command(B, Command::Progress { leg: b, status: Status::SESSION_PROGRESS, sdp });
    world.run(33_000);
    assert!(matches!(world.told(B)[..], [Event::Ended { .. }]));
}

#[test]
fn reliable_ringing_of_a_peer_gets_its_prack_once() {
    let peer = Peer::new("10.77.0.9:5060");
    let mut world = World::with([vec![open_trunk("peer", "10.77.0.9")], vec![]]);
    world.call(A, "101");
    world.run(20);
    let invite = peer.request(&mut world, &Method::Invite);
    assert!(invite.headers.get(&HeaderName::Supported).unwrap().contains("100rel"));
    let reliable = [(HeaderName::Require, "100rel"), (HeaderName::RSeq, "71")];
    for _ in 0..2 {
        peer.answer(&mut world, &invite, 180, "t", &reliable, b"");
        world.run(20);
    }
    assert_eq!(peer.count(&world, &Method::Prack), 1);
    let prack = peer.request(&mut world, &Method::Prack);
    assert_eq!(prack.headers.get(&HeaderName::RAck), Some("71 1 INVITE"));
    assert_eq!(prack.headers.to().unwrap().tag(), Some("t"));
    assert_eq!(world.told(A).len(), 1);
}

/// A caller that insists on 100rel gets even a bare 180 reliably.
#[test]
fn required_100rel_is_honoured() {
    let peer = Peer::new("10.77.0.9:5060");
    let mut world = World::with([vec![open_trunk("peer", "10.77.0.9")], vec![]]);
    peer.send(
        &mut world,
        "INVITE sip:101@10.77.0.1 SIP/2.0\nVia: SIP/2.0/UDP 10.77.0.9;branch=z9hG4bKi\nFrom: <sip:a@10.77.0.9>;tag=f\n\
         To: <sip:101@10.77.0.1>\nCall-ID: c\nCSeq: 1 INVITE\nContact: <sip:a@10.77.0.9>\nRequire: 100rel\n\n",
    );
    world.run(20);
    let leg = world.incoming(A).leg;
    world.ring(A, leg);
    world.run(20);
    let ringing = peer.response(&mut world, 180);
    let rseq = ringing.headers.rseq().unwrap().unwrap();
    let to = ringing.headers.get(&HeaderName::To).unwrap();
    peer.send(
        &mut world,
        &format!(
            "PRACK sip:101@10.77.0.1 SIP/2.0\nVia: SIP/2.0/UDP 10.77.0.9;branch=z9hG4bKp\nFrom: <sip:a@10.77.0.9>;tag=f\n\
             To: {to}\nCall-ID: c\nCSeq: 2 PRACK\nRAck: {rseq} 1 INVITE\n\n"
        ),
    );
    world.run(20);
    peer.response(&mut world, 200);
    world.run(2_000);
    assert_eq!(world.count("SIP/2.0 180"), 1);
}
