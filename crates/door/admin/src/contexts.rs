//! Contexts: rooms of dialable numbers.

use model::{Change, ContextDraft, ContextId, Edit, Naming, Snapshot};

use crate::nouns::Kind;

/// The contexts.
#[derive(Clone, Copy, Debug)]
pub struct Contexts;

impl Kind for Contexts {
    type Id = ContextId;
    type Draft = ContextDraft;
    const NOUN: &'static str = "context";

    fn ids(snapshot: &Snapshot) -> Vec<u32> {
        snapshot.nouns().contexts.keys().map(|id| id.0).collect()
    }

    fn draft(snapshot: &Snapshot, id: u32) -> Option<ContextDraft> {
        snapshot.context(ContextId(id)).map(|context| context.draft(Naming::Names(snapshot)))
    }

    fn change(edit: Edit<ContextId, ContextDraft>) -> Change {
        Change::Context(edit)
    }
}
