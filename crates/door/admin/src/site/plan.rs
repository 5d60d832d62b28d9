//! The difference between two configurations in words: what `plan` prints and what the history says.

use std::fmt;

use model::{Difference, NounId, Secret, Snapshot, UserDraft};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    contexts::Contexts, extensions::Extensions, incoming_calls::IncomingCalls, lines::Lines, nouns::Kind,
    outgoing_calls::OutgoingCalls, trunks::Trunks, users::Users,
};

/// Steps that a summary names; the rest is counted.
const SUMMARY_STEPS: usize = 3;

/// What is shown of a password that is not as it was.
const CHANGED: &str = "changed";

/// What would change, or what changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Plan {
    /// What is done to which noun.
    pub steps: Vec<Step>,
    /// What is allowed afterwards but probably not meant.
    pub warnings: Vec<String>,
    /// The revision that was made; the present one where nothing changed; none in a plan.
    pub revision: Option<u64>,
}

/// What is done to one noun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Step {
    /// What is done.
    pub verb: Verb,
    /// To which noun, as in `trunk xivo-trunk`.
    pub subject: String,
    /// Its fields.
    pub fields: Vec<FieldChange>,
}

/// What is done to a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// It is new.
    Create,
    /// It changes.
    Update,
    /// It goes.
    Delete,
}

/// How one field changes. A password is only ever said to be `changed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldChange {
    /// The field's path.
    pub field: String,
    /// What it was; none where there was nothing.
    pub from: Option<String>,
    /// What it is; none where nothing is left.
    pub to: Option<String>,
}

impl Plan {
    /// Describes a difference.
    pub(crate) fn of(before: &Snapshot, after: &Snapshot, difference: &Difference) -> Self {
        let gone = difference.removed.iter().map(|id| Step {
            verb: Verb::Delete,
            subject: before.nouns().title(*id),
            fields: vec![],
        });
        let saved = difference.saved.iter().map(|noun| saved(before, after, noun.id()));
        let warnings = after.warnings().iter().map(ToString::to_string).collect();
        Self { steps: saved.chain(gone).collect(), warnings, revision: None }
    }

    /// Says it in one line.
    pub(crate) fn summary(&self) -> String {
        let first: Vec<String> = self
            .steps
            .iter()
            .take(SUMMARY_STEPS)
            .map(|step| format!("{} {}", step.verb, step.subject))
            .collect();
        match self.steps.len().saturating_sub(SUMMARY_STEPS) {
            0 => first.join(", "),
            more => format!("{} and {more} more", first.join(", ")),
        }
    }
}

fn saved(before: &Snapshot, after: &Snapshot, id: NounId) -> Step {
    let is_new = !before.nouns().contains(id);
    let (old, new) = (fields(before, id), fields(after, id));
    let mut changes: Vec<FieldChange> = vec![];
    for (field, to) in &new {
        let from = old.iter().find(|(name, _)| name == field).map(|(_, value)| value);
        // Of a new noun, what is off or empty is not worth a line.
        if from != Some(to) && !(is_new && is_nothing(to)) {
            changes.push(FieldChange { field: field.clone(), from: from.map(text), to: Some(text(to)) });
        }
    }
    for (field, from) in old.iter().filter(|(field, _)| new.iter().all(|(name, _)| name != field)) {
        changes.push(FieldChange { field: field.clone(), from: Some(text(from)), to: None });
    }
    changes.retain(|change| !change.field.ends_with("password") || change.field == "weak_password");
    let (old, new) = (passwords(before, id), passwords(after, id));
    for (field, now) in new {
        if old.iter().find(|(name, _)| *name == field).and_then(|(_, was)| *was) != now {
            changes.push(FieldChange { field: field.to_owned(), from: None, to: Some(CHANGED.to_owned()) });
        }
    }
    let verb = if is_new { Verb::Create } else { Verb::Update };
    Step { verb, subject: after.nouns().title(id), fields: changes }
}

/// Returns the noun's fields as they are typed, nested ones by their path.
fn fields(snapshot: &Snapshot, id: NounId) -> Vec<(String, Value)> {
    fn of<K: Kind>(snapshot: &Snapshot, id: u32) -> Value {
        K::draft(snapshot, id).map(|draft| value(&draft)).unwrap_or_default()
    }
    let (number, mut out) = (id.number(), vec![]);
    let draft = match id {
        NounId::General => value(&snapshot.general().draft()),
        NounId::Context(_) => of::<Contexts>(snapshot, number),
        // Lines are nouns of their own here.
        NounId::User(_) => Users::draft(snapshot, number)
            .map(|draft| value(&UserDraft { line: None, ..draft }))
            .unwrap_or_default(),
        NounId::Line(_) => of::<Lines>(snapshot, number),
        NounId::Extension(_) => of::<Extensions>(snapshot, number),
        NounId::Trunk(_) => of::<Trunks>(snapshot, number),
        NounId::OutgoingCall(_) => of::<OutgoingCalls>(snapshot, number),
        NounId::IncomingCall(_) => of::<IncomingCalls>(snapshot, number),
    };
    flatten("", draft, &mut out);
    out
}

fn value(draft: &impl Serialize) -> Value {
    serde_json::to_value(draft).unwrap_or_default()
}

fn flatten(path: &str, value: Value, out: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name } else { format!("{path}.{name}") };
                flatten(&path, value, out);
            }
        }
        Value::Null => {}
        value => out.push((path.to_owned(), value)),
    }
}

fn passwords(snapshot: &Snapshot, id: NounId) -> Vec<(&'static str, Option<&Secret>)> {
    match id {
        NounId::Line(id) => {
            vec![("password", snapshot.line(id).map(|line| &line.password))]
        }
        NounId::Trunk(id) => {
            let trunk = snapshot.trunk(id);
            let register = trunk.and_then(|trunk| trunk.register.as_ref());
            vec![
                ("password", trunk.and_then(|trunk| trunk.auth.password.as_ref())),
                ("register.password", register.and_then(|register| register.password.as_ref())),
            ]
        }
        NounId::General
        | NounId::Context(_)
        | NounId::User(_)
        | NounId::Extension(_)
        | NounId::OutgoingCall(_)
        | NounId::IncomingCall(_) => vec![],
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(is) => !is,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Number(_) | Value::Object(_) => false,
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        })
    }
}

impl fmt::Display for Plan {
    /// Writes a line for each noun, and one for each of its fields.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.steps.is_empty() {
            writeln!(f, "nothing changes")?;
        }
        self.steps.iter().try_for_each(|step| step.fmt(f))?;
        self.warnings.iter().try_for_each(|warning| writeln!(f, "warning: {warning}"))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.verb, self.subject)?;
        for FieldChange { field, from, to } in &self.fields {
            match (from, to) {
                (Some(from), Some(to)) => writeln!(f, "    {field}: {from} -> {to}")?,
                (Some(from), None) => writeln!(f, "    {field}: {from} -> nothing")?,
                (None, to) => writeln!(f, "    {field}: {}", to.as_deref().unwrap_or("nothing"))?,
            }
        }
        Ok(())
    }
}
