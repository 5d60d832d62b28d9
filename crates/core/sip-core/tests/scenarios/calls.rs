//! A call from its first message to its last.

use sip_core::{Command, EndCause, Event, Failure};
use sip_msg::Status;

use crate::world::{A, ANSWER, B, OFFER, World};

#[test]
fn call_rings_is_answered_and_ended_by_the_caller() {
    let mut world = World::new();
    let a = world.call(A, "101");
    world.run(50);
    let incoming = world.incoming(B);
    assert_eq!((incoming.dialled.as_str(), incoming.caller.number.as_str()), ("101", "201"));
    assert_eq!((incoming.caller.name.as_str(), incoming.max_forwards), ("Alice", 69));
    assert_eq!(incoming.sdp.as_deref(), Some(OFFER));
    world.ring(B, incoming.leg);
    world.run(50);
    assert!(matches!(world.told(A)[..], [Event::Progress { status: Status::RINGING, sdp: None, .. }]));
    world.answer(B, incoming.leg);
    world.run(50);
    assert!(matches!(&world.told(A)[..], [Event::Answered { sdp: Some(sdp), .. }] if sdp == ANSWER));
    assert!(matches!(world.told(B)[..], [Event::Confirmed { sdp: None, .. }]));
    world.end(A, a);
    world.run(50);
    assert!(matches!(&world.told(B)[..], [Event::Ended { cause: EndCause::Bye { .. }, .. }]));
    assert!(world.told(A).is_empty());
    assert_eq!(world.ladder.len(), 7, "{}", world.ladder.join("\n"));
    world.nothing_is_left();
}

#[test]
fn called_side_hangs_up_with_a_reason() {
    let mut world = World::new();
    let (_, b) = world.connected();
    let text = "gone to lunch".to_owned();
    world.command(B, Command::End { leg: b, status: Status::OK, text: text.clone() });
    world.run(50);
    let told = world.told(A);
    assert!(
        matches!(&told[..], [Event::Ended { cause: EndCause::Bye { text: Some(told) }, .. }] if *told == text)
    );
    world.nothing_is_left();
}

#[test]
fn busy_is_told_with_its_reason_phrase() {
    let mut world = World::new();
    world.call(A, "101");
    world.run(50);
    let b = world.incoming(B).leg;
    world.command(B, Command::End { leg: b, status: Status::BUSY_HERE, text: "On the phone".into() });
    world.run(50);
    let told = world.told(A);
    let expected = Failure::Refused { status: Status::BUSY_HERE, text: "On the phone".into() };
    assert!(matches!(&told[..], [Event::Failed { failure, .. }] if *failure == expected), "{told:?}");
    world.nothing_is_left();
}

#[test]
fn early_media_is_told_once_and_the_answer_again() {
    let mut world = World::new();
    world.call(A, "101");
    world.run(50);
    let b = world.incoming(B).leg;
    for _ in 0..2 {
        let sdp = Some(ANSWER.to_vec());
        world.command(B, Command::Progress { leg: b, status: Status::SESSION_PROGRESS, sdp });
        world.run(100);
    }
    let bodies: Vec<bool> = world
        .told(A)
        .iter()
        .filter_map(|event| match event {
            Event::Progress { sdp, .. } => Some(sdp.is_some()),
            _ => None,
        })
        .collect();
    assert_eq!(bodies, [true, false]);
    world.answer(B, b);
    world.run(100);
    assert!(world.told(A).iter().any(|event| matches!(event, Event::Answered { .. })));
    world.nothing_is_left_after_hangup(A);
}

#[test]
fn info_is_carried_within_the_call() {
    let mut world = World::new();
    let (a, _) = world.connected();
    let content_type = "application/dtmf-relay".to_owned();
    world.command(A, Command::Info { leg: a, content_type, body: b"Signal=5".to_vec() });
    world.run(50);
    let told = world.told(B);
    assert!(matches!(&told[..], [Event::Info { body, .. }] if body == b"Signal=5"), "{told:?}");
}

impl World {
    /// Ends whatever call side `side` has, and checks that nothing stays.
    fn nothing_is_left_after_hangup(&mut self, side: usize) {
        self.end(side, sip_core::LegId(1));
        self.nothing_is_left();
    }
}
