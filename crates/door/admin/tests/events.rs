//! What is told to those who follow, and how nobody's pace is anybody else's business.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where it fails, in its helpers too")]

mod world;

use std::time::Duration;

use admin::{
    Actor, Contexts, Follower, Users,
    live::{CallRow, Noticed},
};
use model::{ContextDraft, TrunkId, UserDraft, record::BindingOwner};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use world::{SITE_A, World};

/// One event as a client reads it.
#[derive(Debug, Default, PartialEq)]
struct Read {
    id: String,
    name: String,
    data: Value,
}

fn call(id: u64, dialled: &str) -> Noticed {
    Noticed::Call(Box::new(CallRow {
        id: id.to_string(),
        dialled: dialled.into(),
        started_ms: 1,
        answered_ms: None,
        ended_ms: None,
        legs: vec![],
    }))
}

/// Reads the next chunk as a browser does.
async fn next(follower: &mut Follower) -> Vec<Read> {
    let chunk = tokio::time::timeout(Duration::from_secs(5), follower.next()).await.unwrap();
    let Some(chunk) = chunk else { return vec![] };
    let events = chunk.as_str().split_terminator("\n\n").map(|text| {
        let mut event = Read::default();
        for line in text.lines() {
            match line.split_once(": ").unwrap() {
                ("id", id) => event.id = id.into(),
                ("event", name) => event.name = name.into(),
                ("data", data) => event.data = serde_json::from_str(data).unwrap(),
                other => panic!("{other:?}"),
            }
        }
        event
    });
    events.collect()
}

fn names(events: &[Read]) -> Vec<&str> {
    events.iter().map(|event| event.name.as_str()).collect()
}

/// An office whose exchange goes on noticing things.
async fn lively(name: &str) -> (World, UnboundedSender<Noticed>) {
    let world = World::new(name).await;
    let (notice, later) = unbounded_channel();
    *world.live.later.lock().unwrap() = Some(later);
    (world, notice)
}

#[tokio::test]
async fn events_name_what_happened_and_end_with_the_exchange() {
    let world = World::new("events").await;
    world.apply(SITE_A).await;
    let trunk = world.admin.snapshot().trunk_by_name("xivo-trunk").unwrap().id;
    *world.live.noticed.lock().unwrap() = vec![
        call(1, "101"),
        Noticed::Bindings(BindingOwner::Trunk(trunk)),
        Noticed::Trunk(TrunkId(9_999)),
        Noticed::Missed,
    ];
    let mut follower = world.admin.follow(None);
    assert_eq!(names(&next(&mut follower).await), [""], "where he is, and nothing else");
    let told = next(&mut follower).await;
    assert_eq!(names(&told), ["call", "registration", "trunk", "resync"]);
    assert_eq!(told[1].data["name"], "xivo-trunk");
    assert!(follower.next().await.is_none());
    world.close();
}

#[tokio::test]
async fn a_change_of_the_configuration_is_told_with_its_author() {
    let (world, _notice) = lively("events-config").await;
    let mut follower = world.admin.follow(None);
    next(&mut follower).await;
    let draft = UserDraft { firstname: Some("Bob".into()), ..UserDraft::default() };
    let bob = world.admin.create::<Users>(&Actor::Owner, draft.clone()).await.unwrap().value.id;
    let told = next(&mut follower).await;
    assert_eq!(names(&told), ["config"]);
    let expected = serde_json::json!({"event": "config", "noun": "user", "id": bob, "verb": "create",
        "revision": world.admin.snapshot().revision().0, "author": "owner"});
    assert_eq!(told[0].data, expected);
    world.admin.update::<Users>(&Actor::Owner, bob, draft).await.unwrap();
    world.admin.delete::<Users>(&Actor::Owner, bob).await.unwrap();
    let told = next(&mut follower).await;
    assert_eq!(
        (names(&told), &told[0].data["verb"]),
        (vec!["config"], &"delete".into()),
        "no change is no news"
    );
    world.close();
}

