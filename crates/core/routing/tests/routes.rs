//! Where calls go: the interconnection page, and what may and may not leave.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test's helpers may fail it"
)]

use std::sync::Arc;

use model::{
    Change, ContextDraft, ContextKind, DestinationDraft, Edit, ExtensionDraft, HangupCause,
    IncomingCallDraft, LineDraft, OutgoingCallDraft, OutgoingExtensionDraft, Secret, Snapshot, TrunkDraft,
    UserDraft,
};
use routing::{
    Ask, Caller, CallerIdToSend, Decision, NoRoute, Play, Router, Trace,
    trace::{NEAR_MAX, STEPS_MAX, Step},
};

fn user(name: &str, username: &str, context: &str, extension: &str) -> Change {
    let line = LineDraft {
        username: Some(username.into()),
        password: Some(Secret::new("k3Vq-9xPw")),
        context: Some(context.into()),
        extension: Some(extension.into()),
        ..Default::default()
    };
    Change::User(Edit::Create(UserDraft {
        firstname: Some(name.into()),
        line: Some(vec![line]),
        ..Default::default()
    }))
}

fn trunk(name: &str, context: &str, transit: bool) -> Change {
    Change::Trunk(Edit::Create(TrunkDraft {
        name: Some(name.into()),
        context: Some(context.into()),
        transit: Some(transit),
        ..Default::default()
    }))
}

fn extension(number: &str, destination: DestinationDraft) -> Change {
    Change::Extension(Edit::Create(ExtensionDraft {
        number: Some(number.into()),
        context: Some("default".into()),
        destination: Some(destination),
    }))
}

fn incoming(did: &str, destination: DestinationDraft) -> Change {
    Change::IncomingCall(Edit::Create(IncomingCallDraft {
        did: Some(did.into()),
        context: Some("Incalls".into()),
        destination: Some(destination),
        caller_id_name: Some("Out".into()),
        ..Default::default()
    }))
}

fn pattern(pattern: &str, stripnum: u32) -> OutgoingExtensionDraft {
    OutgoingExtensionDraft { pattern: Some(pattern.into()), stripnum: Some(stripnum), ..Default::default() }
}

fn outgoing(extensions: Vec<OutgoingExtensionDraft>) -> Change {
    Change::OutgoingCall(Edit::Create(OutgoingCallDraft {
        name: Some("to-b".into()),
        context: Some("to-extern".into()),
        trunks: Some(vec!["xivo-trunk".into(), "backup".into()]),
        ring_time: Some(20),
        extension: Some(extensions),
        ..Default::default()
    }))
}

/// One exchange with both sides of the page: alice in `default`, someone in `sales`, a trunk in `Incalls`, one in `default`.
fn router_with(more: Vec<Change>) -> Router {
    let mut changes = vec![
        Change::Context(Edit::Create(ContextDraft {
            name: Some("sales".into()),
            kind: Some(ContextKind::Internal),
            ..Default::default()
        })),
        user("Alice", "alice", "default", "201"),
        user("Someone", "someone", "sales", "111"),
        trunk("xivo-trunk", "Incalls", false),
        trunk("backup", "default", false),
        trunk("carrier", "default", true),
        incoming("101", DestinationDraft::User("Someone".into())),
        incoming("_2XX", DestinationDraft::Extension("201@default".into())),
        outgoing(vec![
            pattern("**99.", 4),
            OutgoingExtensionDraft {
                prefix: Some("0".into()),
                external_prefix: Some("+39".into()),
                ..pattern("8X.", 1)
            },
        ]),
        extension("*43", DestinationDraft::Echo),
        extension("301", DestinationDraft::Extension("302@default".into())),
        extension("302", DestinationDraft::Extension("301@default".into())),
        extension("303", DestinationDraft::Hangup(HangupCause::Busy)),
    ];
    changes.extend(more);
    Router::new(Arc::new(Snapshot::factory().apply(&changes).unwrap()))
}

fn router() -> Router {
    router_with(vec![])
}

fn alice(router: &Router) -> Caller {
    Caller::Line(router.snapshot().line_by_username("alice").unwrap().id)
}

