//! Who may come in, and what is refused before anything is looked at.

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use super::world::{World, owner};
use crate::{limits, peer::Peer};

fn get(path: &str) -> axum::http::request::Builder {
    Request::get(format!("/api/v1{path}"))
}

fn stranger() -> Option<Peer> {
    Some(Peer::Tcp("192.0.2.1:4000".parse().unwrap()))
}

#[tokio::test]
async fn nobody_comes_in_without_a_token_except_to_hear_that_we_live() {
    let world = World::new("no-token").await;
    let empty = |path: &str| get(path).body(Body::empty()).unwrap();
    for path in ["/trunks", "/tokens", "/openapi.json", "/site/export?with_secrets=true", "/nothing"] {
        let answer = world.send(stranger(), empty(path)).await;
        assert_eq!((answer.status, answer.header("www-authenticate")), (401, "Bearer"), "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    let health = world.send(stranger(), empty("/health")).await;
    assert_eq!((health.status, health.json), (200, json!({"status": "ok"})));
    for path in ["/health/live", "/health/ready"] {
        let health = world.send(stranger(), empty(path)).await;
        assert_eq!((health.status, health.json), (200, json!({"status": "ok"})), "{path}");
    }
}

#[tokio::test]
async fn the_pages_of_the_web_admin_are_open_and_every_answer_has_the_security_headers() {
    let world = World::new("pages").await;
    let at = |path: &str| Request::get(path).body(Body::empty()).unwrap();
    for (path, status, cache) in [
        ("/", 200, "no-cache"),
        ("/trunks", 200, "no-cache"),
        ("/api/docs", 200, "no-cache"),
        ("/api/v1/trunks", 401, "no-store"),
        ("/api/nothing", 401, "no-store"),
    ] {
        let answer = world.send(stranger(), at(path)).await;
        assert_eq!((answer.status, answer.header("cache-control")), (status, cache), "{path}");
        assert!(
            answer.header("content-security-policy").starts_with("default-src 'none'; script-src 'self'")
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
}

#[tokio::test]
async fn a_token_opens_by_either_header_and_a_wrong_one_by_none() {
    let world = World::new("token").await;
    let token = world.token("ops").await;
    for (header, value, status) in [
        ("authorization", format!("Bearer {token}"), 200),
        ("authorization", format!("bearer  {token}"), 200),
        ("x-auth-token", token.clone(), 200),
        ("authorization", format!("Basic {token}"), 401),
        ("x-auth-token", "strowger_0".into(), 401),
        ("x-auth-token", "x".repeat(10_000), 401),
        ("x-auth-token", String::new(), 401),
    ] {
        let request = get("/trunks").header(header, &value).body(Body::empty()).unwrap();
        assert_eq!(world.send(stranger(), request).await.status, status, "{header}: {value}");
    }
    // A wrong token is wrong even from the owner: a script must notice that its token is gone.
    let request = get("/trunks").header("x-auth-token", "strowger_0").body(Body::empty()).unwrap();
    assert_eq!(world.send(Some(owner()), request).await.status, 401);
}

#[tokio::test]
async fn over_the_socket_only_root_and_our_own_user_come_in() {
    let world = World::new("socket").await;
    let ask = async |peer| world.send(peer, get("/trunks").body(Body::empty()).unwrap()).await.status;
    assert_eq!(ask(Some(Peer::Unix(Some(0)))).await, 200);
    assert_eq!(ask(Some(Peer::Unix(Some(u32::MAX - 7)))).await, 401);
    assert_eq!(ask(Some(Peer::Unix(None))).await, 401);
    assert_eq!(ask(None).await, 401);
    let (ours, _other) = tokio::net::UnixStream::pair().unwrap();
    assert_eq!(ask(Some(Peer::of_unix(&ours))).await, 200);
}

#[tokio::test]
async fn tokens_are_made_listed_and_deleted() {
    let world = World::new("tokens").await;
    let made = world.ask("POST", "/tokens", json!({"name": "ops"})).await;
    assert_eq!(made.status, 201);
    let token = made.json["token"].as_str().unwrap().to_owned();
    assert_eq!(token.len(), "strowger_".len() + 64);
    let listed = world.get("/tokens").await;
    assert_eq!(listed.json["items"][0]["name"], "ops");
    assert!(!listed.text.contains(&token));
    assert_eq!(world.ask("POST", "/tokens", json!({"name": "ops"})).await.wrong_fields(), ["name"]);
    assert_eq!(world.ask("DELETE", "/tokens/ops", Value::Null).await.status, 204);
    assert_eq!(world.ask("DELETE", "/tokens/ops", Value::Null).await.status, 404);
    let request = get("/trunks").header("x-auth-token", token).body(Body::empty()).unwrap();
    assert_eq!(world.send(stranger(), request).await.status, 401);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_in_words() {
    let world = World::new("unreadable").await;
    let post = |kind: &str, body: Body| {
        Request::post("/api/v1/trunks").header("content-type", kind).body(body).unwrap()
    };
    let broken = world.send(Some(owner()), post("application/json", Body::from("{\"name\": }"))).await;
    assert_eq!(broken.status, 400);
    assert!(broken.json["detail"].as_str().unwrap().contains("line 1 column 10"), "{}", broken.text);
    let form = world.send(Some(owner()), post("text/plain", Body::from("{}"))).await;
    assert_eq!(form.status, 415);
    let large = Body::from(vec![b' '; limits::BODY_MAX + 1]);
    assert_eq!(world.send(Some(owner()), post("application/json", large)).await.status, 413);
    assert_eq!(world.ask("POST", "/trunks", json!([1])).await.status, 422);
}

#[tokio::test]
async fn a_wrong_parameter_is_told_by_its_name_and_with_a_remedy() {
    let world = World::new("parameters").await;
    let digits = "write digits and nothing else";
    for (query, field, message, remedy) in [
        ("limit=x", "limit", "should be a whole number, 0 or more", digits),
        ("limit=99999", "limit", "is not within 0 to 10000", "use 0 to 10000"),
        ("offset=-1", "offset", "should be a whole number, 0 or more", digits),
        ("bogus=1", "bogus", "unknown field", "use one of search, order, limit, offset"),
        ("limit=1&limit=2", "limit", "is there twice", "leave one of the two out"),
    ] {
        let answer = world.get(&format!("/trunks?{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
        let error = &answer.json["errors"][0];
        let told = ["field", "message", "remedy"].map(|part| error[part].as_str().unwrap());
        assert_eq!(told, [field, message, remedy], "{query}");
        assert!(!answer.text.contains("eserialize"), "{}", answer.text);
    }
    assert_eq!(world.get("/call-logs?limit=10001").await.json["errors"][0]["field"], "limit");
    assert_eq!(world.get("/trunks?limit=10000").await.status, 200);
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_too() {
    let world = World::new("nothing").await;
    for (method, path, status) in [
        ("GET", "/nothing", 404),
        ("GET", "/trunks/999", 404),
        ("GET", "/trunks/x", 404),
        ("PATCH", "/trunks/999", 404),
        ("DELETE", "/trunks/999", 404),
        ("DELETE", "/trunks", 405),
        ("GET", "/call-logs/999", 404),
        ("GET", "/call-logs/x", 404),
        ("GET", "/status/peers/nobody", 404),
        ("GET", "/dialplan?context=nowhere", 404),
        ("GET", "/trunks?colour=red", 400),
        ("GET", "/trunks?limit=many", 400),
    ] {
        let body = if method == "PATCH" { json!({}) } else { Value::Null };
        let answer = world.ask(method, path, body).await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{method} {path}");
        assert_eq!(answer.json["status"], status);
    }
}
