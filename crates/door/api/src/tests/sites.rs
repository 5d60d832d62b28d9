//! Site files over HTTP, and what is asked about the whole configuration.

use serde_json::{Value, json};

use super::world::World;

const SITE: &str = r#"
[[user]]
firstname = "Alice"
[[user.line]]
username = "alice"
password = "Kettle-9-boat"
context = "default"
extension = "201"
[[trunk]]
name = "xivo-trunk"
password = "Kettle-9-bucket"
context = "Incalls"
[[outgoing_call]]
name = "to-b"
context = "to-extern"
trunks = ["xivo-trunk"]
[[outgoing_call.extension]]
pattern = "**99."
stripnum = 4
"#;

#[tokio::test]
async fn a_site_is_planned_applied_once_and_exported() {
    let world = World::new("site").await;
    let plan = world.site("plan", SITE).await;
    assert_eq!((plan.status, plan.json["steps"].as_array().unwrap().len()), (200, 4), "{}", plan.text);
    assert!(!plan.text.contains("Kettle"));
    assert_eq!(world.get("/users").await.json["total"], 0);
    let applied = world.site("apply", SITE).await;
    assert_eq!((applied.json["revision"].as_u64(), &applied.json["steps"]), (Some(1), &plan.json["steps"]));
    let again = world.site("apply", SITE).await;
    assert_eq!((again.json["revision"].as_u64(), &again.json["steps"]), (Some(1), &json!([])));
    let exported = world.get("/site/export").await;
    assert_eq!(exported.header("content-type"), "application/toml");
    assert!(!exported.text.contains("Kettle"));
    assert!(world.get("/site/export?with_secrets=true").await.text.contains("Kettle-9-bucket"));
}

#[tokio::test]
async fn several_files_are_one_site_and_errors_name_file_and_line() {
    let world = World::new("files").await;
    let files =
        |text: &str| json!({"files": [{"name": "a.toml", "text": SITE}, {"name": "b.toml", "text": text}]});
    let wrong = world.ask("POST", "/site/apply", files("[[context]]\nname = \"x\"\ncolour = 1\n")).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(
        (&wrong.json["errors"][0]["file"], &wrong.json["errors"][0]["line"]),
        (&json!("b.toml"), &json!(3))
    );
    let right = world.ask("POST", "/site/apply", files("[[context]]\nname = \"x\"\n")).await;
    assert_eq!((right.status, right.json["steps"].as_array().unwrap().len()), (200, 5), "{}", right.text);
}

#[tokio::test]
async fn pruning_deletes_what_is_not_named() {
    let world = World::new("prune").await;
    world.site("apply", SITE).await;
    let contexts = "[[context]]\nname = \"default\"\n[[context]]\nname = \"Incalls\"\n[[context]]\nname = \"to-extern\"\n";
    let applied = world.site("apply?prune=true", contexts).await;
    assert_eq!(applied.status, 200, "{}", applied.text);
    assert_eq!(world.get("/trunks").await.json["total"], 0);
    assert_eq!(world.get("/contexts").await.json["total"], 3);
}

#[tokio::test]
async fn a_route_is_explained_and_the_dialplan_shown() {
    let world = World::new("route").await;
    world.site("apply", SITE).await;
    let answer =
        world.ask("POST", "/route/explain", json!({"context": "default", "number": "**99101"})).await;
    assert_eq!(answer.json["routed"], true, "{}", answer.text);
    assert!(answer.json["trace"]["steps"].is_array());
    assert!(
        answer.json["words"]
            .as_array()
            .unwrap()
            .iter()
            .any(|line| line.as_str().unwrap().contains("sends 101"))
    );
    let nobody = world.ask("POST", "/route/explain", json!({"number": "1"})).await;
    assert_eq!((nobody.status, nobody.wrong_fields()), (422, vec!["context"]));
    let dialplan = world.get("/dialplan?context=default&limit=1000&offset=0").await.json;
    assert_eq!(dialplan["items"][0]["extensions"][0]["extension"], "201");
}

#[tokio::test]
async fn what_is_live_is_listed_and_a_call_is_hung_up() {
    let world = World::new("live").await;
    world.site("apply", SITE).await;
    assert_eq!(world.get("/calls").await.json["items"][0]["id"], "42");
    assert_eq!(world.ask("DELETE", "/calls/42", Value::Null).await.status, 204);
    assert_eq!(world.ask("DELETE", "/calls/43", Value::Null).await.status, 404);
    assert_eq!(world.get("/status/peers").await.json["total"], 2);
    assert_eq!(world.get("/status/peers/alice").await.json["user"], "Alice");
    assert_eq!(world.get("/status/registrations").await.json["total"], 0);
    assert_eq!(world.get("/call-logs?order=-started").await.json["total"], 0);
    assert_eq!(world.get("/call-logs?order=caller").await.wrong_fields(), ["order"]);
    assert_eq!(world.get("/status/warnings").await.status, 200);
}
