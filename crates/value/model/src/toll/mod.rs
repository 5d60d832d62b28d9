//! What calls to the outside may cost: classes of destination, limits on them, and when the house is open.
//!
//! The bill of stolen calls is paid by the exchange's owner, so limits hold from the first day, with defaults that an honest
//! company never notices. Here is what is set; who counts and stops is the calls' core.

mod class;
mod hours;
mod limit;
mod numbering;

use serde::{Deserialize, Serialize};

pub use class::{Class, ClassRow, Classes, Classified, DestinationClassDraft};
pub use hours::{Calendar, OpeningHours};
pub use limit::{Caps, Limit, LimitDraft, LimitOf, LimitWhen, LimitsPolicy, Rules};
pub use numbering::CountryPlan;

use crate::{
    error::{FieldError, Findings, LIST_MAX, Problem, optional},
    general::GeneralDraft,
    text::Number,
};

/// What the general settings say of calls to the outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toll {
    /// The country's code (ITU-T E.164), where it is not that of the country of the premises.
    pub country_code: Option<Number>,
    /// What is dialled in front of a number abroad, where it is not the country's.
    pub international_prefix: Option<Number>,
    /// What is dialled in front of a number in the same country, where it is not the country's.
    pub national_prefix: Option<Number>,
    /// Classes of the administrator's own; they win over those that are shipped.
    pub classes: Vec<ClassRow>,
    /// The limits; none where they are those that are shipped, and follow them.
    pub limits: Option<Vec<Limit>>,
    /// When the house is open.
    pub opening_hours: OpeningHours,
    /// The classes of outside numbers that a phone of ours may send a call on to.
    pub divert_classes: Vec<Class>,
}

/// Most classes of an administrator's own: the tariff of a provider by prefix has a few hundred.
pub const CLASSES_MAX: usize = 1_000;

/// Most limits.
pub const LIMITS_MAX: usize = 200;

impl Default for Toll {
    fn default() -> Self {
        Self {
            country_code: None,
            international_prefix: None,
            national_prefix: None,
            classes: vec![],
            limits: None,
            opening_hours: OpeningHours::default(),
            divert_classes: Class::DIVERTED.to_vec(),
        }
    }
}

impl Toll {
    /// The limits that hold.
    pub fn limits(&self) -> &[Limit] {
        self.limits.as_deref().unwrap_or_else(|| limit::shipped())
    }

    /// Says whether a limit set of this name is there.
    pub fn has_set(&self, name: &str) -> bool {
        self.limits().iter().any(|limit| limit.set.as_str() == name)
    }

    /// Reads what a draft of the general settings says of them.
    pub(crate) fn parse(draft: &mut GeneralDraft, found: &mut Findings) -> Option<Self> {
        let country_code = found.keep("country_code", optional(draft.country_code.take(), digits));
        let international =
            found.keep("international_prefix", optional(draft.international_prefix.take(), Number::parse));
        let national = found.keep("national_prefix", optional(draft.national_prefix.take(), digits));
        let rows = bounded(found, "destination_class", draft.destination_class.take(), CLASSES_MAX);
        let classes = found.keep_each("destination_class", rows, ClassRow::parse);
        let limits = match bounded(found, "limit", draft.limit.take(), LIMITS_MAX) {
            None => Some(None),
            rows => found.keep_each("limit", rows, Limit::parse).map(Some),
        };
        let opening_hours =
            found.keep("opening_hours", optional(draft.opening_hours.take(), OpeningHours::parse));
        let divert_classes = match draft.divert_classes.take() {
            None => Some(Class::DIVERTED.to_vec()),
            words => found.keep_each("divert_classes", words, |word| {
                Class::parse(&word).map_err(|problem| vec![FieldError::new("", problem)])
            }),
        };
        Some(Self {
            country_code: country_code?,
            international_prefix: international?,
            national_prefix: national?,
            classes: classes?,
            // What equals the shipped ones follows them.
            limits: limits?.filter(|limits| limits.as_slice() != limit::shipped()),
            opening_hours: opening_hours?.unwrap_or_default(),
            divert_classes: divert_classes?,
        })
    }

    /// Writes them into a draft of the general settings.
    pub(crate) fn write(&self, draft: GeneralDraft) -> GeneralDraft {
        let text = |value: &Option<Number>| Some(value.as_ref().map(Number::to_string).unwrap_or_default());
        GeneralDraft {
            country_code: text(&self.country_code),
            international_prefix: text(&self.international_prefix),
            national_prefix: text(&self.national_prefix),
            destination_class: Some(self.classes.iter().map(ClassRow::draft).collect()),
            limit: Some(self.limits().iter().map(Limit::draft).collect()),
            opening_hours: Some(self.opening_hours.to_string()),
            divert_classes: Some(self.divert_classes.iter().map(|class| class.word().to_owned()).collect()),
            ..draft
        }
    }
}

/// Reads digits alone.
fn digits(raw: &str) -> Result<Number, Problem> {
    match raw.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Number::parse(raw),
        false => Err(Problem::BadCharacters { allowed: "digits" }),
    }
}

/// Notes a list that is longer than makes sense; one that no list may be as long as is noted elsewhere.
fn bounded<T>(found: &mut Findings, field: &str, list: Option<Vec<T>>, max: usize) -> Option<Vec<T>> {
    if list.as_ref().is_some_and(|list| list.len() > max && list.len() <= LIST_MAX) {
        found.note(field, Problem::TooLong { max });
    }
    list
}

#[cfg(test)]
mod tests;
