//! Finds the user that each row means.

use std::collections::{HashMap, HashSet};

use model::{FieldError, Problem, Snapshot, UserId};

use super::table::Row;

/// Whom a row means; none for a new user.
pub(super) type Meant = Result<Option<UserId>, FieldError>;

/// Finds them. What rows say most clearly is looked at first, so that a name that two share is left to the row that has no more
/// than that.
pub(super) fn meant(here: &Snapshot, rows: &[Row]) -> Vec<Meant> {
    let mut claimed: HashMap<UserId, u64> = HashMap::new();
    let mut found: Vec<Option<Meant>> = vec![None; rows.len()];
    for find in [by_id, by_username, by_number] {
        for (row, found) in rows.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            *found = find(here, row).map(|meant| meant.and_then(|user| claim(&mut claimed, user, row)));
        }
    }
    let last = rows.iter().zip(found).map(|(row, found)| match found {
        Some(found) => found,
        None => by_name(here, row, &mut claimed),
    });
    last.collect()
}

fn claim(claimed: &mut HashMap<UserId, u64>, user: UserId, row: &Row) -> Meant {
    match claimed.get(&user) {
        Some(line) => Err(FieldError::new("", Problem::RowTwice { line: *line })),
        None => {
            claimed.insert(user, row.line);
            Ok(Some(user))
        }
    }
}

fn by_id(here: &Snapshot, row: &Row) -> Option<Result<UserId, FieldError>> {
    let text = row.filled("id")?;
    let user = text.parse().ok().map(UserId).filter(|id| here.user(*id).is_some());
    Some(user.ok_or_else(|| FieldError::new("id", Problem::Unknown { noun: "user", name: text.to_owned() })))
}

fn by_username(here: &Snapshot, row: &Row) -> Option<Result<UserId, FieldError>> {
    let line = here.line_by_username(row.filled("sip_username")?)?;
    (here.user(line.user)?.full_name() == row.name()).then_some(Ok(line.user))
}

fn by_number(here: &Snapshot, row: &Row) -> Option<Result<UserId, FieldError>> {
    let (number, context) = (row.filled("exten")?, here.context_by_name(row.filled("context")?)?);
    let name = row.name();
    let has = |user: UserId| {
        let lines = here.lines_of_user(user).iter().filter_map(|id| here.line(*id));
        lines
            .filter(|line| line.context == context.id)
            .any(|line| line.extension.as_ref().is_some_and(|extension| extension.as_str() == number))
    };
    here.users_by_name(&name).map(|user| user.id).find(|user| has(*user)).map(Ok)
}

/// The only user of the name that no other row means.
fn by_name(here: &Snapshot, row: &Row, claimed: &mut HashMap<UserId, u64>) -> Meant {
    let name = row.name();
    let free: HashSet<UserId> =
        here.users_by_name(&name).map(|user| user.id).filter(|user| !claimed.contains_key(user)).collect();
    let mut free = free.into_iter();
    match (free.next(), free.next()) {
        (None, _) => Ok(None),
        (Some(user), None) => claim(claimed, user, row),
        (Some(_), Some(_)) => Err(FieldError::new("firstname", Problem::Ambiguous { noun: "user", name })),
    }
}
