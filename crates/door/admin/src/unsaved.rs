//! Edits that somebody has typed and not saved: what the configuration would be if he had.

use model::{
    Change, ContextDraft, Edit, ExtensionDraft, FieldError, IncomingCallDraft, LineDraft, OutgoingCallDraft,
    Problem, Snapshot, TrunkDraft, UserDraft,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::Error;

/// Most edits at once: a form edits one noun, and a page that moves some about a few more.
const EDITS_MAX: usize = 100;

/// Defines the edits: the same three fields for every noun.
macro_rules! unsaved_edits {
    ($( $(#[$doc:meta])* $noun:ident($draft:ty), )*) => {
        /// An edit that is not saved: of the noun with this id, or of a new one where there is no id.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case", tag = "noun", deny_unknown_fields)]
        pub enum UnsavedEdit {
            $(
                $(#[$doc])*
                $noun {
                    /// Which one; none where it is new.
                    #[serde(default, skip_serializing_if = "Option::is_none")]
                    id: Option<u32>,
                    /// Its fields; what is left out stays as it is.
                    #[serde(default, skip_serializing_if = "Option::is_none")]
                    draft: Option<Box<$draft>>,
                    /// It is deleted.
                    #[serde(default)]
                    delete: bool,
                },
            )*
        }

        impl UnsavedEdit {
            fn change(&self) -> Result<Change, FieldError> {
                match self {
                    $( Self::$noun { id, draft, delete } => {
                        Ok(Change::$noun(edit(*id, draft.as_deref(), *delete)?))
                    } )*
                }
            }
        }
    };
}

unsaved_edits! {
    /// Of a context.
    Context(ContextDraft),
    /// Of a user.
    User(UserDraft),
    /// Of a line.
    Line(LineDraft),
    /// Of an extension.
    Extension(ExtensionDraft),
    /// Of a trunk.
    Trunk(TrunkDraft),
    /// Of an outgoing call.
    OutgoingCall(OutgoingCallDraft),
    /// Of an incoming call.
    IncomingCall(IncomingCallDraft),
}

fn edit<I: From<u32>, D: Clone>(
    id: Option<u32>,
    draft: Option<&D>,
    delete: bool,
) -> Result<Edit<I, D>, FieldError> {
    match (id, draft, delete) {
        (None, Some(draft), false) => Ok(Edit::Create(draft.clone())),
        (Some(id), Some(draft), false) => Ok(Edit::Update(id.into(), draft.clone())),
        (Some(id), None, true) => Ok(Edit::Delete(id.into())),
        (None, None, true) => Err(FieldError::new("id", Problem::Missing)),
        (_, Some(_), true) => Err(FieldError::new("delete", Problem::BadForm { form: "a draft, or delete" })),
        (_, None, false) => Err(FieldError::new("draft", Problem::Missing)),
    }
}

/// Gives the configuration as it would be.
pub(crate) fn apply(snapshot: &Snapshot, edits: &[UnsavedEdit]) -> Result<Snapshot, Error> {
    if edits.len() > EDITS_MAX {
        return Err(Error::field("edits", Problem::TooLong { max: EDITS_MAX }));
    }
    let place = |at: usize| format!("edits[{at}]");
    let (mut changes, mut errors) = (Vec::with_capacity(edits.len()), vec![]);
    for (at, edit) in edits.iter().enumerate() {
        match edit.change() {
            Ok(change) => changes.push(change),
            Err(error) => errors.push(error.within(&place(at))),
        }
    }
    if !errors.is_empty() {
        return Err(Error::Fields(errors));
    }
    snapshot.apply(&changes).map_err(|errors| {
        let named = errors.into_iter().map(|error| {
            let draft = if error.field.is_empty() { String::new() } else { ".draft".to_owned() };
            let place = place(error.change) + &draft;
            error.within(&place)
        });
        Error::Fields(named.collect())
    })
}
