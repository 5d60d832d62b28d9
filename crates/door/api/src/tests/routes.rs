//! "Try a number", also with edits that are not saved, and the pattern builder's examples.

use serde_json::{Value, json};

use super::world::World;

async fn world(name: &str) -> World {
    let world = World::new(name).await;
    let site = r#"
        [[user]]
        firstname = "Alice"
        [[user.line]]
        username = "alice"
        password = "Kettle-9-boat"
        context = "default"
        extension = "201"
        [[trunk]]
        name = "to-b"
        context = "Incalls"
        password = "Kettle-9-boat"
        [[outgoing_call]]
        name = "out"
        context = "to-extern"
        trunks = ["to-b"]
        [[outgoing_call.extension]]
        pattern = "**99."
        stripnum = 4
    "#;
    assert_eq!(world.site("apply", site).await.status, 200);
    world
}

async fn explain(world: &World, number: &str, edits: Value) -> (u16, Value) {
    let question = json!({"line": "alice", "number": number, "edits": edits});
    let answer = world.ask("POST", "/route/explain", question).await;
    (answer.status, answer.json)
}

#[tokio::test]
async fn a_number_is_tried_with_edits_that_are_not_saved_and_nothing_changes() {
    let world = world("unsaved").await;
    assert_eq!(explain(&world, "0123", json!([])).await.1["routed"], false);
    let call = world.get("/outgoing-calls").await.json["items"][0]["id"].clone();
    let revision = world.get("/revisions?limit=1").await.json["total"].clone();
    let edits = json!([
        {"noun": "trunk", "draft": {"name": "new", "context": "Incalls", "password": "Kettle-9-boat"}},
        {"noun": "outgoing_call", "id": call, "draft": {"trunks": ["new"], "extension": [{"pattern": "0.", "stripnum": 1}]}},
    ]);
    let (status, answer) = explain(&world, "0123", edits).await;
    assert_eq!((status, &answer["routed"]), (200, &json!(true)), "{answer}");
    assert!(answer["words"].to_string().contains("sends 123 by trunk new"), "{answer}");
    let gone = json!([{"noun": "outgoing_call", "id": call, "delete": true}]);
    assert_eq!(explain(&world, "**99101", gone).await.1["routed"], false);
    assert_eq!(explain(&world, "**99101", json!([])).await.1["routed"], true);
    assert_eq!(world.get("/revisions?limit=1").await.json["total"], revision);
}

#[tokio::test]
async fn what_is_wrong_with_an_unsaved_edit_is_said_by_the_place_of_the_edit() {
    let world = world("unsaved-wrong").await;
    let user = world.get("/users").await.json["items"][0]["id"].clone();
    for (edits, field) in [
        (json!([{"noun": "context", "draft": {"name": "a b"}}]), "edits[0].draft.name"),
        (
            json!([{"noun": "user", "id": user, "draft": {}}, {"noun": "line", "draft": {"user": "Alice"}}]),
            "edits[1].draft.username",
        ),
        (json!([{"noun": "trunk", "delete": true}]), "edits[0].id"),
        (json!([{"noun": "trunk", "id": 1}]), "edits[0].draft"),
        (json!([{"noun": "trunk", "id": 1, "draft": {}, "delete": true}]), "edits[0].delete"),
        (json!([{"noun": "trunk", "id": 9999, "delete": true}]), "edits[0]"),
        (json!(vec![json!({"noun": "user", "draft": {"firstname": "A"}}); 101]), "edits"),
    ] {
        let answer = world
            .ask("POST", "/route/explain", json!({"line": "alice", "number": "1", "edits": edits}))
            .await;
        assert_eq!(answer.status, 422, "{}", answer.text);
        assert_eq!(answer.wrong_fields()[0], field, "{}", answer.text);
    }
    for edits in [json!([{"noun": "colour"}]), json!([{"noun": "user", "drafts": {}}]), json!({})] {
        assert_eq!(explain(&world, "1", edits).await.0, 422);
    }
}

