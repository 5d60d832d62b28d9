//! Why a number does not match a pattern.

use std::fmt;

use model::Pattern;
use serde::{Deserialize, Serialize};

use super::{Position, compile};

/// The reason of a rejection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// The number ends before the pattern does.
    TooShort,
    /// The number goes on where the pattern ends.
    TooLong,
    /// A character does not fit.
    Character {
        /// Its place, counted from 1, dashes apart.
        place: usize,
        /// What was dialled there.
        dialled: char,
    },
    /// The number fits and the caller's number does not.
    Caller,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort => f.write_str("the number is too short"),
            Self::TooLong => f.write_str("the number is too long"),
            Self::Character { place, dialled } => write!(f, "{dialled:?} at place {place} does not fit"),
            Self::Caller => f.write_str("the caller's number does not fit"),
        }
    }
}

/// Matches one pattern by itself: says why the number does not match; none where it does.
pub fn reject(pattern: &Pattern, number: &str) -> Option<Rejection> {
    if pattern.is_pattern() {
        return reject_positions(&compile(pattern), number);
    }
    let (wanted, dialled) = (pattern.as_str(), number);
    if wanted == dialled {
        return None;
    }
    let differing = wanted.chars().zip(dialled.chars()).position(|(a, b)| a != b);
    Some(match differing.and_then(|at| dialled.chars().nth(at).map(|dialled| (at, dialled))) {
        Some((at, dialled)) => Rejection::Character { place: at + 1, dialled },
        None if dialled.len() < wanted.len() => Rejection::TooShort,
        None => Rejection::TooLong,
    })
}

/// Matches compiled positions. Dashes of the number count for nothing.
pub(crate) fn reject_positions(positions: &[Position], number: &str) -> Option<Rejection> {
    let mut rest = number.chars().filter(|c| *c != '-').enumerate();
    for position in positions {
        match (position, rest.next()) {
            (Position::ZeroOrMore, _) | (Position::OneOrMore, Some(_)) => return None,
            (Position::OneOrMore | Position::Class(_), None) => return Some(Rejection::TooShort),
            (Position::Class(mask), Some((at, dialled))) => {
                if !u8::try_from(dialled).is_ok_and(|byte| Position::holds(*mask, byte)) {
                    return Some(Rejection::Character { place: at + 1, dialled });
                }
            }
        }
    }
    rest.next().map(|_| Rejection::TooLong)
}
