//! CSV files out and in.

use axum::{body::Body, http::Request};
use serde_json::json;

use super::world::{Answered, World, owner};

async fn import(world: &World, path: &str, kind: &str, text: &str) -> Answered {
    let request = Request::post(format!("/api/v1{path}")).header("content-type", kind);
    world.send(Some(owner()), request.body(Body::from(text.to_owned())).unwrap()).await
}

const FILE: &str =
    "firstname,exten,context,sip_username\r\nAlice,201,default,alice\r\nBob,202,default,bob\r\n";

#[tokio::test]
async fn a_file_is_tried_imported_and_exported() {
    let world = World::new("sheet").await;
    let tried = import(&world, "/users/import?dry_run=true", "text/csv", FILE).await;
    assert_eq!((tried.status, &tried.json["totals"]["create"]), (200, &json!(2)), "{}", tried.text);
    assert_eq!((tried.header("x-revision"), &tried.json["revision"]), ("", &json!(null)));
    let done = import(&world, "/users/import", "text/csv; charset=utf-8", FILE).await;
    assert_eq!((done.header("x-revision"), &done.json["revision"]), ("1", &json!(1)));
    assert_eq!(done.json["rows"][1], json!({"line": 3, "name": "Bob", "verb": "create", "errors": []}));
    let file = world.get("/users/export.csv?order=-name&columns=firstname,exten").await;
    assert_eq!((file.status, file.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"users.csv\"");
    assert_eq!(file.text, "firstname,exten\r\nBob,202\r\nAlice,201\r\n");
    let found = world.get("/lines/export.csv?search=bob").await.text;
    assert!(found.contains("bob,Bob,1,202,default") && !found.contains("alice"), "{found}");
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_in_words() {
    let world = World::new("sheet-refused").await;
    assert_eq!(import(&world, "/users/import", "application/json", FILE).await.status, 415);
    let colour = import(&world, "/users/import", "text/csv", "firstname,colour\nA,red\n").await;
    assert_eq!((colour.status, colour.wrong_fields()), (422, vec!["colour"]));
    let weak =
        import(&world, "/users/import", "text/csv", "firstname,context,sip_secret\nA,default,weak\n").await;
    assert_eq!(
        (weak.status, &weak.json["applied"], &weak.json["rows"][0]["verb"]),
        (200, &json!(false), &json!("refused"))
    );
    assert_eq!(weak.json["rows"][0]["errors"][0]["cause"]["code"], "weak_password");
    assert_eq!(world.get("/users/export.csv?columns=sip_secret").await.wrong_fields(), ["columns"]);
    assert_eq!(world.get("/trunks/export.csv?columns=name,name,password").await.status, 422);
    assert_eq!(world.get("/trunks/export.csv?order=colour").await.status, 422);
}

#[tokio::test]
async fn every_list_has_a_file_without_passwords_and_without_formulas() {
    let world = World::new("sheet-all").await;
    let trunk = json!({"name": "to-b", "context": "Incalls", "password": "Kettle-9-boat", "caller_id": "\"=cmd|' /C calc'!A0\" <1>"});
    assert_eq!(world.ask("POST", "/trunks", trunk).await.status, 201);
    let user = json!({"firstname": "@SUM(A1)", "lastname": "a,\"b\"", "userfield": "=1+1"});
    assert_eq!(world.ask("POST", "/users", user).await.status, 201);
    for noun in [
        "contexts",
        "users",
        "lines",
        "extensions",
        "trunks",
        "outgoing-calls",
        "incoming-calls",
        "call-logs",
    ] {
        let file = world.get(&format!("/{noun}/export.csv")).await;
        assert_eq!(file.status, 200, "{noun}: {}", file.text);
        assert!(file.text.ends_with("\r\n") && !file.text.contains("Kettle"), "{noun}: {}", file.text);
    }
    let users = world.get("/users/export.csv?columns=firstname,lastname,userfield").await.text;
    assert_eq!(users, "firstname,lastname,userfield\r\n'@SUM(A1),\"a,\"\"b\"\"\",'=1+1\r\n");
    let contexts = world.get("/contexts/export.csv?columns=id,name,includes&order=name").await.text;
    assert!(contexts.contains("1,default,to-extern\r\n"), "{contexts}");
}
