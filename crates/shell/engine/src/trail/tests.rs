//! What is kept, what goes first, and that nothing grows past its limit.

use moment::Moment;
use sip_core::{LegId, Party, Transport};

use super::*;

const MB: usize = 1024 * BLOCK;

fn note(at: u64) -> Note {
    Note {
        at: Moment::from_micros(at),
        is_sent: false,
        transport: Transport::Udp,
        local: None,
        remote: "10.0.0.2:5060".parse().unwrap(),
    }
}

fn message(first: &str, call_id: &str, len: usize) -> Vec<u8> {
    let head = format!("{first}\r\nVia: x\r\nCall-ID: {call_id}\r\n\r\n");
    let fill = len.saturating_sub(head.len());
    format!("{head}{}", "x".repeat(fill)).into_bytes()
}

fn leg(call: u64, sip_call_id: &str) -> LegBegun {
    LegBegun {
        call: CallId(call),
        leg: LegId(call),
        party: Party::Line(model::LineId(1)),
        name: "alice".into(),
        sip_call_id: sip_call_id.into(),
    }
}

fn call(trail: &mut Trail, id: u64, len: usize) {
    let name = format!("c{id}");
    trail.keep(&note(id), &message("INVITE sip:b SIP/2.0", &name, len));
    trail.leg(leg(id, &name));
}

#[test]
fn both_legs_of_a_call_are_kept_in_order_and_nothing_else() {
    let mut trail = Trail::new(MB);
    trail.keep(&note(1), &message("INVITE sip:b SIP/2.0", "a", 0));
    trail.keep(&note(2), &message("REGISTER sip:b SIP/2.0", "a", 0));
    trail.keep(&note(3), &message("SIP/2.0 200 OK", "register", 0));
    trail.leg(leg(7, "a"));
    trail.leg(leg(7, "b"));
    trail.keep(&note(4), &message("INVITE sip:c SIP/2.0", "b", 0));
    trail.keep(&note(5), &message("SIP/2.0 180 Ringing", "b", 0));
    trail.keep(&note(6), &message("SIP/2.0 180 Ringing", "a", 0));
    let kept = trail.call(CallId(7)).unwrap();
    let seen: Vec<(u64, u8)> = kept.messages.iter().map(|m| (m.at.as_micros(), m.leg)).collect();
    assert_eq!(seen, [(1, 0), (4, 1), (5, 1), (6, 0)]);
    assert_eq!((kept.legs.len(), kept.missed), (2, 0));
    assert!(trail.call(CallId(8)).is_none());
}

#[test]
fn failed_calls_stay_when_others_have_gone() {
    let mut trail = Trail::new(MB);
    for id in 0..100 {
        call(&mut trail, id, 900);
        trail.ended(CallId(id), true);
    }
    for id in 100..5_000 {
        call(&mut trail, id, 900);
        trail.ended(CallId(id), false);
    }
    assert!((0..100).all(|id| trail.call(CallId(id)).is_some()));
    assert!(trail.call(CallId(200)).is_none());
    assert!(trail.call(CallId(4_999)).is_some());
}

#[test]
fn failed_calls_do_not_take_all() {
    let mut trail = Trail::new(MB);
    for id in 0..400 {
        call(&mut trail, id, 900);
        trail.ended(CallId(id), false);
    }
    for id in 1_000..9_000 {
        call(&mut trail, id, 900);
        trail.ended(CallId(id), true);
    }
    assert!(trail.call(CallId(399)).is_some(), "half is left for the others");
}

#[test]
fn strangers_push_nobody_out() {
    let mut trail = Trail::new(MB);
    for id in 0..200 {
        call(&mut trail, id, 900);
        trail.ended(CallId(id), false);
    }
    for stray in 0..50_000 {
        trail.keep(&note(1), &message("INVITE sip:b SIP/2.0", &format!("stray-{stray}"), 900));
    }
    assert!((0..200).all(|id| trail.call(CallId(id)).is_some()));
    assert!(trail.units.len() <= trail.arena.len() + 1);
    assert_eq!(trail.index.len(), trail.units.len());
}

#[test]
fn a_call_that_never_stops_talking_takes_its_share_and_says_what_is_missing() {
    let mut trail = Trail::new(MB);
    call(&mut trail, 1, 900);
    for _ in 0..1_000 {
        trail.keep(&note(1), &message("INFO sip:b SIP/2.0", "c1", 900));
    }
    let kept = trail.call(CallId(1)).unwrap();
    assert!(kept.messages.len() < 80 && kept.missed > 900, "{} {}", kept.messages.len(), kept.missed);
}

#[test]
fn calls_in_progress_go_last_and_everything_is_given_back() {
    let mut trail = Trail::new(MB);
    for id in 0..3_000 {
        call(&mut trail, id, 900);
    }
    assert!(trail.call(CallId(0)).is_none() && trail.call(CallId(2_999)).is_some());
    let used: usize = trail.units.values().map(|unit| unit.chain.blocks() as usize).sum();
    assert_eq!(used + trail.arena.free(), trail.arena.len());
    assert_eq!(trail.blocks.iter().sum::<usize>(), used);
}

#[test]
fn nothing_is_kept_where_the_size_is_nothing() {
    let mut trail = Trail::new(bytes(0));
    call(&mut trail, 1, 900);
    assert!(trail.call(CallId(1)).is_none() && trail.units.is_empty());
}
