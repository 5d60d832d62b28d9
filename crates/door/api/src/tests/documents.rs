//! The OpenAPI document: it is complete, and it changes only on purpose.

use std::path::Path;

use serde_json::Value;

use super::world::World;

fn document() -> Value {
    serde_json::to_value(crate::document()).unwrap()
}

/// `UPDATE=1` writes it anew.
#[test]
fn the_document_is_the_one_that_was_committed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let now = serde_json::to_string_pretty(&document()).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(
        now == committed,
        "the API has changed: look at what `UPDATE=1 cargo test -p api` makes of openapi.json"
    );
}

#[test]
fn every_reference_leads_somewhere() {
    fn references<'a>(value: &'a Value, out: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => {
                out.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|value| references(value, out));
            }
            Value::Array(list) => list.iter().for_each(|value| references(value, out)),
            _ => {}
        }
    }
    let document = document();
    let mut found = vec![];
    references(&document, &mut found);
    assert!(found.len() > 50);
    for reference in found {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
}

#[test]
fn every_operation_has_a_name_of_its_own_and_only_those_before_the_login_are_open() {
    let (document, mut open) = (document(), vec![]);
    let mut names = std::collections::BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name} twice");
            assert!(operation["summary"].is_string(), "{method} {path}");
            assert!(operation["responses"]["default"].is_object(), "{method} {path}");
            if !operation["security"].is_array() {
                open.push(name.to_owned());
            }
        }
    }
    open.sort();
    assert_eq!(open, ["health", "health_live", "health_ready", "read_setup", "set_up", "sign_in"]);
    assert!(names.len() > 7 * 6, "the nouns have six each");
}

#[tokio::test]
async fn the_document_is_served() {
    let world = World::new("document").await;
    let served = world.get("/openapi.json").await;
    assert_eq!(served.json, document());
}
