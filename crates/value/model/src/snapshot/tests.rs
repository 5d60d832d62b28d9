use super::*;
use crate::{
    change::Edit,
    context::{ContextDraft, ContextKind},
    destination::DestinationDraft,
    error::Problem,
    extension::ExtensionDraft,
    general::GeneralDraft,
    incoming_call::IncomingCallDraft,
    line::LineDraft,
    nouns::Noun,
    outgoing_call::{OutgoingCallDraft, OutgoingExtensionDraft},
    range::{NumberRangeDraft, RangeKind},
    reference::{Naming, Ref},
    secret::Secret,
    trunk::{ConnectionType, TrunkDraft},
    user::UserDraft,
};

fn line(username: &str, extension: &str) -> LineDraft {
    LineDraft {
        username: Some(username.into()),
        password: Some(Secret::new("k3Vq-9xPw")),
        context: Some("default".into()),
        extension: Some(extension.into()),
        ..Default::default()
    }
}

fn user(name: &str, lines: Vec<LineDraft>) -> Change {
    Change::User(Edit::Create(UserDraft {
        firstname: Some(name.into()),
        line: Some(lines),
        ..Default::default()
    }))
}

fn trunk(name: &str, context: &str) -> Change {
    Change::Trunk(Edit::Create(TrunkDraft {
        name: Some(name.into()),
        context: Some(context.into()),
        ..Default::default()
    }))
}

fn outgoing(name: &str, context: &str, pattern: &str) -> Change {
    Change::OutgoingCall(Edit::Create(OutgoingCallDraft {
        name: Some(name.into()),
        context: Some(context.into()),
        trunks: Some(vec!["t".into()]),
        extension: Some(vec![OutgoingExtensionDraft { pattern: Some(pattern.into()), ..Default::default() }]),
        ..Default::default()
    }))
}

fn incoming(did: &str, context: &str, destination: DestinationDraft) -> Change {
    Change::IncomingCall(Edit::Create(IncomingCallDraft {
        did: Some(did.into()),
        context: Some(context.into()),
        destination: Some(destination),
        ..Default::default()
    }))
}

fn range(kind: RangeKind, start: &str, end: &str) -> NumberRangeDraft {
    NumberRangeDraft { kind: Some(kind), start: Some(start.into()), end: Some(end.into()), did_length: None }
}

fn ranges(snapshot: &Snapshot, context: &str, ranges: Vec<NumberRangeDraft>) -> Change {
    let id = snapshot.context_by_name(context).unwrap().id;
    Change::Context(Edit::Update(id, ContextDraft { range: Some(ranges), ..Default::default() }))
}

/// Gives change, field and problem of each error.
fn errors(snapshot: &Snapshot, changes: &[Change]) -> Vec<(usize, String, Problem)> {
    let errors = snapshot.apply(changes).map(drop).unwrap_err();
    errors.into_iter().map(|error| (error.change, error.field, error.problem)).collect()
}

fn site() -> Snapshot {
    let changes = [
        user("Alice", vec![line("alice", "201")]),
        trunk("t", "Incalls"),
        outgoing("out", "to-extern", "**99."),
        incoming("101", "Incalls", DestinationDraft::User("Alice".into())),
    ];
    Snapshot::factory().apply(&changes).unwrap()
}

#[test]
fn a_new_exchange_has_three_contexts_and_no_number() {
    let factory = Snapshot::factory();
    let kind = |name| factory.context_by_name(name).map(|context| context.kind);
    assert_eq!(kind("default"), Some(ContextKind::Internal));
    assert_eq!(kind("Incalls"), Some(ContextKind::Incall));
    assert_eq!(kind("to-extern"), Some(ContextKind::Outcall));
    let to_extern = factory.context_by_name("to-extern").unwrap().id;
    assert_eq!(factory.context_by_name("default").unwrap().includes, [to_extern]);
    assert!(factory.nouns().contexts.keys().all(|id| factory.entries(*id).is_empty()));
}

