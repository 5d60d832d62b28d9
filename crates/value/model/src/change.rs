//! Every edit of the configuration. A list of them is one transaction: all or none.

use serde::{Deserialize, Serialize};

use crate::{
    context::ContextDraft,
    extension::ExtensionDraft,
    general::GeneralDraft,
    id::{ContextId, ExtensionId, IncomingCallId, LineId, NounId, OutgoingCallId, TrunkId, UserId},
    incoming_call::IncomingCallDraft,
    line::LineDraft,
    outgoing_call::OutgoingCallDraft,
    trunk::TrunkDraft,
    user::UserDraft,
};

/// What is done to a noun.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit<I, D> {
    /// A new one.
    Create(D),
    /// Fields of an existing one; what the draft leaves out stays.
    Update(I, D),
    /// The whole of an existing one; what the draft leaves out takes its default. Passwords stay all the same: whoever read the
    /// noun was not shown them.
    Replace(I, D),
    /// One goes.
    Delete(I),
}

/// One edit. Within a list, drafts may name what other edits of the list create, in any order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The general SIP settings.
    General(GeneralDraft),
    /// A context.
    Context(Edit<ContextId, ContextDraft>),
    /// A user; a deleted user's lines go too.
    User(Edit<UserId, UserDraft>),
    /// A line.
    Line(Edit<LineId, LineDraft>),
    /// An extension.
    Extension(Edit<ExtensionId, ExtensionDraft>),
    /// A trunk.
    Trunk(Edit<TrunkId, TrunkDraft>),
    /// An outgoing call.
    OutgoingCall(Edit<OutgoingCallId, OutgoingCallDraft>),
    /// An incoming call.
    IncomingCall(Edit<IncomingCallId, IncomingCallDraft>),
}

impl<I: Copy, D> Edit<I, D> {
    /// Returns whom it is about, where that one exists already.
    pub(crate) fn id(&self) -> Option<I> {
        match self {
            Self::Create(_) => None,
            Self::Update(id, _) | Self::Replace(id, _) | Self::Delete(id) => Some(*id),
        }
    }

    /// Returns what was typed, unless it deletes.
    pub(crate) fn draft(&self) -> Option<&D> {
        match self {
            Self::Create(draft) | Self::Update(_, draft) | Self::Replace(_, draft) => Some(draft),
            Self::Delete(_) => None,
        }
    }

    /// Says whether fields that are left out stay as they were.
    pub(crate) fn keeps_fields(&self) -> bool {
        matches!(self, Self::Update(..))
    }
}

impl Change {
    /// Returns whom it is about, where that one exists already.
    pub fn noun_id(&self) -> Option<NounId> {
        match self {
            Self::General(_) => Some(NounId::General),
            Self::Context(edit) => edit.id().map(NounId::Context),
            Self::User(edit) => edit.id().map(NounId::User),
            Self::Line(edit) => edit.id().map(NounId::Line),
            Self::Extension(edit) => edit.id().map(NounId::Extension),
            Self::Trunk(edit) => edit.id().map(NounId::Trunk),
            Self::OutgoingCall(edit) => edit.id().map(NounId::OutgoingCall),
            Self::IncomingCall(edit) => edit.id().map(NounId::IncomingCall),
        }
    }

    /// Says whether it deletes.
    pub fn deletes(&self) -> bool {
        match self {
            Self::General(_) => false,
            Self::Context(edit) => matches!(edit, Edit::Delete(_)),
            Self::User(edit) => matches!(edit, Edit::Delete(_)),
            Self::Line(edit) => matches!(edit, Edit::Delete(_)),
            Self::Extension(edit) => matches!(edit, Edit::Delete(_)),
            Self::Trunk(edit) => matches!(edit, Edit::Delete(_)),
            Self::OutgoingCall(edit) => matches!(edit, Edit::Delete(_)),
            Self::IncomingCall(edit) => matches!(edit, Edit::Delete(_)),
        }
    }
}