fn from_trunk(router: &Router, name: &str) -> Caller {
    Caller::Trunk(router.snapshot().trunk_by_name(name).unwrap().id)
}

fn route(router: &Router, caller: Caller, dialled: &str) -> (Decision, Trace) {
    router.route(&Ask::new(caller, dialled))
}

#[test]
fn alice_dials_the_page_and_the_call_leaves_stripped() {
    let router = router();
    let (decision, trace) = route(&router, alice(&router), "**99101");
    let Decision::Trunks(out) = decision else { panic!("{decision:?}") };
    assert_eq!(out.number, "101");
    assert_eq!(out.ring_ms, Some(20_000));
    assert_eq!(out.trunks.len(), 2);
    assert_eq!(
        trace.words(),
        "line alice dials **99101 in context default\n\
         context default: nothing matches (exact numbers: *43, 201, 301, 302, 303)\n\
         context to-extern: _**99. matches\n\
         101 is internal\n\
         outgoing call to-b: strips **99, sends 101 by trunk xivo-trunk, then backup\n"
    );
}

#[test]
fn every_rejection_is_told_with_its_reason() {
    let router = router();
    let (decision, trace) = route(&router, alice(&router), "**98101");
    assert_eq!(decision, Decision::NoRoute(NoRoute::NotFound));
    assert_eq!(
        trace.words(),
        "line alice dials **98101 in context default\n\
         context default: nothing matches (exact numbers: *43, 201, 301, 302, 303)\n\
         context to-extern: nothing matches (0 exact numbers looked through)\n\
         \x20 pattern _**99. does not match: '8' at place 4 does not fit\n\
         \x20 pattern _8X. does not match: '*' at place 1 does not fit\n\
         no route: nothing matches in the context or in what it includes\n"
    );
}

#[test]
fn prefixes_go_in_front_after_stripping() {
    let router = router();
    let Decision::Trunks(out) = route(&router, alice(&router), "8551").0 else { panic!() };
    assert_eq!(out.number, "+390551");
}

#[test]
fn a_did_rings_its_user_in_the_context_of_the_users_line() {
    let router = router();
    let (decision, trace) = route(&router, from_trunk(&router, "xivo-trunk"), "101");
    let Decision::User(user) = decision else { panic!("{decision:?}") };
    assert_eq!(user.lines, [router.snapshot().line_by_username("someone").unwrap().id]);
    assert!(user.external);
    assert_eq!(user.caller_id.map(|edit| edit.edit("Bob")).as_deref(), Some("Out Bob"));
    assert!(trace.words().contains("found in context sales from the line"), "{trace}");
}

#[test]
fn a_leading_plus_of_a_did_is_ignored() {
    let router = router();
    let (decision, trace) = route(&router, from_trunk(&router, "xivo-trunk"), "+101");
    assert!(matches!(decision, Decision::User(_)));
    assert!(trace.steps.iter().any(|step| matches!(step, Step::PlusIgnored { .. })));
}

#[test]
fn a_trunk_in_incalls_reaches_incoming_calls_only() {
    let router = router();
    let (decision, trace) = route(&router, from_trunk(&router, "xivo-trunk"), "**99111");
    assert_eq!(decision, Decision::NoRoute(NoRoute::NotFound));
    assert!(trace.words().contains("context Incalls: nothing matches"), "{trace}");
}

#[test]
fn a_number_of_another_context_is_not_reached_and_the_trace_says_where_it_is() {
    let router = router();
    let (decision, trace) = route(&router, from_trunk(&router, "xivo-trunk"), "302");
    assert_eq!(decision, Decision::NoRoute(NoRoute::NotFound));
    assert!(
        trace.words().contains("302 can be dialled in context default, which was not searched"),
        "{trace}"
    );
    let (_, trace) = route(&router, from_trunk(&router, "xivo-trunk"), "999");
    assert!(!trace.steps.iter().any(|step| matches!(step, Step::Elsewhere { .. })), "{trace}");
}

#[test]
fn exact_numbers_are_named_only_while_they_are_few() {
    let more = (400..400 + NEAR_MAX).map(|n| extension(&n.to_string(), DestinationDraft::Echo)).collect();
    let router = router_with(more);
    let (_, trace) = route(&router, alice(&router), "999");
    let expected = format!("nothing matches ({} exact numbers looked through)", 5 + NEAR_MAX);
    assert!(trace.words().contains(&expected), "{trace}");
}

