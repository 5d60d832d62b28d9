//! The numbers and patterns of one context, ready to be asked.

use std::{borrow::Cow, collections::HashMap};

use model::Pattern;

use super::{CallerMatch, Position, Rejection, compile, order, reject::reject_positions, trie::Trie};
use crate::trace::NEAR_MAX;

/// Numbers and patterns, each with a value.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    exact: HashMap<String, Vec<(Option<CallerMatch>, T)>>,
    /// The exact numbers in order, where they are few enough to be named in a trace.
    few: Vec<String>,
    trie: Trie<usize>,
    patterns: Vec<Row<T>>,
    /// Places in `patterns` in the order of specificity, and the other way round.
    ranked: Vec<usize>,
    rank_of: Vec<usize>,
    /// By first character, the ranks of the patterns that can begin with it.
    by_first: HashMap<u8, Vec<usize>>,
}

#[derive(Clone, Debug)]
struct Row<T> {
    text: Pattern,
    positions: Vec<Position>,
    has_caller: bool,
    value: T,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            exact: HashMap::new(),
            few: vec![],
            trie: Trie::default(),
            patterns: vec![],
            ranked: vec![],
            rank_of: vec![],
            by_first: HashMap::new(),
        }
    }
}

/// What a search in a table met, for the trace.
#[derive(Debug)]
pub(crate) struct Met<'t> {
    /// Patterns that came near and were rejected, in the order of trial.
    pub(crate) near: Vec<(&'t Pattern, Rejection)>,
    /// How many others were passed over.
    pub(crate) others: usize,
}

impl<T> Table<T> {
    /// Adds a number or pattern. Call [`Table::seal`] when all are in.
    pub(crate) fn add(&mut self, pattern: Pattern, caller: Option<CallerMatch>, value: T) {
        if pattern.is_pattern() {
            let positions = compile(&pattern);
            let has_caller = caller.is_some();
            self.trie.add(&positions, caller, self.patterns.len());
            self.patterns.push(Row { text: pattern, positions, has_caller, value });
        } else {
            let rows = self.exact.entry(pattern.into()).or_default();
            let place = rows.partition_point(|(other, _)| other.is_some() || caller.is_none());
            rows.insert(place, (caller, value));
        }
    }

    /// Brings the patterns into their order.
    pub(crate) fn seal(&mut self) {
        if self.exact.len() <= NEAR_MAX {
            self.few = self.exact.keys().cloned().collect();
            self.few.sort_unstable();
        }
        let key = |at: &usize| self.patterns.get(*at).map(|row| (row.positions.as_slice(), !row.has_caller));
        let mut ranked: Vec<usize> = (0..self.patterns.len()).collect();
        ranked.sort_by(|a, b| match (key(a), key(b)) {
            (Some((a, a_last)), Some((b, b_last))) => order(a, b).then(a_last.cmp(&b_last)),
            _ => unreachable!("both are places of patterns"),
        });
        let mut rank_of = vec![0; ranked.len()];
        let mut by_first: HashMap<u8, Vec<usize>> = HashMap::new();
        for (rank, at) in ranked.iter().enumerate() {
            rank_of.get_mut(*at).into_iter().for_each(|place| *place = rank);
            let first = self.patterns.get(*at).and_then(|row| row.positions.first().copied());
            let opens = |byte: &u8| match first {
                Some(Position::Class(mask)) => Position::holds(mask, *byte),
                Some(Position::OneOrMore | Position::ZeroOrMore) => true,
                None => false,
            };
            (0..128).filter(opens).for_each(|byte| by_first.entry(byte).or_default().push(rank));
        }
        (self.ranked, self.rank_of, self.by_first) = (ranked, rank_of, by_first);
    }

    /// Finds what a number means here.
    pub(crate) fn find(&self, number: &str, caller: &str) -> Option<&T> {
        self.find_row(number, caller).map(|(_, value)| value)
    }

    /// Finds what a number means, with the rank of the pattern that won; an exact number has none.
    pub(crate) fn find_row(&self, number: &str, caller: &str) -> Option<(Option<usize>, &T)> {
        let exact = self.exact.get(number).and_then(|rows| {
            rows.iter().find(|(wanted, _)| wanted.as_ref().is_none_or(|wanted| wanted.accepts(caller)))
        });
        if let Some((_, value)) = exact {
            return Some((None, value));
        }
        // Asterisk ignores dashes in what is dialled, where it compares with a pattern.
        let plain = match number.contains('-') {
            true => Cow::Owned(number.replace('-', "")),
            false => Cow::Borrowed(number),
        };
        let at = *self.trie.find(plain.as_bytes(), caller)?;
        Some((self.rank_of.get(at).copied(), &self.patterns.get(at)?.value))
    }

    /// Returns how many exact numbers there are.
    pub(crate) fn numbers(&self) -> usize {
        self.exact.len()
    }

    /// Returns the exact numbers in order, or nothing where they are more than [`NEAR_MAX`].
    pub(crate) fn few_numbers(&self) -> &[String] {
        &self.few
    }

    /// Says which patterns were tried before the winner's rank (all where none won), in the order of trial. At most `most` of
    /// them come with their reason: first those that can begin as the number does, because they are what was probably meant.
    pub(crate) fn met(&self, number: &str, winner: Option<usize>, most: usize) -> Met<'_> {
        let tried = winner.unwrap_or(self.ranked.len());
        let first = number.bytes().find(|byte| *byte != b'-');
        let alike = first.and_then(|byte| self.by_first.get(&byte)).map_or(&[][..], Vec::as_slice);
        let mut ranks: Vec<usize> =
            alike.iter().copied().take_while(|rank| *rank < tried).take(most).collect();
        let missing = most - ranks.len();
        ranks.extend((0..tried).filter(|rank| alike.binary_search(rank).is_err()).take(missing));
        ranks.sort_unstable();
        let near: Vec<_> = ranks
            .into_iter()
            .filter_map(|rank| self.patterns.get(*self.ranked.get(rank)?))
            .map(|row| (&row.text, reject_positions(&row.positions, number).unwrap_or(Rejection::Caller)))
            .collect();
        Met { others: tried.saturating_sub(near.len()), near }
    }

    /// Returns the patterns in the order in which they are tried.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = &Pattern> {
        self.ranked.iter().filter_map(|at| self.patterns.get(*at)).map(|row| &row.text)
    }
}
