//! What would become of a call, and why: asked of the same function as real calls.

use std::sync::Arc;

use model::{LineId, Problem, Ref, Snapshot, UserId};
use routing::{Ask, Caller, Router};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    acts::Admin,
    error::Error,
    unsaved::{self, UnsavedEdit},
};

/// Who dials what. Exactly one of context, line, user and trunk says who.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Question {
    /// Somebody in this context.
    pub context: Option<String>,
    /// A line, by its username.
    pub line: Option<String>,
    /// A user, by name or id: the main line dials.
    pub user: Option<Ref>,
    /// A trunk, by its name.
    pub trunk: Option<String>,
    /// What is dialled.
    pub number: String,
    /// The caller's number, where patterns ask for it.
    pub caller: Option<String>,
    /// Edits that are not saved, at most 100: the answer is what would be if they were. Nothing is changed.
    pub edits: Vec<UnsavedEdit>,
}

/// Where the call would go, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Explanation {
    /// Whether it goes anywhere.
    pub routed: bool,
    /// The decision.
    pub decision: routing::Decision,
    /// Every step that led to it.
    pub trace: routing::Trace,
    /// The steps in words, a line each.
    pub words: Vec<String>,
}

impl Admin {
    /// Explains where a call would go.
    ///
    /// # Errors
    /// [`Error::Fields`] where it is not clear who dials, or where an edit that is not saved could not be.
    pub fn explain(&self, question: &Question) -> Result<Explanation, Error> {
        let snapshot = match question.edits.as_slice() {
            [] => self.snapshot(),
            edits => Arc::new(unsaved::apply(&self.snapshot(), edits)?),
        };
        let caller = caller(&snapshot, question)?;
        let caller_number = question.caller.as_deref().unwrap_or_default();
        let ask = Ask { caller_number, ..Ask::new(caller, &question.number) };
        let (decision, trace) = Router::new(Arc::clone(&snapshot)).route(&ask);
        Ok(Explanation {
            routed: !matches!(decision, routing::Decision::NoRoute(_)),
            words: trace.words().lines().map(str::to_owned).collect(),
            decision,
            trace,
        })
    }
}

fn caller(snapshot: &Snapshot, question: &Question) -> Result<Caller, Error> {
    let unknown = |field: &'static str, name: &str| {
        Error::field(field, Problem::Unknown { noun: field, name: name.to_owned() })
    };
    match (&question.context, &question.line, &question.user, &question.trunk) {
        (Some(name), None, None, None) => match snapshot.context_by_name(name) {
            Some(context) => Ok(Caller::Context(context.id)),
            None => Err(unknown("context", name)),
        },
        (None, Some(name), None, None) => match snapshot.line_by_username(name) {
            Some(line) => Ok(Caller::Line(line.id)),
            None => Err(unknown("line", name)),
        },
        (None, None, Some(user), None) => main_line(snapshot, user).map(Caller::Line),
        (None, None, None, Some(name)) => match snapshot.trunk_by_name(name) {
            Some(trunk) => Ok(Caller::Trunk(trunk.id)),
            None => Err(unknown("trunk", name)),
        },
        (None, None, None, None) => Err(Error::field("context", Problem::Missing)),
        _ => Err(Error::field("context", Problem::BadForm { form: "one of context, line, user and trunk" })),
    }
}

fn main_line(snapshot: &Snapshot, wanted: &Ref) -> Result<LineId, Error> {
    let users: Vec<_> = match wanted {
        Ref::Id(id) => snapshot.user(UserId(*id)).into_iter().collect(),
        Ref::Name(name) => snapshot.users_by_name(name).take(2).collect(),
    };
    let name = || match wanted {
        Ref::Id(id) => id.to_string(),
        Ref::Name(name) => name.clone(),
    };
    match users.as_slice() {
        [] => Err(Error::field("user", Problem::Unknown { noun: "user", name: name() })),
        [user] => snapshot
            .lines_of_user(user.id)
            .first()
            .copied()
            .ok_or_else(|| Error::field("user", Problem::Needs { other: "a line" })),
        [_, ..] => Err(Error::field("user", Problem::Ambiguous { noun: "user", name: name() })),
    }
}
