//! Site files: plan, apply, export.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    answer::{Answer, Failure, Shown},
    args::SiteFiles,
    client::read,
    nouns,
    print::{self, Style, count},
    session::Session,
};

/// What a site changes.
#[derive(Debug, Deserialize)]
pub(crate) struct Plan {
    steps: Vec<Step>,
    warnings: Vec<String>,
}

/// What is done to one noun.
#[derive(Debug, Deserialize)]
struct Step {
    verb: Verb,
    /// As in `trunk xivo-trunk`.
    subject: String,
    fields: Vec<FieldChange>,
}

/// What is done to a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Verb {
    Create,
    Update,
    Delete,
}

/// How one field changes.
#[derive(Debug, Deserialize)]
struct FieldChange {
    field: String,
    from: Option<String>,
    to: Option<String>,
}

/// `plan FILE...`
pub(crate) fn plan(session: &Session, site: &SiteFiles) -> Answer {
    send(session, site, "plan", "would change")
}

/// `apply FILE...`
pub(crate) fn apply(session: &Session, site: &SiteFiles) -> Answer {
    send(session, site, "apply", "changed")
}

/// `export`
pub(crate) fn export(session: &Session, with_secrets: bool) -> Answer {
    let text = session.client.text(&format!("site/export?with_secrets={with_secrets}"))?;
    Ok(match session.style {
        Style::Json => print::json(&Value::String(text)).into(),
        Style::Plain | Style::Terminal => text.into(),
    })
}

fn send(session: &Session, site: &SiteFiles, act: &str, verb: &str) -> Answer {
    let files = files(&site.files)?;
    let raw = session.client.post(&format!("site/{act}?prune={}", site.prune), &json!({ "files": files }))?;
    shown(session, raw, verb)
}

/// Shows what the server says of a change.
pub(crate) fn shown(session: &Session, raw: Value, verb: &str) -> Answer {
    let plan: Plan = read(raw.clone())?;
    let text = match session.style {
        Style::Json => print::json(&typed(raw)),
        Style::Plain | Style::Terminal => words(&plan, verb),
    };
    let warnings = plan.warnings.iter().map(|warning| format!("warning: {warning}")).collect();
    Ok(Shown { text, warnings, negative: false })
}

/// Puts values where the server gives their text, which is for people.
pub(crate) fn typed(mut plan: Value) -> Value {
    fn entries<'v>(of: &'v mut Value, key: &str) -> impl Iterator<Item = &'v mut Value> {
        of.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten()
    }
    let word = |of: &Value, key: &str| of.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    for step in entries(&mut plan, "steps") {
        let noun = word(step, "noun");
        for change in entries(step, "fields") {
            let field = word(change, "field");
            for side in ["from", "to"] {
                if let Some(value) = change.get_mut(side)
                    && let Some(text) = value.as_str()
                {
                    *value = nouns::typed(&noun, &field, text);
                }
            }
        }
    }
    plan
}

/// Reads all files; the server takes them as one site, in one transaction.
fn files(paths: &[PathBuf]) -> Result<Vec<Value>, Failure> {
    let file = |path: &PathBuf| {
        let name = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Ok(json!({ "name": name, "text": text })),
            Err(source) => Err(Failure::Io { what: format!("cannot read the site file {name}"), source }),
        }
    };
    paths.iter().map(file).collect()
}

/// Says what is, or would be, changed: a line for each thing.
pub(crate) fn words(plan: &Plan, verb: &str) -> String {
    if plan.steps.is_empty() {
        return "nothing changes\n".to_owned();
    }
    let lines: String = plan.steps.iter().map(step).collect();
    format!("{lines}{} {verb}\n", count(plan.steps.len(), "thing"))
}

fn step(step: &Step) -> String {
    let Step { verb, subject, fields } = step;
    let sign = match verb {
        Verb::Create => '+',
        Verb::Update => '~',
        Verb::Delete => '-',
    };
    // A new noun's fields are all in the file already, and a deleted one's are gone.
    let shown = fields.iter().filter(|_| *verb == Verb::Update);
    let fields: String = shown
        .map(|FieldChange { field, from, to }| format!("    {field}: {} -> {}\n", or_none(from), or_none(to)))
        .collect();
    format!("{sign} {subject}\n{fields}")
}

fn or_none(value: &Option<String>) -> &str {
    value.as_deref().filter(|text| !text.is_empty()).unwrap_or("(none)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_a_line_for_each_thing_and_one_for_each_changed_field() {
        let plan: Plan = serde_json::from_value(json!({"warnings": [], "revision": null, "steps": [
            {"verb": "create", "subject": "trunk xivo-trunk", "fields": [{"field": "name", "from": null, "to": "xivo-trunk"}]},
            {"verb": "update", "subject": "context default",
             "fields": [{"field": "includes", "from": null, "to": "to-extern"}]},
            {"verb": "delete", "subject": "user Bob", "fields": []}
        ]}))
        .unwrap();
        insta::assert_snapshot!(words(&plan, "would change"), @r"
        + trunk xivo-trunk
        ~ context default
            includes: (none) -> to-extern
        - user Bob
        3 things would change
        ");
    }

    #[test]
    fn a_program_gets_a_plan_with_values_not_with_their_text() {
        let plan = json!({"steps": [{"verb": "update", "noun": "trunk", "id": 1, "name": "b", "fields": [
            {"field": "codecs", "from": null, "to": "[\"gsm\"]"}, {"field": "call_limit", "from": "0", "to": "2"}]}]});
        let fields = &typed(plan)["steps"][0]["fields"];
        assert_eq!(fields[0], json!({"field": "codecs", "from": null, "to": ["gsm"]}));
        assert_eq!(fields[1], json!({"field": "call_limit", "from": 0, "to": 2}));
    }

    #[test]
    fn a_site_that_is_so_already_changes_nothing() {
        assert_eq!(words(&Plan { steps: vec![], warnings: vec![] }, "changed"), "nothing changes\n");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let failure = files(&[PathBuf::from("/nonexistent/site.toml")]).unwrap_err();
        assert!(failure.to_string().contains("/nonexistent/site.toml"), "{failure}");
    }
}
