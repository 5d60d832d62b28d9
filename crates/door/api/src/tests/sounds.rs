//! Sound files: what is kept, what is refused, and that nothing is deleted that callers are led to.

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use super::world::{Answered, World, owner};

/// A WAV file of 16 bits, one channel.
fn wav(rate_hz: u32, samples: u32) -> Vec<u8> {
    let bytes = samples * 2;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + bytes).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend(rate_hz.to_le_bytes());
    file.extend((rate_hz * 2).to_le_bytes());
    file.extend(b"\x02\0\x10\0data");
    file.extend(bytes.to_le_bytes());
    file.resize(file.len() + bytes as usize, 1);
    file
}

async fn upload(world: &World, query: &str, kind: &str, file: Vec<u8>) -> Answered {
    let request = Request::post(format!("/api/v1/sounds?{query}")).header("content-type", kind);
    world.send(Some(owner()), request.body(Body::from(file)).unwrap()).await
}

#[tokio::test]
async fn a_file_is_uploaded_listed_read_and_deleted() {
    let world = World::new("sounds").await;
    assert_eq!(world.get("/sounds").await.json, json!({"items": [], "total": 0}));
    let made = upload(&world, "name=welcome", "audio/x-wav", wav(16_000, 24_000)).await;
    assert_eq!((made.status, made.header("location")), (201, "/api/v1/sounds/welcome"), "{}", made.text);
    for (field, expected) in [
        ("name", json!("welcome")),
        ("bytes", json!(48_044)),
        ("duration_ms", json!(1_500)),
        ("rate_hz", json!(16_000)),
        ("channels", json!(1)),
        ("used_by", json!([])),
        ("problem", Value::Null),
    ] {
        assert_eq!(made.json[field], expected, "{field}");
    }
    assert_eq!(world.get("/sounds").await.json["items"], json!([made.json]));
    let read =
        world.raw(Some(owner()), Request::get("/api/v1/sounds/welcome").body(Body::empty()).unwrap()).await;
    assert_eq!(read.headers()["content-type"], "audio/wav");
    let bytes = axum::body::to_bytes(read.into_body(), usize::MAX).await.unwrap();
    assert_eq!(bytes, wav(16_000, 24_000));
    let again = upload(&world, "name=welcome", "audio/wav", wav(8_000, 8_000)).await;
    assert_eq!((again.status, again.wrong_fields()), (422, vec!["name"]));
    let over = upload(&world, "name=welcome&replace=true", "audio/wav", wav(8_000, 8_000)).await;
    assert_eq!((over.status, &over.json["duration_ms"]), (201, &json!(1_000)));
    assert_eq!(world.ask("DELETE", "/sounds/welcome", Value::Null).await.status, 204);
    assert_eq!(world.ask("DELETE", "/sounds/welcome", Value::Null).await.status, 404);
    assert_eq!(world.get("/sounds/welcome").await.status, 404);
}

#[tokio::test]
async fn what_no_caller_could_hear_is_refused_with_its_reason() {
    let world = World::new("sounds-wrong").await;
    let mut compressed = wav(8_000, 10);
    compressed[20] = 0x55;
    for (file, fault) in [
        (b"ID3 not a wav".to_vec(), "not_wav"),
        (wav(8_000, 0), "empty"),
        (wav(11_025, 10), "rate"),
        (wav(8_000, 8_000 * 600), "too_long"),
        (compressed, "compressed"),
        (vec![], "not_wav"),
    ] {
        let answer = upload(&world, "name=x", "audio/wav", file).await;
        assert_eq!((answer.status, answer.wrong_fields()), (422, vec!["file"]), "{fault}: {}", answer.text);
        let cause = &answer.json["errors"][0]["cause"];
        assert_eq!((&cause["code"], &cause["reason"]["fault"]), (&json!("bad_sound"), &json!(fault)));
    }
    for name in ["..%2Fx", "a.b", "", "%00", "a%20b"] {
        let answer = upload(&world, &format!("name={name}"), "audio/wav", wav(8_000, 10)).await;
        assert_eq!((answer.status, answer.wrong_fields()), (422, vec!["name"]), "{name}");
    }
    assert_eq!(upload(&world, "name=x", "audio/mpeg", wav(8_000, 10)).await.status, 415);
    assert_eq!(upload(&world, "nom=x", "audio/wav", wav(8_000, 10)).await.status, 400);
    assert_eq!(world.get("/sounds/..%2Fstrowger.db").await.status, 404);
    assert_eq!(world.get("/sounds").await.json["total"], 0);
}

#[tokio::test]
async fn a_file_that_somebody_is_led_to_is_not_deleted() {
    let world = World::new("sounds-used").await;
    upload(&world, "name=closed", "audio/wav", wav(8_000, 800)).await;
    let leads = json!({"number": "600", "context": "default", "destination": {"announcement": "closed"}});
    let extension = world.ask("POST", "/extensions", leads).await.json["id"].clone();
    let by = json!([{"noun": "extension", "id": extension, "name": "600"}]);
    assert_eq!(world.get("/sounds").await.json["items"][0]["used_by"], by);
    let refused = world.ask("DELETE", "/sounds/closed", Value::Null).await;
    assert_eq!((refused.status, &refused.json["errors"][0]["cause"]["by"]), (409, &by));
    world.ask("DELETE", &format!("/extensions/{extension}"), Value::Null).await;
    assert_eq!(world.ask("DELETE", "/sounds/closed", Value::Null).await.status, 204);
}

#[tokio::test]
async fn files_that_were_copied_by_hand_are_listed_with_what_is_wrong_with_them() {
    let world = World::new("sounds-hand").await;
    let folder = world.dir().join("sounds");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("good.wav"), wav(8_000, 800)).unwrap();
    std::fs::write(folder.join("bad.wav"), b"nothing").unwrap();
    std::fs::write(folder.join("not ours.wav"), wav(8_000, 800)).unwrap();
    std::fs::write(folder.join("half.part"), wav(8_000, 800)).unwrap();
    let listed = world.get("/sounds?order=name").await.json;
    assert_eq!(listed["total"], 2);
    assert_eq!(
        (&listed["items"][0]["name"], &listed["items"][0]["problem"]["fault"]),
        (&json!("bad"), &json!("not_wav"))
    );
    assert_eq!(world.get("/sounds?search=goo").await.json["items"][0]["duration_ms"], 100);
}

#[tokio::test]
async fn who_may_only_look_uploads_and_deletes_nothing() {
    let world = World::new("sounds-role").await;
    let token = world.token_of("reader", "read_only").await;
    for (method, path) in [("POST", "/sounds?name=x"), ("DELETE", "/sounds/x")] {
        let request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        let request = request.header("x-auth-token", &token).header("content-type", "audio/wav");
        let answer = world.send(None, request.body(Body::from(wav(8_000, 10))).unwrap()).await;
        assert_eq!(answer.status, 403, "{method}: {}", answer.text);
    }
}
