//! Everything out in one file, and back in.

use axum::{
    body::{Body, to_bytes},
    http::Request,
};
use serde_json::{Value, json};

use super::world::{Answered, World, owner};

async fn take(world: &World, path: &str) -> Vec<u8> {
    let request = Request::get(format!("/api/v1{path}")).body(Body::empty()).unwrap();
    let response = world.raw(Some(owner()), request).await;
    assert_eq!(response.status(), 200);
    let length: usize = response.headers()["content-length"].to_str().unwrap().parse().unwrap();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert_eq!(bytes.len(), length);
    bytes.into()
}

async fn restore(world: &World, path: &str, kind: &str, file: &[u8]) -> Answered {
    let request = Request::post(format!("/api/v1{path}")).header("content-type", kind);
    world.send(Some(owner()), request.body(Body::from(file.to_owned())).unwrap()).await
}

async fn restore_with(world: &World, passphrase: &str, file: &[u8]) -> Answered {
    let request =
        Request::post("/api/v1/restore").header("content-type", SQLITE).header(PASSPHRASE, passphrase);
    world.send(Some(owner()), request.body(Body::from(file.to_owned())).unwrap()).await
}

const PASSPHRASE: &str = "x-backup-passphrase";
const SQLITE: &str = "application/vnd.sqlite3";

#[tokio::test]
async fn a_backup_is_tried_restored_undone_and_moved_to_another_exchange() {
    let world = World::new("backup").await;
    let trunk = json!({"name": "to-b", "context": "Incalls", "password": "Kettle-9-boat"});
    let path = format!("/trunks/{}", world.ask("POST", "/trunks", trunk).await.json["id"]);
    let ada = json!({"username": "ada", "password": "four words will do"});
    assert_eq!(world.ask("POST", "/administrators", ada).await.status, 201);
    world.token("ops").await;
    let file = take(&world, "/backup?call_logs=true").await;
    assert!(file.starts_with(b"SQLite format 3\0"));
    let request =
        Request::get("/api/v1/backup?call_logs=true").header(PASSPHRASE, "br%C3%BBl%C3%A9%20au%20sucre");
    let response = world.raw(Some(owner()), request.body(Body::empty()).unwrap()).await;
    let movable: Vec<u8> = to_bytes(response.into_body(), usize::MAX).await.unwrap().into();
    world.ask("DELETE", &path, Value::Null).await;
    world.token("later").await;

    let tried = restore(&world, "/restore?dry_run=true", SQLITE, &file).await;
    assert_eq!(tried.status, 200, "{}", tried.text);
    assert_eq!((&tried.json["steps"][0]["name"], &tried.json["applied"]), (&json!("to-b"), &json!(false)));
    assert_eq!(tried.json["backup"]["administrators"], json!(["ada"]));
    assert_eq!(
        (&tried.json["backup"]["revision"], &tried.json["backup"]["tokens"]),
        (&json!(1), &json!(["ops"]))
    );
    assert!(!tried.text.contains("Kettle") && !tried.text.contains("argon2"), "{}", tried.text);
    assert_eq!(world.get(&path).await.status, 404, "trying changes nothing");

    let done = restore(&world, "/restore", "application/octet-stream", &file).await;
    assert_eq!((done.status, done.header("x-revision")), (200, "3"), "{}", done.text);
    assert_eq!(world.get(&path).await.json["name"], "to-b");
    assert_eq!(
        world.ask("POST", &format!("{path}/secrets"), Value::Null).await.json["password"],
        "Kettle-9-boat"
    );
    let tokens = world.get("/tokens").await.json;
    assert_eq!((&tokens["total"], &tokens["items"][0]["name"]), (&json!(1), &json!("ops")));
    assert_eq!(world.get("/revisions?limit=1").await.json["items"][0]["act"]["code"], "backup");
    assert_eq!(world.ask("POST", "/revisions/3/undo", Value::Null).await.status, 200);
    let audit = world.get("/audit").await.text;
    assert!(audit.contains("backup_taken") && audit.contains("backup_restored"), "{audit}");

    let other = World::new("backup-other").await;
    let foreign = restore(&other, "/restore", SQLITE, &file).await;
    assert_eq!(
        (foreign.status, &foreign.json["cause"]["code"]),
        (422, &json!("foreign_backup")),
        "{}",
        foreign.text
    );
    for (passphrase, cause) in [("", "passphrase_needed"), ("brule%20au%20sucre", "wrong_passphrase")] {
        let answer = restore_with(&other, passphrase, &movable).await;
        assert_eq!((answer.status, &answer.json["cause"]["code"]), (422, &json!(cause)), "{}", answer.text);
    }
    assert_eq!(restore_with(&other, "br%C3%BBl%C3%A9%20au%20sucre", &movable).await.status, 200);
    assert_eq!(other.get("/administrators").await.json["items"][0]["username"], "ada");
    assert_eq!(other.get("/trunks").await.json["total"], 1);
    let shown = other.ask("POST", &format!("{path}/secrets"), Value::Null).await.json;
    assert_eq!(shown["password"], "Kettle-9-boat");
    let left: Vec<_> =
        std::fs::read_dir(other.dir()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("temporary")), "{left:?}");
    assert_eq!(other.get("/backup/progress").await.json, json!({"active": false, "done": 0, "total": 0}));
}

#[tokio::test]
async fn what_is_no_backup_is_refused_with_a_cause_and_changes_nothing() {
    let world = World::new("backup-none").await;
    let file = take(&world, "/backup").await;
    let mut damaged = file.clone();
    damaged[4_200..30_000].iter_mut().for_each(|byte| *byte ^= 0x55);
    for (file, cause) in
        [(&b"hello"[..], "not_a_backup"), (b"", "not_a_backup"), (&damaged, "damaged_backup")]
    {
        let answer = restore(&world, "/restore", SQLITE, file).await;
        assert_eq!((answer.status, &answer.json["cause"]["code"]), (422, &json!(cause)), "{}", answer.text);
    }
    assert_eq!(restore(&world, "/restore", "text/plain", &file).await.status, 415);
    for (passphrase, status) in [("short", 422), ("%ff%fe", 400)] {
        let request =
            Request::get("/api/v1/backup").header(PASSPHRASE, passphrase).body(Body::empty()).unwrap();
        assert_eq!(world.send(Some(owner()), request).await.status, status, "{passphrase}");
    }
    assert_eq!(restore(&world, "/restore?dry_run=perhaps", SQLITE, &file).await.status, 400);
    assert_eq!(world.get("/revisions").await.json["total"], 1);
}

#[tokio::test]
async fn only_administrators_take_and_restore_backups() {
    let world = World::new("backup-roles").await;
    for role in ["operator", "read_only"] {
        let token = world.token_of(role, role).await;
        for (method, path) in [("GET", "/backup"), ("GET", "/backup/progress"), ("POST", "/restore")] {
            let request = Request::builder().method(method).uri(format!("/api/v1{path}"));
            let request = request.header("x-auth-token", &token).header("content-type", SQLITE);
            let answer = world.send(None, request.body(Body::from("x")).unwrap()).await;
            assert_eq!(
                (answer.status, &answer.json["cause"]["needs"]),
                (403, &json!("administer")),
                "{role} {path}"
            );
        }
    }
}
