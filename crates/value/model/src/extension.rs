//! Extension: a number in a context that leads somewhere by itself. (A line's own number is a field of the line.)

use serde::{Deserialize, Serialize};

use crate::{
    destination::{Destination, DestinationDraft},
    error::{FieldError, Findings, required},
    id::{ContextId, ExtensionId},
    reference::{Names, Naming, Ref},
    text::Number,
};

/// A number that leads to a destination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Its identity.
    pub id: ExtensionId,
    /// The number.
    pub number: Number,
    /// The context that it is dialled in.
    pub context: ContextId,
    /// Where it leads.
    pub destination: Destination,
}

draft! {
    /// An extension as it was typed.
    pub struct ExtensionDraft {
        /// The number.
        pub number: String,
        /// The context.
        pub context: Ref,
        /// Where it leads.
        pub destination: DestinationDraft,
    }
}

impl Extension {
    /// Reads an extension.
    pub(crate) fn parse(
        id: ExtensionId,
        draft: ExtensionDraft,
        names: &Names,
    ) -> Result<Self, Vec<FieldError>> {
        let mut found = Findings::default();
        let number = found.keep("number", required(draft.number).and_then(|raw| Number::parse(&raw)));
        let context =
            found.keep("context", required(draft.context).and_then(|wanted| names.context(&wanted)));
        let destination = found.keep(
            "destination",
            required(draft.destination).and_then(|wanted| Destination::parse(wanted, names)),
        );
        let extension = number.zip(context).zip(destination).map(|((number, context), destination)| Self {
            id,
            number,
            context,
            destination,
        });
        found.finish(extension)
    }

    /// Writes it as a draft.
    pub fn draft(&self, naming: Naming<'_>) -> ExtensionDraft {
        ExtensionDraft {
            number: Some(self.number.to_string()),
            context: Some(naming.context(self.context)),
            destination: Some(self.destination.draft(naming)),
        }
    }
}
