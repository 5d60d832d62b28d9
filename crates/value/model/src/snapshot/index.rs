//! Everything that is looked up by something other than an id, computed once per snapshot.

use std::collections::HashMap;

use crate::{
    id::{ContextId, ExtensionId, IncomingCallId, LineId, OutgoingCallId, TrunkId, UserId},
    nouns::Nouns,
    pattern::Pattern,
    snapshot::lines::Lines,
    text::{ContextName, TrunkName, Username},
};

/// One dialable number or pattern of a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The number or pattern.
    pub pattern: Pattern,
    /// What it leads to.
    pub target: Target,
}

/// What a number or pattern leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// These lines ring.
    Lines(Vec<LineId>),
    /// An extension's destination.
    Extension(ExtensionId),
    /// An outgoing call, and which of its patterns, counted from 0.
    OutgoingCall(OutgoingCallId, usize),
    /// An incoming call.
    IncomingCall(IncomingCallId),
}

#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) context_by_name: HashMap<ContextName, ContextId>,
    pub(super) users_by_name: HashMap<String, Vec<UserId>>,
    pub(super) line_by_username: HashMap<Username, LineId>,
    pub(super) trunk_by_name: HashMap<TrunkName, TrunkId>,
    pub(super) trunk_by_username: HashMap<String, TrunkId>,
    pub(super) lines: Lines,
    pub(super) entries: HashMap<ContextId, Vec<Entry>>,
    /// Place of each literal number among its context's entries.
    pub(super) exact: HashMap<ContextId, HashMap<String, usize>>,
}

impl Index {
    pub(super) fn of(nouns: &Nouns) -> Self {
        let mut index = Self { lines: Lines::of(nouns), ..Self::default() };
        index.context_by_name =
            nouns.contexts.values().map(|context| (context.name.clone(), context.id)).collect();
        index.line_by_username = nouns.lines.values().map(|line| (line.username.clone(), line.id)).collect();
        index.trunk_by_name = nouns.trunks.values().map(|trunk| (trunk.name.clone(), trunk.id)).collect();
        index.trunk_by_username = nouns
            .trunks
            .values()
            .filter(|trunk| trunk.reach.connection.calls_us_by_digest())
            .map(|trunk| (trunk.digest_username().to_owned(), trunk.id))
            .collect();
        for user in nouns.users.values() {
            index.users_by_name.entry(user.full_name()).or_default().push(user.id);
        }
        index.entries = entries(nouns, &index.lines);
        for (context, entries) in &index.entries {
            let literal = entries.iter().enumerate().filter(|(_, entry)| !entry.pattern.is_pattern());
            index
                .exact
                .insert(*context, literal.map(|(at, entry)| (entry.pattern.to_string(), at)).collect());
        }
        index
    }
}

/// Lists what is dialable in each context: lines' numbers, then extensions, outgoing and incoming calls.
fn entries(nouns: &Nouns, lines: &Lines) -> HashMap<ContextId, Vec<Entry>> {
    let mut out: HashMap<ContextId, Vec<Entry>> = HashMap::new();
    let mut add = |context, pattern, target| out.entry(context).or_default().push(Entry { pattern, target });
    let mut numbers: Vec<_> = lines.numbers().collect();
    numbers.sort_unstable_by_key(|(context, number, _)| (*context, *number));
    for (context, number, lines) in numbers {
        add(context, Pattern::of_number(number), Target::Lines(lines.to_vec()));
    }
    for extension in nouns.extensions.values() {
        add(extension.context, Pattern::of_number(&extension.number), Target::Extension(extension.id));
    }
    for call in nouns.outgoing_calls.values() {
        for (at, extension) in call.extensions.iter().enumerate() {
            add(call.context, extension.pattern.clone(), Target::OutgoingCall(call.id, at));
        }
    }
    for call in nouns.incoming_calls.values() {
        add(call.context, call.did.clone(), Target::IncomingCall(call.id));
    }
    out
}
