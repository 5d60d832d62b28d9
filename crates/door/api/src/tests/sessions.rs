//! Signing in and out, the first run, and what a browser must show besides its cookie.

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use super::world::{Answered, World};
use crate::peer::Peer;

const PASSWORD: &str = "n1ght-train-9";

fn from(last: u8) -> Option<Peer> {
    Some(Peer::Tcp(([192, 0, 2, last], 4000).into()))
}

/// Sends what a browser does on a page of ours, with a cookie where there is one.
async fn browse(world: &World, cookie: &str, method: &str, path: &str, body: Value) -> Answered {
    let request = Request::builder()
        .method(method)
        .uri(format!("/api/v1{path}"))
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json");
    world.send(from(1), request.body(Body::from(body.to_string())).unwrap()).await
}

async fn add(world: &World, username: &str, role: &str) {
    let body = json!({"username": username, "password": PASSWORD, "role": role});
    assert_eq!(world.ask("POST", "/administrators", body).await.status, 201);
}

async fn sign_in(world: &World, username: &str, password: &str) -> Answered {
    browse(world, "", "POST", "/session", json!({"username": username, "password": password})).await
}

/// Takes the cookie out of an answer, as a browser sends it back.
fn cookie(answer: &Answered) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn whoever_signs_in_is_known_by_the_cookie_until_he_signs_out() {
    let world = World::new("sign-in").await;
    add(&world, "Ada", "operator").await;
    let signed_in = sign_in(&world, "ada", PASSWORD).await;
    assert_eq!(signed_in.status, 200, "{}", signed_in.text);
    let expected =
        json!({"username": "Ada", "role": "operator", "language": "en", "permissions": ["read", "operate"]});
    assert_eq!(signed_in.json, expected);
    let cookie = cookie(&signed_in);
    assert!(cookie.starts_with("__Host-strowger="));
    assert_eq!(browse(&world, &cookie, "GET", "/session", Value::Null).await.json, expected);
    assert_eq!(browse(&world, &cookie, "GET", "/trunks", Value::Null).await.status, 200);
    let left = browse(&world, &cookie, "DELETE", "/session", Value::Null).await;
    assert_eq!((left.status, left.header("set-cookie").contains("Max-Age=0")), (204, true));
    let gone = browse(&world, &cookie, "GET", "/session", Value::Null).await;
    assert_eq!((gone.status, &gone.json["cause"]["code"]), (401, &json!("sign_in_needed")));
}

#[tokio::test]
async fn a_wrong_password_and_a_wrong_username_are_refused_alike_and_then_it_takes_time() {
    let world = World::new("wrong-password").await;
    add(&world, "ada", "administrator").await;
    for username in ["ada", "nobody"] {
        let refused = sign_in(&world, username, "wrong").await;
        assert_eq!((refused.status, &refused.json["cause"]["code"]), (401, &json!("wrong_login")));
        assert_eq!(refused.header("set-cookie"), "");
    }
    let early = sign_in(&world, "ada", PASSWORD).await;
    assert_eq!((early.status, early.header("retry-after")), (429, "1"));
    assert_eq!(early.json["cause"], json!({"code": "too_soon", "wait_s": 1}));
    // From elsewhere the owner comes in all the same.
    let body = json!({"username": "ada", "password": PASSWORD}).to_string();
    let request = Request::post("/api/v1/session").header("content-type", "application/json");
    assert_eq!(world.send(from(2), request.body(Body::from(body)).unwrap()).await.status, 200);
}

