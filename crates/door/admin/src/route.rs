//! What would become of a call, and why: asked of the same function as real calls.

use std::sync::Arc;

use model::{Problem, Snapshot};
use routing::{Ask, Caller, Router};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{acts::Admin, error::Error};

/// Who dials what. Exactly one of context, line and trunk says who.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Question {
    /// Somebody in this context.
    pub context: Option<String>,
    /// A line, by its username.
    pub line: Option<String>,
    /// A trunk, by its name.
    pub trunk: Option<String>,
    /// What is dialled.
    pub number: String,
    /// The caller's number, where patterns ask for it.
    pub caller: Option<String>,
}

/// Where the call would go, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Explanation {
    /// Whether it goes anywhere.
    pub routed: bool,
    /// The decision.
    #[schema(value_type = Object)]
    pub decision: routing::Decision,
    /// Every step that led to it.
    #[schema(value_type = Object)]
    pub trace: routing::Trace,
    /// The steps in words, a line each.
    pub words: Vec<String>,
}

impl Admin {
    /// Explains where a call would go.
    ///
    /// # Errors
    /// [`Error::Fields`] where it is not clear who dials.
    pub fn explain(&self, question: &Question) -> Result<Explanation, Error> {
        let snapshot = self.snapshot();
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
    match (&question.context, &question.line, &question.trunk) {
        (Some(name), None, None) => match snapshot.context_by_name(name) {
            Some(context) => Ok(Caller::Context(context.id)),
            None => Err(unknown("context", name)),
        },
        (None, Some(name), None) => match snapshot.line_by_username(name) {
            Some(line) => Ok(Caller::Line(line.id)),
            None => Err(unknown("line", name)),
        },
        (None, None, Some(name)) => match snapshot.trunk_by_name(name) {
            Some(trunk) => Ok(Caller::Trunk(trunk.id)),
            None => Err(unknown("trunk", name)),
        },
        (None, None, None) => Err(Error::field("context", Problem::Missing)),
        _ => Err(Error::field("context", Problem::BadForm { form: "one of context, line and trunk" })),
    }
}
