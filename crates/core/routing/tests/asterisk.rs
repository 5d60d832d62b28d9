//! Every answer that a real Asterisk gave about patterns is ours too: `patterns.tsv` holds the questions and answers,
//! `pattern_contexts.tsv` the contexts that were asked.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test's helpers may fail it"
)]

use std::{collections::HashMap, sync::Arc};

use model::{
    Addressing, Change, ContextDraft, ContextKind, Edit, OutgoingCallDraft, OutgoingExtensionDraft, Ref,
    Snapshot, TrunkDraft,
};
use routing::{Ask, Caller, Router, match_patterns, trace::Step};

struct Context {
    includes: Vec<&'static str>,
    patterns: Vec<&'static str>,
}

struct Question {
    id: &'static str,
    context: &'static str,
    caller: &'static str,
    dialled: &'static str,
    expected: Option<&'static str>,
    found_in: &'static str,
}

fn contexts() -> HashMap<&'static str, Context> {
    let rows = include_str!("pattern_contexts.tsv").lines().skip(1);
    rows.map(|row| {
        let mut columns = row.split('\t');
        let name = columns.next().unwrap();
        let includes = columns.next().unwrap_or_default().split_whitespace().collect();
        let patterns = columns
            .next()
            .unwrap_or_default()
            .split(" | ")
            .map(str::trim)
            .filter(|p| !p.is_empty())
            .collect();
        (name, Context { includes, patterns })
    })
    .collect()
}

fn questions() -> Vec<Question> {
    let rows = include_str!("patterns.tsv").lines().skip(1);
    rows.map(|row| {
        let columns: Vec<&str> = row.split('\t').collect();
        Question {
            id: columns[0],
            context: columns[1],
            caller: columns[4],
            dialled: columns[5],
            expected: Some(columns[6]).filter(|answer| *answer != "NONE"),
            found_in: columns[7],
        }
    })
    .collect()
}

/// Searches as Asterisk does: the context, then its includes in order, each once.
fn ask<'c>(
    contexts: &HashMap<&'c str, Context>,
    name: &'c str,
    q: &Question,
    seen: &mut Vec<&'c str>,
) -> Option<(&'c str, &'static str)> {
    if seen.contains(&name) {
        return None;
    }
    seen.push(name);
    let context = &contexts[name];
    match_patterns(&context.patterns, q.dialled, q.caller)
        .map(|pattern| (name, pattern))
        .or_else(|| context.includes.iter().find_map(|include| ask(contexts, include, q, seen)))
}

#[test]
fn every_answer_agrees() {
    let (contexts, questions) = (contexts(), questions());
    assert_eq!(questions.len(), 87);
    for q in &questions {
        let answer = ask(&contexts, q.context, q, &mut vec![]);
        assert_eq!(answer.map(|(_, pattern)| pattern), q.expected, "question {} dials {}", q.id, q.dialled);
        assert_eq!(answer.map_or("", |(context, _)| context), q.found_in, "question {}", q.id);
    }
}

/// A pattern that an administrator may give to an outgoing call.
fn is_dialable(pattern: &str) -> bool {
    model::Pattern::parse_bare(pattern).is_ok_and(|parsed| parsed.as_str() == pattern)
}

/// Puts the contexts into a configuration, as outcall contexts, where all their patterns can stand there.
fn router(contexts: &HashMap<&'static str, Context>) -> Router {
    let usable: HashMap<_, _> =
        contexts.iter().filter(|(_, context)| context.patterns.iter().all(|p| is_dialable(p))).collect();
    let mut changes = vec![Change::Trunk(Edit::Create(TrunkDraft {
        name: Some("t".into()),
        context: Some("Incalls".into()),
        ..Default::default()
    }))];
    for (name, context) in usable {
        changes.push(Change::Context(Edit::Create(ContextDraft {
            name: Some((*name).into()),
            kind: Some(ContextKind::Outcall),
            includes: Some(context.includes.iter().map(|include| Ref::from(*include)).collect()),
            ..Default::default()
        })));
        changes.push(Change::OutgoingCall(Edit::Create(OutgoingCallDraft {
            name: Some((*name).into()),
            context: Some(Ref::from(*name)),
            trunks: Some(vec!["t".into()]),
            extension: Some(context.patterns.iter().map(|pattern| extension(pattern)).collect()),
            ..Default::default()
        })));
    }
    let snapshot = Snapshot::factory().apply(&changes).unwrap();
    assert_eq!(snapshot.trunk_by_name("t").map(|t| &t.reach.addressing), Some(&Addressing::Dynamic));
    Router::new(Arc::new(snapshot))
}

fn extension(pattern: &str) -> OutgoingExtensionDraft {
    OutgoingExtensionDraft { pattern: Some(pattern.into()), ..Default::default() }
}

#[test]
fn a_routed_call_gives_the_same_answers() {
    let contexts = contexts();
    let router = router(&contexts);
    let mut checked = 0;
    for q in questions().iter().filter(|q| q.caller.is_empty()) {
        let Some(context) = router.snapshot().context_by_name(q.context) else { continue };
        let (_, trace) = router.route(&Ask::new(Caller::Context(context.id), q.dialled));
        let matched = trace.steps.iter().find_map(|step| match step {
            Step::Searched { context, matched: Some(matched), .. } => {
                Some((context.as_str(), matched.as_str()))
            }
            _ => None,
        });
        assert_eq!(matched.map(|(_, pattern)| pattern), q.expected, "question {} dials {}", q.id, q.dialled);
        assert_eq!(matched.map_or("", |(context, _)| context), q.found_in, "question {}", q.id);
        checked += 1;
    }
    assert!(checked > 60, "only {checked} questions could be asked of a configuration");
}
