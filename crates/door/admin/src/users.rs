//! Users: people, with their lines. A person and the phone are made, shown and changed together.

use model::{Change, Edit, LineDraft, Naming, Snapshot, UserDraft, UserId};

use crate::nouns::Kind;

/// The users.
#[derive(Clone, Copy, Debug)]
pub struct Users;

impl Kind for Users {
    type Id = UserId;
    type Draft = UserDraft;
    const NOUN: &'static str = "user";

    fn ids(snapshot: &Snapshot) -> Vec<u32> {
        snapshot.nouns().users.keys().map(|id| id.0).collect()
    }

    fn draft(snapshot: &Snapshot, id: u32) -> Option<UserDraft> {
        let user = snapshot.user(UserId(id))?;
        Some(UserDraft { line: Some(lines_of(snapshot, user.id)), ..user.draft() })
    }

    fn change(edit: Edit<UserId, UserDraft>) -> Change {
        Change::User(edit)
    }
}

/// Writes a user's lines as they stand inside the user, main line first: whose they are goes without saying.
pub(crate) fn lines_of(snapshot: &Snapshot, user: UserId) -> Vec<LineDraft> {
    let lines = snapshot.lines_of_user(user).iter().filter_map(|id| snapshot.line(*id));
    lines.map(|line| LineDraft { user: None, ..line.draft(Naming::Names(snapshot)) }).collect()
}
