//! What includes do: the own context first, then each included one with all that it includes, in order, and each once.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test's helpers may fail it"
)]

use std::sync::Arc;

use model::{
    Change, ContextDraft, DestinationDraft, Edit, ExtensionDraft, OutgoingCallDraft, OutgoingExtensionDraft,
    Snapshot, TrunkDraft,
};
use proptest::{collection::vec, prelude::*, sample::subsequence};
use routing::{Ask, Caller, Decision, Play, Router, Trace, trace::Step};

/// A context: its place is its name, then the places that it includes and the numbers that can be dialled in it.
#[derive(Clone, Debug)]
struct Plan {
    includes: Vec<usize>,
    numbers: Vec<u8>,
}

const CONTEXTS: usize = 5;

fn plans() -> impl Strategy<Value = Vec<Plan>> {
    let includes = subsequence((0..CONTEXTS).collect::<Vec<_>>(), 0..=3).prop_shuffle();
    let plan = (includes, subsequence((0..6).collect::<Vec<u8>>(), 0..3))
        .prop_map(|(includes, numbers)| Plan { includes, numbers });
    vec(plan, CONTEXTS)
}

fn name(at: usize) -> String {
    format!("c{at}")
}

fn number(digit: u8) -> String {
    format!("10{digit}")
}

fn context(at: usize, includes: &[usize]) -> Change {
    Change::Context(Edit::Create(ContextDraft {
        name: Some(name(at)),
        includes: Some(includes.iter().map(|at| name(*at).as_str().into()).collect()),
        ..Default::default()
    }))
}

fn extension(at: usize, number: String, destination: DestinationDraft) -> Change {
    Change::Extension(Edit::Create(ExtensionDraft {
        number: Some(number),
        context: Some(name(at).as_str().into()),
        destination: Some(destination),
    }))
}

fn router(changes: &[Change]) -> Router {
    Router::new(Arc::new(Snapshot::factory().apply(changes).unwrap()))
}

fn dial(router: &Router, at: usize, dialled: &str) -> (Decision, Trace) {
    let context = router.snapshot().context_by_name(&name(at)).unwrap().id;
    router.route(&Ask::new(Caller::Context(context), dialled))
}

/// Names of the contexts that were searched, in order.
fn searched(trace: &Trace) -> Vec<String> {
    let name = |step: &Step| match step {
        Step::Searched { context, .. } => Some(context.clone()),
        _ => None,
    };
    trace.steps.iter().filter_map(name).collect()
}

/// The order by the book, written the slow way: depth first, each context once, up to the one that has the number.
fn by_the_book(plans: &[Plan], at: usize, digit: u8, seen: &mut Vec<usize>) -> bool {
    if seen.contains(&at) {
        return false;
    }
    seen.push(at);
    plans[at].numbers.contains(&digit)
        || plans[at].includes.iter().any(|next| by_the_book(plans, *next, digit, seen))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn contexts_are_searched_in_the_order_of_the_book(plans in plans(), start in 0..CONTEXTS, digit in 0..6_u8) {
        let mut changes: Vec<Change> =
            plans.iter().enumerate().map(|(at, plan)| context(at, &plan.includes)).collect();
        for (at, plan) in plans.iter().enumerate() {
            changes.extend(plan.numbers.iter().map(|n| extension(at, number(*n), DestinationDraft::Echo)));
        }
        let mut expected = vec![];
        let found = by_the_book(&plans, start, digit, &mut expected);
        let (decision, trace) = dial(&router(&changes), start, &number(digit));
        prop_assert_eq!(decision == Decision::Play(Play::Echo), found);
        prop_assert_eq!(searched(&trace), expected.into_iter().map(name).collect::<Vec<_>>());
    }
}

/// As in Asterisk: a pattern of the own context goes before a better match in an included one.
#[test]
fn an_included_context_is_asked_only_where_the_own_one_has_nothing() {
    let outgoing = |pattern: &str| {
        Change::OutgoingCall(Edit::Create(OutgoingCallDraft {
            name: Some("out".into()),
            context: Some("to-extern".into()),
            trunks: Some(vec!["t".into()]),
            extension: Some(vec![OutgoingExtensionDraft {
                pattern: Some(pattern.into()),
                ..Default::default()
            }]),
            ..Default::default()
        }))
    };
    let router = router(&[
        Change::Trunk(Edit::Create(TrunkDraft {
            name: Some("t".into()),
            context: Some("Incalls".into()),
            ..Default::default()
        })),
        context(0, &[]),
        extension(0, "101".into(), DestinationDraft::Echo),
        outgoing("1XX"),
    ]);
    let to_extern = router.snapshot().context_by_name("to-extern").unwrap().clone();
    let include = ContextDraft { includes: Some(vec!["c0".into()]), ..Default::default() };
    let including = router
        .snapshot()
        .apply(&[Change::Context(Edit::Update(to_extern.id, include))])
        .map(|snapshot| Router::new(Arc::new(snapshot)))
        .unwrap();
    let (decision, trace) = including.route(&Ask::new(Caller::Context(to_extern.id), "101"));
    assert!(matches!(decision, Decision::Trunks(out) if out.number == "101"), "{trace}");
    assert_eq!(searched(&trace), ["to-extern"]);
}

/// A number that goes on elsewhere is looked for anew: what was searched before counts for nothing.
#[test]
fn a_context_may_be_searched_again_after_a_hop() {
    let router = router(&[
        context(0, &[1]),
        context(1, &[]),
        extension(1, "200".into(), DestinationDraft::Extension("201@c0".into())),
        extension(1, "201".into(), DestinationDraft::Milliwatt),
    ]);
    let (decision, trace) = dial(&router, 0, "200");
    assert_eq!(decision, Decision::Play(Play::Milliwatt));
    assert_eq!(searched(&trace), ["c0", "c1", "c0", "c1"]);
}
