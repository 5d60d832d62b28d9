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

#[tokio::test]
async fn free_numbers_are_those_of_the_ranges_that_nobody_has() {
    let world = world("free").await;
    let free = async |query: &str| world.get(&format!("/extensions/free?{query}")).await;
    assert_eq!(free("context=default").await.json, json!({"items": [], "total": 0}), "no range, no proposal");
    let contexts = world.get("/contexts?order=id").await.json;
    let ranges = json!({"range": [{"for": "user", "start": "200", "end": "209"}]});
    world.ask("PATCH", &format!("/contexts/{}", contexts["items"][0]["id"]), ranges).await;
    let dids =
        json!({"range": [{"for": "incall", "start": "0551234100", "end": "0551234109", "did_length": 3}]});
    world.ask("PATCH", &format!("/contexts/{}", contexts["items"][1]["id"]), dids).await;
    let users = free("context=default&kind=user").await.json;
    assert_eq!(
        (&users["total"], &users["items"][0], &users["items"][1]),
        (&json!(9), &json!("200"), &json!("202"))
    );
    assert_eq!(free(&format!("context={}", contexts["items"][0]["id"])).await.json, users);
    assert_eq!(free("context=Incalls&kind=incall").await.json["items"][0], "100");
    assert_eq!(free("context=nowhere").await.wrong_fields(), ["context"]);
    for wrong in ["kind=user", "context=default&kind=ghost"] {
        assert_eq!(free(wrong).await.status, 400, "{wrong}");
    }
    let proposal = world.get("/setup/proposal").await.json;
    assert_eq!(
        (&proposal["contexts"][0]["is_set"], &proposal["user_numbers"][0]),
        (&json!(true), &json!("200"))
    );
}

#[tokio::test]
async fn a_new_exchange_is_proposed_numbers() {
    let world = World::new("proposal").await;
    let proposal = world.get("/setup/proposal").await.json;
    let first = &proposal["contexts"][0];
    assert_eq!(
        (&first["name"], &first["is_set"], &first["id"]),
        (&json!("default"), &json!(false), &json!(1))
    );
    assert_eq!(first["range"], json!([{"for": "user", "start": "100", "end": "199"}]));
    assert_eq!(
        (&proposal["user_numbers"][0], proposal["contexts"][1]["name"].as_str()),
        (&json!("100"), Some("Incalls"))
    );
}

#[tokio::test]
async fn a_phone_is_told_everything_but_the_password() {
    let world = world("phone").await;
    world.ask("PATCH", "/settings/sip", json!({"phone_address": "pbx.example.org"})).await;
    let line = world.get("/lines").await.json["items"][0]["id"].clone();
    let told = world.get(&format!("/lines/{line}/phone-settings")).await;
    assert_eq!(told.status, 200, "{}", told.text);
    for (field, expected) in [
        ("username", json!("alice")),
        ("display_name", json!("Alice")),
        ("extension", json!("201")),
        ("server", json!("pbx.example.org")),
        ("server_source", json!("setting")),
        ("port", json!(5060)),
        ("transport", json!("udp")),
        ("registration_expiry", json!(120)),
    ] {
        assert_eq!(told.json[field], expected, "{field}");
    }
    assert!(
        !told.text.contains("Kettle") && told.json["codecs"].as_array().unwrap().len() == 4,
        "{}",
        told.text
    );
    assert_eq!(world.get("/lines/9999/phone-settings").await.status, 404);
    let addresses = world.get("/setup/addresses").await.json;
    assert!(
        addresses["items"].as_array().unwrap().iter().any(|item| item["kind"] == "loopback"),
        "{addresses}"
    );
}

#[tokio::test]
async fn an_emergency_number_that_does_not_leave_is_a_warning() {
    let world = world("emergency").await;
    assert_eq!(world.get("/status/warnings").await.json["total"], 0);
    let set =
        world.ask("PATCH", "/settings/sip", json!({"emergency_numbers": ["112", "201", "**991"]})).await;
    assert_eq!(set.status, 200, "{}", set.text);
    let warnings = world.get("/status/warnings").await.json["items"].clone();
    let message = "emergency number 112 leaves by no trunk from context default";
    assert_eq!(
        warnings[0],
        json!({"kind": "emergency_unreachable", "number": "112", "context": "default", "message": message})
    );
    assert_eq!(
        (&warnings[1]["kind"], &warnings[1]["leads_to"]),
        (&json!("emergency_leads_elsewhere"), &json!("user Alice"))
    );
    assert_eq!(warnings.as_array().unwrap().len(), 2);
    let reached = world.get("/status/emergency").await.json["items"][2].clone();
    assert_eq!(
        (&reached["is_reached"], &reached["sends"], &reached["trunks"][0]["name"]),
        (&json!(true), &json!("1"), &json!("to-b"))
    );
    let wrong = world
        .ask("PATCH", "/settings/sip", json!({"emergency_numbers": ["help"], "time_zone": "Mars"}))
        .await;
    assert_eq!(wrong.wrong_fields(), ["time_zone", "emergency_numbers[0]"]);
}
