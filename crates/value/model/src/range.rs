//! Number ranges of a context: which numbers may be given to which kind of thing.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{FieldError, Findings, Problem, optional, required};

/// What a range's numbers are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RangeKind {
    /// Users' lines.
    User,
    /// Ring groups.
    Group,
    /// Queues.
    Queue,
    /// Conference rooms.
    ConferenceRoom,
    /// Incoming calls: DIDs.
    Incall,
}

impl RangeKind {
    /// Returns the word that settings use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Queue => "queue",
            Self::ConferenceRoom => "conference_room",
            Self::Incall => "incall",
        }
    }
}

impl fmt::Display for RangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A checked range: both ends have the same number of digits, and the first is not above the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberRange {
    /// What the numbers are for.
    #[serde(rename = "for")]
    pub kind: RangeKind,
    /// First number.
    pub start: String,
    /// Last number; the first again where the range is one number.
    pub end: String,
    /// How many digits, counted from the end, the provider really sends; only for [`RangeKind::Incall`].
    pub did_length: Option<usize>,
}

draft! {
    /// A range as it was typed.
    pub struct NumberRangeDraft {
        /// What the numbers are for.
        #[serde(rename = "for")]
        pub kind: RangeKind,
        /// First number.
        pub start: String,
        /// Last number; without it the range is one number.
        pub end: String,
        /// How many digits the provider sends of each DID.
        pub did_length: u32,
    }
}

/// Most digits of a range's number.
const DIGITS_MAX: usize = 16;

impl NumberRange {
    /// Reads a range.
    pub fn parse(draft: NumberRangeDraft) -> Result<Self, Vec<FieldError>> {
        let mut found = Findings::default();
        let kind = found.keep("for", required(draft.kind));
        let start = found.keep("start", required(draft.start).and_then(|raw| digits(&raw)));
        let end = found.keep("end", optional(draft.end, digits));
        let range = kind.zip(start).zip(end).map(|((kind, start), end)| Self {
            kind,
            end: end.unwrap_or_else(|| start.clone()),
            start,
            did_length: draft.did_length.and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0),
        });
        if let Some(range) = &range {
            range.judge(&mut found);
        }
        found.finish(range)
    }

    fn judge(&self, found: &mut Findings) {
        // Texts of one length compare as the numbers do.
        if self.start.len() != self.end.len() || self.start > self.end {
            found.note(
                "end",
                Problem::BadForm { form: "start 200, end 299: as many digits, and not below the start" },
            );
        }
        match self.did_length {
            Some(_) if self.kind != RangeKind::Incall => {
                found.note("did_length", Problem::Needs { other: "for = \"incall\"" })
            }
            Some(n) if n > self.start.len() => found.note(
                "did_length",
                Problem::OutOfRange { min: 1, max: u32::try_from(self.start.len()).unwrap_or(u32::MAX) },
            ),
            Some(_) | None => {}
        }
    }

    /// Says whether a number is inside.
    pub fn contains(&self, number: &str) -> bool {
        let tail = |end: &'_ str| {
            let keep = self.did_length.unwrap_or(end.len()).min(end.len());
            end.get(end.len() - keep..).unwrap_or_default().to_owned()
        };
        let (start, end) = (tail(&self.start), tail(&self.end));
        number.len() == start.len() && number >= start.as_str() && number <= end.as_str()
    }

    /// Writes it as a draft.
    pub fn draft(&self) -> NumberRangeDraft {
        NumberRangeDraft {
            kind: Some(self.kind),
            start: Some(self.start.clone()),
            end: Some(self.end.clone()),
            did_length: self.did_length.and_then(|n| u32::try_from(n).ok()),
        }
    }
}

fn digits(raw: &str) -> Result<String, Problem> {
    if raw.is_empty() {
        return Err(Problem::Missing);
    }
    if raw.len() > DIGITS_MAX {
        return Err(Problem::TooLong { max: DIGITS_MAX });
    }
    match raw.bytes().all(|b| b.is_ascii_digit()) {
        true => Ok(raw.to_owned()),
        false => Err(Problem::BadCharacters { allowed: "digits" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(
        start: &str,
        end: Option<&str>,
        did_length: Option<u32>,
    ) -> Result<NumberRange, Vec<FieldError>> {
        NumberRange::parse(NumberRangeDraft {
            kind: Some(RangeKind::Incall),
            start: Some(start.into()),
            end: end.map(str::to_owned),
            did_length,
        })
    }

    #[test]
    fn a_range_without_end_is_one_number() {
        let one = range("200", None, None).unwrap();
        assert!(one.contains("200"));
        assert!(!one.contains("201"));
    }

    #[test]
    fn a_number_of_another_length_is_outside() {
        let range = range("200", Some("299"), None).unwrap();
        assert!(range.contains("250"));
        assert!(!range.contains("2500"));
        assert!(!range.contains("25"));
    }

    #[test]
    fn ends_must_fit_each_other() {
        assert!(range("200", Some("99"), None).is_err());
        assert!(range("299", Some("200"), None).is_err());
        assert!(range("2x", None, None).is_err());
        assert!(range(&"1".repeat(17), None, None).is_err());
    }

    #[test]
    fn did_length_keeps_the_last_digits() {
        let range = range("0551234100", Some("0551234199"), Some(3)).unwrap();
        assert!(range.contains("150"));
        assert!(!range.contains("0551234150"));
        assert!(!range.contains("200"));
    }

    #[test]
    fn did_length_fits_the_range() {
        assert!(range("100", Some("199"), Some(4)).is_err());
        assert!(range("100", Some("199"), Some(3)).is_ok());
    }
}
