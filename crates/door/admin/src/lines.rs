//! Lines: SIP accounts that phones log in with.

use model::{Change, Edit, LineDraft, LineId, Naming, Snapshot};

use crate::nouns::Kind;

/// The lines.
#[derive(Clone, Copy, Debug)]
pub struct Lines;

impl Kind for Lines {
    type Id = LineId;
    type Draft = LineDraft;
    const NOUN: &'static str = "line";

    fn ids(snapshot: &Snapshot) -> Vec<u32> {
        snapshot.nouns().lines.keys().map(|id| id.0).collect()
    }

    fn draft(snapshot: &Snapshot, id: u32) -> Option<LineDraft> {
        snapshot.line(LineId(id)).map(|line| line.draft(Naming::Names(snapshot)))
    }

    fn change(edit: Edit<LineId, LineDraft>) -> Change {
        Change::Line(edit)
    }
}
