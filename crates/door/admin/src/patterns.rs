//! What patterns of outgoing calls mean, before they are saved: which numbers match, why the others do not, and what is sent.

use model::{FieldError, OutgoingExtension, OutgoingExtensionDraft, Pattern, Problem, pattern::Symbol};
use routing::pattern::{Rejection, reject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{acts::Admin, error::Error};

/// Most patterns at once: more than any outgoing call has.
const PATTERNS_MAX: usize = 100;

/// Most numbers at once.
const NUMBERS_MAX: usize = 100;

/// Patterns, and numbers to try them with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PatternQuestion {
    /// Patterns as an outgoing call has them, at most 100.
    #[serde(deserialize_with = "objects")]
    pub patterns: Vec<OutgoingExtensionDraft>,
    /// Numbers as they are dialled, at most 100.
    pub numbers: Vec<String>,
}

/// Reads objects: serde alone would take a list for the fields of one in their order.
fn objects<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<OutgoingExtensionDraft>, D::Error> {
    let read = |fields| serde_json::from_value(serde_json::Value::Object(fields));
    let all = Vec::<serde_json::Map<String, serde_json::Value>>::deserialize(from)?;
    all.into_iter().map(|fields| read(fields).map_err(serde::de::Error::custom)).collect()
}

/// Every pattern tried with every number.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PatternAnswer {
    /// The patterns, in the order of the question.
    pub patterns: Vec<PatternJudged>,
    /// The numbers, in the order of the question.
    pub numbers: Vec<NumberJudged>,
}

/// What a pattern is.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PatternJudged {
    /// How it is stored; none where it is wrong.
    pub pattern: Option<String>,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// Numbers that match, made up.
    pub matching: Vec<String>,
    /// Numbers that nearly match, made up.
    pub not_matching: Vec<String>,
}

/// What a number means to the patterns.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NumberJudged {
    /// The number.
    pub number: String,
    /// The place of the pattern that wins, counted from 0; none where none matches.
    pub winner: Option<usize>,
    /// What each pattern says to it; patterns that are wrong are left out.
    pub tried: Vec<PatternTried>,
}

/// What a pattern says to a number.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PatternTried {
    /// The place of the pattern, counted from 0.
    pub pattern: usize,
    /// Whether it matches.
    #[serde(flatten)]
    pub verdict: PatternVerdict,
}

/// Whether a number matches a pattern.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum PatternVerdict {
    /// It does.
    Matches {
        /// What is taken off the front.
        stripped: String,
        /// What is put in front of the rest.
        added: String,
        /// What is sent.
        sends: String,
    },
    /// It does not.
    Rejected {
        /// Why.
        reason: Rejection,
        /// Why, in words.
        words: String,
    },
}

impl Admin {
    /// Tries every pattern with every number. A pattern that is wrong is told among the patterns, and the others are tried.
    ///
    /// # Errors
    /// [`Error::Fields`] where there are too many, or a number is longer than any that is looked up.
    pub fn match_patterns(&self, question: &PatternQuestion) -> Result<PatternAnswer, Error> {
        let PatternQuestion { patterns, numbers } = question;
        if patterns.len() > PATTERNS_MAX {
            return Err(Error::field("patterns", Problem::TooLong { max: PATTERNS_MAX }));
        }
        if numbers.len() > NUMBERS_MAX {
            return Err(Error::field("numbers", Problem::TooLong { max: NUMBERS_MAX }));
        }
        if let Some(at) = numbers.iter().position(|number| number.len() > routing::DIALLED_MAX) {
            let too_long = Problem::TooLong { max: routing::DIALLED_MAX };
            return Err(Error::field(&format!("numbers[{at}]"), too_long));
        }
        let too_many =
            |draft: &model::OutgoingExtensionDraft| draft.stripnum.is_some_and(|n| i32::try_from(n).is_err());
        if let Some(at) = patterns.iter().position(too_many) {
            let range = Problem::OutOfRange { min: 0, max: i32::MAX.unsigned_abs() };
            return Err(Error::field(&format!("patterns[{at}].stripnum"), range));
        }
        let read: Vec<_> = patterns.iter().map(|draft| OutgoingExtension::parse(draft.clone())).collect();
        let extensions: Vec<(usize, &OutgoingExtension)> =
            read.iter().enumerate().filter_map(|(at, read)| Some((at, read.as_ref().ok()?))).collect();
        Ok(PatternAnswer {
            numbers: numbers.iter().map(|number| judge(&extensions, number)).collect(),
            patterns: read.iter().map(describe).collect(),
        })
    }
}

