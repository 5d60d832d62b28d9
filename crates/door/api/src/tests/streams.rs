//! Events, and the server on real sockets of this host.

use admin::Actor;
use axum::{body::Body, http::Request};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, UnixStream},
    sync::watch,
};

use super::world::{World, owner};
use crate::{SOCKET_NAME, auth::Pass, limits, listen_unix};

fn follow(last: Option<&str>) -> Request<Body> {
    let request = Request::get("/api/v1/events");
    match last {
        Some(id) => request.header("last-event-id", id).body(Body::empty()).unwrap(),
        None => request.body(Body::empty()).unwrap(),
    }
}

#[tokio::test]
async fn events_are_told_by_name_and_number_until_the_exchange_ends() {
    let world = World::new("events").await;
    let told = world.send(Some(owner()), follow(None)).await;
    assert_eq!(told.header("content-type"), "text/event-stream");
    assert!(told.text.starts_with("retry: 2000\n\nid: "), "{}", told.text);
    let (_, events) = told.text.split_once("-0\n\n").unwrap();
    assert!(events.starts_with("event: trunk\nid: "), "{events}");
    assert!(events.contains("-1\ndata: {\"event\":\"trunk\",\"id\":7"), "{events}");
    assert!(events.contains("-2\ndata: {\"event\":\"resync\"}\n\n"), "{events}");
}

#[tokio::test]
async fn who_comes_back_takes_up_where_he_was_or_is_told_to_read_the_state_again() {
    let world = World::new("back").await;
    let told = world.send(Some(owner()), follow(None)).await.text;
    let first = told.lines().filter_map(|line| line.strip_prefix("id: ")).nth(1).unwrap().to_owned();
    let again = world.send(Some(owner()), follow(Some(&first))).await.text;
    assert!(!again.contains("event: trunk") && again.contains("event: resync\nid: "), "{again}");
    let by_query = world.get(&format!("/events?last_event_id={first}")).await.text;
    assert_eq!(by_query, again);
    for last in ["17", "", "nonsense", "1-1"] {
        let told = world.send(Some(owner()), follow(Some(last))).await.text;
        assert!(told.starts_with("retry: 2000\n\nevent: resync\n"), "{last}: {told}");
    }
}

/// Who follows is seen again from time to time.
#[tokio::test]
async fn what_lets_a_follower_in_holds_until_it_is_taken_back() {
    let world = World::new("pass").await;
    let (token, admin) = (world.token("ops").await, world.admin());
    let pass = Pass::Token(token.clone());
    assert!(pass.holds(&admin).await && Pass::Owner.holds(&admin).await);
    assert!(!Pass::Session("guess".into()).holds(&admin).await);
    admin.delete_token(&Actor::Owner, "ops").await.unwrap();
    assert!(!pass.holds(&admin).await);
}

/// Hundreds of pages come back at once after the network was away.
#[tokio::test]
async fn five_hundred_follow_at_once_and_more_are_refused() {
    let world = World::new("crowd").await;
    let mut streams = vec![];
    for _ in 0..limits::FOLLOWERS_MAX {
        let stream = world.raw(Some(owner()), follow(None)).await;
        assert_eq!(stream.status(), 200);
        streams.push(stream);
    }
    assert!(streams.len() >= 500);
    assert_eq!(world.raw(Some(owner()), follow(None)).await.status(), 503);
}

#[tokio::test]
async fn the_owner_is_served_over_the_socket_and_the_server_ends_when_told() {
    let world = World::new("serve").await;
    let (stop, stopping) = watch::channel(false);
    std::fs::create_dir_all(world.dir()).unwrap();
    let unix = listen_unix(world.dir()).unwrap();
    let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = tcp.local_addr().unwrap();
    let server = tokio::spawn(crate::serve(world.admin(), crate::Ways { tcp, tls: None, unix }, stopping));
    let ask = "GET /api/v1/contexts HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let mut owner = UnixStream::connect(world.dir().join(SOCKET_NAME)).await.unwrap();
    owner.write_all(ask.as_bytes()).await.unwrap();
    let mut answer = String::new();
    owner.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("Incalls"), "{answer}");
    let mut stranger = tokio::net::TcpStream::connect(addr).await.unwrap();
    stranger.write_all(ask.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stranger.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    stop.send(true).unwrap();
    server.await.unwrap();
    assert!(tokio::net::TcpStream::connect(addr).await.is_err());
}

#[tokio::test]
async fn the_socket_is_the_owners_alone_and_replaces_one_that_was_left() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new("left").await;
    drop(listen_unix(world.dir()).unwrap());
    let _again = listen_unix(world.dir()).unwrap();
    let mode = std::fs::metadata(world.dir().join(SOCKET_NAME)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
