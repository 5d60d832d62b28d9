//! Every noun from its creation to its end, and what is said about fields.

use serde_json::{Value, json};

use super::world::World;

/// What each noun is made of, in an order in which each finds what it refers to.
fn drafts() -> [(&'static str, Value, Value); 7] {
    [
        ("contexts", json!({"name": "sales", "includes": ["to-extern"]}), json!({"label": "Sales"})),
        (
            "users",
            json!({"firstname": "Alice", "lastname": "Lab",
                   "line": [{"username": "alice", "password": "Kettle-9-boat", "context": "default"}]}),
            json!({"email": "alice@example.org"}),
        ),
        (
            "lines",
            json!({"user": "Alice Lab", "username": "alice2", "password": "Kettle-9-boat", "context": "sales"}),
            json!({"extension": "250"}),
        ),
        (
            "extensions",
            json!({"number": "600", "context": "default", "destination": "echo"}),
            json!({"destination": {"user": "Alice Lab"}}),
        ),
        (
            "trunks",
            json!({"name": "to-b", "context": "Incalls", "addressing": "static", "address": "192.0.2.9",
                   "password": "Kettle-9-boat", "register": {"username": "us", "password": "theirs"}}),
            json!({"transit": true}),
        ),
        (
            "outgoing-calls",
            json!({"name": "out", "context": "to-extern", "trunks": ["to-b"],
                   "extension": [{"pattern": "**99.", "stripnum": 4}]}),
            json!({"ring_time": 30}),
        ),
        (
            "incoming-calls",
            json!({"did": "101", "context": "Incalls", "destination": {"user": "Alice Lab"}}),
            json!({"caller_id_name": "B: "}),
        ),
    ]
}

/// Says whether everything that `part` says stands in `whole`, passwords apart.
fn holds(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => part
            .iter()
            .filter(|(name, _)| *name != "password")
            .all(|(name, value)| whole.get(name).is_some_and(|whole| holds(whole, value))),
        (Value::Array(whole), Value::Array(part)) => {
            whole.len() == part.len() && whole.iter().zip(part).all(|(whole, part)| holds(whole, part))
        }
        _ => whole == part || (part == "**99." && whole == "_**99."),
    }
}

#[tokio::test]
async fn every_noun_is_made_read_listed_changed_sent_back_and_deleted() {
    let world = World::new("round-trip").await;
    let mut made = vec![];
    for (noun, draft, change) in drafts() {
        let created = world.ask("POST", &format!("/{noun}"), draft.clone()).await;
        assert_eq!(created.status, 201, "{noun}: {}", created.text);
        assert!(holds(&created.json, &draft), "{noun}: {}", created.text);
        assert!(!created.text.contains("Kettle") && !created.text.contains("theirs"), "{}", created.text);
        let path = format!("/{noun}/{}", created.json["id"]);
        assert_eq!(created.header("location"), format!("/api/v1{path}"));
        assert_eq!(world.get(&path).await.json, created.json);
        let changed = world.ask("PATCH", &path, change.clone()).await;
        assert!(changed.status == 200 && holds(&changed.json, &change), "{noun}: {}", changed.text);
        let sent_back = world.ask("PUT", &path, changed.json.clone()).await;
        assert_eq!((sent_back.status, &sent_back.json), (200, &changed.json), "{noun}");
        let listed = world.get(&format!("/{noun}?order=-id&limit=1")).await;
        assert_eq!(listed.json["items"], json!([changed.json]), "{noun}");
        made.push(path);
    }
    for path in made.iter().rev() {
        assert_eq!(world.ask("DELETE", path, Value::Null).await.status, 204, "{path}");
        assert_eq!(world.get(path).await.status, 404, "{path}");
    }
    let revisions = world.get("/revisions?limit=1").await.json;
    assert_eq!(
        revisions["total"], 22,
        "seven made, changed and deleted, what was sent back apart; and the factory's"
    );
    assert_eq!(revisions["items"][0]["author"], "owner");
}

#[tokio::test]
async fn every_wrong_field_is_named_with_a_remedy() {
    let world = World::new("fields").await;
    let draft =
        json!({"name": "a b", "context": "nowhere", "addressing": "static", "register": {"enabled": true}});
    let answer = world.ask("POST", "/trunks", draft).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.wrong_fields(), ["name", "context", "address"]);
    let first = &answer.json["errors"][0];
    assert!(first["message"].as_str().is_some_and(|text| !text.is_empty()), "{first}");
    assert!(first["remedy"].as_str().is_some_and(|text| text.starts_with("use letters")), "{first}");
    assert_eq!(first["cause"]["code"], "bad_characters");
}

