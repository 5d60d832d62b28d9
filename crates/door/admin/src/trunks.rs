//! Trunks: the connections to other exchanges.

use model::{Change, Edit, Naming, Snapshot, TrunkDraft, TrunkId};

use crate::nouns::Kind;

/// The trunks.
#[derive(Clone, Copy, Debug)]
pub struct Trunks;

impl Kind for Trunks {
    type Id = TrunkId;
    type Draft = TrunkDraft;
    const NOUN: &'static str = "trunk";

    fn ids(snapshot: &Snapshot) -> Vec<u32> {
        snapshot.nouns().trunks.keys().map(|id| id.0).collect()
    }

    fn draft(snapshot: &Snapshot, id: u32) -> Option<TrunkDraft> {
        snapshot.trunk(TrunkId(id)).map(|trunk| trunk.draft(Naming::Names(snapshot)))
    }

    fn change(edit: Edit<TrunkId, TrunkDraft>) -> Change {
        Change::Trunk(edit)
    }
}
