//! The table of acts and roles: every operation of the document, asked by every role. An operation that is not in the table fails
//! the test, so that nobody forgets to say who may do it.

use axum::{
    body::{Body, to_bytes},
    http::Request,
};
use model::{Permission, Role};
use serde_json::{Value, json};

use super::world::World;

/// What is done to nouns by name: `create_trunk` and so on.
const OF_NOUNS: [(&str, Permission); 7] = [
    ("list", Permission::Read),
    ("read", Permission::Read),
    ("export", Permission::Read),
    ("create", Permission::Configure),
    ("replace", Permission::Configure),
    ("update", Permission::Configure),
    ("delete", Permission::Configure),
];

const NOUNS: [&str; 7] = ["context", "user", "line", "extension", "trunk", "outgoing_call", "incoming_call"];

/// What needs more than to be known.
const MORE: [(&str, Permission); 32] = [
    ("hang_up_call", Permission::Operate),
    ("lift_ban", Permission::Operate),
    ("lift_stop", Permission::Operate),
    ("test_alert", Permission::Configure),
    ("test_trunk", Permission::Operate),
    ("undo_revision", Permission::Configure),
    ("restore_revision", Permission::Configure),
    ("apply_site", Permission::Configure),
    ("import_users", Permission::Configure),
    ("replace_settings", Permission::Configure),
    ("update_settings", Permission::Configure),
    ("put_setup_step", Permission::Configure),
    ("upload_sound", Permission::Configure),
    ("delete_sound", Permission::Configure),
    ("show_line_secrets", Permission::Secrets),
    ("show_trunk_secrets", Permission::Secrets),
    ("list_administrators", Permission::Administer),
    ("create_administrator", Permission::Administer),
    ("read_administrator", Permission::Administer),
    ("update_administrator", Permission::Administer),
    ("delete_administrator", Permission::Administer),
    ("list_tokens", Permission::Administer),
    ("create_token", Permission::Administer),
    ("delete_token", Permission::Administer),
    ("list_audit", Permission::Administer),
    ("take_backup", Permission::Administer),
    ("read_backup_progress", Permission::Administer),
    ("restore_backup", Permission::Administer),
    // Their own, whoever is signed in: a token is not.
    ("sign_out", Permission::Read),
    ("update_session", Permission::Read),
    ("change_own_password", Permission::Read),
    ("read_session", Permission::Read),
];

/// What everybody may ask who is known.
const READ: [&str; 38] = [
    "explain_route",
    "export_call_logs",
    "export_site",
    "follow_events",
    "list_bans",
    "list_stops",
    "read_limits",
    "list_call_logs",
    "list_calls",
    "list_codecs",
    "list_emergency",
    "list_free_numbers",
    "list_host_addresses",
    "list_peers",
    "list_registrations",
    "list_revisions",
    "list_sounds",
    "list_trunk_states",
    "list_warnings",
    "match_patterns",
    "openapi",
    "plan_site",
    "read_call",
    "read_call_ladder",
    "read_call_log",
    "read_call_pcap",
    "read_call_quality",
    "read_dashboard",
    "read_metrics",
    "read_peer",
    "read_phone_settings",
    "read_proposal",
    "read_revision",
    "read_settings",
    "read_sound",
    "read_trunk_state",
    "search",
    "show_dialplan",
];

/// What nobody is asked his name for.
const OPEN: [&str; 4] = ["health", "read_setup", "set_up", "sign_in"];

/// What only a cookie of a session opens.
const OF_SESSIONS: [&str; 3] = ["sign_out", "update_session", "change_own_password"];

fn needs(operation: &str) -> Option<Permission> {
    let of_noun = || {
        let (verb, noun) = operation.split_once('_')?;
        let is_noun = NOUNS.contains(&noun);
        let bulk = (verb == "bulk").then_some(Permission::Configure);
        let known = OF_NOUNS.iter().find(|(known, _)| *known == verb).map(|(_, needs)| *needs);
        bulk.or(known).filter(|_| is_noun)
    };
    let more = MORE.iter().find(|(name, _)| *name == operation).map(|(_, needs)| *needs);
    let read = READ.contains(&operation).then_some(Permission::Read);
    more.or(read).or_else(of_noun)
}

/// A body that can be read, so that it is the role that is judged.
fn body(operation: &str, kind: &str) -> String {
    let json = match operation {
        _ if operation.starts_with("bulk_") => json!({"ids": [999_999], "delete": true}),
        "create_token" => json!({"name": "made"}),
        "put_setup_step" => json!({"step": "done"}),
        "explain_route" => json!({"number": "1", "context": "default"}),
        "match_patterns" => json!({"patterns": [], "numbers": []}),
        "update_session" => json!({"language": "fr"}),
        "change_own_password" => json!({"current": "x", "password": "four words will do"}),
        _ => json!({}),
    };
    match kind {
        "application/json" => json.to_string(),
        "text/csv" => "firstname\n".to_owned(),
        "application/toml" => "[[context]]\nname = \"default\"\n".to_owned(),
        _ => "something".to_owned(),
    }
}

async fn ask(
    world: &World,
    method: &str,
    path: &str,
    kind: Option<&str>,
    operation: &str,
    token: &str,
) -> (u16, Value) {
    let request =
        Request::builder().method(method.to_uppercase().as_str()).uri(path).header("x-auth-token", token);
    let request = match kind {
        Some(kind) => request.header("content-type", kind).body(Body::from(body(operation, kind))),
        None => request.body(Body::empty()),
    };
    let response = world.raw(None, request.unwrap()).await;
    let status = response.status().as_u16();
    // What is allowed may be a stream without an end.
    let told = match status {
        403 => to_bytes(response.into_body(), usize::MAX).await.unwrap(),
        _ => axum::body::Bytes::new(),
    };
    (status, serde_json::from_slice(&told).unwrap_or_default())
}

#[tokio::test]
async fn each_role_may_do_what_the_table_says_and_nothing_else() {
    let world = World::new("roles").await;
    let document = serde_json::to_value(crate::document()).unwrap();
    let mut tokens = vec![];
    for role in Role::ALL {
        tokens.push((role, world.token_of(role.word(), role.word()).await));
    }
    let mut judged = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, described) in item.as_object().unwrap() {
            let operation = described["operationId"].as_str().unwrap();
            if OPEN.contains(&operation) {
                continue;
            }
            let needs = needs(operation).unwrap_or_else(|| panic!("{operation} is not in the table"));
            let kinds = described["requestBody"]["content"].as_object();
            let kind = kinds.and_then(|kinds| kinds.keys().next_back()).map(String::as_str);
            let path =
                path.replace("{id}", "999999").replace("{number}", "999999").replace("{name}", "nobody");
            let path = if operation == "upload_sound" { format!("{path}?name=made") } else { path };
            for (role, token) in &tokens {
                let (status, told) = ask(&world, method, &path, kind, operation, token).await;
                let who = format!("{operation} as {}: {status} {told}", role.word());
                judged += 1;
                if !role.may(needs) {
                    assert_eq!((status, &told["cause"]["needs"]), (403, &json!(needs)), "{who}");
                } else if OF_SESSIONS.contains(&operation) {
                    assert_eq!(status, 401, "{who}");
                } else {
                    assert!(!matches!(status, 401 | 403 | 500..), "{who}");
                }
            }
        }
    }
    assert!(judged > 300, "{judged}");
    for (role, token) in &tokens {
        let path = "/api/v1/site/export?with_secrets=true";
        let (status, _) = ask(&world, "get", path, None, "export_site", token).await;
        assert_eq!(status == 200, role.may(Permission::Secrets), "{}", role.word());
    }
}