#[tokio::test]
async fn a_page_of_another_site_cannot_use_the_cookie() {
    let world = World::new("forgery").await;
    add(&world, "ada", "administrator").await;
    let cookie = cookie(&sign_in(&world, "ada", PASSWORD).await);
    let context = json!({"name": "evil", "kind": "internal"});
    for headers in
        [&[][..], &[("sec-fetch-site", "cross-site")], &[("origin", "https://evil"), ("host", "pbx")]]
    {
        let mut request = Request::post("/api/v1/contexts")
            .header("cookie", &cookie)
            .header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let refused = world.send(from(1), request.body(Body::from(context.to_string())).unwrap()).await;
        assert_eq!(
            (refused.status, &refused.json["cause"]["code"]),
            (403, &json!("foreign_site")),
            "{headers:?}"
        );
    }
    assert_eq!(browse(&world, &cookie, "POST", "/contexts", context).await.status, 201);
    let history = world.get("/revisions").await;
    assert_eq!(history.json["items"][0]["author"], "administrator ada");
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_needs_the_old_one() {
    let world = World::new("new-password").await;
    add(&world, "ada", "read_only").await;
    let (here, there) = (sign_in(&world, "ada", PASSWORD).await, sign_in(&world, "ada", PASSWORD).await);
    let (here, there) = (cookie(&here), cookie(&there));
    let change = |current: &str, password: &str| json!({"current": current, "password": password});
    let put = async |body| browse(&world, &here, "PUT", "/session/password", body).await;
    assert_eq!(put(change(PASSWORD, "short")).await.wrong_fields(), ["password"]);
    let wrong = put(change("wrong", "another-n1ght")).await;
    assert_eq!((wrong.wrong_fields(), wrong.status), (vec!["current"], 422));
    assert_eq!(put(change(PASSWORD, "another-n1ght")).await.status, 429, "guessing takes time here too");
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    assert_eq!(put(change(PASSWORD, "another-n1ght")).await.status, 204);
    assert_eq!(browse(&world, &here, "GET", "/session", Value::Null).await.status, 200);
    assert_eq!(browse(&world, &there, "GET", "/session", Value::Null).await.status, 401);
    assert_eq!(sign_in(&world, "ada", "another-n1ght").await.status, 200);
}

#[tokio::test]
async fn everybody_chooses_his_language() {
    let world = World::new("language").await;
    add(&world, "ada", "read_only").await;
    let cookie = cookie(&sign_in(&world, "ada", PASSWORD).await);
    let french = browse(&world, &cookie, "PATCH", "/session", json!({"language": "fr"})).await;
    assert_eq!((french.status, &french.json["language"]), (200, &json!("fr")));
    assert_eq!(browse(&world, &cookie, "GET", "/session", Value::Null).await.json["language"], "fr");
    assert_eq!(
        browse(&world, &cookie, "PATCH", "/session", json!({"language": "xx"})).await.wrong_fields(),
        ["language"]
    );
}

#[tokio::test]
async fn the_first_administrator_is_made_once_by_whoever_has_the_link() {
    let world = World::new("setup").await;
    let setup = async || browse(&world, "", "GET", "/setup", Value::Null).await.json;
    assert_eq!(setup().await, json!({"needed": true, "step": "language"}));
    let token = world.admin().setup_token().await.unwrap().unwrap();
    let first = |token: &str, password: &str| json!({"token": token, "username": "ada", "password": password, "language": "fr"});
    let post = async |body| browse(&world, "", "POST", "/setup/administrator", body).await;
    let wrong = post(first("0", PASSWORD)).await;
    assert_eq!((wrong.status, &wrong.json["cause"]["code"]), (403, &json!("wrong_setup_token")));
    assert_eq!(post(first(&token, "password123")).await.wrong_fields(), ["password"]);
    let made = post(first(&token, PASSWORD)).await;
    assert_eq!(
        (made.status, &made.json["role"], &made.json["language"]),
        (200, &json!("administrator"), &json!("fr"))
    );
    let again = post(first(&token, PASSWORD)).await;
    assert_eq!((again.status, &again.json["cause"]["code"]), (403, &json!("setup_done")));
    assert_eq!(setup().await, json!({"needed": false, "step": "exchange"}));
    assert_eq!(world.admin().setup_token().await.unwrap(), None);
    let cookie = cookie(&made);
    let step = browse(&world, &cookie, "PUT", "/setup/step", json!({"step": "numbering"})).await;
    assert_eq!((step.status, step.json), (200, json!({"needed": false, "step": "numbering"})));
}

#[tokio::test]
async fn administrators_are_made_listed_changed_and_deleted_and_never_show_a_password() {
    let world = World::new("administrators").await;
    let made = world.ask("POST", "/administrators", json!({"username": "ada", "password": PASSWORD})).await;
    assert_eq!((made.status, made.header("location")), (201, "/api/v1/administrators/1"));
    assert_eq!(made.json["role"], "administrator");
    add(&world, "bob", "read_only").await;
    let listed = world.get("/administrators?search=bo").await;
    assert_eq!(
        (listed.json["total"].clone(), &listed.json["items"][0]["username"]),
        (json!(1), &json!("bob"))
    );
    assert!(!listed.text.contains("password") && !listed.text.contains("argon2"));
    assert_eq!(
        world
            .ask("POST", "/administrators", json!({"username": "ADA", "password": PASSWORD}))
            .await
            .wrong_fields(),
        ["username"]
    );
    let change = async |id: u32, body| world.ask("PATCH", &format!("/administrators/{id}"), body).await;
    assert_eq!(change(2, json!({"username": "ada"})).await.wrong_fields(), ["username"]);
    assert_eq!(change(2, json!({"role": "operator"})).await.json["role"], "operator");
    assert_eq!(change(3, json!({})).await.status, 404);
    assert_eq!(world.ask("DELETE", "/administrators/2", Value::Null).await.status, 204);
    assert_eq!(world.get("/administrators/2").await.status, 404);
}

#[tokio::test]
async fn the_last_administrator_can_neither_go_nor_be_made_less() {
    let world = World::new("last-administrator").await;
    add(&world, "ada", "administrator").await;
    add(&world, "bob", "operator").await;
    let change = async |body| world.ask("PATCH", "/administrators/1", body).await;
    for (body, field) in [(json!({"enabled": false}), "enabled"), (json!({"role": "operator"}), "role")] {
        let refused = change(body).await;
        assert_eq!(refused.wrong_fields(), [field]);
        assert_eq!(refused.json["errors"][0]["cause"]["code"], "last_administrator");
    }
    assert_eq!(world.ask("DELETE", "/administrators/1", Value::Null).await.status, 409);
    add(&world, "eve", "administrator").await;
    assert_eq!(change(json!({"enabled": false})).await.status, 200);
    assert_eq!(world.ask("DELETE", "/administrators/3", Value::Null).await.status, 409, "ada cannot sign in");
}

#[tokio::test]
async fn who_is_disabled_is_out_at_once() {
    let world = World::new("disabled").await;
    add(&world, "ada", "administrator").await;
    add(&world, "bob", "operator").await;
    let bob = cookie(&sign_in(&world, "bob", PASSWORD).await);
    assert_eq!(world.ask("PATCH", "/administrators/2", json!({"enabled": false})).await.status, 200);
    assert_eq!(browse(&world, &bob, "GET", "/session", Value::Null).await.status, 401);
    assert_eq!(sign_in(&world, "bob", PASSWORD).await.status, 401);
}
