//! Searches a context and what it includes for a number.
//!
//! The own context comes first, then each included one in order, with all that it includes in turn; a context is searched once,
//! so that a circle of includes ends.

use model::{ContextId, ContextKind, Target};

use crate::{
    ask::Ask,
    router::{Plan, Router},
    trace::{ELSEWHERE_MAX, NEAR_MAX, Rejected, Step, Trace},
};

/// Finds what a number means to somebody in a context.
pub(crate) fn search<'r>(
    router: &'r Router,
    ask: &Ask<'_>,
    context: ContextId,
    number: &str,
    trace: &mut Trace,
) -> Option<&'r Target> {
    let (mut seen, mut todo) = (Vec::with_capacity(8), vec![context]);
    while let Some(id) = todo.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        let Some(plan) = router.plan(id) else { continue };
        if let Some(found) = search_one(plan, ask, number, trace) {
            return Some(found);
        }
        todo.extend(plan.includes.iter().rev());
    }
    None
}

/// Notes the contexts in which a number that nothing matched would have been found: what an administrator asks next.
pub(crate) fn note_elsewhere(router: &Router, ask: &Ask<'_>, number: &str, trace: &mut Trace) {
    let contexts: Vec<String> = router
        .plans()
        .take(ELSEWHERE_SEARCHED)
        .filter(|plan| plan.table.find(number, ask.caller_number).is_some())
        .take(ELSEWHERE_MAX)
        .map(|plan| plan.name.clone())
        .collect();
    if !contexts.is_empty() {
        trace.push(Step::Elsewhere { number: number.to_owned(), contexts });
    }
}

fn search_one<'r>(plan: &'r Plan, ask: &Ask<'_>, number: &str, trace: &mut Trace) -> Option<&'r Target> {
    // Providers send a DID with or without its +; DIDs are kept without.
    let number =
        match number.strip_prefix('+').filter(|rest| plan.kind == ContextKind::Incall && !rest.is_empty()) {
            Some(rest) => {
                trace.push(Step::PlusIgnored { context: plan.name.clone() });
                rest
            }
            None => number,
        };
    let row = plan.table.find_row(number, ask.caller_number);
    let exact = matches!(row, Some((None, _)));
    let met = (!exact).then(|| plan.table.met(number, row.and_then(|(rank, _)| rank), NEAR_MAX));
    let (near, others) = met.map_or((vec![], 0), |met| (met.near, met.others));
    trace.push(Step::Searched {
        context: plan.name.clone(),
        numbers: plan.table.numbers(),
        named: if row.is_none() { plan.table.few_numbers().to_vec() } else { vec![] },
        rejected: near
            .into_iter()
            .map(|(pattern, reason)| Rejected { pattern: pattern.to_string(), reason })
            .collect(),
        others,
        matched: row.map(|(_, (pattern, _))| pattern.to_string()),
    });
    row.map(|(_, (_, target))| target)
}

/// Contexts that are looked into for a number that was not found: who dials numbers at random is not to cost a search of thousands.
const ELSEWHERE_SEARCHED: usize = 64;
