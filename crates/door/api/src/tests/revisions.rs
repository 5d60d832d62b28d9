//! The way back over HTTP, and passwords that are shown.

use serde_json::{Value, json};

use super::world::World;

fn trunk() -> Value {
    json!({"name": "to-b", "context": "Incalls", "password": "Kettle-9-boat", "register":
        {"username": "us", "password": "theirs", "remote_server": "192.0.2.9"}})
}

#[tokio::test]
async fn every_change_says_its_revision_and_what_is_so_already_says_none() {
    let world = World::new("x-revision").await;
    let made = world.ask("POST", "/trunks", trunk()).await;
    let path = format!("/trunks/{}", made.json["id"]);
    assert_eq!((made.status, made.header("x-revision")), (201, "1"), "{}", made.text);
    for (method, path, body, revision) in [
        ("PATCH", path.as_str(), json!({"transit": true}), "2"),
        ("PATCH", &path, json!({"transit": true}), ""),
        ("PATCH", "/settings/sip", json!({"realm": "lab"}), "3"),
        ("PUT", "/settings/sip", json!({"realm": "lab"}), ""),
        ("DELETE", &path, Value::Null, "4"),
        ("POST", "/revisions/4/undo?dry_run=true", Value::Null, ""),
        ("POST", "/revisions/4/undo", Value::Null, "5"),
        ("POST", "/revisions/1/restore", Value::Null, "6"),
    ] {
        let answer = world.ask(method, path, body).await;
        assert!((200..300).contains(&answer.status), "{method} {path}: {}", answer.text);
        assert_eq!(answer.header("x-revision"), revision, "{method} {path}");
    }
    assert_eq!(world.site("apply", "[[context]]\nname = \"x\"\n").await.header("x-revision"), "7");
    let read = world.get(&path).await;
    assert_eq!((read.status, &read.json["transit"]), (200, &json!(false)), "as it stood after revision 1");
}

#[tokio::test]
async fn a_revision_is_told_field_by_field_and_the_list_is_searched() {
    let world = World::new("revision").await;
    world.ask("POST", "/trunks", trunk()).await;
    let told = world.get("/revisions/1").await;
    let step = &told.json["steps"][0];
    assert_eq!(
        (&step["verb"], &step["noun"], &step["name"]),
        (&json!("create"), &json!("trunk"), &json!("to-b"))
    );
    let password =
        step["fields"].as_array().unwrap().iter().find(|field| field["field"] == "password").unwrap();
    assert_eq!(password["secret"], true);
    assert!(!told.text.contains("Kettle") && !told.text.contains("theirs"), "{}", told.text);
    assert_eq!(told.json["act"]["code"], "edit");
    assert_eq!(world.get("/revisions?search=to-b").await.json["total"], 1);
    assert_eq!(world.get("/revisions?order=number&limit=1").await.json["items"][0]["number"], 0);
    assert_eq!(world.get("/revisions?order=author").await.status, 422);
    for path in ["/revisions/99", "/revisions/x", "/revisions/-1"] {
        assert_eq!(world.get(path).await.status, 404, "{path}");
        assert_eq!(world.ask("POST", &format!("{path}/undo"), Value::Null).await.status, 404, "{path}");
        assert_eq!(world.ask("POST", &format!("{path}/restore"), Value::Null).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_change_that_cannot_be_undone_says_which_noun_is_in_the_way_and_why() {
    let world = World::new("in-the-way").await;
    let id = world.ask("POST", "/trunks", trunk()).await.json["id"].clone();
    world.ask("PATCH", &format!("/trunks/{id}"), json!({"transit": true})).await;
    let answer = world.ask("POST", "/revisions/1/undo", Value::Null).await;
    assert_eq!(answer.status, 409);
    let error = &answer.json["errors"][0];
    assert_eq!(error["noun"], json!({"noun": "trunk", "id": id, "name": "to-b"}));
    assert_eq!(error["cause"], json!({"code": "changed_later", "revision": 2}));
    assert_eq!(error["message"], "trunk to-b was changed since, by revision 2");
}

#[tokio::test]
async fn passwords_are_shown_to_whoever_may_see_them_and_the_audit_knows() {
    let world = World::new("shown").await;
    let id = world.ask("POST", "/trunks", trunk()).await.json["id"].clone();
    let line = json!({"firstname": "A", "line": [{"username": "a", "password": "Kettle-9-lake", "context": "default"}]});
    world.ask("POST", "/users", line).await;
    let shown = world.ask("POST", &format!("/trunks/{id}/secrets"), Value::Null).await;
    assert_eq!(shown.json, json!({"password": "Kettle-9-boat", "register_password": "theirs"}));
    assert_eq!(shown.header("cache-control"), "no-store");
    let lines = world.get("/lines").await.json;
    let path = format!("/lines/{}/secrets", lines["items"][0]["id"]);
    assert_eq!(world.ask("POST", &path, Value::Null).await.json["password"], "Kettle-9-lake");
    assert_eq!(world.ask("POST", "/lines/999/secrets", Value::Null).await.status, 404);
    let audit = world.get("/audit").await;
    assert_eq!(audit.json["total"], 2);
    let row = &audit.json["items"][1];
    assert_eq!((&row["act"], &row["author"]), (&json!("secrets_shown"), &json!("owner")));
    assert_eq!(row["subject"], json!({"noun": "trunk", "id": id, "name": "to-b"}));
    assert!(!audit.text.contains("Kettle"));
    assert_eq!(world.get("/audit?search=nobody").await.json["total"], 0);
}
