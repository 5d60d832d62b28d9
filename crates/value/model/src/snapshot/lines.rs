//! Which lines belong to whom, and which of them ring.

use std::collections::HashMap;

use crate::{
    id::{ContextId, LineId, UserId},
    line::Line,
    nouns::Nouns,
    text::Number,
};

/// Lines by user, and what rings for a user and for a number.
#[derive(Debug, Default)]
pub(super) struct Lines {
    by_user: HashMap<UserId, Vec<LineId>>,
    ringing: HashMap<UserId, Vec<LineId>>,
    by_number: HashMap<(ContextId, Number), Vec<LineId>>,
}

impl Lines {
    pub(super) fn of(nouns: &Nouns) -> Self {
        let mut lines = Self::default();
        let mut sorted: Vec<&Line> = nouns.lines.values().map(AsRef::as_ref).collect();
        sorted.sort_by_key(|line| (line.position, line.id));
        for line in &sorted {
            lines.by_user.entry(line.user).or_default().push(line.id);
            if let Some(number) = &line.extension {
                lines.by_number.entry((line.context, number.clone())).or_default().push(line.id);
            }
        }
        let mut silent: HashMap<UserId, Vec<LineId>> = HashMap::new();
        let mut main: HashMap<UserId, (ContextId, Number)> = HashMap::new();
        for line in &sorted {
            match &line.extension {
                Some(number) => drop(main.entry(line.user).or_insert_with(|| (line.context, number.clone()))),
                None => silent.entry(line.user).or_default().push(line.id),
            }
        }
        // A line without a number rings with its user's main number, or no call would ever reach it.
        for (user, number) in &main {
            if let (Some(group), Some(silent)) = (lines.by_number.get_mut(number), silent.get(user)) {
                group.extend(silent);
            }
        }
        for user in lines.by_user.keys() {
            let group =
                main.get(user).and_then(|number| lines.by_number.get(number)).or_else(|| silent.get(user));
            lines.ringing.insert(*user, group.cloned().unwrap_or_default());
        }
        lines
    }

    pub(super) fn of_user(&self, user: UserId) -> &[LineId] {
        self.by_user.get(&user).map_or(&[], Vec::as_slice)
    }

    pub(super) fn ringing(&self, user: UserId) -> &[LineId] {
        self.ringing.get(&user).map_or(&[], Vec::as_slice)
    }

    /// Gives every number that lines have, with the lines that ring for it.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (ContextId, &Number, &[LineId])> {
        self.by_number.iter().map(|((context, number), lines)| (*context, number, lines.as_slice()))
    }
}