#[tokio::test]
async fn a_field_of_the_wrong_type_or_of_no_known_name_is_named() {
    let world = World::new("types").await;
    let user = |line: Value| json!({"firstname": "A", "line": [line]});
    for (draft, field, word) in [
        (
            json!({"firstname": "A", "ring_seconds": "long"}),
            "ring_seconds",
            "whole number from 0 to 4294967295, not the text \"long\"",
        ),
        (user(json!({"max_contacts": -1})), "line[0].max_contacts", "-1"),
        (user(json!({"colour": 1})), "line[0].colour", "unknown field"),
        (json!({"colour": "red"}), "colour", "unknown field"),
        (json!({"id": 1}), "id", "unknown field"),
    ] {
        let answer = world.ask("POST", "/users", draft.clone()).await;
        assert_eq!((answer.status, answer.wrong_fields()), (422, vec![field]), "{draft}");
        assert!(answer.json["errors"][0]["message"].as_str().unwrap().contains(word), "{}", answer.text);
    }
}

#[tokio::test]
async fn an_id_is_never_changed() {
    let world = World::new("id").await;
    let answer = world.ask("PUT", "/contexts/1", json!({"id": 2, "name": "default"})).await;
    assert_eq!((answer.status, answer.wrong_fields()), (422, vec!["id"]));
}

#[tokio::test]
async fn what_is_in_use_is_a_conflict_that_names_who_uses_it() {
    let world = World::new("conflict").await;
    for (noun, draft, _) in drafts() {
        world.ask("POST", &format!("/{noun}"), draft).await;
    }
    let trunks = world.get("/trunks").await.json;
    let answer = world.ask("DELETE", &format!("/trunks/{}", trunks["items"][0]["id"]), Value::Null).await;
    assert_eq!(answer.status, 409);
    assert!(answer.json["detail"].as_str().unwrap().contains("outgoing call out"), "{}", answer.text);
}

#[tokio::test]
async fn a_user_with_a_wrong_line_is_not_made_at_all() {
    let world = World::new("atomic").await;
    let draft = json!({"firstname": "A", "line": [{"username": "a", "password": "Kettle-9-boat", "context": "nowhere"}]});
    let answer = world.ask("POST", "/users", draft).await;
    assert_eq!(answer.wrong_fields(), ["line[0].context"]);
    assert_eq!(world.get("/users").await.json["total"], 0);
}

#[tokio::test]
async fn settings_are_read_set_and_changed() {
    let world = World::new("settings").await;
    let changed = world.ask("PATCH", "/settings/sip", json!({"codecs": ["gsm", "ulaw"]})).await;
    assert_eq!(changed.json["codecs"], json!(["gsm", "ulaw"]));
    assert_eq!(world.get("/codecs").await.json["items"][0]["name"], "gsm");
    let set = world.ask("PUT", "/settings/sip", json!({"realm": "lab"})).await;
    assert_eq!((&set.json["realm"], set.json["codecs"].as_array().unwrap().len()), (&json!("lab"), 4));
    assert_eq!(world.ask("PUT", "/settings/sip", json!({"realm": "ä"})).await.wrong_fields(), ["realm"]);
}

#[tokio::test]
async fn many_are_changed_and_deleted_in_one_revision_or_none_is() {
    let world = World::new("bulk").await;
    let mut ids = vec![];
    for name in ["A", "B", "C"] {
        ids.push(world.ask("POST", "/users", json!({"firstname": name})).await.json["id"].clone());
    }
    let set = json!({"ids": ids, "set": {"ring_seconds": 12}});
    let done = world.ask("POST", "/users/bulk", set.clone()).await;
    assert_eq!((done.status, &done.json["ids"]), (200, &json!(ids)), "{}", done.text);
    assert_eq!((&done.json["revision"], done.header("x-revision")), (&json!(4), "4"));
    assert_eq!(world.ask("POST", "/users/bulk", set).await.json["revision"], 4, "it is so already");
    let users = world.get("/users").await.json;
    assert!(users["items"].as_array().unwrap().iter().all(|user| user["ring_seconds"] == 12), "{users}");
    let wrong = world.ask("POST", "/users/bulk", json!({"ids": ids, "set": {"ring_seconds": 99_999}})).await;
    assert_eq!((wrong.status, wrong.wrong_fields()), (422, vec!["ring_seconds"; 3]));
    assert_eq!(wrong.json["errors"][1]["noun"], json!({"noun": "user", "id": ids[1], "name": "B"}));
    let unknown = world.ask("POST", "/users/bulk", json!({"ids": [ids[0], 99], "delete": true})).await;
    assert_eq!((unknown.status, &unknown.json["errors"][0]["noun"]["id"]), (422, &json!(99)));
    assert_eq!(world.ask("POST", "/users/bulk", json!({"ids": ids, "delete": true})).await.status, 200);
    assert_eq!(world.get("/users").await.json["total"], 0);
}