#[test]
fn everything_is_found_by_what_a_call_knows_of_it() {
    let site = site();
    let alice = site.line_by_username("alice").unwrap();
    assert_eq!(site.target(alice.context, "201"), Some(&Target::Lines(vec![alice.id])));
    assert_eq!(site.users_by_name("Alice").map(|user| user.id).collect::<Vec<_>>(), [alice.user]);
    assert_eq!(site.trunk_by_name("t").map(|t| t.id), site.trunk_by_username("t").map(|t| t.id));
    assert!(matches!(
        site.target(site.context_by_name("Incalls").unwrap().id, "101"),
        Some(Target::IncomingCall(_))
    ));
    assert_eq!(site.revision().0, 1);
}

#[test]
fn edits_of_one_list_name_each_other_in_any_order() {
    let changes = [
        incoming("101", "inward", DestinationDraft::User("Bob".into())),
        user("Bob", vec![]),
        Change::Context(Edit::Create(ContextDraft {
            name: Some("inward".into()),
            kind: Some(ContextKind::Incall),
            ..Default::default()
        })),
    ];
    assert!(Snapshot::factory().apply(&changes).is_ok());
}

#[test]
fn two_contexts_may_include_each_other() {
    let context = |name: &str, include: &str| {
        Change::Context(Edit::Create(ContextDraft {
            name: Some(name.into()),
            includes: Some(vec![include.into()]),
            ..Default::default()
        }))
    };
    assert!(Snapshot::factory().apply(&[context("a", "b"), context("b", "a")]).is_ok());
}

#[test]
fn all_edits_or_none() {
    let changes = [user("Bob", vec![]), trunk("t2", "nowhere"), trunk("bad name", "Incalls")];
    let found = errors(&site(), &changes);
    assert_eq!(
        found.iter().map(|(at, field, _)| (*at, field.as_str())).collect::<Vec<_>>(),
        [(1, "context"), (2, "name")]
    );
}

#[test]
fn a_number_outside_its_kinds_ranges_is_refused_at_its_line() {
    let factory = Snapshot::factory();
    let limited =
        factory.apply(&[ranges(&factory, "default", vec![range(RangeKind::User, "200", "299")])]).unwrap();
    let found = errors(&limited, &[user("Bob", vec![line("bob", "250"), line("bob2", "300")])]);
    let outside = Problem::OutsideRanges { context: "default".into(), kind: RangeKind::User };
    assert_eq!(found, [(0, "line[1].extension".into(), outside)]);
}

#[test]
fn a_range_cannot_leave_numbers_outside_that_are_in_use() {
    let site = site();
    let found = errors(&site, &[ranges(&site, "default", vec![range(RangeKind::User, "300", "399")])]);
    let [(0, field, Problem::InUse { by, more: 0 })] = &found[..] else { panic!("{found:?}") };
    assert_eq!((field.as_str(), by[0].to_string().as_str()), ("range", "line alice"));
}

#[test]
fn dids_outgoing_patterns_and_lines_each_have_their_kind_of_context() {
    let wrong = |change: Change, field: &str| {
        let found = errors(&site(), &[change]);
        assert!(
            matches!(&found[..], [(0, at, Problem::WrongContextKind { .. })] if at == field),
            "{field}: {found:?}"
        );
    };
    wrong(incoming("102", "default", DestinationDraft::Echo), "context");
    wrong(outgoing("o2", "default", "0."), "context");
    wrong(
        user("Bob", vec![LineDraft { context: Some("Incalls".into()), ..line("bob", "1") }]),
        "line[0].context",
    );
}