fn describe(read: &Result<OutgoingExtension, Vec<FieldError>>) -> PatternJudged {
    match read {
        Ok(extension) => PatternJudged {
            pattern: Some(extension.pattern.to_string()),
            errors: vec![],
            matching: examples(&extension.pattern, true),
            not_matching: examples(&extension.pattern, false),
        },
        Err(errors) => {
            PatternJudged { pattern: None, errors: errors.clone(), matching: vec![], not_matching: vec![] }
        }
    }
}

fn judge(extensions: &[(usize, &OutgoingExtension)], number: &str) -> NumberJudged {
    let texts: Vec<&str> = extensions.iter().map(|(_, extension)| extension.pattern.as_str()).collect();
    let winner = routing::match_patterns(&texts, number, "");
    let winner = winner.and_then(|winner| extensions.iter().find(|(_, e)| e.pattern.as_str() == winner));
    let tried = extensions.iter().map(|(at, extension)| PatternTried {
        pattern: *at,
        verdict: match reject(&extension.pattern, number) {
            Some(reason) => PatternVerdict::Rejected { words: reason.to_string(), reason },
            None => {
                let rewritten = routing::rewrite(extension, number);
                PatternVerdict::Matches {
                    stripped: rewritten.stripped.to_owned(),
                    added: rewritten.added,
                    sends: rewritten.sends,
                }
            }
        },
    });
    NumberJudged { number: number.to_owned(), winner: winner.map(|(at, _)| *at), tried: tried.collect() }
}

/// What stands for "anything" in an example.
const ANYTHING: &str = "101";

/// Makes up numbers that match a pattern, or nearly do. Each is tried with the pattern before it is shown.
fn examples(pattern: &Pattern, matching: bool) -> Vec<String> {
    let symbols = pattern.symbols();
    let spell = |choose: fn(&[u8]) -> Option<&u8>, anything: &str| -> String {
        let mut number = String::new();
        for symbol in &symbols {
            let characters: &[u8] = match symbol {
                Symbol::Literal(byte) => std::slice::from_ref(byte),
                Symbol::X => b"0123456789",
                Symbol::Z => b"123456789",
                Symbol::N => b"23456789",
                Symbol::Set(set) => set,
                Symbol::OneOrMore | Symbol::ZeroOrMore => {
                    number.push_str(anything);
                    break;
                }
            };
            number.extend(choose(characters).map(|byte| char::from(*byte)));
        }
        number
    };
    let (low, high) = (spell(<[u8]>::first, ANYTHING), spell(<[u8]>::last, "5"));
    let shortest: String = low.chars().take(pattern.shortest()).collect();
    let one_less: String = shortest.chars().take(pattern.shortest().saturating_sub(1)).collect();
    let other = |digit: char| -> String {
        let first = digit.to_string();
        first + low.get(1..).unwrap_or_default()
    };
    let mut found: Vec<String> = vec![];
    for candidate in [low.clone(), high, shortest, one_less, format!("{low}0"), other('9'), other('1')] {
        let fits = !candidate.is_empty() && reject(pattern, &candidate).is_none() == matching;
        if fits && !found.contains(&candidate) {
            found.push(candidate);
        }
    }
    found.retain(|number| !number.is_empty());
    found.truncate(EXAMPLES_MAX);
    found
}

/// Examples of each kind that are shown.
const EXAMPLES_MAX: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_numbers_match_or_do_not_as_they_should() {
        for pattern in ["**99.", "0[1-5]XXXXXXXX", "9!", "112", "NXXNXXXXXX", ".", "!"] {
            let pattern = Pattern::parse_bare(pattern).unwrap();
            let (good, bad) = (examples(&pattern, true), examples(&pattern, false));
            assert!(
                !good.is_empty() && good.iter().all(|n| reject(&pattern, n).is_none()),
                "{pattern} {good:?}"
            );
            assert!(bad.iter().all(|n| reject(&pattern, n).is_some()), "{pattern} {bad:?}");
        }
        assert_eq!(examples(&Pattern::parse_bare("**99.").unwrap(), true), ["**99101", "**995", "**991"]);
        assert_eq!(examples(&Pattern::parse_bare("112").unwrap(), false), ["11", "1120", "912"]);
    }
}
