//! Every known cause has its own state, and each of them its sentence and its remedy.

use std::{net::SocketAddr, time::Duration};

use engine::{
    Departure, Hop, LastAnswer, NoAnswer, Reach, RegistrationState, RegistrationStatus, TlsFault,
    TlsFaultKind, Transport, TrunkStatus, Why,
};
use model::{
    Binding, Change, ConnectionType, Edit, RegisterDraft, Secret, Snapshot, Trunk, TrunkDraft,
    record::BindingOwner,
};
use moment::Moment;

use super::*;

const T0: Moment = Moment::from_unix_ms(1_000_000);

fn trunk(change: impl FnOnce(&mut TrunkDraft)) -> Trunk {
    let mut draft = TrunkDraft {
        name: Some("to-b".into()),
        context: Some(model::Ref::Name("Incalls".into())),
        addressing: Some(AddressingWord::Static),
        address: Some("10.0.0.2".into()),
        ..TrunkDraft::default()
    };
    change(&mut draft);
    let snapshot = Snapshot::factory().apply(&[Change::Trunk(Edit::Create(draft))]).unwrap();
    snapshot.trunk_by_name("to-b").unwrap().clone()
}

fn registers(draft: &mut TrunkDraft) {
    draft.register = Some(RegisterDraft {
        enabled: Some(true),
        username: Some("us".into()),
        password: Some(Secret::new("Kettle-9-boat")),
        remote_server: Some("10.0.0.2".into()),
        ..RegisterDraft::default()
    });
}

fn dynamic(draft: &mut TrunkDraft) {
    draft.addressing = Some(AddressingWord::Dynamic);
    draft.address = None;
    draft.password = Some(Secret::new("Kettle-9-boat"));
}

fn hop() -> Hop {
    let addr: SocketAddr = "10.0.0.2:5060".parse().unwrap();
    Hop { transport: Transport::Udp, addr, conn: None, proof: None }
}

fn answer(code: u16) -> LastAnswer {
    LastAnswer { code, reason: "Said so".into(), at: T0 }
}

fn registration(state: RegistrationState, code: Option<u16>, why: Option<Why>) -> TrunkFacts {
    let status = RegistrationStatus {
        server: "10.0.0.2".into(),
        username: "us".into(),
        state,
        since: T0,
        next: Some(T0 + Duration::from_secs(222)),
        expiry: 120,
        granted_at: Some(T0),
        last_answer: code.map(answer),
        heard_at: code.map(|_| hop()),
        no_answer: why.map(|why| NoAnswer { why, hop: Some(hop()) }),
        tried: Some(T0),
    };
    TrunkFacts { registration: Some(status), ..TrunkFacts::default() }
}

fn reach(reach: Reach) -> TrunkFacts {
    let status =
        TrunkStatus { reach, since: T0, last_answer: None, heard_at: Some(hop()), refused: None, next: None };
    TrunkFacts { status: Some(status), ..TrunkFacts::default() }
}

fn binding() -> Binding {
    Binding {
        owner: BindingOwner::Trunk(TrunkId(1)),
        contact: "sip:b@10.0.0.3".into(),
        expires_at_ms: 1_300_000,
        call_id: "c".into(),
        cseq: 1,
        user_agent: "Asterisk PBX".into(),
        transport: model::Transport::Udp,
        received: "10.0.0.3:5060".into(),
        local: "10.0.0.1:5060".into(),
        path: vec![],
        instance: None,
        q: 1000,
    }
}

/// Three minutes after it became so.
fn say(trunk: &Trunk, facts: &TrunkFacts) -> (String, Option<String>) {
    let state = judge::judge(trunk, facts);
    (state.sentence(1_180_000), state.remedy())
}

#[test]
fn a_registration_says_where_since_when_and_when_next() {
    let facts = registration(RegistrationState::Registered, Some(200), None);
    let (sentence, remedy) = say(&trunk(registers), &facts);
    assert_eq!(sentence, "Registered at 10.0.0.2:5060 over UDP for 3 min, next refresh in 42 s");
    assert_eq!(remedy, None);
}

#[test]
fn each_refusal_of_a_registration_has_its_own_words() {
    for (code, says, todo) in [
        (403, "does not accept this password", "username and password of the Register tab"),
        (401, "does not accept this password", "Register tab"),
        (404, "knows no such username", "make the trunk on the other side"),
        (423, "wants registrations that last longer", "expiry"),
        (405, "takes no registrations", "disable Register"),
        (500, "has failed", "log"),
        (503, "is overloaded or out of service", "log"),
        (699, "does not want this", "log"),
    ] {
        let (sentence, remedy) =
            say(&trunk(registers), &registration(RegistrationState::Refused, Some(code), None));
        assert_eq!(sentence, format!("Refused with {code}: the other side {says}"));
        assert!(remedy.unwrap().contains(todo), "{code}");
    }
}

#[test]
fn a_challenge_without_a_password_to_answer_it_is_told_apart() {
    let open = trunk(|draft| {
        registers(draft);
        draft.register.as_mut().unwrap().password = None;
    });
    let (sentence, _) = say(&open, &registration(RegistrationState::Refused, Some(401), None));
    assert_eq!(sentence, "Refused with 401: the other side asks for a password, and this trunk has none");
}

#[test]
fn silence_a_closed_port_and_an_unknown_name_are_three_things() {
    let silent = registration(RegistrationState::Unreachable, None, Some(Why::Silent));
    assert_eq!(
        say(&trunk(registers), &silent).0,
        "Nothing answers at 10.0.0.2:5060 over UDP for 3 min: is it running, is the port open?"
    );
    let closed = registration(RegistrationState::Unreachable, None, Some(Why::Unreachable));
    assert!(say(&trunk(registers), &closed).0.starts_with("Nobody listens at 10.0.0.2:5060 over UDP"));
    let named = trunk(|draft| draft.address = Some("b.example".into()));
    let unknown = reach(Reach::Unreachable(NoAnswer { why: Why::Unresolved, hop: None }));
    assert_eq!(say(&named, &unknown).0, "The name b.example has no address");
}

