//! `trunk test NAME`: can calls go through a trunk?

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    answer::Answer,
    args::NounKind,
    client::read,
    nouns::find,
    print::{cell_of, printable},
    session::Session,
};

/// What came of a test.
#[derive(Clone, Debug, Deserialize)]
struct Test {
    name: String,
    passed: bool,
    steps: Vec<Step>,
    call: Option<String>,
}

/// One step of it.
#[derive(Clone, Debug, Deserialize)]
struct Step {
    step: String,
    outcome: String,
    sentence: String,
    remedy: Option<String>,
}

/// Tests a trunk, with a call where a number is named.
pub(crate) fn run(session: &Session, name: &str, call: Option<&str>) -> Answer {
    let trunk = find(&session.client, NounKind::Trunk, name)?;
    let raw: Value =
        session.client.post(&format!("trunks/{}/test", cell_of(&trunk, "id")), &json!({"call": call}))?;
    let test: Test = read(raw.clone())?;
    let mut shown = session.formed(raw, |_| Ok(printable(&print(&test))))?;
    shown.negative = !test.passed;
    Ok(shown)
}

fn print(test: &Test) -> String {
    let steps: String = test.steps.iter().map(line).collect();
    let call = test.call.as_ref().map(|id| format!("`strowger call show {id}` shows the call.\n"));
    let verdict = if test.passed { "passed" } else { "FAILED" };
    format!("{steps}{}{}: {verdict}\n", call.unwrap_or_default(), test.name)
}

fn line(step: &Step) -> String {
    let remedy = step.remedy.as_ref().map(|remedy| format!("    -> {remedy}\n")).unwrap_or_default();
    format!("{:<8} {:<8} {}\n{remedy}", step.step, step.outcome, step.sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_says_how_it_went_and_what_to_do() {
        let test: Test = serde_json::from_value(json!({"trunk": 1, "name": "to-b", "passed": false, "call": "77", "steps": [
            {"step": "resolve", "outcome": "passed", "cause": {}, "sentence": "Its address is 10.0.0.2:5060", "remedy": null},
            {"step": "register", "outcome": "skipped", "cause": {}, "sentence": "Not tried", "remedy": null},
            {"step": "call", "outcome": "failed", "cause": {}, "sentence": "Nobody answers within 15 s", "remedy": "dial an echo test"},
        ]}))
        .unwrap();
        insta::assert_snapshot!(print(&test), @r"
        resolve  passed   Its address is 10.0.0.2:5060
        register skipped  Not tried
        call     failed   Nobody answers within 15 s
            -> dial an echo test
        `strowger call show 77` shows the call.
        to-b: FAILED
        ");
    }
}
