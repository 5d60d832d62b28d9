//! Rules between nouns are judged on the configuration after all edits: what is swapped or freed in one list is no clash,
//! and a breach is told at the edit that brought it about, whichever noun that is.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test's helpers may fail it"
)]

use model::{
    Change, ContextDraft, ContextKind, DestinationDraft, Edit, ExtensionDraft, IncomingCallDraft, LineDraft,
    Secret, Snapshot, TrunkDraft, UserDraft,
    error::Problem,
    range::{NumberRangeDraft, RangeKind},
    trunk::ConnectionType,
};

fn user(name: &str, username: &str, extension: &str) -> Change {
    let line = LineDraft {
        username: Some(username.into()),
        password: Some(Secret::new("k3Vq-9xPw")),
        context: Some("default".into()),
        extension: Some(extension.into()),
        ..Default::default()
    };
    let draft = UserDraft { firstname: Some(name.into()), line: Some(vec![line]), ..Default::default() };
    Change::User(Edit::Create(draft))
}

fn extension(number: &str) -> ExtensionDraft {
    ExtensionDraft {
        number: Some(number.into()),
        context: Some("default".into()),
        destination: Some(DestinationDraft::Echo),
    }
}

fn trunk(name: &str, connection: ConnectionType) -> TrunkDraft {
    TrunkDraft {
        name: Some(name.into()),
        context: Some("Incalls".into()),
        connection_type: Some(connection),
        ..Default::default()
    }
}

fn incall_range(start: &str, end: &str, did_length: Option<u32>) -> ContextDraft {
    let (start, end) = (Some(start.into()), Some(end.into()));
    let range = NumberRangeDraft { kind: Some(RangeKind::Incall), start, end, did_length };
    ContextDraft { range: Some(vec![range]), ..Default::default() }
}

fn incoming(did: &str) -> Change {
    Change::IncomingCall(Edit::Create(IncomingCallDraft {
        did: Some(did.into()),
        context: Some("Incalls".into()),
        destination: Some(DestinationDraft::Echo),
        ..Default::default()
    }))
}

