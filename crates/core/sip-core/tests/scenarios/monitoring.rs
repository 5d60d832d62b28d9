//! Trunks that are watched, moved and switched off.

use std::time::Duration;

use model::{Secret, TrunkDraft, trunk::MonitoringWord};
use sip_core::{
    Failure, Input, LastAnswer, NoAnswer, ProbeId, Reach, RegistrationState, TrunkCommand, TrunkStatus, Why,
};
use sip_msg::{HeaderName, Method};

use crate::{
    peer::Peer,
    trunks::seed_page,
    world::{A, B, World, open_trunk, trunk},
};

/// Asked every 60 s, as a trunk is where nothing is said.
fn monitored(draft: &mut TrunkDraft) {
    draft.monitoring = Some(MonitoringWord::Word("yes".into()));
}

fn status(world: &World, side: usize) -> TrunkStatus {
    world.sides[side].endpoint.trunk_status(world.trunk(side)).unwrap()
}

fn code(status: &TrunkStatus) -> Option<u16> {
    status.last_answer.as_ref().map(|LastAnswer { code, .. }| *code)
}

/// A monitored trunk to a peer that the test plays.
fn watched(peer: &Peer) -> World {
    let mut world = World::with([vec![open_trunk("peer", &peer.at.to_string())], vec![]]);
    world.edit_trunk(A, monitored);
    world
}

#[test]
fn a_static_trunk_that_goes_is_known_before_somebody_calls() {
    let peer = Peer::new("10.77.0.9:5060");
    let mut world = watched(&peer);
    for _ in 0..3 {
        world.run(20);
        let options = peer.request(&mut world, &Method::Options);
        peer.answer(&mut world, &options, 200, "t", &[], b"");
        world.run(59_990);
        assert_eq!(peer.count(&world, &Method::Options), 0, "once a minute");
        assert!(
            matches!(status(&world, A).reach, Reach::Reachable { round_trip } if round_trip < Duration::from_millis(50))
        );
    }
    // Now it is silent: four seconds are enough to know.
    world.run(4_100);
    let silent = status(&world, A);
    assert!(matches!(silent.reach, Reach::Unreachable(NoAnswer { why: Why::Silent, .. })), "{silent:?}");
    assert_eq!(code(&silent), Some(200), "what it said last is kept");
    // It is asked every 5 s until it is back.
    world.mail.clear();
    world.run(5_100);
    let options = peer.request(&mut world, &Method::Options);
    peer.answer(&mut world, &options, 404, "t", &[], b"");
    world.run(100);
    assert!(matches!(status(&world, A).reach, Reach::Reachable { .. }));
}

#[test]
fn a_trunk_that_registers_here_is_asked_and_its_answers_are_kept() {
    let mut world = seed_page("10.77.0.2");
    assert_eq!((status(&world, B).reach, code(&status(&world, B))), (Reach::Unknown, None));
    world.edit_trunk(B, monitored);
    world.run(100);
    // A asks back who this is: an answer as good as any.
    assert!(matches!(status(&world, B).reach, Reach::Reachable { .. }), "{:?}", world.ladder);
    assert_eq!(code(&status(&world, B)), Some(401));
    world.closed.push("10.77.0.1:5060".parse().unwrap());
    world.run(60_000);
    assert!(matches!(status(&world, B).reach, Reach::Unreachable(_)), "its registration is good for longer");
    assert_eq!(code(&status(&world, B)), Some(401));
}

#[test]
fn a_trunk_that_unregisters_is_not_asked_any_more() {
    let mut world = seed_page("10.77.0.2");
    world.edit_trunk(B, monitored);
    world.run(100);
    world.edit_trunk(A, |draft| draft.enabled = Some(false));
    world.run(100);
    let asked = world.count("10.77.0.2:5060 > 10.77.0.1:5060 OPTIONS");
    world.run(200_000);
    assert_eq!(world.count("10.77.0.2:5060 > 10.77.0.1:5060 OPTIONS"), asked);
    assert_eq!((status(&world, B).reach, code(&status(&world, B))), (Reach::Unknown, Some(401)));
}

#[test]
fn what_the_old_peer_still_says_is_not_told_of_the_new_one() {
    let (old, new) = (Peer::new("10.77.0.8:5060"), Peer::new("10.77.0.9:5060"));
    let mut world = watched(&old);
    world.run(20);
    let options = old.request(&mut world, &Method::Options);
    old.answer(&mut world, &options, 200, "t", &[], b"");
    world.run(60_010);
    let late = old.request(&mut world, &Method::Options);
    world.call(A, "101");
    world.run(20);
    let call = old.request(&mut world, &Method::Invite);
    world.edit_trunk(A, |draft| draft.address = Some("10.77.0.9".into()));
    let forgotten = status(&world, A);
    assert_eq!((forgotten.reach, code(&forgotten), forgotten.heard_at), (Reach::Unknown, None, None));
    old.answer(&mut world, &late, 503, "t", &[], b"");
    old.answer(&mut world, &call, 403, "t", &[], b"");
    world.run(20);
    assert_eq!((code(&status(&world, A)), status(&world, A).refused), (None, None));
    let options = new.request(&mut world, &Method::Options);
    new.answer(&mut world, &options, 404, "t", &[], b"");
    world.run(20);
    assert_eq!(code(&status(&world, A)), Some(404));
    assert_eq!(status(&world, A).heard_at.map(|hop| hop.addr), Some(new.at));
}

