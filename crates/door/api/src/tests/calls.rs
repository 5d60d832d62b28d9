//! One call as it is shown: in one form whether it lasts or not, with its messages.

use serde_json::Value;

use super::world::World;

#[tokio::test]
async fn a_call_in_progress_has_the_form_of_the_call_log_and_its_legs() {
    let world = World::new("call").await;
    let call = world.get("/calls/42").await;
    assert_eq!((call.status, &call.json["dialled"]), (200, &Value::from("**99101")));
    assert_eq!(call.json["live"]["id"], "42");
    assert_eq!(call.json["outcome"]["status"], "in_progress");
    for unknown in ["7", "x", "18446744073709551616", "-1"] {
        assert_eq!(world.get(&format!("/calls/{unknown}")).await.status, 404, "{unknown}");
    }
}

#[tokio::test]
async fn a_trunk_is_listed_with_its_state_and_tested_by_who_may_operate() {
    let world = World::new("trunk-test").await;
    let draft = serde_json::json!({"name": "to-b", "context": "Incalls", "addressing": "static", "address": "192.0.2.9"});
    let id = world.ask("POST", "/trunks", draft).await.json["id"].clone();
    let listed = world.get("/status/trunks?search=to-b").await;
    assert_eq!(listed.json["items"][0]["state"]["code"], "not_probed", "{}", listed.text);
    assert_eq!(world.get(&format!("/status/trunks/{id}")).await.json, listed.json["items"][0]);
    assert_eq!(world.get("/status/trunks/9999").await.status, 404);
    let test = world.ask("POST", &format!("/trunks/{id}/test"), Value::Null).await;
    assert_eq!((test.status, &test.json["passed"]), (200, &Value::from(true)), "{}", test.text);
    assert_eq!(world.ask("POST", "/trunks/9999/test", Value::Null).await.status, 404);
    let path = format!("/trunks/{id}/test");
    let called = world.ask("POST", &path, serde_json::json!({"call": "300"})).await;
    assert_eq!((called.status, &called.json["call"]), (200, &Value::from("77")), "{}", called.text);
    assert_eq!(called.json["steps"][3]["cause"]["finding"]["code"], "heard");
    let soon = world.ask("POST", &path, serde_json::json!({"call": "300"})).await;
    assert_eq!((soon.status, &soon.json["cause"]["code"]), (429, &Value::from("test_too_soon")));
    assert!(soon.header("retry-after").parse::<u64>().is_ok_and(|wait| wait <= 10));
    let wrong = world.ask("POST", &path, serde_json::json!({"call": "sip:1@evil"})).await;
    assert_eq!((wrong.status, wrong.wrong_fields()), (422, vec!["call"]));
    assert_eq!(world.ask("POST", &path, serde_json::json!({"dial": "1"})).await.status, 422);
}

#[tokio::test]
async fn the_dashboard_is_shown_for_any_day_that_is_one() {
    let world = World::new("dashboard").await;
    let page = world.get("/status/dashboard").await;
    assert_eq!((page.status, &page.json["calls_now"]), (200, &Value::from(1)), "{}", page.text);
    assert_eq!(world.get("/status/dashboard?day_start_ms=7").await.status, 200);
    for wrong in ["day_start_ms=-1", "day_start_ms=x", "colour=red"] {
        assert_eq!(world.get(&format!("/status/dashboard?{wrong}")).await.status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn messages_are_shown_without_credentials_and_with_nothing_that_a_terminal_obeys() {
    let world = World::new("ladder").await;
    let ladder = world.get("/calls/43/ladder").await;
    assert_eq!(ladder.status, 200, "{}", ladder.text);
    let text = ladder.json["messages"][0]["text"].as_str().unwrap();
    assert!(text.contains("Authorization: ****") && !text.contains("cafe"), "{text}");
    assert!(text.contains("Subject: <script>\\u{1b}[2J"), "{text}");
    assert_eq!(ladder.json["messages"][0]["at_us"], 1_000_005);
    assert_eq!(ladder.json["complete"], true);
}

#[tokio::test]
async fn a_capture_is_a_file_of_its_type_without_credentials() {
    let world = World::new("pcap").await;
    let capture = world.get("/calls/43/pcap").await;
    assert_eq!((capture.status, capture.header("content-type")), (200, "application/vnd.tcpdump.pcap"));
    assert_eq!(capture.header("content-disposition"), "attachment; filename=\"call-43.pcap\"");
    assert!(capture.text.contains("INVITE sip:101@a") && !capture.text.contains("cafe"));
}

#[tokio::test]
async fn the_audio_of_a_call_that_is_not_answered_is_not_judged() {
    let world = World::new("quality").await;
    let quality = world.get("/calls/42/quality").await;
    assert_eq!((quality.status, &quality.json["verdict"]["code"]), (200, &Value::from("not_answered")));
    assert_eq!(world.get("/calls/7/quality").await.status, 404);
}

#[tokio::test]
async fn messages_that_have_gone_are_another_thing_than_a_call_that_never_was() {
    let world = World::new("gone").await;
    let gone = world.get("/calls/42/ladder").await;
    assert_eq!((gone.status, &gone.json["cause"]["code"]), (404, &Value::from("messages_gone")));
    assert_eq!(gone.json["cause"]["megabytes"], 16);
    world.ask("PATCH", "/settings/sip", serde_json::json!({"kept_messages_mb": 0})).await;
    let off = world.get("/calls/42/pcap").await;
    assert_eq!((off.status, &off.json["cause"]["code"]), (404, &Value::from("messages_off")));
    let never = world.get("/calls/7/ladder").await;
    assert_eq!((never.status, &never.json["cause"]), (404, &Value::Null));
}
