//! Asterisk's extension patterns as checked text. How they match and which one wins is `routing`'s business.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::Problem;

/// A number or a pattern, in Asterisk's form: with a leading underscore it is a pattern, without one it is literal.
///
/// `X` is 0-9, `Z` 1-9, `N` 2-9, `[1-57]` a set, `.` one or more of anything, `!` zero or more; `-` is ignored.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern(String);

/// One position of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// This character and no other.
    Literal(u8),
    /// `X`: 0-9.
    X,
    /// `Z`: 1-9.
    Z,
    /// `N`: 2-9.
    N,
    /// `[...]`: any of these characters, ranges written out; never empty.
    Set(Vec<u8>),
    /// `.`: one or more of anything.
    OneOrMore,
    /// `!`: zero or more of anything.
    ZeroOrMore,
}

impl Pattern {
    /// Longest pattern, in characters.
    pub const MAX: usize = 80;

    /// Reads Asterisk's form: no underscore is literal.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        if raw.is_empty() || raw == "_" {
            return Err(Problem::Missing);
        }
        if raw.chars().count() > Self::MAX {
            return Err(Problem::TooLong { max: Self::MAX });
        }
        if !raw.bytes().all(|b| b.is_ascii_graphic() && b != b'/') {
            return Err(Problem::BadPattern {
                why: "it holds a blank, a slash, or a character outside ASCII",
            });
        }
        if let Some(body) = raw.strip_prefix('_') {
            symbols(body)?;
        }
        Ok(Self(raw.to_owned()))
    }

    /// Reads what an administrator types for an outgoing or incoming call: Asterisk's form, or XiVO's without the underscore.
    /// Text with a pattern's letters or signs in it is a pattern; digits, `*`, `#` and `+` alone are a number.
    pub fn parse_bare(raw: &str) -> Result<Self, Problem> {
        let pattern =
            match raw.starts_with('_') || !raw.contains(['X', 'x', 'Z', 'z', 'N', 'n', '[', '.', '!']) {
                true => Self::parse(raw)?,
                false => Self::parse(&format!("_{raw}"))?,
            };
        match pattern.dialable() {
            true => Ok(pattern),
            false => Err(Problem::BadPattern { why: "it holds a character that no keypad has" }),
        }
    }

    /// Takes a plain number.
    pub fn of_number(number: &crate::text::Number) -> Self {
        Self(number.as_str().to_owned())
    }

    /// Returns the text in Asterisk's form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says whether it is a pattern rather than a literal number.
    pub fn is_pattern(&self) -> bool {
        self.0.starts_with('_')
    }

    /// Returns the same pattern without a `+` in front; unchanged where nothing that can be dialled would be left of it, and
    /// where a literal would become a pattern.
    pub fn without_plus(self) -> Self {
        let dropped = match (self.0.strip_prefix("_+"), self.0.strip_prefix('+')) {
            (Some(rest), _) => Self::parse(&format!("_{rest}")),
            (None, Some(rest)) if !rest.starts_with('_') => Self::parse(rest),
            (None, _) => return self,
        };
        dropped.unwrap_or(self)
    }

    /// Returns the positions; what stands behind `.` or `!` stays, because it counts in Asterisk's order.
    pub fn symbols(&self) -> Vec<Symbol> {
        match self.0.strip_prefix('_') {
            Some(body) => symbols(body).unwrap_or_default(),
            None => self.0.bytes().map(Symbol::Literal).collect(),
        }
    }

    /// Returns the length of the shortest number that matches.
    pub fn shortest(&self) -> usize {
        let mut length = 0;
        for symbol in self.symbols() {
            match symbol {
                Symbol::OneOrMore => return length + 1,
                Symbol::ZeroOrMore => return length,
                Symbol::Literal(_) | Symbol::X | Symbol::Z | Symbol::N | Symbol::Set(_) => length += 1,
            }
        }
        length
    }

    fn dialable(&self) -> bool {
        let key = |b: u8| b.is_ascii_digit() || matches!(b, b'*' | b'#' | b'+');
        self.symbols().iter().all(|symbol| match symbol {
            Symbol::Literal(b) => key(*b),
            Symbol::Set(set) => set.iter().any(|b| key(*b)),
            Symbol::X | Symbol::Z | Symbol::N | Symbol::OneOrMore | Symbol::ZeroOrMore => true,
        })
    }
}