#[tokio::test]
async fn a_user_dials_by_the_main_line() {
    let world = world("by-user").await;
    let ask = async |user: Value| {
        world.ask("POST", "/route/explain", json!({"user": user, "number": "**99101"})).await
    };
    let user = world.get("/users").await.json["items"][0]["id"].clone();
    assert_eq!(ask(json!("Alice")).await.json["routed"], true);
    assert_eq!(ask(user).await.json["trace"]["steps"][0]["caller"], "line alice");
    assert_eq!(ask(json!("Nobody")).await.wrong_fields(), ["user"]);
}

#[tokio::test]
async fn patterns_say_what_they_match_and_what_is_sent() {
    let world = World::new("patterns").await;
    let question = json!({
        "patterns": [{"pattern": "**99.", "stripnum": 4}, {"pattern": "[9"}, {"pattern": "0X.", "stripnum": 1, "prefix": "33"}],
        "numbers": ["**99101", "0123", "**9", ""],
    });
    let answer = world.ask("POST", "/patterns/match", question).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let (patterns, numbers) = (&answer.json["patterns"], &answer.json["numbers"]);
    assert_eq!(patterns[0]["pattern"], "_**99.");
    assert_eq!(
        (&patterns[1]["pattern"], &patterns[1]["errors"][0]["field"]),
        (&Value::Null, &json!("pattern"))
    );
    assert_eq!(numbers[0]["winner"], 0);
    assert_eq!(numbers[0]["tried"][0]["sends"], "101");
    assert_eq!(numbers[1]["winner"], 2);
    assert_eq!(numbers[1]["tried"][1]["sends"], "33123");
    assert_eq!(numbers[1]["tried"][0]["reason"], json!({"character": {"place": 1, "dialled": "0"}}));
    assert_eq!(
        (&numbers[2]["winner"], &numbers[2]["tried"][0]["reason"]),
        (&Value::Null, &json!("too_short"))
    );
    let many = json!({"numbers": vec!["1"; 101]});
    assert_eq!(world.ask("POST", "/patterns/match", many).await.wrong_fields(), ["numbers"]);
    let long = json!({"numbers": ["1".repeat(81)]});
    assert_eq!(world.ask("POST", "/patterns/match", long).await.wrong_fields(), ["numbers[0]"]);
}

#[tokio::test]
async fn who_uses_a_thing_is_said_as_data_that_leads_to_it() {
    let world = world("in-use").await;
    let trunk = world.get("/trunks").await.json["items"][0]["id"].clone();
    let call = world.get("/outgoing-calls").await.json["items"][0]["id"].clone();
    let answer = world.ask("DELETE", &format!("/trunks/{trunk}"), Value::Null).await;
    assert_eq!(answer.status, 409);
    let expected =
        json!({"code": "in_use", "by": [{"noun": "outgoing_call", "id": call, "name": "out"}], "more": 0});
    assert_eq!(answer.json["errors"][0]["cause"], expected);
    let again = json!({"name": "to-b", "context": "Incalls", "password": "Kettle-9-boat"});
    let answer = world.ask("POST", "/trunks", again).await;
    let who = &answer.json["errors"][0]["cause"]["who"];
    assert_eq!(who, &json!({"noun": "trunk", "id": trunk, "name": "to-b"}), "{}", answer.text);
}

#[tokio::test]
async fn the_call_log_takes_filters_and_refuses_what_is_none() {
    let world = World::new("log-filters").await;
    let all = "search=201&from_ms=1&to_ms=2&status=no_answer&direction=outbound&user=1&trunk=2&line=3&order=started";
    let answer = world.get(&format!("/call-logs?{all}")).await;
    assert_eq!(answer.json, json!({"items": [], "total": 0, "total_is_exact": true}), "{}", answer.text);
    for wrong in ["status=lost", "direction=up", "user=-1", "user=x", "from_ms=1.5", "colour=1"] {
        assert_eq!(world.get(&format!("/call-logs?{wrong}")).await.status, 400, "{wrong}");
    }
    assert_eq!(world.get("/call-logs?order=caller").await.wrong_fields(), ["order"]);
}
