//! Trunks that register, prove themselves and are found by name.

use model::{RegisterDraft, Secret};
use sip_core::{Event, Failure, Input, LegTarget, Party, ProbeId, RegistrationState, TrunkCommand};
use sip_msg::{HeaderName, Method};

use crate::{
    peer::Peer,
    world::{A, B, World, line, open_trunk, trunk},
};

/// The seed page: A registers at B, whose trunk is dynamic; both have the password.
pub(crate) fn seed_page(address_of_b: &str) -> World {
    let secret = |draft: &mut model::TrunkDraft| {
        draft.username = Some("xivo-trunk".into());
        draft.password = Some(Secret::new("pass"));
        draft.weak_password = Some(true);
    };
    let on_a = trunk("to-b", |draft| {
        secret(draft);
        draft.addressing = Some(model::trunk::AddressingWord::Static);
        draft.address = Some(address_of_b.into());
        draft.register = Some(RegisterDraft { enabled: Some(true), ..RegisterDraft::default() });
    });
    let on_b = trunk("from-a", secret);
    let mut world = World::named([vec![on_a], vec![on_b]], &[("b.example.org", &["10.77.0.2"])]);
    world.run(1_000);
    world
}

#[test]
fn trunk_registers_and_both_sides_can_call() {
    for address in ["10.77.0.2", "b.example.org"] {
        let mut world = seed_page(address);
        let (trunk, trunk_of_b) = (world.trunk(A), world.trunk(B));
        let status = world.sides[A].endpoint.registration(trunk).unwrap();
        assert_eq!(status.state, RegistrationState::Registered, "{}", world.ladder.join("\n"));
        assert_eq!(world.sides[B].endpoint.trunk_contacts(trunk_of_b, world.now).len(), 1);
        world.told(A);
        world.told(B);

        world.call(A, "101");
        world.run(100);
        let at_b = world.incoming(B);
        assert_eq!((at_b.party, at_b.dialled.as_str()), (Party::Trunk(trunk_of_b), "101"));
        world.call(B, "201");
        world.run(100);
        let at_a = world.incoming(A);
        assert_eq!((at_a.party, at_a.dialled.as_str()), (Party::Trunk(trunk), "201"));
        world.answer(A, at_a.leg);
        world.run(100);
        assert!(world.told(B).iter().any(|event| matches!(event, Event::Answered { .. })));
    }
}

/// The nonce of the registration serves the call too: no second challenge.
#[test]
fn known_nonce_saves_the_second_challenge() {
    let mut world = seed_page("10.77.0.2");
    assert_eq!(world.count("SIP/2.0 401"), 1);
    world.call(A, "101");
    world.run(100);
    world.incoming(B);
    assert_eq!(world.count("SIP/2.0 401"), 1);
}

#[test]
fn wrong_password_is_refused_after_one_try() {
    let mut world = World::with([
        vec![trunk("to-b", |draft| {
            draft.addressing = Some(model::trunk::AddressingWord::Static);
            draft.address = Some("10.77.0.2".into());
            draft.password = Some(Secret::new("wrong"));
            draft.weak_password = Some(true);
        })],
        vec![trunk("to-b", |draft| {
            draft.password = Some(Secret::new("right"));
            draft.weak_password = Some(true);
        })],
    ]);
    world.call(A, "101");
    world.run(500);
    let told = world.told(A);
    let refused = |event: &Event| matches!(event, Event::Failed { failure: Failure::Refused { status, .. }, .. } if status.code() == 401);
    assert!(told.iter().any(refused), "{told:?}");
    assert_eq!(world.count("INVITE sip:"), 2);
    assert!(world.told(B).is_empty());
}

#[test]
fn dynamic_trunk_that_is_not_registered_cannot_be_called() {
    let mut world = World::with([
        vec![],
        vec![trunk("from-a", |draft| {
            draft.password = Some(Secret::new("pass"));
            draft.weak_password = Some(true);
        })],
    ]);
    world.call(B, "201");
    assert!(matches!(world.told(B)[..], [Event::Failed { failure: Failure::NotRegistered, .. }]));
}

#[test]
fn name_without_an_address_is_unresolved() {
    let mut world = World::with([vec![open_trunk("peer", "nowhere.example.org")], vec![]]);
    world.call(A, "101");
    let told = world.told(A);
    assert!(
        told.iter().any(|event| matches!(event, Event::Failed { failure: Failure::Unresolved, .. })),
        "{told:?}"
    );
}

/// RFC 3263 section 4.3: the next address is tried, on silence and on 503.
#[test]
fn next_address_of_a_name_is_tried() {
    let peers = [Peer::new("10.77.0.8:5060"), Peer::new("10.77.0.9:5060"), Peer::new("10.77.0.10:5060")];
    let names: &[(&str, &[&str])] = &[("many.example.org", &["10.77.0.8", "10.77.0.9", "10.77.0.10"])];
    let mut world = World::named([vec![open_trunk("peer", "many.example.org")], vec![]], names);
    world.call(A, "101");
    world.run(4_100);
    let second = peers[1].request(&mut world, &Method::Invite);
    peers[1].answer(&mut world, &second, 503, "t", &[], b"");
    world.run(100);
    let third = peers[2].request(&mut world, &Method::Invite);
    peers[2].answer(&mut world, &third, 180, "t", &[], b"");
    world.run(100);
    assert!(world.told(A).iter().any(|event| matches!(event, Event::Progress { .. })));
    // The silent one wakes up: it is told to stop.
    let first = peers[0].request(&mut world, &Method::Invite);
    peers[0].answer(&mut world, &first, 180, "t", &[], b"");
    world.run(100);
    peers[0].request(&mut world, &Method::Cancel);
}

