//! `--set field=value` made into a draft. Which type a field has is asked of the model's drafts, so that no second list of
//! fields can disagree with them; what is wrong with a value is for the server to say.

use model::{
    ContextDraft, ExtensionDraft, GeneralDraft, IncomingCallDraft, LineDraft, OutgoingCallDraft, TrunkDraft,
    UserDraft,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{answer::Failure, args::NounKind};

/// Reads all assignments into one object.
pub(super) fn draft(kind: NounKind, assignments: &[String]) -> Result<Value, Failure> {
    let mut draft = Value::Object(Map::new());
    for assignment in assignments {
        let Some((field, text)) = assignment.split_once('=') else {
            return Err(Failure::Usage(format!("--set {assignment}: write it like name=value")));
        };
        let path: Vec<&str> = field.split('.').collect();
        put(&mut draft, &path, value(kind, &path, text));
    }
    Ok(draft)
}

/// Chooses the first reading that the draft takes: JSON, bare text, a list with commas (no text is an empty
/// list). Where none fits, the text goes as it
/// is, and the server says what is wrong with it.
fn value(kind: NounKind, path: &[&str], text: &str) -> Value {
    let bare = Value::String(text.to_owned());
    let parts = text.split(',').map(str::trim).filter(|_| !text.trim().is_empty());
    let list = Value::Array(parts.map(|part| Value::String(part.to_owned())).collect());
    let readings = serde_json::from_str(text).ok().into_iter().chain([bare.clone(), list]);
    readings
        .into_iter()
        .find(|reading| {
            let mut alone = Value::Object(Map::new());
            put(&mut alone, path, reading.clone());
            fits(kind, alone)
        })
        .unwrap_or(bare)
}

/// Reads a field's text as the value that its draft has: a number, a list, or the text itself. What no draft knows stays text.
pub(crate) fn typed(noun: &str, field: &str, text: &str) -> Value {
    let path: Vec<&str> = field.split('.').collect();
    let bare = Value::String(text.to_owned());
    let fits = |reading: &Value| {
        let mut alone = Value::Object(Map::new());
        put(&mut alone, &path, reading.clone());
        match NounKind::ALL.iter().find(|kind| kind.word().replace('-', "_") == noun) {
            Some(kind) => fits(*kind, alone),
            None => serde_json::from_value::<GeneralDraft>(alone).is_ok(),
        }
    };
    match (fits(&bare), serde_json::from_str(text)) {
        (false, Ok(json)) if fits(&json) => json,
        _ => bare,
    }
}

fn fits(kind: NounKind, draft: Value) -> bool {
    fn reads<T: DeserializeOwned>(draft: Value) -> bool {
        serde_json::from_value::<T>(draft).is_ok()
    }
    match kind {
        NounKind::Context => reads::<ContextDraft>(draft),
        NounKind::User => reads::<UserDraft>(draft),
        NounKind::Line => reads::<LineDraft>(draft),
        NounKind::Extension => reads::<ExtensionDraft>(draft),
        NounKind::Trunk => reads::<TrunkDraft>(draft),
        NounKind::OutgoingCall => reads::<OutgoingCallDraft>(draft),
        NounKind::IncomingCall => reads::<IncomingCallDraft>(draft),
    }
}

/// Puts a value at a path, making the objects on the way.
fn put(target: &mut Value, path: &[&str], value: Value) {
    let Some((first, rest)) = path.split_first() else {
        *target = value;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    if let Value::Object(object) = target {
        put(object.entry(*first).or_insert(Value::Null), rest, value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(kind: NounKind, assignments: &[&str]) -> Value {
        let assignments: Vec<String> = assignments.iter().map(|text| (*text).to_owned()).collect();
        draft(kind, &assignments).unwrap()
    }

    #[test]
    fn the_drafts_field_decides_whether_digits_are_a_number_or_a_text() {
        assert_eq!(
            read(NounKind::Line, &["extension=201", "position=2", "weak_password=true", "context=default"]),
            json!({"extension": "201", "position": 2, "weak_password": true, "context": "default"})
        );
    }

    #[test]
    fn a_fields_text_becomes_the_value_that_its_draft_has() {
        for (noun, field, text, expected) in [
            ("trunk", "codecs", "[\"gsm\"]", json!(["gsm"])),
            ("trunk", "register.enabled", "true", json!(true)),
            ("user", "ring_seconds", "20", json!(20)),
            ("line", "extension", "201", json!("201")),
            ("context", "label", "[1]", json!("[1]")),
            ("outgoing_call", "trunks", "[\"b\"]", json!(["b"])),
            ("general", "rtp_timeout", "60", json!(60)),
            ("truck", "colour", "[1]", json!("[1]")),
        ] {
            assert_eq!(typed(noun, field, text), expected, "{noun} {field}");
        }
    }

    #[test]
    fn a_list_is_written_with_commas_or_as_json() {
        let lists = json!({"codecs": ["gsm", "ulaw"]});
        assert_eq!(read(NounKind::Trunk, &["codecs=gsm, ulaw"]), lists);
        assert_eq!(read(NounKind::Trunk, &["codecs=[\"gsm\",\"ulaw\"]"]), lists);
        assert_eq!(read(NounKind::OutgoingCall, &["trunks=xivo-trunk"]), json!({"trunks": ["xivo-trunk"]}));
        assert_eq!(read(NounKind::Trunk, &["codecs="]), json!({"codecs": []}));
    }

    #[test]
    fn a_dot_reaches_inside() {
        assert_eq!(
            read(NounKind::Trunk, &["register.enabled=true", "register.remote_server=10.77.0.2"]),
            json!({"register": {"enabled": true, "remote_server": "10.77.0.2"}})
        );
        assert_eq!(
            read(NounKind::IncomingCall, &["did=101", "destination.user=Someone"]),
            json!({"did": "101", "destination": {"user": "Someone"}})
        );
    }

    #[test]
    fn a_value_may_hold_an_equals_sign_and_may_be_empty() {
        assert_eq!(read(NounKind::Trunk, &["password=a=b"]), json!({"password": "a=b"}));
        assert_eq!(read(NounKind::User, &["lastname="]), json!({"lastname": ""}));
    }

    #[test]
    fn what_no_draft_knows_goes_to_the_server_as_text() {
        assert_eq!(read(NounKind::User, &["colour=blue"]), json!({"colour": "blue"}));
        assert!(draft(NounKind::User, &["colour".to_owned()]).is_err());
    }
}
