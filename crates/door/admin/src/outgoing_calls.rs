//! Outgoing calls: which dialled numbers leave by which trunks.

use model::{
    Change, Edit, Naming, NounId, NounKind, OutgoingCall, OutgoingCallDraft, OutgoingCallId, Snapshot, Table,
};

use crate::{
    lists::{Cell, Column, context_name},
    nouns::Kind,
};

/// The outgoing calls.
#[derive(Clone, Copy, Debug)]
pub struct OutgoingCalls;

impl Kind for OutgoingCalls {
    type Id = OutgoingCallId;
    type Draft = OutgoingCallDraft;
    type Noun = OutgoingCall;
    const KIND: NounKind = NounKind::OutgoingCall;
    const SHEET: &'static [&'static str] =
        &["name", "context", "trunks", "extension", "ring_time", "internal_caller_id", "emergency"];
    const COLUMNS: &'static [Column<OutgoingCall>] = &[
        Column { name: "name", cell: |_, call| Cell::text(call.name.as_str()) },
        Column {
            name: "extension",
            cell: |_, call| Cell::list(call.extensions.iter().map(|extension| extension.pattern.to_string())),
        },
        Column { name: "context", cell: |snapshot, call| Cell::owned(context_name(snapshot, call.context)) },
        Column {
            name: "trunks",
            cell: |snapshot, call| {
                let trunks = call.trunks.iter().filter_map(|id| snapshot.trunk(*id));
                Cell::list(trunks.map(|trunk| trunk.name.to_string()))
            },
        },
        Column { name: "ring_time", cell: |_, call| Cell::Number(call.ring_time.into()) },
        Column { name: "internal_caller_id", cell: |_, call| Cell::Number(call.internal_caller_id.into()) },
        Column { name: "emergency", cell: |_, call| Cell::Number(call.emergency.into()) },
    ];

    fn noun_id(id: u32) -> NounId {
        NounId::OutgoingCall(OutgoingCallId(id))
    }

    fn table(snapshot: &Snapshot) -> &Table<OutgoingCallId, OutgoingCall> {
        &snapshot.nouns().outgoing_calls
    }

    fn draft(snapshot: &Snapshot, id: u32) -> Option<OutgoingCallDraft> {
        snapshot
            .outgoing_call(OutgoingCallId(id))
            .map(|outgoing_call| outgoing_call.draft(Naming::Names(snapshot)))
    }

    fn change(edit: Edit<OutgoingCallId, OutgoingCallDraft>) -> Change {
        Change::OutgoingCall(edit)
    }
}
