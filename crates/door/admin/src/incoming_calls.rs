//! Incoming calls: where DIDs lead.

use model::{Change, Edit, IncomingCallDraft, IncomingCallId, Naming, Snapshot};

use crate::nouns::Kind;

/// The incoming calls.
#[derive(Clone, Copy, Debug)]
pub struct IncomingCalls;

impl Kind for IncomingCalls {
    type Id = IncomingCallId;
    type Draft = IncomingCallDraft;
    const NOUN: &'static str = "incoming call";

    fn ids(snapshot: &Snapshot) -> Vec<u32> {
        snapshot.nouns().incoming_calls.keys().map(|id| id.0).collect()
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
