//! Context: a room of dialable numbers. What a caller may dial is decided by the context of its line or trunk.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldError, Findings, optional, required},
    id::ContextId,
    range::{NumberRange, NumberRangeDraft, RangeKind},
    reference::{Names, Naming, Ref},
    text::{ContextName, Label},
};

/// What a context holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContextKind {
    /// Lines and extensions.
    #[default]
    Internal,
    /// DIDs: what the outside can reach.
    Incall,
    /// Patterns of outgoing calls.
    Outcall,
    /// Services.
    Services,
    /// Anything else.
    Others,
}

impl fmt::Display for ContextKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Internal => "internal",
            Self::Incall => "incall",
            Self::Outcall => "outcall",
            Self::Services => "services",
            Self::Others => "others",
        })
    }
}

/// A context.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Its identity.
    pub id: ContextId,
    /// Its name, which never changes.
    pub name: ContextName,
    /// What people call it.
    pub label: Option<Label>,
    /// What it holds.
    pub kind: ContextKind,
    /// Contexts searched after this one, in order.
    pub includes: Vec<ContextId>,
    /// Which numbers may be given to what. A kind of thing without a range here is not limited.
    pub ranges: Vec<NumberRange>,
}

draft! {
    /// A context as it was typed.
    pub struct ContextDraft {
        /// The name.
        pub name: String,
        /// What people call it.
        pub label: String,
        /// What it holds; internal where nothing is said.
        pub kind: ContextKind,
        /// Contexts searched after this one, in order.
        pub includes: Vec<Ref>,
        /// Number ranges.
        pub range: Vec<NumberRangeDraft>,
    }
}

impl Context {
    /// Reads a context.
    pub(crate) fn parse(id: ContextId, draft: ContextDraft, names: &Names) -> Result<Self, Vec<FieldError>> {
        let mut found = Findings::default();
        let name = found.keep("name", required(draft.name).and_then(|raw| ContextName::parse(&raw)));
        let label = found.keep("label", optional(draft.label, Label::parse));
        let includes = found.keep_each("includes", draft.includes, |wanted| {
            names.context(&wanted).map_err(|problem| vec![FieldError::new("", problem)])
        });
        let ranges = found.keep_each("range", draft.range, NumberRange::parse);
        let context = name.zip(label).zip(includes).zip(ranges).map(|(((name, label), includes), ranges)| {
            Self { id, name, label, kind: draft.kind.unwrap_or_default(), includes, ranges }
        });
        found.finish(context)
    }

    /// Writes it as a draft.
    pub fn draft(&self, naming: Naming<'_>) -> ContextDraft {
        ContextDraft {
            name: Some(self.name.to_string()),
            label: self.label.as_ref().map(Label::to_string),
            kind: Some(self.kind),
            includes: Some(self.includes.iter().map(|id| naming.context(*id)).collect()),
            range: Some(self.ranges.iter().map(NumberRange::draft).collect()),
        }
    }

    /// Says whether a number may be given to a thing of this kind: inside a range of the kind, or no such range is set.
    pub fn has_room_for(&self, number: &str, kind: RangeKind) -> bool {
        let mut ranges = self.ranges.iter().filter(|range| range.kind == kind).peekable();
        ranges.peek().is_none() || ranges.any(|range| range.contains(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(draft: ContextDraft) -> Result<Context, Vec<FieldError>> {
        let mut names = Names::default();
        names.contexts.set(ContextId(2), "to-extern".into());
        Context::parse(ContextId(1), draft, &names)
    }

    #[test]
    fn every_wrong_field_is_named() {
        let draft = ContextDraft {
            name: Some("a b".into()),
            includes: Some(vec!["to-extern".into(), "nowhere".into()]),
            range: Some(vec![NumberRangeDraft::default()]),
            ..Default::default()
        };
        let fields: Vec<_> = parse(draft).unwrap_err().into_iter().map(|e| e.field).collect();
        assert_eq!(fields, ["name", "includes[1]", "range[0].for", "range[0].start"]);
    }

    #[test]
    fn a_context_is_internal_unless_told_otherwise() {
        let context = parse(ContextDraft { name: Some("x".into()), ..Default::default() }).unwrap();
        assert_eq!(context.kind, ContextKind::Internal);
    }

    #[test]
    fn only_a_kind_with_ranges_is_limited() {
        let range = NumberRangeDraft {
            kind: Some(RangeKind::User),
            start: Some("200".into()),
            end: Some("299".into()),
            ..Default::default()
        };
        let context =
            parse(ContextDraft { name: Some("x".into()), range: Some(vec![range]), ..Default::default() })
                .unwrap();
        assert!(context.has_room_for("250", RangeKind::User));
        assert!(!context.has_room_for("300", RangeKind::User));
        assert!(context.has_room_for("300", RangeKind::Group));
    }
}
