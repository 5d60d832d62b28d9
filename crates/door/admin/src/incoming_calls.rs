//! Incoming calls: where DIDs lead.

use model::{
    Change, Edit, IncomingCall, IncomingCallDraft, IncomingCallId, Naming, NounId, NounKind, Snapshot, Table,
};

use crate::{
    lists::{Cell, Column, context_name, destination_name},
    nouns::Kind,
};

/// The incoming calls.
#[derive(Clone, Copy, Debug)]
pub struct IncomingCalls;

impl Kind for IncomingCalls {
    type Id = IncomingCallId;
    type Draft = IncomingCallDraft;
    type Noun = IncomingCall;
    const KIND: NounKind = NounKind::IncomingCall;
    const SHEET: &'static [&'static str] =
        &["did", "context", "destination", "caller_id_mode", "caller_id_name"];
    const COLUMNS: &'static [Column<IncomingCall>] = &[
        Column { name: "did", cell: |_, call| Cell::text(call.did.as_str()) },
        Column { name: "context", cell: |snapshot, call| Cell::owned(context_name(snapshot, call.context)) },
        Column {
            name: "destination",
            cell: |snapshot, call| Cell::owned(destination_name(snapshot, &call.destination)),
        },
        Column {
            name: "caller_id_name",
            cell: |_, call| Cell::maybe(call.caller_id.as_ref().map(|edit| &edit.text)),
        },
    ];

    fn noun_id(id: u32) -> NounId {
        NounId::IncomingCall(IncomingCallId(id))
    }

    fn table(snapshot: &Snapshot) -> &Table<IncomingCallId, IncomingCall> {
        &snapshot.nouns().incoming_calls
    }

    fn draft(snapshot: &Snapshot, id: u32) -> Option<IncomingCallDraft> {
        snapshot
            .incoming_call(IncomingCallId(id))
            .map(|incoming_call| incoming_call.draft(Naming::Names(snapshot)))
    }

    fn change(edit: Edit<IncomingCallId, IncomingCallDraft>) -> Change {
        Change::IncomingCall(edit)
    }
}