#[test]
fn a_trunk_in_default_reaches_extensions_directly() {
    let router = router();
    let (decision, _) = route(&router, from_trunk(&router, "backup"), "201");
    assert!(matches!(decision, Decision::User(user) if user.external));
}

#[test]
fn only_the_trunk_that_a_call_came_from_can_allow_it_to_leave() {
    let router = router();
    let (refused, trace) = route(&router, from_trunk(&router, "backup"), "**99101");
    assert_eq!(refused, Decision::NoRoute(NoRoute::NoTransit));
    assert!(trace.words().contains("trunk backup has no transit"), "{trace}");
    let (allowed, _) = route(&router, from_trunk(&router, "carrier"), "**99101");
    assert!(matches!(allowed, Decision::Trunks(_)));
}

/// Makes the configuration with changes to trunks that it has already.
fn with_disabled(names: &[&str]) -> Router {
    let disable = TrunkDraft { enabled: Some(false), ..Default::default() };
    let before = router();
    let id = |name: &&str| before.snapshot().trunk_by_name(name).unwrap().id;
    let changes: Vec<Change> =
        names.iter().map(|name| Change::Trunk(Edit::Update(id(name), disable.clone()))).collect();
    Router::new(Arc::new(before.snapshot().apply(&changes).unwrap()))
}

#[test]
fn a_disabled_trunk_is_passed_over_and_the_trace_says_so() {
    let all = router();
    let Decision::Trunks(before) = route(&all, alice(&all), "**99101").0 else { panic!("it leaves") };
    let names: Vec<String> =
        before.trunks.iter().map(|id| all.snapshot().trunk(*id).unwrap().name.to_string()).collect();
    let [first, rest @ ..] = names.as_slice() else { panic!("{names:?}") };
    assert!(!rest.is_empty(), "there is another one");

    let router = with_disabled(&[first]);
    let (decision, trace) = route(&router, alice(&router), "**99101");
    let Decision::Trunks(after) = decision else { panic!("{trace}") };
    assert_eq!(after.trunks, before.trunks[1..]);
    assert!(trace.words().contains(&format!("trunk {first} is disabled: it is passed over")), "{trace}");
    assert!(trace.words().contains(&format!("by trunk {}", rest.join(", then "))), "{trace}");

    let every: Vec<&str> = names.iter().map(String::as_str).collect();
    let router = with_disabled(&every);
    let (decision, trace) = route(&router, alice(&router), "**99101");
    assert_eq!(decision, Decision::NoRoute(NoRoute::TrunksDisabled));
    assert!(trace.words().contains("every trunk that the call may leave by is disabled"), "{trace}");
}

#[test]
fn a_disabled_trunk_reaches_nothing() {
    let router = with_disabled(&["backup"]);
    let (decision, trace) = route(&router, from_trunk(&router, "backup"), "201");
    assert_eq!(decision, Decision::NoRoute(NoRoute::CallerDisabled));
    assert!(trace.words().contains("its calls are not taken"), "{trace}");
}

#[test]
fn an_incoming_call_does_not_open_a_way_out_for_a_trunk_without_transit() {
    let router = router_with(vec![incoming("999", DestinationDraft::Extension("**99101@default".into()))]);
    let (decision, _) = route(&router, from_trunk(&router, "xivo-trunk"), "999");
    assert_eq!(decision, Decision::NoRoute(NoRoute::NoTransit));
}

#[test]
fn an_incoming_call_may_lead_to_a_number_of_another_context() {
    let router = router();
    let (decision, trace) = route(&router, from_trunk(&router, "xivo-trunk"), "250");
    assert!(matches!(decision, Decision::User(_)));
    assert!(trace.words().contains("goes on to 201 in context default"), "{trace}");
}

#[test]
fn extensions_that_lead_in_a_circle_end_after_ten_hops() {
    let router = router();
    let (decision, trace) = route(&router, alice(&router), "301");
    assert_eq!(decision, Decision::NoRoute(NoRoute::TooManyForwards));
    assert!(trace.steps.len() <= STEPS_MAX);
    let late = Ask { forwards: 11, ..Ask::new(alice(&router), "201") };
    assert_eq!(router.route(&late).0, Decision::NoRoute(NoRoute::TooManyForwards));
}

