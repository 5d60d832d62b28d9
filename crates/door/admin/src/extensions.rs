//! Extensions: numbers that lead somewhere by themselves.

use model::{
    Change, Edit, Extension, ExtensionDraft, ExtensionId, Naming, NounId, NounKind, Snapshot, Table,
};

use crate::{
    lists::{Cell, Column, context_name, destination_name},
    nouns::Kind,
};

/// The extensions.
#[derive(Clone, Copy, Debug)]
pub struct Extensions;

impl Kind for Extensions {
    type Id = ExtensionId;
    type Draft = ExtensionDraft;
    type Noun = Extension;
    const KIND: NounKind = NounKind::Extension;
    const SHEET: &'static [&'static str] = &["number", "context", "destination"];
    const COLUMNS: &'static [Column<Extension>] = &[
        Column { name: "number", cell: |_, extension| Cell::text(extension.number.as_str()) },
        Column {
            name: "context",
            cell: |snapshot, extension| Cell::owned(context_name(snapshot, extension.context)),
        },
        Column {
            name: "destination",
            cell: |snapshot, extension| Cell::owned(destination_name(snapshot, &extension.destination)),
        },
    ];

    fn noun_id(id: u32) -> NounId {
        NounId::Extension(ExtensionId(id))
    }

    fn table(snapshot: &Snapshot) -> &Table<ExtensionId, Extension> {
        &snapshot.nouns().extensions
    }

    fn draft(snapshot: &Snapshot, id: u32) -> Option<ExtensionDraft> {
        snapshot.extension(ExtensionId(id)).map(|extension| extension.draft(Naming::Names(snapshot)))
    }

    fn change(edit: Edit<ExtensionId, ExtensionDraft>) -> Change {
        Change::Extension(edit)
    }
}
