//! Strangers: who guesses passwords is shut out, who floods is not heard, and the phones go on.

use std::net::SocketAddr;

use sip_core::Transport;
use testkit::{Datagram, World};

use crate::{connected, secs};

const STRANGER: &str = "203.0.113.66:5060";

fn world() -> World {
    World::seed_page(1)
}

/// A REGISTER of an account, from an address; `authorization` is the header's value.
fn register(from: &str, account: &str, number: usize, authorization: Option<&str>) -> String {
    let authorization = authorization.map(|value| format!("Authorization: {value}\r\n")).unwrap_or_default();
    format!(
        "REGISTER sip:10.77.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {from};branch=z9hG4bK-{number}\r\nMax-Forwards: 70\r\n\
         From: <sip:{account}@10.77.0.1>;tag=1\r\nTo: <sip:{account}@10.77.0.1>\r\nCall-ID: guess-{number}\r\n\
         CSeq: 1 REGISTER\r\nContact: <sip:{account}@{from}>\r\n{authorization}Content-Length: 0\r\n\r\n"
    )
}

/// The nonce of a challenge; empty where there is none, which no test takes for one.
fn nonce_of(challenge: &str) -> &str {
    challenge.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

/// Sends something to A, and returns what A answered, if it did.
fn send(world: &mut World, from: &str, text: String) -> Option<String> {
    let from: SocketAddr = from.parse().ok()?;
    let to = world.at("A").addr;
    let seen = world.wire.len();
    let now = world.now;
    world.net.send(now, Datagram { from, to, transport: Transport::Udp, bytes: text.into_bytes() });
    world.run(std::time::Duration::from_millis(200));
    world.wire.iter().skip(seen).find(|seen| seen.to == from).map(|seen| seen.text.clone())
}

/// Guesses a password of an account; says whether the exchange answered at all.
fn guess(world: &mut World, from: &str, account: &str, number: usize) -> bool {
    let Some(challenge) = send(world, from, register(from, account, number * 2, None)) else { return false };
    let nonce = nonce_of(&challenge);
    let wrong = format!(
        "Digest username=\"{account}\", realm=\"strowger\", nonce=\"{nonce}\", uri=\"sip:10.77.0.1\", \
         response=\"{number:032x}\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"x\""
    );
    send(world, from, register(from, account, number * 2 + 1, Some(&wrong))).is_some()
}

#[test]
fn who_guesses_is_shut_out_before_the_twentieth_guess_and_let_in_again() {
    let mut world = world();
    let answered = (0..20).take_while(|n| guess(&mut world, STRANGER, "alice", *n)).count();
    assert_eq!(answered, 10, "{}", world.ladder());
    let now = world.now;
    let bans = world.at("A").exchange.endpoint().bans(now);
    assert_eq!((bans.len(), bans[0].account.as_deref(), bans[0].tried.as_str()), (1, Some("alice"), "alice"));
    assert!(world.at("A").events.iter().any(|event| matches!(event, calls::CallEvent::ShutOut(_))));
    world.order("A", calls::Command::Lift(bans[0].source, Some("alice".into())));
    assert!(guess(&mut world, STRANGER, "alice", 50), "lifted");
}

#[test]
fn names_that_nobody_has_count_as_well() {
    let mut world = world();
    let answered = (0..20).take_while(|n| guess(&mut world, STRANGER, &format!("user{n}"), *n)).count();
    // The first two names could still be phones; with the third it is shut out as a whole.
    assert_eq!(answered, 12);
}

#[test]
fn a_phone_of_ours_with_an_old_password_shuts_out_itself_and_not_its_office() {
    let mut world = world();
    let office = world.phone("alice").addr.to_string();
    let answered = (0..20).take_while(|n| guess(&mut world, &office, "old-phone", *n)).count();
    // The challenge is still sent, what answers it is not looked at.
    assert_eq!(answered, 10);
    world.register(&["alice"]);
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    assert_eq!(world.phone("someone").calls.len(), 1, "{}", world.ladder());
}

#[test]
fn a_made_up_source_shuts_nobody_out() {
    let mut world = world();
    let phone = world.phone("alice").addr.to_string();
    for number in 0..30 {
        // The stranger asks, and answers in the phone's name; or makes a nonce up.
        let challenge = send(&mut world, STRANGER, register(STRANGER, "alice", number * 2, None)).unwrap();
        let nonce = nonce_of(&challenge);
        let wrong = format!(
            "Digest username=\"alice\", realm=\"strowger\", nonce=\"{nonce}\", uri=\"sip:10.77.0.1\", response=\"{number:032x}\""
        );
        let text = register(&phone, "alice", number * 2 + 1, Some(&wrong));
        let _ = send(&mut world, &phone, text);
    }
    let now = world.now;
    assert!(world.at("A").exchange.endpoint().bans(now).is_empty());
}

#[test]
fn a_flood_leaves_calls_and_phones_alone() {
    let mut world = connected(1);
    let a = world.at("A").addr;
    for number in 0..3000_u32 {
        let from: SocketAddr = format!("203.0.{}.{}:5060", number % 100, number / 100 % 250).parse().unwrap();
        for repeat in 0..10 {
            let text = register(&from.to_string(), "alice", (number * 10 + repeat) as usize, None);
            let now = world.now;
            let bytes = text.into_bytes();
            world.net.send(now, Datagram { from, to: a, transport: Transport::Udp, bytes });
        }
    }
    world.run(secs(1));
    let counters = world.at("A").exchange.endpoint().counters();
    assert!(counters.limited >= 9_000, "{counters:?}");
    world.register(&["alice"]);
    assert_eq!(world.listeners("alice"), ["someone"]);
    world.phone("alice").hang_up(0);
    world.run(secs(1));
    assert!(world.phone("someone").last().is_over(), "the BYE went through");
}
