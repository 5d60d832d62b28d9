//! What can be dialled in each context, in the order in which it is tried.

use std::sync::Arc;

use model::{Context, Destination, Entry, NounId, Pattern, Snapshot, Target};
use routing::Router;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{acts::Admin, error::Error};

/// A context as the dialplan shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DialplanContext {
    /// Its name.
    pub context: String,
    /// What people call it.
    pub label: Option<String>,
    /// Its numbers and patterns: exact numbers first, then patterns in the order in which they are tried.
    pub extensions: Vec<DialplanEntry>,
    /// Contexts that are searched after it, in order.
    pub includes: Vec<String>,
}

/// One number or pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DialplanEntry {
    /// The number, or the pattern with its underscore.
    pub extension: String,
    /// Where it leads, in words.
    pub leads_to: String,
    /// What made it, as in `outgoing call to-b`.
    pub registrar: String,
}

impl Admin {
    /// Shows one context, by its name, or all of them.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn dialplan(&self, context: Option<&str>) -> Result<Vec<DialplanContext>, Error> {
        let snapshot = self.snapshot();
        let wanted: Vec<&Context> = match context.filter(|name| !name.is_empty()) {
            Some(name) => {
                vec![snapshot.context_by_name(name).ok_or_else(|| Error::not_found("context", name))?]
            }
            None => snapshot.nouns().contexts.values().map(AsRef::as_ref).collect(),
        };
        let router = Router::new(Arc::clone(&snapshot));
        Ok(wanted.into_iter().map(|context| show(&router, &snapshot, context)).collect())
    }
}

fn show(router: &Router, snapshot: &Snapshot, context: &Context) -> DialplanContext {
    let entries = snapshot.entries(context.id);
    let mut exact: Vec<&Entry> = entries.iter().filter(|entry| !entry.pattern.is_pattern()).collect();
    exact.sort_by(|a, b| a.pattern.cmp(&b.pattern));
    let by_pattern = |wanted: &Pattern| entries.iter().find(|entry| entry.pattern == *wanted);
    let patterns = router.patterns_in_order(context.id).filter_map(by_pattern);
    let name = |id| snapshot.context(id).map(|context| context.name.to_string());
    DialplanContext {
        context: context.name.to_string(),
        label: context.label.as_ref().map(ToString::to_string),
        extensions: exact.into_iter().chain(patterns).map(|entry| show_entry(snapshot, entry)).collect(),
        includes: context.includes.iter().filter_map(|id| name(*id)).collect(),
    }
}

fn show_entry(snapshot: &Snapshot, entry: &Entry) -> DialplanEntry {
    let title = |id| snapshot.nouns().title(id);
    let (leads_to, made_by) = match &entry.target {
        Target::Lines(lines) => {
            let names =
                lines.iter().filter_map(|id| snapshot.line(*id)).map(|line| line.username.to_string());
            let first = lines.first().map(|id| NounId::Line(*id));
            (format!("rings {}", names.collect::<Vec<_>>().join(", ")), first)
        }
        Target::Extension(id) => {
            let destination = snapshot.extension(*id).map(|extension| &extension.destination);
            (leads(snapshot, destination), Some(NounId::Extension(*id)))
        }
        Target::OutgoingCall(id, at) => (leaves(snapshot, *id, *at), Some(NounId::OutgoingCall(*id))),
        Target::IncomingCall(id) => {
            let destination = snapshot.incoming_call(*id).map(|call| &call.destination);
            (leads(snapshot, destination), Some(NounId::IncomingCall(*id)))
        }
    };
    DialplanEntry {
        extension: entry.pattern.to_string(),
        leads_to,
        registrar: made_by.map(title).unwrap_or_default(),
    }
}

fn leaves(snapshot: &Snapshot, id: model::OutgoingCallId, at: usize) -> String {
    let Some(call) = snapshot.outgoing_call(id) else { return String::new() };
    let trunks = call.trunks.iter().filter_map(|id| snapshot.trunk(*id)).map(|trunk| trunk.name.to_string());
    let stripped = call.extensions.get(at).map_or(0, |extension| extension.stripnum);
    format!("leaves by trunk {}, {stripped} stripped", trunks.collect::<Vec<_>>().join(", then "))
}

fn leads(snapshot: &Snapshot, destination: Option<&Destination>) -> String {
    match destination {
        None => String::new(),
        Some(Destination::User(id)) => snapshot.nouns().title(NounId::User(*id)),
        Some(Destination::Extension { number, context }) => {
            let context = snapshot.context(*context).map(|context| context.name.to_string());
            format!("goes on to {number} in context {}", context.unwrap_or_default())
        }
        Some(Destination::Hangup(cause)) => format!("hangs up: {cause}"),
        Some(Destination::Echo) => "echo test".to_owned(),
        Some(Destination::Milliwatt) => "milliwatt test".to_owned(),
        Some(Destination::Announcement(name)) => format!("announcement {name}"),
    }
}