/// A new exchange with these edits.
fn with(changes: &[Change]) -> Snapshot {
    Snapshot::factory().apply(changes).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// Edit, field and problem of the only error.
fn error(snapshot: &Snapshot, changes: &[Change]) -> (usize, String, Problem) {
    let mut errors = snapshot.apply(changes).map(drop).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    let error = errors.remove(0);
    (error.change, error.field, error.problem)
}

#[test]
fn two_numbers_are_swapped_in_one_list_but_not_one_after_the_other() {
    let site = with(&["301", "302"].map(|number| Change::Extension(Edit::Create(extension(number)))));
    let ids: Vec<_> = site.nouns().extensions.keys().copied().collect();
    let swap = [
        Change::Extension(Edit::Update(ids[0], extension("302"))),
        Change::Extension(Edit::Update(ids[1], extension("301"))),
    ];
    let swapped = site.apply(&swap).unwrap();
    let number = |at: usize| swapped.extension(ids[at]).unwrap().number.to_string();
    assert_eq!((number(0), number(1)), ("302".into(), "301".into()));
    let (change, field, problem) = error(&site, &swap[..1]);
    assert_eq!((change, field.as_str()), (0, "number"));
    assert!(matches!(problem, Problem::Taken { by, .. } if by.contains("302")));
}

#[test]
fn what_one_edit_frees_another_of_the_list_may_take() {
    let site = with(&[Change::Extension(Edit::Create(extension("301")))]);
    let id = *site.nouns().extensions.keys().next().unwrap();
    let create = Change::Extension(Edit::Create(extension("301")));
    let delete = Change::Extension(Edit::Delete(id));
    for list in [[create.clone(), delete.clone()], [delete, create.clone()]] {
        let after = site.apply(&list).unwrap();
        assert_eq!(after.nouns().extensions.len(), 1);
        assert!(after.extension(id).is_none(), "the new one has an id of its own");
    }
    assert!(matches!(error(&site, &[create]), (0, field, Problem::Taken { .. }) if field == "number"));
}

/// The line is in order; the edit of its context is what breaks the rule, and is told whom it hurts.
#[test]
fn a_context_cannot_become_what_its_lines_cannot_be_in() {
    let site = with(&[user("Alice", "alice", "201")]);
    let default = site.context_by_name("default").unwrap().id;
    let becomes = |kind| {
        let draft = ContextDraft { kind: Some(kind), ..Default::default() };
        Change::Context(Edit::Update(default, draft))
    };
    let (change, field, problem) = error(&site, &[becomes(ContextKind::Incall)]);
    assert_eq!((change, field.as_str()), (0, "kind"));
    assert!(matches!(problem, Problem::InUse { by, .. } if by.iter().any(|who| who.name == "alice")));
    assert!(site.apply(&[becomes(ContextKind::Services)]).is_ok(), "a line may be among services");
}

/// Digest finds lines and trunks by one name; a trunk that never calls us takes none.
#[test]
fn a_trunk_takes_a_username_only_where_it_calls_us() {
    let site = with(&[
        user("Alice", "alice", "201"),
        Change::Trunk(Edit::Create(trunk("alice", ConnectionType::Peer))),
    ]);
    let id = site.trunk_by_name("alice").unwrap().id;
    for connection in [ConnectionType::Friend, ConnectionType::User] {
        let draft = TrunkDraft { connection_type: Some(connection), ..Default::default() };
        let found = error(&site, &[Change::Trunk(Edit::Update(id, draft))]);
        assert!(matches!(found, (0, field, Problem::Taken { .. }) if field == "username"), "{connection:?}");
    }
}

#[test]
fn a_range_holds_its_ends_and_numbers_of_its_length_alone() {
    let site = Snapshot::factory();
    let incalls = site.context_by_name("Incalls").unwrap().id;
    let range = |draft: ContextDraft| site.apply(&[Change::Context(Edit::Update(incalls, draft))]).unwrap();
    let whole = range(incall_range("0390550100", "0390550199", None));
    for did in ["0390550100", "0390550150", "0390550199", "_03905501XX"] {
        assert!(whole.apply(&[incoming(did)]).is_ok(), "{did}");
    }
    for did in ["0390550099", "0390550200", "100", "00390550150", "039055015"] {
        let found = error(&whole, &[incoming(did)]);
        assert!(matches!(found, (0, field, Problem::OutsideRanges { .. }) if field == "did"), "{did}");
    }
    // The provider sends the last three digits alone.
    let short = range(incall_range("0390550100", "0390550199", Some(3)));
    assert!(short.apply(&[incoming("100"), incoming("199")]).is_ok());
    for did in ["200", "99", "0390550150"] {
        assert!(short.apply(&[incoming(did)]).is_err(), "{did}");
    }
}

/// Errors come in the order of the edits, each with the path of its field, and nothing is changed.
#[test]
fn every_wrong_field_of_every_edit_is_told_at_once() {
    let nameless = TrunkDraft { call_limit: Some(u32::MAX), ..TrunkDraft::default() };
    let changes = [
        Change::Trunk(Edit::Create(nameless)),
        user("Alice", "alice", "2 01"),
        Change::Extension(Edit::Create(ExtensionDraft { number: Some(String::new()), ..extension("1") })),
    ];
    let errors = Snapshot::factory().apply(&changes).map(drop).unwrap_err();
    let places: Vec<_> = errors.iter().map(|error| (error.change, error.field.as_str())).collect();
    for place in [(0, "name"), (0, "context"), (0, "call_limit"), (1, "line[0].extension"), (2, "number")] {
        assert!(places.contains(&place), "{place:?} in {places:?}");
    }
    assert!(places.is_sorted_by_key(|place| place.0), "{places:?}");
    assert!(errors.iter().all(|error| !error.remedy.is_empty() && error.to_string().contains(&error.remedy)));
}
