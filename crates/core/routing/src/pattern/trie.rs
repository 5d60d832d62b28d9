//! Patterns as a tree of positions. Walking it with the alternatives of each position in Asterisk's order meets the patterns in
//! their order of specificity, and only those whose beginning fits: a thousand patterns cost hardly more than ten.

use super::{CallerMatch, Position};

/// The tree. Node 0 is the root.
#[derive(Clone, Debug)]
pub(super) struct Trie<T> {
    nodes: Vec<Node<T>>,
}

#[derive(Clone, Debug)]
struct Node<T> {
    /// In the order in which they are tried.
    edges: Vec<(Position, usize)>,
    /// Patterns that end here: those with a caller match first, then in the order of their writing.
    ends: Vec<(Option<CallerMatch>, T)>,
}

impl<T> Default for Node<T> {
    fn default() -> Self {
        Self { edges: vec![], ends: vec![] }
    }
}

impl<T> Default for Trie<T> {
    fn default() -> Self {
        Self { nodes: vec![Node::default()] }
    }
}

impl<T> Trie<T> {
    /// Adds a pattern behind those of the same meaning.
    pub(super) fn add(&mut self, positions: &[Position], caller: Option<CallerMatch>, value: T) {
        let mut at = 0;
        for position in positions {
            at = self.child(at, *position);
        }
        let Some(node) = self.nodes.get_mut(at) else { unreachable!("child gives places that are there") };
        let place = node.ends.partition_point(|(other, _)| other.is_some() || caller.is_none());
        node.ends.insert(place, (caller, value));
    }

    fn child(&mut self, at: usize, position: Position) -> usize {
        let fresh = self.nodes.len();
        let Some(node) = self.nodes.get_mut(at) else {
            unreachable!("only places that are there are asked for")
        };
        match node.edges.binary_search_by(|(other, _)| other.cmp(&position)) {
            Ok(place) => node.edges.get(place).map_or(0, |(_, child)| *child),
            Err(place) => {
                node.edges.insert(place, (position, fresh));
                self.nodes.push(Node::default());
                fresh
            }
        }
    }

    /// Finds the first pattern in Asterisk's order that matches. The number holds no dashes.
    pub(super) fn find(&self, number: &[u8], caller: &str) -> Option<&T> {
        self.walk(0, number, caller)
    }

    // Recursion is as deep as a pattern is long, at most `Pattern::MAX`.
    fn walk(&self, at: usize, rest: &[u8], caller: &str) -> Option<&T> {
        let node = self.nodes.get(at)?;
        for (position, child) in &node.edges {
            let found = match (position, rest.split_first()) {
                (Position::Class(mask), Some((first, tail))) if Position::holds(*mask, *first) => {
                    self.walk(*child, tail, caller)
                }
                (Position::OneOrMore, Some(_)) | (Position::ZeroOrMore, _) => self.first_end(*child, caller),
                (Position::Class(_), _) | (Position::OneOrMore, None) => None,
            };
            if found.is_some() {
                return found;
            }
        }
        if rest.is_empty() { accepting(&node.ends, caller) } else { None }
    }

    /// Finds the first pattern at or below a node: behind `.` or `!` nothing is compared, yet it orders.
    fn first_end(&self, at: usize, caller: &str) -> Option<&T> {
        let node = self.nodes.get(at)?;
        let below = node.edges.iter().find_map(|(_, child)| self.first_end(*child, caller));
        below.or_else(|| accepting(&node.ends, caller))
    }
}

fn accepting<'t, T>(ends: &'t [(Option<CallerMatch>, T)], caller: &str) -> Option<&'t T> {
    let accepts =
        |(wanted, _): &&(Option<CallerMatch>, T)| wanted.as_ref().is_none_or(|wanted| wanted.accepts(caller));
    ends.iter().find(accepts).map(|(_, value)| value)
}
