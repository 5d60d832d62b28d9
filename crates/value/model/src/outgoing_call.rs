//! Outgoing call: which dialled numbers leave by which trunks.

use serde::{Deserialize, Serialize};

use crate::{
    caller_id::CallerId,
    error::{FieldError, Findings, Problem, bounded, optional, required},
    id::{ContextId, OutgoingCallId, TrunkId},
    pattern::Pattern,
    reference::{Names, Naming, Ref},
    text::{Label, Number},
};

/// An outgoing call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutgoingCall {
    /// Its identity.
    pub id: OutgoingCallId,
    /// Its name.
    pub name: Label,
    /// The outcall context that its patterns are in.
    pub context: ContextId,
    /// The trunks, tried in order.
    pub trunks: Vec<TrunkId>,
    /// How long it rings, in seconds; 0 is without end.
    pub ring_time: u32,
    /// The caller's identity is left alone (XiVO's "Internal").
    pub internal_caller_id: bool,
    /// It is the way out for emergency numbers, from every context.
    #[serde(default)]
    pub emergency: bool,
    /// Its patterns.
    pub extensions: Vec<OutgoingExtension>,
}

/// One pattern of an outgoing call, and what happens to a number that matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutgoingExtension {
    /// Which numbers.
    pub pattern: Pattern,
    /// How many characters are taken off the front.
    pub stripnum: usize,
    /// Put in front of what is left.
    pub prefix: Option<Number>,
    /// Put in front of that.
    pub external_prefix: Option<Number>,
    /// What the outside sees, where the user has no caller id of its own for it.
    pub caller_id: Option<CallerId>,
}

draft! {
    /// An outgoing call as it was typed.
    pub struct OutgoingCallDraft {
        /// The name.
        pub name: String,
        /// The outcall context.
        pub context: Ref,
        /// The trunks, in order.
        pub trunks: Vec<Ref>,
        /// Ring time in seconds; 0 is without end.
        pub ring_time: u32,
        /// Leave the caller's identity alone.
        pub internal_caller_id: bool,
        /// Emergency numbers that its patterns match leave by it, whoever calls, from every context.
        pub emergency: bool,
        /// The patterns.
        pub extension: Vec<OutgoingExtensionDraft>,
    }
}

draft! {
    /// One pattern of an outgoing call as it was typed.
    pub struct OutgoingExtensionDraft {
        /// The pattern, with or without the underscore.
        pub pattern: String,
        /// Characters taken off the front.
        pub stripnum: u32,
        /// Put in front of what is left.
        pub prefix: String,
        /// Put in front of that.
        pub external_prefix: String,
        /// Caller id.
        pub caller_id: String,
    }
}

/// Longest ring time, in seconds.
const RING_TIME_MAX: u32 = 10_800;

impl OutgoingCall {
    /// Reads an outgoing call.
    pub(crate) fn parse(
        id: OutgoingCallId,
        draft: OutgoingCallDraft,
        names: &Names,
    ) -> Result<Self, Vec<FieldError>> {
        let mut found = Findings::default();
        let name = found.keep("name", required(draft.name).and_then(|raw| Label::parse(&raw)));
        let context =
            found.keep("context", required(draft.context).and_then(|wanted| names.context(&wanted)));
        let trunks = found.keep_each("trunks", draft.trunks, |wanted| {
            names.trunk(&wanted).map_err(|problem| vec![FieldError::new("", problem)])
        });
        if trunks.as_ref().is_some_and(Vec::is_empty) {
            found.note("trunks", Problem::Missing);
        }
        let ring_time = found.keep("ring_time", bounded(draft.ring_time, 0, 0, RING_TIME_MAX));
        let extensions = found.keep_each("extension", draft.extension, OutgoingExtension::parse);
        let call = name.zip(context).zip(trunks).zip(ring_time).zip(extensions).map(
            |((((name, context), trunks), ring_time), extensions)| Self {
                id,
                name,
                context,
                trunks,
                ring_time,
                internal_caller_id: draft.internal_caller_id.unwrap_or(false),
                emergency: draft.emergency.unwrap_or(false),
                extensions,
            },
        );
        found.finish(call)
    }

