//! Asterisk's pattern matching: which of many patterns a number means.
//!
//! Exact numbers come before patterns; among patterns the order is decided position by position, the smaller set first, then
//! `.`, then `!`. Patterns of the same meaning keep the order in which they were written. A caller match (`PATTERN/CALLERID`)
//! comes before none.

use std::cmp::Ordering;

use model::{Pattern, pattern::Symbol};

mod reject;
mod table;
mod trie;

pub use reject::{Rejection, reject};
pub(crate) use table::Table;

/// One position of a compiled pattern. The order is the order in which alternatives are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// One character out of a set, a bit for each ASCII code.
    Class(u128),
    /// One or more of anything.
    OneOrMore,
    /// Zero or more of anything.
    ZeroOrMore,
}

impl Position {
    fn of(symbol: &Symbol) -> Self {
        let bit = |b: u8| 1u128.checked_shl(u32::from(b)).unwrap_or(0);
        let span = |from: u8, to: u8| (from..=to).fold(0, |mask, b| mask | bit(b));
        match symbol {
            Symbol::Literal(b) => Self::Class(bit(*b)),
            Symbol::X => Self::Class(span(b'0', b'9')),
            Symbol::Z => Self::Class(span(b'1', b'9')),
            Symbol::N => Self::Class(span(b'2', b'9')),
            Symbol::Set(set) => Self::Class(set.iter().fold(0, |mask, b| mask | bit(*b))),
            Symbol::OneOrMore => Self::OneOrMore,
            Symbol::ZeroOrMore => Self::ZeroOrMore,
        }
    }

    /// Says whether a character belongs to a set.
    pub(crate) fn holds(mask: u128, byte: u8) -> bool {
        mask.checked_shr(u32::from(byte)).is_some_and(|bits| bits & 1 == 1)
    }

    fn rank(self) -> u8 {
        match self {
            Self::Class(_) => 0,
            Self::OneOrMore => 1,
            Self::ZeroOrMore => 2,
        }
    }
}

impl Ord for Position {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            // Fewer characters first; of two sets as large, the one whose characters come first in ASCII.
            (Self::Class(a), Self::Class(b)) => {
                a.count_ones().cmp(&b.count_ones()).then_with(|| b.reverse_bits().cmp(&a.reverse_bits()))
            }
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Position {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Compiles a pattern's positions.
pub(crate) fn compile(pattern: &Pattern) -> Vec<Position> {
    pattern.symbols().iter().map(Position::of).collect()
}

/// Orders two compiled patterns: the first one is tried first. Where one ends and the other goes on, the longer one is first.
pub(crate) fn order(a: &[Position], b: &[Position]) -> Ordering {
    let differing = a.iter().zip(b).map(|(a, b)| a.cmp(b)).find(|order| order.is_ne());
    differing.unwrap_or_else(|| b.len().cmp(&a.len()))
}

/// Finds the pattern that a number means, as Asterisk's `dialplan` would: no underscore is literal, and `PATTERN/CALLERID` also
/// asks for the caller's number. What is no pattern matches nothing.
pub fn match_patterns<'p>(patterns: &[&'p str], number: &str, caller: &str) -> Option<&'p str> {
    let mut table = Table::default();
    for (at, text) in patterns.iter().enumerate() {
        let (pattern, caller_id) =
            text.split_once('/').map_or((*text, None), |(pattern, id)| (pattern, Some(id)));
        let Ok(pattern) = Pattern::parse(pattern) else { continue };
        table.add(pattern, caller_id.map(CallerMatch::parse), at);
    }
    table.seal();
    table.find(number, caller).and_then(|at| patterns.get(*at)).copied()
}

/// What the caller's number must be.
#[derive(Clone, Debug)]
pub(crate) enum CallerMatch {
    /// There is none: `PATTERN/`.
    None,
    /// It matches this.
    Like(Pattern),
    /// No number can match what was written.
    Never,
}

impl CallerMatch {
    fn parse(raw: &str) -> Self {
        match (raw.is_empty(), Pattern::parse(raw)) {
            (true, _) => Self::None,
            (false, Ok(pattern)) => Self::Like(pattern),
            (false, Err(_)) => Self::Never,
        }
    }

    pub(crate) fn accepts(&self, caller: &str) -> bool {
        match self {
            Self::None => caller.is_empty(),
            Self::Like(pattern) => !caller.is_empty() && reject(pattern, caller).is_none(),
            Self::Never => false,
        }
    }
}

#[cfg(test)]
mod tests;
