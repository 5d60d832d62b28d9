//! The difference between two configurations in words: what `plan` prints and what the history says.

use std::fmt;

use model::{Difference, Mention, Noun, NounId, Secret, Snapshot, UserDraft};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    contexts::Contexts, extensions::Extensions, history::NounChange, incoming_calls::IncomingCalls,
    lines::Lines, nouns::Kind, outgoing_calls::OutgoingCalls, trunks::Trunks, users::Users,
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
    /// To which noun; of a new one, the identity that it has got or would get.
    #[serde(flatten)]
    pub noun: Mention,
    /// The noun in words, as in `trunk xivo-trunk`.
    pub subject: String,
    /// Its fields.
    pub fields: Vec<FieldChange>,
}

/// What is done to a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// It is new.
    Create,
    /// It changes.
    Update,
    /// It goes.
    Delete,
}

/// How one field changes. Of a password it is only ever said that it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldChange {
    /// The field's path.
    pub field: String,
    /// What it was; none where there was nothing.
    pub from: Option<String>,
    /// What it is; none where nothing is left.
    pub to: Option<String>,
    /// It is a password: neither the old one nor the new one is shown.
    pub secret: bool,
}

impl Plan {
    /// Describes a difference.
    pub(crate) fn of(before: &Snapshot, after: &Snapshot, difference: &Difference) -> Self {
        let step = |change: NounChange, id| Step {
            verb: change.verb,
            subject: change.noun.to_string(),
            noun: change.noun,
            fields: field_changes(before, after, id),
        };
        let ids = difference.saved.iter().map(Noun::id).chain(difference.removed.iter().copied());
        let steps = changes(before, after, difference).into_iter().zip(ids);
        let warnings = after.warnings().iter().map(ToString::to_string).collect();
        Self { steps: steps.map(|(change, id)| step(change, id)).collect(), warnings, revision: None }
    }
}

/// Says what is done to which noun, without its fields: what is saved, then what is gone.
pub(crate) fn changes(before: &Snapshot, after: &Snapshot, difference: &Difference) -> Vec<NounChange> {
    let saved = difference.saved.iter().map(|noun| {
        let id = noun.id();
        // The general settings were always there.
        let is_new = id != NounId::General && !before.nouns().contains(id);
        let verb = if is_new { Verb::Create } else { Verb::Update };
        NounChange { verb, noun: after.nouns().mention(id) }
    });
    let gone = difference.removed.iter();
    let gone = gone.map(|id| NounChange { verb: Verb::Delete, noun: before.nouns().mention(*id) });
    saved.chain(gone).collect()
}

/// Says it in one line.
pub(crate) fn summary(changes: &[NounChange]) -> String {
    let first: Vec<String> = changes
        .iter()
        .take(SUMMARY_STEPS)
        .map(|NounChange { verb, noun }| format!("{verb} {noun}"))
        .collect();
    match changes.len().saturating_sub(SUMMARY_STEPS) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

fn field_changes(before: &Snapshot, after: &Snapshot, id: NounId) -> Vec<FieldChange> {
    let is_whole = !before.nouns().contains(id) || !after.nouns().contains(id);
    let (old, new) = (fields(before, id), fields(after, id));
    let open = |field: &str, from: Option<&Value>, to: Option<&Value>| FieldChange {
        field: field.to_owned(),
        from: from.map(text),
        to: to.map(text),
        secret: false,
    };
    let find = |list: &'_ [(String, Value)], field: &str| {
        list.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone())
    };
    let mut changes: Vec<FieldChange> = vec![];
    for (field, to) in &new {
        let from = find(&old, field);
        // Of a noun that is new, or gone, what is off or empty is not worth a line.
        if from.as_ref() != Some(to) && !(is_whole && is_nothing(to)) {
            changes.push(open(field, from.as_ref(), Some(to)));
        }
    }
    for (field, from) in old.iter().filter(|(field, _)| find(&new, field).is_none()) {
        if !(is_whole && is_nothing(from)) {
            changes.push(open(field, Some(from), None));
        }
    }
    let is_secret = |field: &str| field.ends_with("password") || field.ends_with("_secret");
    changes.retain(|change| !is_secret(&change.field) || change.field == "weak_password");
    let (old, new) = (passwords(before, id), passwords(after, id));
    for ((field, was), (_, now)) in old.into_iter().zip(new) {
        if was != now {
            let to = now.map(|_| CHANGED.to_owned());
            let from = (now.is_none() && was.is_some()).then(|| CHANGED.to_owned());
            changes.push(FieldChange { field: field.to_owned(), from, to, secret: true });
        }
    }
    changes
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
        NounId::General => {
            let alerts = &snapshot.general().alerts;
            vec![
                ("alert_webhook_secret", alerts.webhook_secret.as_ref()),
                ("smtp_password", alerts.smtp_password.as_ref()),
            ]
        }
        NounId::Context(_)
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
        for FieldChange { field, from, to, .. } in &self.fields {
            match (from, to) {
                (Some(from), Some(to)) => writeln!(f, "    {field}: {from} -> {to}")?,
                (Some(from), None) => writeln!(f, "    {field}: {from} -> nothing")?,
                (None, to) => writeln!(f, "    {field}: {}", to.as_deref().unwrap_or("nothing"))?,
            }
        }
        Ok(())
    }
}
