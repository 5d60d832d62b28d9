//! Numbers: which are free, and which a new exchange could begin with.

use std::collections::HashSet;

use model::{Context, ContextId, ContextKind, NumberRange, NumberRangeDraft, Problem, RangeKind, Snapshot};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{acts::Admin, error::Error, listing::Page};

/// Free numbers that are named.
const NAMED_MAX: usize = 20;

/// Numbers that are looked at one by one: a range may be of sixteen digits, and nobody has given so many numbers away.
const LOOKED_AT_MAX: u64 = 200_000;

/// Which numbers are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FreeQuery {
    /// The context, by name or id.
    pub context: String,
    /// What they are for; users where nothing is said.
    pub kind: Option<RangeKind>,
}

/// Where a new exchange could begin with its numbers.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Proposal {
    /// Contexts with their ranges: those that are there as they are, and where something is missing, what could be.
    pub contexts: Vec<ProposedContext>,
    /// The first numbers for users.
    pub user_numbers: Vec<String>,
}

/// A context of the proposal.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ProposedContext {
    /// Its id, where it is there already.
    pub id: Option<u32>,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: ContextKind,
    /// Its ranges.
    pub range: Vec<NumberRangeDraft>,
    /// The ranges are there already, and not just proposed.
    pub is_set: bool,
}

impl Admin {
    /// Names free numbers of a context, the lowest first, twenty at most; the total is how many are free, as far as was looked.
    /// A context without ranges for this names none: any number would do.
    ///
    /// # Errors
    /// [`Error::Fields`] where there is no such context.
    pub fn free_numbers(&self, query: &FreeQuery) -> Result<Page<String>, Error> {
        let snapshot = self.snapshot();
        let id = query.context.parse().ok().map(ContextId);
        let context = snapshot.context_by_name(&query.context).or_else(|| snapshot.context(id?));
        let unknown = || Problem::Unknown { noun: "context", name: query.context.clone() };
        let context = context.ok_or_else(|| Error::field("context", unknown()))?;
        Ok(free(&snapshot, context, query.kind.unwrap_or(RangeKind::User)))
    }

    /// Proposes contexts, ranges and first numbers for a new exchange; what is set already stays as it is.
    pub fn proposal(&self) -> Proposal {
        let snapshot = self.snapshot();
        let contexts = PROPOSED.map(|(name, kind, what, start, end)| {
            let known = snapshot.context_by_name(name);
            let set: Vec<NumberRangeDraft> =
                known.map(|known| known.ranges.iter().map(NumberRange::draft).collect()).unwrap_or_default();
            let proposed = NumberRangeDraft {
                kind: Some(what),
                start: Some(start.to_owned()),
                end: Some(end.to_owned()),
                did_length: None,
            };
            ProposedContext {
                id: known.map(|known| known.id.0),
                name: name.to_owned(),
                kind: known.map_or(kind, |known| known.kind),
                is_set: !set.is_empty(),
                range: if set.is_empty() { vec![proposed] } else { set },
            }
        });
        let user_numbers = first_numbers(&snapshot);
        Proposal { contexts: contexts.into(), user_numbers }
    }
}

/// XiVO's contexts and the ranges of its manual's first pages.
const PROPOSED: [(&str, ContextKind, RangeKind, &str, &str); 2] = [
    ("default", ContextKind::Internal, RangeKind::User, "100", "199"),
    ("Incalls", ContextKind::Incall, RangeKind::Incall, "100", "199"),
];

/// Gives the first free numbers for users: of the ranges of context `default`, or of the proposed one.
fn first_numbers(snapshot: &Snapshot) -> Vec<String> {
    let [(name, _, kind, start, end), _] = PROPOSED;
    let Some(context) = snapshot.context_by_name(name) else { return vec![] };
    let set = free(snapshot, context, kind);
    if context.ranges.iter().any(|range| range.kind == kind) {
        return set.items;
    }
    let draft = NumberRangeDraft {
        kind: Some(kind),
        start: Some(start.to_owned()),
        end: Some(end.to_owned()),
        did_length: None,
    };
    let range = NumberRange::parse(draft);
    range.map(|range| free_in(&[&range], &taken(snapshot, context)).items).unwrap_or_default()
}

fn free(snapshot: &Snapshot, context: &Context, kind: RangeKind) -> Page<String> {
    let ranges: Vec<&NumberRange> = context.ranges.iter().filter(|range| range.kind == kind).collect();
    free_in(&ranges, &taken(snapshot, context))
}

/// Gives what is dialled in a context literally, a `+` in front of DIDs apart.
fn taken<'s>(snapshot: &'s Snapshot, context: &Context) -> HashSet<&'s str> {
    let entries = snapshot.entries(context.id).iter();
    entries.filter(|entry| !entry.pattern.is_pattern()).map(|entry| entry.pattern.as_str()).collect()
}

fn free_in(ranges: &[&NumberRange], taken: &HashSet<&str>) -> Page<String> {
    let (mut items, mut total, mut looked_at) = (vec![], 0, 0);
    for range in ranges {
        // What the provider sends is what is dialled here: the last digits.
        let keep = range.did_length.unwrap_or(range.start.len()).min(range.start.len());
        let tail = |end: &str| end.get(end.len() - keep..).and_then(|tail| tail.parse::<u64>().ok());
        let (Some(start), Some(end)) = (tail(&range.start), tail(&range.end)) else { continue };
        for number in start..=end {
            looked_at += 1;
            if looked_at > LOOKED_AT_MAX {
                break;
            }
            let number = format!("{number:0keep$}");
            if taken.contains(number.as_str()) {
                continue;
            }
            total += 1;
            if items.len() < NAMED_MAX {
                items.push(number);
            }
        }
    }
    Page { items, total }
}