#[tokio::test]
async fn what_cannot_be_done_to_one_is_done_to_none_and_the_one_is_named() {
    let world = World::new("bulk-wrong").await;
    for (noun, draft, _) in drafts() {
        world.ask("POST", &format!("/{noun}"), draft).await;
    }
    for (noun, _, _) in drafts() {
        for body in [
            json!({"ids": [1]}),
            json!({"ids": [1], "delete": true, "set": {}}),
            json!({"ids": [], "delete": true}),
            json!({"ids": [1, 1], "delete": true}),
            json!({"ids": [-1], "delete": true}),
            json!({"ids": vec![1; 10_001], "delete": true}),
            json!({"ids": [1], "set": {"colour": 1}}),
            json!({"delete": true}),
        ] {
            let answer = world.ask("POST", &format!("/{noun}/bulk"), body.clone()).await;
            assert_eq!(answer.status, 422, "{noun} {body}: {}", answer.text);
        }
    }
    let contexts = world.get("/contexts?order=id").await.json;
    let all: Vec<&Value> =
        contexts["items"].as_array().unwrap().iter().map(|context| &context["id"]).collect();
    let answer = world.ask("POST", "/contexts/bulk", json!({"ids": all, "delete": true})).await;
    assert_eq!(answer.status, 409, "{}", answer.text);
    let first = &answer.json["errors"][0];
    assert_eq!((&first["noun"]["id"], &first["cause"]["code"]), (all[0], &json!("in_use")), "{first}");
    assert_eq!(world.get("/contexts").await.json["total"], contexts["total"]);
}

#[tokio::test]
async fn every_list_is_ordered_by_its_columns_and_by_nothing_else() {
    let world = World::new("columns").await;
    for (noun, draft, _) in drafts() {
        world.ask("POST", &format!("/{noun}"), draft).await;
        let wrong = world.get(&format!("/{noun}?order=colour")).await;
        assert_eq!((wrong.status, wrong.wrong_fields()), (422, vec!["order"]), "{noun}");
        let known = wrong.json["errors"][0]["cause"]["known"].as_array().unwrap().clone();
        assert!(known.len() > 3, "{noun}: {known:?}");
        for column in known {
            for sign in ["", "-"] {
                let page = world.get(&format!("/{noun}?order={sign}{}", column.as_str().unwrap())).await;
                assert_eq!(page.status, 200, "{noun} {column}: {}", page.text);
            }
        }
    }
    let usernames = async |order: &str| {
        let answer = world.get(&format!("/lines?order={order}")).await.json;
        answer["items"].as_array().unwrap().iter().map(|line| line["username"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(usernames("-context").await, ["alice2", "alice"]);
    assert_eq!(usernames("context").await, ["alice", "alice2"]);
}

#[tokio::test]
async fn one_search_finds_everything_the_best_first() {
    let world = World::new("search").await;
    for (noun, draft, _) in drafts() {
        world.ask("POST", &format!("/{noun}"), draft).await;
    }
    let found = async |q: &str| {
        let answer = world.get(&format!("/search?q={q}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let items = answer.json["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|item| format!("{} {}", item["noun"].as_str().unwrap(), item["title"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(found("ALICE").await, ["user Alice Lab", "line alice", "line alice2", "incoming_call 101"]);
    assert_eq!(found("to-b").await, ["trunk to-b", "outgoing_call out"]);
    assert_eq!(found("600").await, ["extension 600"]);
    assert_eq!(found("%20%20").await, Vec::<String>::new());
    assert_eq!(found("kettle").await, Vec::<String>::new(), "no password is searched");
    let one = &world.get("/search?q=192.0.2.9").await.json["items"][0];
    assert_eq!((&one["title"], &one["noun"]), (&json!("to-b"), &json!("trunk")));
    assert!(one["detail"].as_str().unwrap().contains("192.0.2.9"), "{one}");
    assert_eq!(world.get(&format!("/search?q={}", "a".repeat(101))).await.status, 422);
    assert_eq!(world.get("/search").await.status, 400);
}