#[test]
fn each_way_that_tls_fails_is_said_with_what_to_do_about_it() {
    let secure = trunk(|draft| draft.transport = Some(model::Transport::Tls));
    let told = |kind| {
        let fault = TlsFault { kind, shown: Some([0xab; 32]) };
        say(&secure, &reach(Reach::Unreachable(NoAnswer { why: Why::Unproved(fault), hop: None })))
    };
    let (sentence, remedy) = told(TlsFaultKind::UnknownIssuer);
    assert!(
        sentence.starts_with(
            "No connection with 10.0.0.2:5061 over TLS: no authority that we trust vouches for its certificate (its SHA-256 is AB:AB:"
        ),
        "{sentence}"
    );
    assert!(remedy.unwrap().contains("enter its fingerprint"));
    let kinds = [
        TlsFaultKind::Expired,
        TlsFaultKind::NotYetValid,
        TlsFaultKind::OtherName,
        TlsFaultKind::UnknownIssuer,
        TlsFaultKind::PinDiffers,
        TlsFaultKind::BadCertificate,
        TlsFaultKind::WantsCertificate,
        TlsFaultKind::NoTls,
        TlsFaultKind::Broken,
    ];
    let sentences: std::collections::HashSet<String> = kinds.map(|kind| told(kind).0).into_iter().collect();
    assert_eq!(sentences.len(), kinds.len());
}

#[test]
fn a_static_trunk_is_not_probed_reachable_or_refuses_calls() {
    let fixed = trunk(|_| {});
    assert_eq!(say(&fixed, &TrunkFacts::default()).0, "Nothing was sent to 10.0.0.2:5060 over UDP yet");
    let mut facts = reach(Reach::Reachable { round_trip: Duration::from_millis(12) });
    assert_eq!(say(&fixed, &facts).0, "Answers at 10.0.0.2:5060 over UDP within 12 ms");
    facts.status.as_mut().unwrap().refused = Some(answer(403));
    assert_eq!(
        say(&fixed, &facts).0,
        "Refused with 403: the other side does not accept our calls with this password"
    );
}

#[test]
fn a_registered_trunk_whose_calls_are_not_answered_is_down() {
    let mut facts = registration(RegistrationState::Registered, Some(200), None);
    facts.status = reach(Reach::Unreachable(NoAnswer { why: Why::Silent, hop: Some(hop()) })).status;
    assert_eq!(judge::judge(&trunk(registers), &facts).health(), Health::Down);
}

#[test]
fn a_disabled_trunk_is_neither_up_nor_down() {
    let facts = reach(Reach::Unreachable(NoAnswer { why: Why::Silent, hop: Some(hop()) }));
    let off = trunk(|draft| draft.enabled = Some(false));
    assert_eq!(say(&off, &facts), ("Disabled".into(), Some("enable it where it is to be used".into())));
    assert_eq!(judge::judge(&off, &facts).health(), Health::Disabled);
}

#[test]
fn a_trunk_that_is_registered_with_us_and_gone_is_down() {
    let theirs = trunk(dynamic);
    let mut facts = reach(Reach::Reachable { round_trip: Duration::from_millis(3) });
    facts.contacts = vec![binding()];
    assert!(matches!(judge::judge(&theirs, &facts), TrunkState::RegisteredWithUs { .. }));
    let from = Hop { addr: "10.0.0.3:5060".parse().unwrap(), ..hop() };
    let status = facts.status.as_mut().unwrap();
    status.refused = Some(answer(403));
    assert!(say(&theirs, &facts).0.starts_with("Refused with 403"), "it takes no calls of ours");
    facts.status.as_mut().unwrap().reach = Reach::Unreachable(NoAnswer { why: Why::Silent, hop: Some(from) });
    assert_eq!(
        say(&theirs, &facts).0,
        "Nothing answers at 10.0.0.3:5060 over UDP for 3 min: is it running, is the port open?"
    );
}

#[test]
fn a_dynamic_trunk_never_came_is_here_lapsed_or_left() {
    let theirs = trunk(dynamic);
    let mut facts = TrunkFacts::default();
    assert_eq!(say(&theirs, &facts).0, "to-b has not registered here yet");
    facts.contacts = vec![binding()];
    assert_eq!(say(&theirs, &facts).0, "Registered here from 10.0.0.3:5060 over UDP, for another 2 min");
    facts.contacts.clear();
    let gone = |has_expired| Departure { at: T0, has_expired, binding: Box::new(binding()) };
    facts.departure = Some(gone(true));
    assert_eq!(say(&theirs, &facts).0, "Its registration from 10.0.0.3:5060 over UDP lapsed 3 min ago");
    facts.departure = Some(gone(false));
    assert!(matches!(judge::judge(&theirs, &facts), TrunkState::Unregistered { .. }));
}

#[test]
fn a_trunk_that_is_registered_at_but_has_no_address_says_what_is_missing() {
    let both = trunk(|draft| {
        dynamic(draft);
        registers(draft);
    });
    let facts = registration(RegistrationState::Registered, Some(200), None);
    assert!(matches!(judge::judge(&both, &facts), TrunkState::AddressMissing { .. }));
    let only_calls_us = trunk(|draft| {
        dynamic(draft);
        draft.connection_type = Some(ConnectionType::User);
    });
    assert_eq!(judge::judge(&only_calls_us, &TrunkFacts::default()), TrunkState::IncomingOnly);
}