#[test]
fn test_destinations_and_hangups_are_ends() {
    let router = router();
    assert_eq!(route(&router, alice(&router), "*43").0, Decision::Play(Play::Echo));
    assert_eq!(route(&router, alice(&router), "303").0, Decision::Hangup(HangupCause::Busy));
}

#[test]
fn a_what_if_and_a_real_call_have_one_trace() {
    let router = router();
    assert_eq!(route(&router, alice(&router), "**99101"), route(&router, alice(&router), "**99101"));
    let context = router.snapshot().context_by_name("default").unwrap().id;
    let (decision, trace) = route(&router, Caller::Context(context), "**99101");
    let (real, real_trace) = route(&router, alice(&router), "**99101");
    assert_eq!((decision, &trace.steps[1..]), (real, &real_trace.steps[1..]));
}

#[test]
fn a_trace_is_read_back_as_it_was_written() {
    let router = router();
    for dialled in ["**99101", "999", "*43", "301"] {
        let (_, trace) = route(&router, alice(&router), dialled);
        let written = serde_json::to_string(&trace).unwrap();
        assert_eq!(serde_json::from_str::<Trace>(&written).unwrap(), trace);
    }
}

#[test]
fn what_is_dialled_cannot_make_a_trace_grow_without_bound() {
    let router = router();
    let (decision, trace) = route(&router, alice(&router), &"9".repeat(60_000));
    assert_eq!(decision, Decision::NoRoute(NoRoute::TooLong));
    assert!(serde_json::to_string(&trace).unwrap().len() < 200);
}

#[test]
fn the_caller_id_sent_follows_the_users_choice() {
    let shown = |choice: &str, of_pattern: &str| {
        let with_id = OutgoingExtensionDraft { caller_id: Some(of_pattern.into()), ..pattern("7X.", 0) };
        let router = router_with(vec![]);
        let snapshot = router.snapshot();
        let (alice, out) = (
            snapshot.line_by_username("alice").unwrap().user,
            *snapshot.nouns().outgoing_calls.keys().next().unwrap(),
        );
        let changes = [
            Change::User(Edit::Update(
                alice,
                UserDraft {
                    outgoing_caller_id: Some(choice.into()),
                    caller_id: Some("<201>".into()),
                    ..Default::default()
                },
            )),
            Change::OutgoingCall(Edit::Update(
                out,
                OutgoingCallDraft { extension: Some(vec![with_id]), ..Default::default() },
            )),
        ];
        let router = Router::new(Arc::new(snapshot.apply(&changes).unwrap()));
        match route(&router, self::alice(&router), "755").0 {
            Decision::Trunks(out) => out.caller_id,
            other => panic!("{other:?}"),
        }
    };
    let id = |raw| model::CallerId::parse(raw).unwrap();
    assert_eq!(shown("default", "<0551>"), CallerIdToSend::Show(id("<0551>")));
    assert_eq!(shown("default", ""), CallerIdToSend::Show(id("<201>")));
    assert_eq!(shown("anonymous", "<0551>"), CallerIdToSend::Hide(Some(id("<0551>"))));
    assert_eq!(shown("<0559>", "<0551>"), CallerIdToSend::Show(id("<0559>")));
}

#[test]
fn a_caller_that_is_gone_reaches_nothing() {
    let (decision, _) = route(&router(), Caller::Line(model::LineId(9_999)), "201");
    assert_eq!(decision, Decision::NoRoute(NoRoute::UnknownCaller));
}

proptest::proptest! {
    #[test]
    fn whatever_is_dialled_gets_an_answer(dialled in ".{0,90}", number in ".{0,20}", forwards in 0u8..=255) {
        let router = router();
        for caller in [alice(&router), from_trunk(&router, "xivo-trunk")] {
            let (_, trace) = router.route(&Ask { caller, dialled: &dialled, caller_number: &number, forwards });
            proptest::prop_assert!(trace.steps.len() <= STEPS_MAX);
        }
    }
}