#[tokio::test]
async fn a_large_change_is_told_as_one_advice() {
    let (world, _notice) = lively("events-large").await;
    let mut follower = world.admin.follow(None);
    next(&mut follower).await;
    let users: String = (0..200).map(|n| format!("[[user]]\nfirstname = \"User {n}\"\n")).collect();
    world.apply(&users).await;
    assert_eq!(names(&next(&mut follower).await), ["resync"]);
    world.close();
}

#[tokio::test]
async fn who_comes_back_is_told_what_he_missed_and_nothing_twice() {
    let (world, notice) = lively("events-resume").await;
    let mut follower = world.admin.follow(None);
    next(&mut follower).await;
    notice.send(call(1, "101")).unwrap();
    let seen = next(&mut follower).await.pop().unwrap();
    drop(follower);
    notice.send(call(2, "102")).unwrap();
    notice.send(call(3, "103")).unwrap();
    let draft = ContextDraft { name: Some("sales".into()), ..ContextDraft::default() };
    world.admin.create::<Contexts>(&Actor::Owner, draft).await.unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let mut follower = world.admin.follow(Some(&seen.id));
    assert_eq!(next(&mut follower).await[0].id, seen.id);
    let mut told = next(&mut follower).await;
    while told.len() < 3 {
        told.extend(next(&mut follower).await);
    }
    // What the office did and what the exchange noticed have no order among each other.
    let of = |name: &str| told.iter().filter(|event| event.name == name).collect::<Vec<_>>();
    assert_eq!((of("call").len(), of("config").len(), told.len()), (2, 1, 3));
    assert_eq!((&of("call")[0].data["id"], &of("call")[1].data["id"]), (&"2".into(), &"3".into()));
    // From the middle of what was told at once.
    let mut follower = world.admin.follow(Some(&told[0].id));
    next(&mut follower).await;
    assert_eq!(next(&mut follower).await[0], told[1]);
    world.close();
}

#[tokio::test]
async fn who_was_in_another_run_is_told_to_read_the_state_again() {
    let (world, notice) = lively("events-resync").await;
    for last in ["1-1", "", "x", "99999999999999999999-0"] {
        let mut follower = world.admin.follow(Some(last));
        let told = next(&mut follower).await;
        assert_eq!(names(&told), ["resync"], "{last}");
    }
    let mut follower = world.admin.follow(Some("1-1"));
    next(&mut follower).await;
    notice.send(call(1, "101")).unwrap();
    assert_eq!(names(&next(&mut follower).await), ["call"], "and goes on with what happens then");
    world.close();
}

#[tokio::test]
async fn who_is_slow_is_told_to_read_the_state_again_and_makes_nobody_wait() {
    let (world, notice) = lively("events-slow").await;
    let (mut slow, mut quick) = (world.admin.follow(None), world.admin.follow(None));
    next(&mut slow).await;
    next(&mut quick).await;
    let long = "1".repeat(1 << 20);
    let mut last = String::new();
    for id in 0..6 {
        notice.send(call(id, &long)).unwrap();
        let told = next(&mut quick).await;
        assert_eq!(names(&told), ["call"], "whoever reads misses nothing");
        last.clone_from(&told[0].id);
    }
    let told = next(&mut slow).await;
    assert_eq!((names(&told), &told[0].id), (vec!["resync"], &last));
    notice.send(call(9, "109")).unwrap();
    assert_eq!(next(&mut slow).await[0].data["id"], "9");
    world.close();
}

#[tokio::test]
async fn of_a_call_that_changes_often_only_how_it_is_now_is_told() {
    let (world, notice) = lively("events-often").await;
    let mut follower = world.admin.follow(None);
    next(&mut follower).await;
    notice.send(call(1, "first")).unwrap();
    next(&mut follower).await;
    for n in 0..50 {
        notice.send(call(1, &n.to_string())).unwrap();
    }
    let told = next(&mut follower).await;
    assert_eq!((told.len(), &told[0].data["dialled"]), (1, &"49".into()));
    world.close();
}