    /// Writes it as a draft.
    pub fn draft(&self, naming: Naming<'_>) -> OutgoingCallDraft {
        OutgoingCallDraft {
            name: Some(self.name.to_string()),
            context: Some(naming.context(self.context)),
            trunks: Some(self.trunks.iter().map(|id| naming.trunk(*id)).collect()),
            ring_time: Some(self.ring_time),
            internal_caller_id: Some(self.internal_caller_id),
            emergency: Some(self.emergency),
            extension: Some(self.extensions.iter().map(OutgoingExtension::draft).collect()),
        }
    }
}

impl OutgoingExtension {
    /// Reads one pattern.
    pub fn parse(draft: OutgoingExtensionDraft) -> Result<Self, Vec<FieldError>> {
        let mut found = Findings::default();
        let pattern =
            found.keep("pattern", required(draft.pattern).and_then(|raw| Pattern::parse_bare(&raw)));
        let stripnum = usize::try_from(draft.stripnum.unwrap_or(0)).unwrap_or(usize::MAX);
        let prefix = found.keep("prefix", optional(draft.prefix, Number::parse));
        let external_prefix = found.keep("external_prefix", optional(draft.external_prefix, Number::parse));
        let caller_id = found.keep("caller_id", optional(draft.caller_id, CallerId::parse));
        if let Some(shortest) =
            pattern.as_ref().map(Pattern::shortest).filter(|shortest| stripnum > 0 && stripnum >= *shortest)
        {
            found.note("stripnum", Problem::StripsEverything { most: shortest.saturating_sub(1) });
        }
        let extension = pattern.map(|pattern| Self {
            pattern,
            stripnum,
            prefix: prefix.flatten(),
            external_prefix: external_prefix.flatten(),
            caller_id: caller_id.flatten(),
        });
        found.finish(extension)
    }

    /// Writes it as a draft.
    pub fn draft(&self) -> OutgoingExtensionDraft {
        OutgoingExtensionDraft {
            pattern: Some(self.pattern.to_string()),
            stripnum: u32::try_from(self.stripnum).ok(),
            prefix: self.prefix.as_ref().map(Number::to_string),
            external_prefix: self.external_prefix.as_ref().map(Number::to_string),
            caller_id: self.caller_id.as_ref().map(CallerId::to_string),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extension(pattern: &str, stripnum: u32) -> Result<OutgoingExtension, Vec<FieldError>> {
        OutgoingExtension::parse(OutgoingExtensionDraft {
            pattern: Some(pattern.into()),
            stripnum: Some(stripnum),
            ..Default::default()
        })
    }

    #[test]
    fn a_stripnum_that_leaves_nothing_is_refused() {
        assert!(extension("**99.", 4).is_ok());
        let errors = extension("**99.", 5).unwrap_err();
        assert_eq!(errors, [FieldError::new("stripnum", Problem::StripsEverything { most: 4 })]);
        assert!(extension("9!", 1).is_err(), "9 alone would leave nothing");
        assert!(extension("112", u32::MAX).is_err());
        assert!(extension("112", 0).is_ok());
    }

    #[test]
    fn an_outgoing_call_needs_a_trunk() {
        let mut names = Names::default();
        names.contexts.set(ContextId(1), "to-extern".into());
        let draft = OutgoingCallDraft {
            name: Some("x".into()),
            context: Some("to-extern".into()),
            ..Default::default()
        };
        let errors = OutgoingCall::parse(OutgoingCallId(1), draft, &names).unwrap_err();
        assert_eq!(errors, [FieldError::new("trunks", Problem::Missing)]);
    }

    #[test]
    fn a_pattern_reads_back_from_its_draft() {
        let extension = extension("5XXX.", 0).unwrap();
        assert_eq!(OutgoingExtension::parse(extension.draft()).unwrap(), extension);
    }
}
