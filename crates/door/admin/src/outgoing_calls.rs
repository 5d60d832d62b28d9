//! Outgoing calls: which dialled numbers leave by which trunks.

use model::{Change, Edit, Naming, OutgoingCallDraft, OutgoingCallId, Snapshot};

use crate::nouns::Kind;

/// The outgoing calls.
#[derive(Clone, Copy, Debug)]
pub struct OutgoingCalls;

impl Kind for OutgoingCalls {
    type Id = OutgoingCallId;
    type Draft = OutgoingCallDraft;
    const NOUN: &'static str = "outgoing call";

    fn ids(snapshot: &Snapshot) -> Vec<u32> {
        snapshot.nouns().outgoing_calls.keys().map(|id| id.0).collect()
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
