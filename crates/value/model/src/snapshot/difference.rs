//! What changed between two configurations: what storage writes, `plan` prints and the audit keeps.

use std::sync::Arc;

use crate::{
    id::NounId,
    nouns::{Noun, Nouns, Table},
};

/// What is new or changed, and what is gone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// Nouns that are new or not as they were, in their order of dependence: a noun's context and user come before it.
    pub saved: Vec<Noun>,
    /// Nouns that are gone, dependants first.
    pub removed: Vec<NounId>,
}

impl Difference {
    pub(super) fn between(old: &Nouns, new: &Nouns) -> Self {
        let mut out = Self::default();
        if old.general != new.general {
            out.saved.push(Noun::General(Box::new(new.general.as_ref().clone())));
        }
        out.table(&old.contexts, &new.contexts, Noun::Context, NounId::Context);
        out.table(&old.users, &new.users, Noun::User, NounId::User);
        out.table(&old.lines, &new.lines, Noun::Line, NounId::Line);
        out.table(&old.extensions, &new.extensions, Noun::Extension, NounId::Extension);
        out.table(&old.trunks, &new.trunks, |trunk| Noun::Trunk(Box::new(trunk)), NounId::Trunk);
        out.table(&old.outgoing_calls, &new.outgoing_calls, Noun::OutgoingCall, NounId::OutgoingCall);
        out.table(&old.incoming_calls, &new.incoming_calls, Noun::IncomingCall, NounId::IncomingCall);
        out.removed.reverse();
        out
    }

    /// Says whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.saved.is_empty() && self.removed.is_empty()
    }

    fn table<I: Ord + Copy, N: PartialEq + Clone>(
        &mut self,
        old: &Table<I, N>,
        new: &Table<I, N>,
        noun: impl Fn(N) -> Noun,
        id: impl Fn(I) -> NounId,
    ) {
        let same =
            |key: &I, now: &Arc<N>| old.get(key).is_some_and(|was| Arc::ptr_eq(was, now) || was == now);
        self.saved.extend(
            new.iter().filter(|(key, now)| !same(key, now)).map(|(_, now)| noun(now.as_ref().clone())),
        );
        self.removed.extend(old.keys().filter(|key| !new.contains_key(key)).map(|key| id(*key)));
    }
}
