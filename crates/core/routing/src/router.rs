//! A snapshot made ready for routing: each context's numbers and patterns compiled, once.

use std::{collections::HashMap, sync::Arc};

use model::{Classes, ContextId, ContextKind, OutgoingCallId, Pattern, Snapshot, Target};

use crate::{ask::Ask, decision::Decision, destination, pattern::Table, trace::Trace};

/// Answers questions about one snapshot.
#[derive(Debug)]
pub struct Router {
    snapshot: Arc<Snapshot>,
    contexts: HashMap<ContextId, Plan>,
    classes: Classes,
    /// The patterns of the outgoing calls that emergency numbers leave by, and those of all others.
    emergency: [Table<(OutgoingCallId, usize)>; 2],
}

/// One context, compiled.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) name: String,
    pub(crate) kind: ContextKind,
    pub(crate) includes: Vec<ContextId>,
    pub(crate) table: Table<(Pattern, Target)>,
}

impl Router {
    /// Compiles a snapshot.
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        let contexts = snapshot
            .nouns()
            .contexts
            .values()
            .map(|context| {
                let mut table = Table::default();
                for entry in snapshot.entries(context.id) {
                    table.add(entry.pattern.clone(), None, (entry.pattern.clone(), entry.target.clone()));
                }
                table.seal();
                let (name, includes) = (context.name.to_string(), context.includes.clone());
                (context.id, Plan { name, kind: context.kind, includes, table })
            })
            .collect();
        let classes = Classes::of(snapshot.general());
        let emergency = [true, false].map(|own| ways_out(&snapshot, own));
        Self { snapshot, contexts, classes, emergency }
    }

    /// Returns the table of classes of destination.
    pub const fn classes(&self) -> &Classes {
        &self.classes
    }

    /// Finds the way out for an emergency number: by an outgoing call that is for them, or else by any (`own` is false).
    pub(crate) fn way_for_help(&self, number: &str, own: bool) -> Option<(OutgoingCallId, usize)> {
        let [for_help, others] = &self.emergency;
        if own { for_help.find(number, "").copied() } else { others.find(number, "").copied() }
    }

    /// Returns the snapshot that it was made from.
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// Decides where a call goes and says why. A real call and `explain` ask here alike.
    pub fn route(&self, ask: &Ask<'_>) -> (Decision, Trace) {
        let mut trace = Trace::default();
        let decision = destination::decide(self, ask, &mut trace);
        (decision, trace)
    }

    pub(crate) fn plan(&self, context: ContextId) -> Option<&Plan> {
        self.contexts.get(&context)
    }

    /// Returns every context, in the snapshot's order.
    pub(crate) fn plans(&self) -> impl Iterator<Item = &Plan> {
        self.snapshot.nouns().contexts.keys().filter_map(|id| self.contexts.get(id))
    }

    /// Returns the patterns of a context in the order in which they are tried, exact numbers apart.
    pub fn patterns_in_order(&self, context: ContextId) -> impl Iterator<Item = &Pattern> {
        self.contexts.get(&context).into_iter().flat_map(|plan| plan.table.in_order())
    }
}

/// The patterns of the outgoing calls that are for emergency numbers, or of those that are not. A configuration without
/// emergency numbers needs none.
fn ways_out(snapshot: &Snapshot, for_help: bool) -> Table<(OutgoingCallId, usize)> {
    let mut table = Table::default();
    if !snapshot.general().premises.emergency_numbers.is_empty() {
        for call in snapshot.nouns().outgoing_calls.values().filter(|call| call.emergency == for_help) {
            for (at, extension) in call.extensions.iter().enumerate() {
                table.add(extension.pattern.clone(), None, (call.id, at));
            }
        }
    }
    table.seal();
    table
}
