//! `route explain`: where a call would go, and why, in words.

use serde_json::{Value, json};

use crate::{
    answer::{Answer, Failure},
    args::Explain,
    print::cell,
    session::Session,
};

/// Asks for the trace and prints it, a line for each step.
pub(crate) fn explain(session: &Session, asked: &Explain) -> Answer {
    let raw = session.client.post("route/explain", &question(asked))?;
    session.formed(raw, |raw| words(&raw))
}

fn question(asked: &Explain) -> Value {
    let Explain { number, from, caller } = asked;
    let mut question = json!({
        "number": number, "context": from.context, "line": from.line, "trunk": from.trunk, "caller": caller
    });
    if let Value::Object(fields) = &mut question {
        fields.retain(|_, value| !value.is_null());
    }
    question
}

fn words(answer: &Value) -> Result<String, Failure> {
    let Some(steps) = answer["words"].as_array() else {
        return Err(Failure::Strange("a trace without words".into()));
    };
    Ok(steps.iter().map(|step| format!("{}\n", cell(step))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Origin;

    #[test]
    fn only_what_was_given_is_asked() {
        let from = Origin { context: Some("default".into()), line: None, trunk: None };
        let asked = Explain { number: "**99101".into(), from, caller: None };
        assert_eq!(question(&asked), json!({"number": "**99101", "context": "default"}));
    }

    #[test]
    fn a_trace_is_printed_a_step_a_line() {
        let answer = json!({"words": ["anyone dials 1 in context default", "no route: nothing matches"]});
        assert_eq!(words(&answer).unwrap(), "anyone dials 1 in context default\nno route: nothing matches\n");
        assert!(words(&json!({})).is_err());
    }
}
