//! Extensions: numbers that lead somewhere by themselves.

use model::{Change, Edit, ExtensionDraft, ExtensionId, Naming, Snapshot};

use crate::nouns::Kind;

/// The extensions.
#[derive(Clone, Copy, Debug)]
pub struct Extensions;

impl Kind for Extensions {
    type Id = ExtensionId;
    type Draft = ExtensionDraft;
    const NOUN: &'static str = "extension";

    fn ids(snapshot: &Snapshot) -> Vec<u32> {
        snapshot.nouns().extensions.keys().map(|id| id.0).collect()
    }

    fn draft(snapshot: &Snapshot, id: u32) -> Option<ExtensionDraft> {
        snapshot.extension(ExtensionId(id)).map(|extension| extension.draft(Naming::Names(snapshot)))
    }

    fn change(edit: Edit<ExtensionId, ExtensionDraft>) -> Change {
        Change::Extension(edit)
    }
}