/// Reads a pattern's positions, the underscore already taken off. Dashes and empty sets count for nothing.
fn symbols(body: &str) -> Result<Vec<Symbol>, Problem> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        match first {
            b'-' => {}
            b'X' | b'x' => out.push(Symbol::X),
            b'Z' | b'z' => out.push(Symbol::Z),
            b'N' | b'n' => out.push(Symbol::N),
            b'.' => out.push(Symbol::OneOrMore),
            b'!' => out.push(Symbol::ZeroOrMore),
            b'[' => {
                let end = rest.iter().position(|b| *b == b']').ok_or(UNCLOSED)?;
                let (inside, tail) = rest.split_at(end);
                rest = tail.get(1..).unwrap_or_default();
                let set = set(inside);
                if !set.is_empty() {
                    out.push(Symbol::Set(set));
                }
            }
            literal => out.push(Symbol::Literal(literal)),
        }
    }
    match out.is_empty() {
        true => Err(Problem::BadPattern { why: "it matches nothing" }),
        false => Ok(out),
    }
}

const UNCLOSED: Problem = Problem::BadPattern { why: "a [ has no ]" };

/// Writes out a set's characters, sorted, each once. Inside a set `X`, `Z` and `N` are letters, and a range that runs backwards
/// holds nothing.
fn set(mut inside: &[u8]) -> Vec<u8> {
    let mut set = Vec::new();
    loop {
        match inside {
            [from, b'-', to, tail @ ..] => {
                set.extend(*from..=*to);
                inside = tail;
            }
            [one, tail @ ..] => {
                set.push(*one);
                inside = tail;
            }
            [] => break,
        }
    }
    set.sort_unstable();
    set.dedup();
    set
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Pattern {
    type Error = Problem;

    fn try_from(raw: String) -> Result<Self, Problem> {
        Self::parse(&raw)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xivos_bare_form_is_the_same_pattern() {
        assert_eq!(Pattern::parse_bare("**99."), Pattern::parse("_**99."));
        assert_eq!(Pattern::parse_bare("_**99."), Pattern::parse("_**99."));
        assert_eq!(Pattern::parse_bare("5XXX.").unwrap().as_str(), "_5XXX.");
        assert!(!Pattern::parse_bare("101").unwrap().is_pattern());
    }

    #[test]
    fn asterisks_form_without_underscore_is_literal() {
        assert!(!Pattern::parse("1XX").unwrap().is_pattern());
    }

    #[test]
    fn what_cannot_be_a_pattern_is_refused() {
        for raw in ["", "_", "_[12", "_1 2", "1/2", "_é", "_[]", "_-", &"1".repeat(81)] {
            assert!(Pattern::parse(raw).is_err(), "{raw:?}");
        }
        for raw in ["hello", "_a.", "201@x"] {
            assert!(Pattern::parse_bare(raw).is_err(), "{raw:?}");
        }
    }

    #[test]
    fn the_shortest_match_counts_positions() {
        let shortest = |raw| Pattern::parse(raw).unwrap().shortest();
        assert_eq!(shortest("_**99."), 5);
        assert_eq!(shortest("_98!"), 2);
        assert_eq!(shortest("_9[]5[1-3]"), 3);
        assert_eq!(shortest("_1.2"), 2);
        assert_eq!(shortest("112"), 3);
    }

    #[test]
    fn a_plus_in_front_can_be_dropped() {
        let drop = |raw| String::from(Pattern::parse(raw).unwrap().without_plus());
        assert_eq!(drop("+39055"), "39055");
        assert_eq!(drop("_+39X."), "_39X.");
        for kept in ["+", "_+", "_+-", "_+[]", "+_12", "39+"] {
            assert_eq!(drop(kept), kept);
        }
    }

    #[test]
    fn letters_inside_a_set_are_letters_and_ranges_are_written_out() {
        assert_eq!(Pattern::parse("_[XZN]1").unwrap().symbols()[0], Symbol::Set(b"NXZ".to_vec()));
        assert_eq!(Pattern::parse("_[1-37]").unwrap().symbols(), [Symbol::Set(b"1237".to_vec())]);
        assert_eq!(Pattern::parse("_5[9-1]").unwrap().symbols(), [Symbol::Literal(b'5')]);
    }
}
