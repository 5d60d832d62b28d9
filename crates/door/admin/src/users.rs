//! Users: people, with their lines. A person and the phone are made, shown and changed together.

use std::sync::Arc;

use model::{
    Change, Edit, Line, LineDraft, Naming, NounId, NounKind, Snapshot, Table, User, UserDraft, UserId,
};

use crate::{
    import,
    lists::{Cell, Column, context_name},
    nouns::Kind,
    sheet::Rows,
};

/// The users.
#[derive(Clone, Copy, Debug)]
pub struct Users;

impl Kind for Users {
    type Id = UserId;
    type Draft = UserDraft;
    type Noun = User;
    const KIND: NounKind = NounKind::User;
    const SHEET: &'static [&'static str] = import::EXPORTED;
    const COLUMNS: &'static [Column<User>] = &[
        Column { name: "name", cell: |_, user| Cell::owned(user.full_name()) },
        Column { name: "extension", cell: |snapshot, user| Cell::list(numbers(snapshot, user)) },
        Column {
            name: "username",
            cell: |snapshot, user| {
                Cell::list(own_lines(snapshot, user).map(|line| line.username.to_string()))
            },
        },
        Column {
            name: "context",
            cell: |snapshot, user| {
                Cell::list(own_lines(snapshot, user).map(|line| context_name(snapshot, line.context)))
            },
        },
        Column { name: "firstname", cell: |_, user| Cell::text(user.firstname.as_str()) },
        Column { name: "lastname", cell: |_, user| Cell::maybe(user.lastname.as_ref()) },
        Column { name: "email", cell: |_, user| Cell::maybe(user.email.as_ref()) },
        Column {
            name: "mobile_phone_number",
            cell: |_, user| Cell::maybe(user.mobile_phone_number.as_ref()),
        },
        Column { name: "caller_id", cell: |_, user| Cell::maybe(user.caller_id.as_ref()) },
        Column { name: "userfield", cell: |_, user| Cell::maybe(user.userfield.as_ref()) },
        Column { name: "ring_seconds", cell: |_, user| Cell::Number(user.ring_seconds.into()) },
        Column { name: "simultaneous_calls", cell: |_, user| Cell::Number(user.simultaneous_calls.into()) },
        Column {
            name: "line",
            cell: |snapshot, user| Cell::Number(snapshot.lines_of_user(user.id).len() as u64),
        },
    ];

    fn noun_id(id: u32) -> NounId {
        NounId::User(UserId(id))
    }

    fn table(snapshot: &Snapshot) -> &Table<UserId, User> {
        &snapshot.nouns().users
    }

    fn draft(snapshot: &Snapshot, id: u32) -> Option<UserDraft> {
        let user = snapshot.user(UserId(id))?;
        Some(UserDraft { line: Some(lines_of(snapshot, user.id)), ..user.draft() })
    }

    fn change(edit: Edit<UserId, UserDraft>) -> Change {
        Change::User(edit)
    }

    fn rows(snapshot: Arc<Snapshot>) -> Rows {
        import::rows(snapshot)
    }
}

/// Writes a user's lines as they stand inside the user, main line first: whose they are goes without saying.
pub(crate) fn lines_of(snapshot: &Snapshot, user: UserId) -> Vec<LineDraft> {
    let lines = snapshot.lines_of_user(user).iter().filter_map(|id| snapshot.line(*id));
    lines.map(|line| LineDraft { user: None, ..line.draft(Naming::Names(snapshot)) }).collect()
}

fn own_lines<'s>(snapshot: &'s Snapshot, user: &User) -> impl Iterator<Item = &'s Line> {
    snapshot.lines_of_user(user.id).iter().filter_map(|id| snapshot.line(*id))
}

/// Gives the numbers of a user's lines, each once.
fn numbers(snapshot: &Snapshot, user: &User) -> Vec<String> {
    let mut numbers: Vec<String> = own_lines(snapshot, user)
        .filter_map(|line| line.extension.as_ref())
        .map(ToString::to_string)
        .collect();
    numbers.dedup();
    numbers
}
