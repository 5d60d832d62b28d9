//! Contexts: rooms of dialable numbers.

use model::{Change, Context, ContextDraft, ContextId, Edit, Naming, NounId, NounKind, Snapshot, Table};

use crate::{
    lists::{Cell, Column, context_name},
    nouns::Kind,
};

/// The contexts.
#[derive(Clone, Copy, Debug)]
pub struct Contexts;

impl Kind for Contexts {
    type Id = ContextId;
    type Draft = ContextDraft;
    type Noun = Context;
    const KIND: NounKind = NounKind::Context;
    const SHEET: &'static [&'static str] = &["name", "label", "kind", "includes", "range"];
    const COLUMNS: &'static [Column<Context>] = &[
        Column { name: "name", cell: |_, context| Cell::text(context.name.as_str()) },
        Column { name: "label", cell: |_, context| Cell::maybe(context.label.as_ref()) },
        Column { name: "kind", cell: |_, context| Cell::Number(context.kind as u64) },
        Column {
            name: "includes",
            cell: |snapshot, context| {
                Cell::list(context.includes.iter().map(|id| context_name(snapshot, *id)))
            },
        },
        Column {
            name: "range",
            cell: |_, context| {
                Cell::list(context.ranges.iter().map(|range| format!("{}-{}", range.start, range.end)))
            },
        },
    ];

    fn noun_id(id: u32) -> NounId {
        NounId::Context(ContextId(id))
    }

    fn table(snapshot: &Snapshot) -> &Table<ContextId, Context> {
        &snapshot.nouns().contexts
    }

    fn draft(snapshot: &Snapshot, id: u32) -> Option<ContextDraft> {
        snapshot.context(ContextId(id)).map(|context| context.draft(Naming::Names(snapshot)))
    }

    fn change(edit: Edit<ContextId, ContextDraft>) -> Change {
        Change::Context(edit)
    }
}
