//! Encrypted audio: what each side is told, and what is refused.

use model::{
    MediaEncryption::{self, Off, Offered, Required},
    TrunkDraft,
};
use sdp::{Crypto, Direction, KeySalt, Secured, Security, Suite};
use sip_msg::Status;
use testkit::{Plan, World, provider};

use crate::secs;

/// The keys of a phone, which speaks the suite that all have.
fn keys(byte: u8) -> Vec<Crypto> {
    let suite = Suite::AesCm128Sha1Tag80;
    vec![Crypto { tag: 1, suite, key: KeySalt::draw(suite, &mut |out| out.fill(byte)), lifetime: None }]
}

/// Alice and Bob, whose lines want this, at phones that want that.
fn world(lines: [MediaEncryption; 2], phones: [Security; 2]) -> World {
    let [alice, bob] = lines;
    let plan = Plan::new().encrypted("Alice", "alice", "201", alice).encrypted("Bob", "bob", "202", bob);
    let mut world = World::single(1, &plan, &["alice", "bob"]);
    let [alice, bob] = phones;
    world.phone("alice").security = alice;
    world.phone("bob").security = bob;
    world
}

fn talk(world: &mut World) {
    world.phone("alice").dial("202");
    world.run(secs(1));
    world.phone("bob").answer(0);
    world.run(secs(1));
}

fn secured(world: &mut World, phone: &str) -> Option<Secured> {
    world.phone(phone).last().agreed.clone().and_then(|agreed| agreed.secured).map(|secured| *secured)
}

/// Bodies of INVITEs that the exchange sent to a phone.
fn invites_to(world: &mut World, phone: &str) -> Vec<String> {
    let addr = world.phone(phone).addr;
    let sent = world.wire.iter().filter(|seen| seen.what == "INVITE" && seen.to == addr);
    sent.map(|seen| seen.text.clone()).collect()
}

#[test]
fn each_leg_has_keys_of_its_own_and_the_exchange_stands_between() {
    let mut world = world([Required, Required], [Security::Required(keys(1)), Security::Required(keys(2))]);
    talk(&mut world);
    let (alice, bob) = (secured(&mut world, "alice").unwrap(), secured(&mut world, "bob").unwrap());
    let all = [&alice.send, &alice.receive, &bob.send, &bob.receive];
    assert!((1..4).all(|n| all[..n].iter().all(|key| *key != all[n])), "four keys");
    assert_eq!(world.listeners("alice"), ["bob"]);
    assert_eq!(world.listeners("bob"), ["alice"]);
    assert!(invites_to(&mut world, "bob").iter().all(|invite| invite.contains(" RTP/SAVP ")));
}

#[test]
fn a_phone_in_clear_and_one_that_encrypts_speak_with_each_other() {
    let mut world = world([Offered, Offered], [Security::Required(keys(1)), Security::Off]);
    talk(&mut world);
    assert!(secured(&mut world, "alice").is_some() && secured(&mut world, "bob").is_none());
    assert_eq!(world.listeners("bob"), ["alice"]);
    let invites = invites_to(&mut world, "bob");
    assert!(
        !invites.is_empty() && invites.iter().all(|invite| !invite.contains("a=crypto")),
        "no key in clear SIP"
    );
}

#[test]
fn a_call_in_clear_is_refused_where_encryption_is_required_and_told_why() {
    let mut world = world([Required, Off], [Security::Off, Security::Off]);
    world.phone("alice").dial("202");
    world.run(secs(1));
    assert_eq!(world.phone("alice").last().last(), Some(Status::NOT_ACCEPTABLE_HERE));
    let refusal =
        world.wire.iter().rfind(|seen| seen.what == "488 INVITE").expect("it was sent").text.clone();
    assert!(refusal.contains("\r\nWarning: 305 ") && refusal.contains("SRTP with SDES"), "{refusal}");
    assert_eq!(world.phone("bob").calls.len(), 0, "nobody was called");
}

#[test]
fn a_phone_that_can_do_nothing_but_encrypt_is_refused_where_that_is_off() {
    let mut world = world([Off, Off], [Security::Required(keys(1)), Security::Off]);
    world.phone("alice").dial("202");
    world.run(secs(1));
    let refusal =
        world.wire.iter().rfind(|seen| seen.what == "488 INVITE").expect("it was sent").text.clone();
    assert!(refusal.contains("Encrypted audio is off"), "{refusal}");
}