#[test]
fn unreachable_trunk_is_asked_every_5_seconds_until_it_answers() {
    let peer = Peer::new("10.77.0.9:5060");
    let mut world = World::with([vec![open_trunk("peer", "10.77.0.9")], vec![]]);
    world.closed.push(peer.at);
    world.call(A, "101");
    world.told(A);
    world.closed.clear();
    world.run(5_500);
    let options = peer.request(&mut world, &Method::Options);
    peer.answer(&mut world, &options, 404, "t", &[], b"");
    world.run(100);
    let trunk = world.trunk(A);
    let status = world.sides[A].endpoint.trunk_status(trunk).unwrap();
    assert!(matches!(status.reach, sip_core::Reach::Reachable { .. }));
    assert_eq!(status.last_answer.as_ref().map(|answer| answer.code), Some(404));
    world.told(A);
    assert!(world.sides[A].news.iter().filter(|event| matches!(event, Event::Trunk(_))).count() >= 2);
}

/// Whoever tests a trunk hears of an answer, of silence within seconds, and of a closed port at once.
#[test]
fn trunk_that_is_tested_answers_is_silent_or_is_not_there() {
    let peer = Peer::new("10.77.0.9:5060");
    let mut world = World::with([vec![open_trunk("peer", "10.77.0.9")], vec![]]);
    let trunk = world.trunk(A);
    let test = |world: &mut World, number: u64| {
        let order = TrunkCommand::Probe(ProbeId(number), trunk);
        world.input(A, Input::Trunk(order));
    };
    let outcome = |world: &mut World| {
        world.told(A);
        let news = std::mem::take(&mut world.sides[A].news);
        news.into_iter().find_map(|event| match event {
            Event::Probed(probed) => Some(*probed),
            _ => None,
        })
    };
    test(&mut world, 1);
    world.run(10);
    let options = peer.request(&mut world, &Method::Options);
    peer.answer(&mut world, &options, 404, "t", &[], b"");
    world.run(10);
    let answered = outcome(&mut world).unwrap();
    assert_eq!((answered.probe, answered.outcome.map(|answer| answer.code)), (ProbeId(1), Ok(404)));
    assert_eq!(answered.targets.iter().map(|hop| hop.addr).collect::<Vec<_>>(), [peer.at]);
    test(&mut world, 2);
    world.run(3_900);
    assert!(outcome(&mut world).is_none());
    world.run(200);
    let silent = outcome(&mut world).unwrap();
    assert_eq!((silent.outcome, silent.hop.map(|hop| hop.addr)), (Err(Failure::Silent), Some(peer.at)));
    world.closed.push(peer.at);
    test(&mut world, 3);
    world.run(10);
    assert_eq!(outcome(&mut world).unwrap().outcome, Err(Failure::Unreachable));
    world.closed.clear();
}

/// Requests to a contact go back where it registered from, whatever its Contact says; its headers are never used.
#[test]
fn phone_is_called_over_the_path_that_it_registered_by() {
    let phone = Peer::new("198.51.100.7:40001");
    let mut world = World::with([vec![line("alice")], vec![]]);
    let register = |number: u32, authorization: &str| {
        format!(
            "REGISTER sip:10.77.0.1 SIP/2.0\nVia: SIP/2.0/UDP 192.168.1.7:5060;rport;branch=z9hG4bKr{number}\n\
             From: <sip:alice@10.77.0.1>;tag=f\nTo: <sip:alice@10.77.0.1>\nCall-ID: r\nCSeq: {number} REGISTER\n\
             Contact: <sip:alice@192.168.1.7:5060;ob?Route=%3Csip:evil.example.org%3E>\n{authorization}\n"
        )
    };
    phone.send(&mut world, &register(1, ""));
    world.run(20);
    let challenge = phone.response(&mut world, 401);
    let nonce = challenge.headers.get(&HeaderName::WwwAuthenticate).unwrap();
    let field =
        |name: &str| nonce.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let digest = digest("alice", &field("realm"), "secret", "REGISTER", "sip:10.77.0.1", &field("nonce"));
    phone.send(&mut world, &register(2, &format!("Authorization: {digest}\n")));
    world.run(20);
    phone.response(&mut world, 200);
    let line = world.line(A);
    let binding = world.sides[A].endpoint.contacts(line, world.now)[0].clone();
    world.told(A);
    world.call_to(A, LegTarget::Contact(Box::new(binding)));
    world.run(20);
    let invite = phone.request(&mut world, &Method::Invite);
    assert_eq!(invite.uri.to_string(), "sip:alice@192.168.1.7:5060;ob");
    assert!(!invite.headers.has(&HeaderName::Route));
    assert!(invite.headers.has(&HeaderName::PAssertedIdentity));
}

/// RFC 2617 without qop, by hand: the phone that the test plays is an old one.
fn digest(user: &str, realm: &str, password: &str, method: &str, uri: &str, nonce: &str) -> String {
    use md5::{Digest as _, Md5};
    let hex = |text: String| {
        Md5::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let ha1 = hex(format!("{user}:{realm}:{password}"));
    let ha2 = hex(format!("{method}:{uri}"));
    let response = hex(format!("{ha1}:{nonce}:{ha2}"));
    format!(
        "Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", response=\"{response}\", algorithm=MD5"
    )
}