/// Reads who has what was wanted: the field, and the noun in words.
fn taken(found: &[(usize, String, Problem)]) -> (&str, &str) {
    match found {
        [(0, field, Problem::Taken { by, who: Some(who) })] => {
            assert!(who.id > 0 && by.ends_with(&who.name), "{who:?}");
            (field, by)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_number_means_one_thing_in_a_context() {
    let echo = Change::Extension(Edit::Create(ExtensionDraft {
        number: Some("201".into()),
        context: Some("default".into()),
        destination: Some(DestinationDraft::Echo),
    }));
    assert_eq!(taken(&errors(&site(), &[echo])), ("number", "line alice"));
    let did = incoming("+101", "Incalls", DestinationDraft::Echo);
    assert_eq!(taken(&errors(&site(), &[did])), ("did", "incoming call 101"));
}

#[test]
fn a_pattern_twice_in_a_context_is_refused_however_it_is_written() {
    let found = errors(&site(), &[outgoing("o2", "to-extern", "_**9-9.")]);
    assert_eq!(taken(&found), ("extension[0].pattern", "outgoing call out"));
}

#[test]
fn users_may_share_a_number_and_all_of_their_lines_ring() {
    let site = site().apply(&[user("Bob", vec![line("bob", "201")])]).unwrap();
    let alice = site.line_by_username("alice").unwrap();
    let bob = site.line_by_username("bob").unwrap();
    assert_eq!(site.target(alice.context, "201"), Some(&Target::Lines(vec![alice.id, bob.id])));
    assert_eq!(site.ringing_lines(bob.user), [alice.id, bob.id]);
}

#[test]
fn a_line_without_number_rings_with_its_users_main_number_and_one_with_another_does_not() {
    let lines =
        vec![line("desk", "202"), LineDraft { extension: None, ..line("soft", "") }, line("lab", "203")];
    let site = site().apply(&[user("Carol", lines)]).unwrap();
    let id = |name| site.line_by_username(name).unwrap().id;
    let carol = site.line_by_username("desk").unwrap().user;
    assert_eq!(site.ringing_lines(carol), [id("desk"), id("soft")]);
    assert_eq!(site.lines_of_user(carol), [id("desk"), id("soft"), id("lab")]);
}

#[test]
fn lines_and_trunks_share_one_room_of_usernames() {
    let found = errors(&site(), &[trunk("alice", "Incalls")]);
    assert_eq!(taken(&found), ("username", "line alice"));
    let peer = TrunkDraft {
        name: Some("alice".into()),
        context: Some("Incalls".into()),
        connection_type: Some(ConnectionType::Peer),
        ..Default::default()
    };
    assert!(
        site().apply(&[Change::Trunk(Edit::Create(peer))]).is_ok(),
        "a peer never proves itself by digest"
    );
}

#[test]
fn what_is_in_use_is_not_deleted_and_its_users_are_named() {
    let site = site();
    let in_use = |change: Change| match &errors(&site, &[change])[..] {
        [(0, _, Problem::InUse { by, more: 0 })] => by.iter().map(ToString::to_string).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let t = site.trunk_by_name("t").unwrap().id;
    assert_eq!(in_use(Change::Trunk(Edit::Delete(t))), ["outgoing call out"]);
    let alice = site.line_by_username("alice").unwrap().user;
    assert_eq!(in_use(Change::User(Edit::Delete(alice))), ["incoming call 101"]);
    let incalls = site.context_by_name("Incalls").unwrap().id;
    assert_eq!(in_use(Change::Context(Edit::Delete(incalls))), ["trunk t", "incoming call 101"]);
}

#[test]
fn what_goes_together_may_go_together_and_a_users_lines_go_too() {
    let site = site();
    let alice = site.line_by_username("alice").unwrap().user;
    let did = *site.nouns().incoming_calls.keys().next().unwrap();
    let after =
        site.apply(&[Change::User(Edit::Delete(alice)), Change::IncomingCall(Edit::Delete(did))]).unwrap();
    assert!(after.line_by_username("alice").is_none());
    assert_eq!(after.difference(&site).removed.len(), 3);
}

#[test]
fn an_id_is_never_given_twice() {
    let first = Snapshot::factory().apply(&[trunk("t", "Incalls")]).unwrap();
    let old = first.trunk_by_name("t").unwrap().id;
    let second = first.apply(&[Change::Trunk(Edit::Delete(old))]).unwrap();
    let third = second.apply(&[trunk("t", "Incalls")]).unwrap();
    assert!(third.trunk_by_name("t").unwrap().id > old);
}

#[test]
fn an_update_keeps_what_it_does_not_say() {
    let site = site();
    let alice = site.line_by_username("alice").unwrap();
    let changes = [Change::Line(Edit::Update(
        alice.id,
        LineDraft { extension: Some("202".into()), ..Default::default() },
    ))];
    let after = site.apply(&changes).unwrap();
    let changed = after.line_by_username("alice").unwrap();
    assert_eq!((changed.id, &changed.password), (alice.id, &alice.password));
    assert!(matches!(&after.difference(&site).saved[..], [Noun::Line(_)]));
}

#[test]
fn a_users_lines_are_known_by_their_usernames() {
    let site = site();
    let alice = site.line_by_username("alice").unwrap();
    let lines =
        vec![LineDraft { username: Some("alice".into()), ..Default::default() }, line("alice2", "202")];
    let draft = UserDraft { line: Some(lines), ..Default::default() };
    let after = site.apply(&[Change::User(Edit::Update(alice.user, draft))]).unwrap();
    assert_eq!(after.line_by_username("alice").map(|line| line.id), Some(alice.id));
    assert_eq!(after.lines_of_user(alice.user).len(), 2);
    let none = UserDraft { line: Some(vec![]), ..Default::default() };
    let bare = after.apply(&[Change::User(Edit::Update(alice.user, none))]).unwrap();
    assert!(bare.lines_of_user(alice.user).is_empty());
}

#[test]
fn what_is_not_there_cannot_be_changed() {
    let found = errors(&site(), &[Change::Trunk(Edit::Delete(TrunkId(999)))]);
    assert_eq!(found, [(0, String::new(), Problem::Unknown { noun: "trunk", name: "999".into() })]);
}

#[test]
fn a_contexts_name_is_fixed_and_a_trunks_is_not() {
    let site = site();
    let default = site.context_by_name("default").unwrap().id;
    let rename = ContextDraft { name: Some("other".into()), ..Default::default() };
    assert_eq!(
        errors(&site, &[Change::Context(Edit::Update(default, rename))]),
        [(0, "name".into(), Problem::Fixed)]
    );
    let t = site.trunk_by_name("t").unwrap().id;
    let rename = TrunkDraft { name: Some("renamed".into()), ..Default::default() };
    let after = site.apply(&[Change::Trunk(Edit::Update(t, rename))]).unwrap();
    assert_eq!(after.nouns().outgoing_calls.values().next().unwrap().trunks, [t], "renaming breaks nothing");
}

#[test]
fn what_a_draft_says_in_names_is_applied_twice_without_a_change() {
    let site = site();
    let naming = Naming::Names(&site);
    let again: Vec<Change> = site
        .nouns()
        .trunks
        .values()
        .map(|t| Change::Trunk(Edit::Update(t.id, t.draft(naming))))
        .chain(site.nouns().lines.values().map(|l| Change::Line(Edit::Update(l.id, l.draft(naming)))))
        .chain(site.nouns().contexts.values().map(|c| Change::Context(Edit::Update(c.id, c.draft(naming)))))
        .chain([Change::General(GeneralDraft::default())])
        .collect();
    let after = site.apply(&again).unwrap();
    assert!(after.difference(&site).is_empty());
}

#[test]
fn a_trunk_that_reaches_an_outgoing_call_is_warned_of() {
    let site = site();
    assert!(site.warnings().is_empty());
    let open = site.apply(&[trunk("open", "default")]).unwrap();
    assert!(matches!(
        &open.warnings()[..],
        [Warning::TrunkReachesOutgoingCall { trunk, transit: false, .. }] if trunk == "open"
    ));
}

#[test]
fn a_did_that_leads_to_nobodys_phone_is_warned_of() {
    let changes = [user("Dave", vec![]), incoming("102", "Incalls", DestinationDraft::User("Dave".into()))];
    let warnings = site().apply(&changes).unwrap().warnings();
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].to_string(), "incoming call 102 leads to user Dave, who has no line");
}

#[test]
fn a_caller_id_is_filled_from_the_user_and_the_line() {
    let site = site();
    let alice = site.line_by_username("alice").unwrap();
    assert_eq!(site.caller_id(alice).to_string(), "\"Alice\" <201>");
    let draft = UserDraft { caller_id: Some("\"Reception\"".into()), ..Default::default() };
    let after = site.apply(&[Change::User(Edit::Update(alice.user, draft))]).unwrap();
    assert_eq!(after.caller_id(alice).to_string(), "\"Reception\" <201>");
}

#[test]
fn a_context_is_found_by_id_where_a_program_asks() {
    let id = Snapshot::factory().context_by_name("Incalls").unwrap().id;
    let by_id = TrunkDraft { name: Some("t2".into()), context: Some(Ref::Id(id.0)), ..Default::default() };
    assert!(site().apply(&[Change::Trunk(Edit::Create(by_id))]).is_ok());
}

#[test]
fn an_outgoing_call_without_a_trunk_in_use_is_warned_of() {
    let site = site();
    let call = site.nouns().outgoing_calls.values().next().unwrap();
    let disable = |id: &crate::TrunkId| {
        Change::Trunk(Edit::Update(*id, TrunkDraft { enabled: Some(false), ..Default::default() }))
    };
    let changes: Vec<Change> = call.trunks.iter().map(disable).collect();
    assert!(!changes.is_empty());
    let disabled = site.apply(&changes).unwrap();
    let expected = Warning::TrunksDisabled { outgoing_call: call.name.to_string() };
    assert_eq!(disabled.warnings(), [expected]);
}

#[test]
fn a_disabled_trunk_opens_no_way_out_and_keeps_its_name() {
    let off = |name: &str, context: &str| match trunk(name, context) {
        Change::Trunk(Edit::Create(draft)) => {
            Change::Trunk(Edit::Create(TrunkDraft { enabled: Some(false), ..draft }))
        }
        other => other,
    };
    let open = site().apply(&[off("open", "default")]).unwrap();
    assert!(open.warnings().is_empty());
    assert!(open.apply(&[off("open", "default")]).is_err(), "it can be enabled whenever one likes");
}

#[test]
fn keys_that_anybody_on_the_way_can_read_are_warned_of() {
    let site = site();
    let id = *site.nouns().trunks.keys().next().unwrap();
    let change = |transport| {
        let draft = TrunkDraft {
            media_encryption: Some(crate::MediaEncryption::Required),
            transport: Some(transport),
            ..Default::default()
        };
        site.apply(&[Change::Trunk(Edit::Update(id, draft))]).unwrap().warnings()
    };
    assert!(matches!(&change(crate::Transport::Udp)[..], [Warning::KeysInClear { .. }]));
    assert!(change(crate::Transport::Tls).is_empty());
}

/// What was written before there was encryption reads as offered.
#[test]
fn a_line_of_an_earlier_release_has_its_audio_offered() {
    let mut body = serde_json::to_value(site().line_by_username("alice").unwrap()).unwrap();
    body.as_object_mut().unwrap().remove("media_encryption");
    body["password"] = "k3Vq-9xPw".into();
    let line: crate::Line = serde_json::from_value(body).unwrap();
    assert_eq!(line.media_encryption, crate::MediaEncryption::Offered);
}