#[test]
fn hold_and_resume_keep_the_keys() {
    let mut world = world([Required, Required], [Security::Required(keys(1)), Security::Required(keys(2))]);
    talk(&mut world);
    let before = [secured(&mut world, "alice"), secured(&mut world, "bob")];
    for way in [Direction::SendOnly, Direction::SendRecv] {
        world.phone("alice").reoffer(0, way);
        world.run(secs(2));
        assert_eq!([secured(&mut world, "alice"), secured(&mut world, "bob")], before, "{}", world.ladder());
    }
    assert_eq!(world.listeners("bob"), ["alice"]);
    world.phone("alice").hang_up(0);
    world.run(secs(40));
    world.assert_quiet();
}

/// A peer that offers a new key gets a new one of ours, and the other leg hears nothing of it.
#[test]
fn a_new_key_of_a_phone_gets_a_new_one_of_ours() {
    let mut world = world([Offered, Offered], [Security::Offered(keys(1)), Security::Offered(keys(2))]);
    talk(&mut world);
    let (alice, bob) = (secured(&mut world, "alice").unwrap(), secured(&mut world, "bob"));
    world.phone("alice").renew_keys(0, Security::Offered(keys(9)));
    world.run(secs(2));
    let after = secured(&mut world, "alice").unwrap();
    assert_eq!(after.send.expose(), [9; 30]);
    assert_ne!(after.receive, alice.receive);
    assert_eq!(secured(&mut world, "bob"), bob);
}

/// SIP over TLS and audio under SRTP, or no call: whatever the caller's phone can do.
#[test]
fn a_trunk_that_requires_both_never_gets_an_invite_in_clear() {
    for (alice, other_way) in [(Security::Off, false), (Security::Required(keys(1)), true)] {
        let trunk = TrunkDraft {
            transport: Some(model::Transport::Tls),
            media_encryption: Some(Required),
            ..provider("p1", "10.77.0.99")
        };
        let fallback = TrunkDraft { transport: Some(model::Transport::Tls), ..provider("p2", "10.77.0.98") };
        let plan = Plan::new()
            .encrypted("Alice", "alice", "201", Offered)
            .trunk(trunk)
            .trunk(fallback)
            .outgoing("out", "9.", 1, &["p1", "p2"]);
        let mut world = World::single(1, &plan, &["alice"]);
        world.phone("alice").security = alice;
        world.phone("alice").manners.offers_late = other_way;
        world.phone("alice").dial("9123");
        world.run(secs(20));
        let to = |last: u8| std::net::SocketAddr::from(([10, 77, 0, last], 5061));
        let sent = |world: &World, to| -> Vec<String> {
            let out = world.wire.iter().filter(|seen| seen.what == "INVITE" && seen.to == to);
            out.map(|seen| seen.text.clone()).collect()
        };
        let required = sent(&world, to(99));
        assert!(!required.is_empty(), "{}", world.ladder());
        for invite in required {
            assert!(invite.contains("SIP/2.0/TLS ") && invite.contains(" RTP/SAVP "), "{invite}");
            assert!(invite.contains("a=crypto:1 AEAD_AES_256_GCM inline:"), "{invite}");
        }
        for invite in sent(&world, to(98)) {
            assert!(
                invite.contains(" RTP/AVP ") && invite.contains("a=crypto:1 "),
                "offered over TLS: {invite}"
            );
        }
        let clear =
            world.wire.iter().filter(|seen| seen.what == "INVITE" && seen.text.contains("SIP/2.0/UDP"));
        assert!(clear.clone().all(|seen| seen.to.ip() != to(99).ip()), "{}", world.ladder());
    }
}

/// What outlives the process lies on a disk, and a key that another process goes on with might be used for a second packet of one number.
#[test]
fn no_key_is_written_down() {
    let mut world = world([Offered, Offered], [Security::Required(keys(1)), Security::Off]);
    talk(&mut world);
    world.run(secs(2));
    assert_eq!(world.at("A").kept.len(), 0, "one leg of it is encrypted");
    let mut world = self::world([Offered, Offered], [Security::Off, Security::Off]);
    talk(&mut world);
    world.run(secs(2));
    assert_eq!(world.at("A").kept.len(), 1, "in clear it goes on");
}
