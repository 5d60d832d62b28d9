//! What can be dialled in each context, in the order in which it is tried.

use std::sync::Arc;

use model::{
    Context, Destination, Entry, HangupCause, LineId, NounId, Number, OutgoingCallId, Pattern, Snapshot,
    Target,
};
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
    /// What Asterisk would run for it, as in `Dial(SIP/alice)`.
    pub application: String,
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
    let (application, made_by) = match &entry.target {
        Target::Lines(lines) => (dial(snapshot, lines), lines.first().map(|id| NounId::Line(*id))),
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
        application,
        registrar: made_by.map(title).unwrap_or_default(),
    }
}

fn dial(snapshot: &Snapshot, lines: &[LineId]) -> String {
    let lines = lines.iter().filter_map(|id| snapshot.line(*id)).map(|line| format!("SIP/{}", line.username));
    format!("Dial({})", lines.collect::<Vec<_>>().join("&"))
}

/// Names all trunks, though they are tried one after the other and not at once.
fn leaves(snapshot: &Snapshot, id: OutgoingCallId, at: usize) -> String {
    let Some(call) = snapshot.outgoing_call(id) else { return String::new() };
    let Some(extension) = call.extensions.get(at) else { return String::new() };
    let number = match extension.stripnum {
        0 => "${EXTEN}".to_owned(),
        strip => format!("${{EXTEN:{strip}}}"),
    };
    let prefixes = [&extension.external_prefix, &extension.prefix].into_iter().flatten();
    let prefix: String = prefixes.map(Number::as_str).collect();
    let trunks = call.trunks.iter().filter_map(|id| snapshot.trunk(*id));
    let trunks = trunks.map(|trunk| format!("SIP/{}/{prefix}{number}", trunk.name));
    format!("Dial({})", trunks.collect::<Vec<_>>().join(", then "))
}

fn leads(snapshot: &Snapshot, destination: Option<&Destination>) -> String {
    match destination {
        None => String::new(),
        Some(Destination::User(id)) => dial(snapshot, snapshot.ringing_lines(*id)),
        Some(Destination::Extension { number, context }) => {
            let context = snapshot.context(*context).map(|context| context.name.to_string());
            format!("Goto({},{number},1)", context.unwrap_or_default())
        }
        Some(Destination::Hangup(HangupCause::Busy)) => "Busy()".to_owned(),
        Some(Destination::Hangup(HangupCause::Congestion)) => "Congestion()".to_owned(),
        Some(Destination::Hangup(HangupCause::Normal)) => "Hangup()".to_owned(),
        Some(Destination::Echo) => "Echo()".to_owned(),
        Some(Destination::Milliwatt) => "Milliwatt()".to_owned(),
        Some(Destination::Announcement(name)) => format!("Playback({name})"),
    }
}