/// RFC 3261 section 22.3: credentials are for the realm that asked. Another host may call its realm the same.
#[test]
fn the_new_peer_of_a_trunk_never_sees_the_nonces_of_the_old_one() {
    const CHALLENGE: &str = "Digest realm=\"r\", nonce=\"of-the-old-one\", qop=\"auth\"";
    let (old, new) = (Peer::new("10.77.0.8:5060"), Peer::new("10.77.0.9:5060"));
    let account = |draft: &mut TrunkDraft| {
        draft.addressing = Some(model::trunk::AddressingWord::Static);
        draft.address = Some("10.77.0.8".into());
        draft.password = Some(Secret::new("pass"));
        draft.weak_password = Some(true);
    };
    let invited = |world: &mut World, peer: &Peer| {
        world.call(A, "101");
        world.run(20);
        let invite = peer.request(world, &Method::Invite);
        let credentials = invite.headers.get(&HeaderName::Authorization).map(str::to_owned);
        (invite, credentials)
    };
    let edits: [fn(&mut TrunkDraft); 3] = [
        |draft| draft.address = Some("10.77.0.9".into()),
        |draft| draft.outbound_proxy = Some("10.77.0.9".into()),
        |draft| {
            (draft.addressing, draft.address) =
                (Some(model::trunk::AddressingWord::Static), Some("10.77.0.9:5060".into()));
            draft.username = Some("somebody-else".into());
        },
    ];
    for edit in edits {
        let mut world = World::with([vec![trunk("peer", account)], vec![]]);
        let (invite, none) = invited(&mut world, &old);
        assert_eq!(none, None);
        old.answer(&mut world, &invite, 401, "t", &[(HeaderName::WwwAuthenticate, CHALLENGE)], b"");
        world.run(20);
        world.mail.clear();
        let (_, again) = invited(&mut world, &old);
        assert!(again.is_some_and(|sent| sent.contains("of-the-old-one")), "it asks only once");
        world.edit_trunk(A, edit);
        assert_eq!(invited(&mut world, &new).1, None);
        // Moved back, it begins anew as well: nothing was kept meanwhile.
        world.edit_trunk(A, |draft| {
            account(draft);
            (draft.outbound_proxy, draft.username) = (Some(String::new()), Some(String::new()));
        });
        world.mail.clear();
        assert_eq!(invited(&mut world, &old).1, None);
    }
}

#[test]
fn a_registrar_elsewhere_says_nothing_of_the_trunks_own_address() {
    let (registrar, peer) = (Peer::new("10.77.0.8:5060"), Peer::new("10.77.0.9:5060"));
    let mut world = World::with([
        vec![trunk("peer", |draft| {
            draft.addressing = Some(model::trunk::AddressingWord::Static);
            draft.address = Some("10.77.0.9".into());
            draft.register = Some(model::RegisterDraft {
                enabled: Some(true),
                username: Some("a".into()),
                remote_server: Some("10.77.0.8".into()),
                ..model::RegisterDraft::default()
            });
        })],
        vec![],
    ]);
    world.run(20);
    let register = registrar.request(&mut world, &Method::Register);
    registrar.answer(&mut world, &register, 403, "t", &[], b"");
    world.run(20);
    assert_eq!((status(&world, A).reach, code(&status(&world, A))), (Reach::Unknown, None));
    assert_eq!(peer.count(&world, &Method::Options), 0);
}

#[test]
fn a_disabled_trunk_places_no_call_and_asks_nobody() {
    let peer = Peer::new("10.77.0.9:5060");
    let mut world = watched(&peer);
    world.run(20);
    world.edit_trunk(A, |draft| draft.enabled = Some(false));
    world.mail.clear();
    world.call(A, "101");
    let order = TrunkCommand::Probe(ProbeId(1), world.trunk(A));
    world.input(A, Input::Trunk(order));
    world.run(200_000);
    assert!(matches!(world.told(A)[..], [sip_core::Event::Failed { failure: Failure::NotRegistered, .. }]));
    assert!(world.mail.iter().all(|(_, to, _)| *to != peer.at), "{:?}", world.ladder);
    assert_eq!(world.sides[A].endpoint.trunk_status(world.trunk(A)), None);
    world.edit_trunk(A, |draft| draft.enabled = Some(true));
    world.run(20);
    peer.request(&mut world, &Method::Options);
}

#[test]
fn a_disabled_trunk_takes_no_call_by_its_address() {
    let mut world = World::new();
    world.edit_trunk(B, |draft| draft.enabled = Some(false));
    world.call(A, "101");
    world.run(500);
    assert!(world.told(B).is_empty(), "nobody calls");
    assert_eq!(world.count("SIP/2.0 401"), 1, "a stranger");
}

#[test]
fn a_disabled_trunk_takes_its_registration_back_and_grants_none() {
    let mut world = seed_page("10.77.0.2");
    let registered = |world: &World| world.sides[B].endpoint.trunk_contacts(world.trunk(B), world.now).len();
    assert_eq!(registered(&world), 1);
    world.edit_trunk(A, |draft| draft.enabled = Some(false));
    world.run(100);
    assert_eq!((registered(&world), world.sides[A].endpoint.registration(world.trunk(A))), (0, None));

    world.edit_trunk(A, |draft| draft.enabled = Some(true));
    world.run(100);
    assert_eq!(registered(&world), 1);
    world.edit_trunk(B, |draft| draft.enabled = Some(false));
    assert_eq!(registered(&world), 0, "what was granted is void");
    world.run(130_000);
    assert_eq!(registered(&world), 0);
    let ours = world.sides[A].endpoint.registration(world.trunk(A)).unwrap();
    assert_eq!(ours.state, RegistrationState::Refused);
    world.told(B);
    world.call(A, "101");
    world.run(500);
    assert!(world.told(B).iter().all(|event| !matches!(event, sip_core::Event::Incoming(_))));
}
