//! Lines: SIP accounts that phones log in with.

use model::{Change, Edit, Line, LineDraft, LineId, Naming, NounId, NounKind, Snapshot, Table};

use crate::{
    lists::{Cell, Column, context_name},
    nouns::Kind,
};

/// The lines.
#[derive(Clone, Copy, Debug)]
pub struct Lines;

impl Kind for Lines {
    type Id = LineId;
    type Draft = LineDraft;
    type Noun = Line;
    const KIND: NounKind = NounKind::Line;
    const SHEET: &'static [&'static str] = &[
        "username",
        "user",
        "position",
        "extension",
        "context",
        "caller_id",
        "codecs",
        "media_encryption",
        "digest",
        "max_contacts",
        "limits",
        "weak_password",
    ];
    const COLUMNS: &'static [Column<Line>] = &[
        Column { name: "username", cell: |_, line| Cell::text(line.username.as_str()) },
        Column { name: "extension", cell: |_, line| Cell::maybe(line.extension.as_ref()) },
        Column {
            name: "user",
            cell: |snapshot, line| {
                Cell::owned(snapshot.user(line.user).map(|user| user.full_name()).unwrap_or_default())
            },
        },
        Column { name: "context", cell: |snapshot, line| Cell::owned(context_name(snapshot, line.context)) },
        Column { name: "caller_id", cell: |_, line| Cell::maybe(line.caller_id.as_ref()) },
        Column { name: "position", cell: |_, line| Cell::Number(line.position.into()) },
        Column { name: "max_contacts", cell: |_, line| Cell::Number(line.max_contacts.into()) },
    ];

    fn noun_id(id: u32) -> NounId {
        NounId::Line(LineId(id))
    }

    fn table(snapshot: &Snapshot) -> &Table<LineId, Line> {
        &snapshot.nouns().lines
    }

    fn draft(snapshot: &Snapshot, id: u32) -> Option<LineDraft> {
        snapshot.line(LineId(id)).map(|line| line.draft(Naming::Names(snapshot)))
    }

    fn change(edit: Edit<LineId, LineDraft>) -> Change {
        Change::Line(edit)
    }
}
