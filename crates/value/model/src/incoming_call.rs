//! Incoming call: from a DID to a destination.

use serde::{Deserialize, Serialize};

use crate::{
    caller_id::{CallerIdEdit, CallerIdMode},
    destination::{Destination, DestinationDraft},
    error::{FieldError, Findings, Problem, optional, required},
    id::{ContextId, IncomingCallId},
    pattern::Pattern,
    reference::{Names, Naming, Ref},
    text::Label,
};

/// An incoming call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncomingCall {
    /// Its identity.
    pub id: IncomingCallId,
    /// The DID, or a pattern of DIDs, without a leading `+`: providers send it or not as they like.
    pub did: Pattern,
    /// The incall context that it is in.
    pub context: ContextId,
    /// Where it leads.
    pub destination: Destination,
    /// What it does to the caller's name.
    pub caller_id: Option<CallerIdEdit>,
}

draft! {
    /// An incoming call as it was typed.
    pub struct IncomingCallDraft {
        /// The DID or pattern.
        pub did: String,
        /// The incall context.
        pub context: Ref,
        /// Where it leads.
        pub destination: DestinationDraft,
        /// Where the text goes; prepended where only a text is given.
        pub caller_id_mode: CallerIdMode,
        /// The text; an empty one edits nothing.
        pub caller_id_name: String,
    }
}

impl IncomingCall {
    /// Reads an incoming call.
    pub(crate) fn parse(
        id: IncomingCallId,
        draft: IncomingCallDraft,
        names: &Names,
    ) -> Result<Self, Vec<FieldError>> {
        let mut found = Findings::default();
        let did = found.keep(
            "did",
            required(draft.did).and_then(|raw| Pattern::parse_bare(&raw).map(Pattern::without_plus)),
        );
        let context =
            found.keep("context", required(draft.context).and_then(|wanted| names.context(&wanted)));
        let destination = found.keep(
            "destination",
            required(draft.destination).and_then(|wanted| Destination::parse(wanted, names)),
        );
        let text = found.keep("caller_id_name", optional(draft.caller_id_name, Label::parse)).flatten();
        if draft.caller_id_mode == Some(CallerIdMode::Overwrite) && text.is_none() {
            found.note("caller_id_mode", Problem::Needs { other: "caller_id_name" });
        }
        let caller_id = text
            .map(|text| CallerIdEdit { mode: draft.caller_id_mode.unwrap_or(CallerIdMode::Prepend), text });
        let call = did.zip(context).zip(destination).map(|((did, context), destination)| Self {
            id,
            did,
            context,
            destination,
            caller_id,
        });
        found.finish(call)
    }

    /// Writes it as a draft.
    pub fn draft(&self, naming: Naming<'_>) -> IncomingCallDraft {
        IncomingCallDraft {
            did: Some(self.did.to_string()),
            context: Some(naming.context(self.context)),
            destination: Some(self.destination.draft(naming)),
            caller_id_mode: self.caller_id.as_ref().map(|edit| edit.mode),
            caller_id_name: self.caller_id.as_ref().map(|edit| edit.text.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        names.contexts.set(ContextId(1), "Incalls".into());
        names
    }

    fn draft(did: &str) -> IncomingCallDraft {
        IncomingCallDraft {
            did: Some(did.into()),
            context: Some("Incalls".into()),
            destination: Some(DestinationDraft::Echo),
            ..Default::default()
        }
    }

    #[test]
    fn a_leading_plus_of_the_did_is_dropped() {
        let call = IncomingCall::parse(IncomingCallId(1), draft("+39055101"), &names()).unwrap();
        assert_eq!(call.did.as_str(), "39055101");
    }

    #[test]
    fn a_text_alone_is_prepended() {
        let named = IncomingCallDraft { caller_id_name: Some("Sales".into()), ..draft("101") };
        let call = IncomingCall::parse(IncomingCallId(1), named, &names()).unwrap();
        assert_eq!(call.caller_id.map(|edit| edit.mode), Some(CallerIdMode::Prepend));
    }

    #[test]
    fn a_catch_all_is_a_pattern() {
        let call = IncomingCall::parse(IncomingCallId(1), draft("."), &names()).unwrap();
        assert_eq!(call.did.as_str(), "_.");
        assert_eq!(IncomingCall::parse(IncomingCallId(1), call.draft(Naming::Ids), &names()).unwrap(), call);
    }
}
