//! Whole calls through bad weather, and over streams.

use sip_core::{Event, Input, Transport};

use crate::world::{A, B, Weather, World, trunk};

/// Calls, rings, answers, holds and hangs up; returns whether the caller was answered.
fn whole_call(world: &mut World) -> bool {
    let a = world.call_patiently();
    world.run(20_000);
    let Some(b) = world.told(B).iter().find_map(|event| match event {
        Event::Incoming(incoming) => Some(incoming.leg),
        _ => None,
    }) else {
        return false;
    };
    world.ring(B, b);
    world.run(5_000);
    world.answer(B, b);
    world.run(30_000);
    let answered = world.told(A).iter().any(|event| matches!(event, Event::Answered { .. }));
    world.end(A, a);
    world.run(40_000);
    answered
}

impl World {
    fn call_patiently(&mut self) -> sip_core::LegId {
        let leg = self.sides[A].endpoint.reserve_leg();
        let to = sip_core::LegTarget::Trunk { trunk: self.trunk(A), number: "101".into() };
        self.command(
            A,
            sip_core::Command::Invite(Box::new(sip_core::Outgoing {
                leg,
                to,
                caller: sip_core::Caller::default(),
                sdp: b"v=0".to_vec(),
                max_forwards: 70,
                diversion: vec![],
                patience: std::time::Duration::from_secs(32),
            })),
        );
        leg
    }
}

/// With 20 % of the datagrams lost, 10 % doubled and all out of order, calls still come through, and nothing is left.
#[test]
fn calls_come_through_bad_weather_and_leave_nothing_behind() {
    let mut answered = 0;
    for seed in 0..40 {
        let mut world = World::new();
        world.seed(seed);
        world.weather = Weather { loss_percent: 20, duplicate_percent: 10, jitter_ms: 300 };
        answered += usize::from(whole_call(&mut world));
        world.weather = Weather::default();
        world.nothing_is_left();
    }
    assert!(answered >= 38, "{answered} of 40");
}

#[test]
fn repeated_and_reordered_datagrams_make_one_call() {
    for seed in 0..20 {
        let mut world = World::new();
        world.seed(seed);
        world.weather = Weather { loss_percent: 0, duplicate_percent: 60, jitter_ms: 400 };
        let a = world.call_patiently();
        world.run(2_000);
        let b = world.incoming(B).leg;
        assert!(world.told(B).is_empty());
        world.answer(B, b);
        world.run(3_000);
        let answers = world.told(A).iter().filter(|event| matches!(event, Event::Answered { .. })).count();
        assert_eq!(answers, 1);
        world.end(A, a);
        world.run(3_000);
        let ends = world.told(B).iter().filter(|event| matches!(event, Event::Ended { .. })).count();
        assert_eq!(ends, 1);
    }
}

#[test]
fn call_over_tcp_sends_every_message_once() {
    let over_tcp = |address: &str| {
        let address = address.to_owned();
        trunk("peer", move |draft| {
            draft.addressing = Some(model::trunk::AddressingWord::Static);
            draft.address = Some(address);
            draft.transport = Some(model::Transport::Tcp);
        })
    };
    let mut world = World::with([vec![over_tcp("10.77.0.2")], vec![over_tcp("10.77.0.1")]]);
    let (a, _) = world.connected();
    world.run(60_000);
    world.end(A, a);
    world.run(100);
    assert!(matches!(world.told(B)[..], [Event::Ended { .. }]));
    assert_eq!(world.ladder.len(), 6, "{}", world.ladder.join("\n"));
    world.nothing_is_left();
}

#[test]
fn empty_lines_and_noise_are_dropped_and_counted() {
    let mut world = World::new();
    let local = "10.77.0.1:5060".parse().unwrap();
    let remote = "10.77.0.9:5060".parse().unwrap();
    let flow = sip_core::Flow { transport: Transport::Udp, local, remote, conn: None };
    for bytes in [&b"\r\n\r\n"[..], b"", b"\0\0", b"hello", b"\xff\xfe\r\n\r\n", b"SIP/2.0 200 OK\r\n\r\n"] {
        world.input(A, Input::Received { flow, bytes });
    }
    assert_eq!(world.sides[A].endpoint.counters().malformed, 3);
    assert!(world.ladder.is_empty());
}
