//! How drafts refer to other nouns: by name, as people do, or by id, as programs do.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{
    error::Problem,
    id::{ContextId, TrunkId, UserId},
    nouns::Nouns,
    snapshot::Snapshot,
};

/// A reference as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Ref {
    /// By id.
    Id(u32),
    /// By name.
    Name(String),
}

impl From<&str> for Ref {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

/// How a noun's references are written into a draft.
#[derive(Clone, Copy, Debug)]
pub enum Naming<'a> {
    /// As ids.
    Ids,
    /// As names, where a name is enough to find the thing again.
    Names(&'a Snapshot),
}

impl Naming<'_> {
    /// Refers to a context.
    pub fn context(self, id: ContextId) -> Ref {
        match self {
            Self::Ids => None,
            Self::Names(snapshot) => snapshot.context(id).map(|context| Ref::Name(context.name.to_string())),
        }
        .unwrap_or(Ref::Id(id.0))
    }

    /// Refers to a trunk.
    pub fn trunk(self, id: TrunkId) -> Ref {
        match self {
            Self::Ids => None,
            Self::Names(snapshot) => snapshot.trunk(id).map(|trunk| Ref::Name(trunk.name.to_string())),
        }
        .unwrap_or(Ref::Id(id.0))
    }

    /// Refers to a user; users of one name are told apart by a line: `Alice Lab (alice)`. One who has none needs the id.
    pub fn user(self, id: UserId) -> Ref {
        let name = match self {
            Self::Ids => None,
            Self::Names(snapshot) => snapshot.user(id).and_then(|user| {
                let name = user.full_name();
                let is_shared = snapshot.users_by_name(&name).nth(1).is_some();
                if !is_shared {
                    return Some(name);
                }
                let line = snapshot.line(*snapshot.lines_of_user(id).first()?)?;
                Some(format!("{name} ({})", line.username))
            }),
        };
        name.map_or(Ref::Id(id.0), Ref::Name)
    }
}

/// What each name means while a list of edits is applied: what was there, and what the list itself creates.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) contexts: NamesOf<ContextId>,
    pub(crate) trunks: NamesOf<TrunkId>,
    pub(crate) users: NamesOf<UserId>,
    /// Whose line has a username.
    pub(crate) owners: HashMap<String, UserId>,
}

/// The names of one kind of noun.
#[derive(Debug)]
pub(crate) struct NamesOf<I> {
    by_name: HashMap<String, Vec<I>>,
    by_id: HashMap<I, String>,
}

impl<I> Default for NamesOf<I> {
    fn default() -> Self {
        Self { by_name: HashMap::new(), by_id: HashMap::new() }
    }
}

impl<I: Copy + Eq + std::hash::Hash + From<u32>> NamesOf<I> {
    /// Gives a noun its name, in place of an earlier one.
    pub(crate) fn set(&mut self, id: I, name: String) {
        self.remove(id);
        self.by_name.entry(name.clone()).or_default().push(id);
        self.by_id.insert(id, name);
    }

    /// Forgets a noun.
    pub(crate) fn remove(&mut self, id: I) {
        let Some(old) = self.by_id.remove(&id) else { return };
        if let Some(ids) = self.by_name.get_mut(&old) {
            ids.retain(|other| *other != id);
        }
    }

    /// Finds the one noun that is meant.
    pub(crate) fn find(&self, noun: &'static str, wanted: &Ref) -> Result<I, Problem> {
        match wanted {
            Ref::Id(raw) => match self.by_id.contains_key(&I::from(*raw)) {
                true => Ok(I::from(*raw)),
                false => Err(Problem::Unknown { noun, name: raw.to_string() }),
            },
            Ref::Name(name) => match self.by_name.get(name).map(Vec::as_slice) {
                Some([id]) => Ok(*id),
                Some([_, _, ..]) => Err(Problem::Ambiguous { noun, name: name.clone() }),
                Some([]) | None => Err(Problem::Unknown { noun, name: name.clone() }),
            },
        }
    }
}

impl Names {
    /// Takes the names of the nouns that are there.
    pub(crate) fn of(nouns: &Nouns) -> Self {
        let mut names = Self::default();
        nouns.contexts.iter().for_each(|(id, c)| names.contexts.set(*id, c.name.to_string()));
        nouns.trunks.iter().for_each(|(id, t)| names.trunks.set(*id, t.name.to_string()));
        nouns.users.iter().for_each(|(id, u)| names.users.set(*id, u.full_name()));
        names.owners.extend(nouns.lines.values().map(|line| (line.username.to_string(), line.user)));
        names
    }

    /// Finds a context.
    pub(crate) fn context(&self, wanted: &Ref) -> Result<ContextId, Problem> {
        self.contexts.find("context", wanted)
    }

    /// Finds a trunk.
    pub(crate) fn trunk(&self, wanted: &Ref) -> Result<TrunkId, Problem> {
        self.trunks.find("trunk", wanted)
    }

    /// Finds a user: by the full name, where others have it too with a line's username behind it.
    pub(crate) fn user(&self, wanted: &Ref) -> Result<UserId, Problem> {
        self.users.find("user", wanted).or_else(|problem| match wanted {
            Ref::Name(text) => self.namesake(text).ok_or(problem),
            Ref::Id(_) => Err(problem),
        })
    }

    fn namesake(&self, text: &str) -> Option<UserId> {
        let (name, line) = text.strip_suffix(')')?.rsplit_once(" (")?;
        let id = self.owners.get(line)?;
        (self.users.by_id.get(id)? == name).then_some(*id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_two_share_is_ambiguous_and_an_id_is_not() {
        let mut names = NamesOf::<UserId>::default();
        names.set(UserId(1), "Jo".into());
        names.set(UserId(2), "Jo".into());
        assert!(matches!(names.find("user", &"Jo".into()), Err(Problem::Ambiguous { .. })));
        assert_eq!(names.find("user", &Ref::Id(2)), Ok(UserId(2)));
    }

    #[test]
    fn users_of_one_name_are_told_apart_by_a_line() {
        let mut names = Names::default();
        names.users.set(UserId(1), "Jo (Lab)".into());
        names.users.set(UserId(2), "Jo (Lab)".into());
        names.owners.insert("jo1".into(), UserId(1));
        names.owners.insert("jo2".into(), UserId(2));
        assert_eq!(names.user(&"Jo (Lab) (jo2)".into()), Ok(UserId(2)));
        for unknown in ["Jo (Lab) (jo3)", "Jo (jo1)", "Jo (Lab)", "(jo1)", ")"] {
            assert!(names.user(&unknown.into()).is_err(), "{unknown}");
        }
    }

    #[test]
    fn a_renamed_noun_is_found_by_its_new_name_only() {
        let mut names = NamesOf::<TrunkId>::default();
        names.set(TrunkId(1), "old".into());
        names.set(TrunkId(1), "new".into());
        assert_eq!(names.find("trunk", &"new".into()), Ok(TrunkId(1)));
        assert!(names.find("trunk", &"old".into()).is_err());
    }
}
