#![allow(clippy::unwrap_used, reason = "a helper of a test fails it by panicking")]
//! Who may come in: tokens, administrators and their sessions.

mod common;

use std::sync::mpsc;

use common::Dir;
use model::{Administrator, AdministratorDraft, Role, Secret};
use store::{AdministratorChange, Error, KeptToken, NewSession, Store};

/// Orders a write and waits for what it says.
fn wait<T: Send + 'static>(order: impl FnOnce(Box<dyn FnOnce(Result<T, Error>) + Send>)) -> T {
    let (said, heard) = mpsc::channel();
    order(Box::new(move |answer| said.send(answer).unwrap()));
    heard.recv().unwrap().unwrap()
}

fn administrator(username: &str) -> Administrator {
    let draft = AdministratorDraft {
        username: Some(username.into()),
        password: Some(Secret::new("n1ght-train-9")),
        ..AdministratorDraft::default()
    };
    Administrator::create(draft).unwrap().0
}

fn add(store: &Store, username: &str) -> Option<i64> {
    wait(|reply| store.create_administrator(administrator(username), "$argon2id$".into(), 5, reply))
}

fn begin(store: &Store, cookie: u8, administrator_id: i64, at_ms: u64) {
    let session = NewSession { sha256: [cookie; 32], administrator_id, at_ms, forget_before_ms: 0 };
    wait(|reply| store.begin_session(session, reply));
}

fn is_there(store: &Store, cookie: u8) -> bool {
    store.reader().unwrap().session(&[cookie; 32]).unwrap().is_some()
}

#[test]
fn a_token_is_found_by_its_hash_and_only_until_it_is_deleted() {
    let dir = Dir::new("token");
    let (store, _) = dir.open();
    let token = KeptToken {
        name: "ci".into(),
        role: Role::Operator,
        created_ms: 5,
        expires_ms: Some(9),
        last_used_ms: None,
        author: "owner".into(),
    };
    assert!(wait(|reply| store.create_token(token.clone(), [7; 32], reply)));
    assert!(!wait(|reply| store.create_token(token.clone(), [8; 32], reply)), "the name is taken");
    let reader = store.reader().unwrap();
    assert_eq!(reader.token(&[7; 32]).unwrap().as_ref(), Some(&token));
    assert_eq!(reader.token(&[8; 32]).unwrap(), None);
    store.token_used([7; 32], 8);
    assert!(!wait(|reply| store.delete_token("other".into(), reply)));
    assert_eq!(reader.tokens().unwrap(), [KeptToken { last_used_ms: Some(8), ..token }]);
    assert!(wait(|reply| store.delete_token("ci".into(), reply)));
    assert_eq!(reader.token(&[7; 32]).unwrap(), None);
}

#[test]
fn a_username_is_taken_whatever_its_case() {
    let dir = Dir::new("administrator-name");
    let (store, _) = dir.open();
    let ada = add(&store, "Ada").unwrap();
    assert_eq!(add(&store, "ada"), None);
    let bob = add(&store, "bob").unwrap();
    let rename = AdministratorChange {
        id: bob,
        administrator: administrator("ADA"),
        password_hash: None,
        end_sessions: None,
    };
    assert!(!wait(|reply| store.change_administrator(rename, reply)));
    assert_eq!(store.reader().unwrap().administrator_named("aDA").unwrap().unwrap().id, ada);
}

#[test]
fn a_session_is_there_after_a_restart() {
    let dir = Dir::new("session-restart");
    let (store, _) = dir.open();
    let ada = add(&store, "ada").unwrap();
    begin(&store, 1, ada, 100);
    store.session_seen([1; 32], 200);
    store.close();
    let (store, _) = dir.open();
    let session = store.reader().unwrap().session(&[1; 32]).unwrap().unwrap();
    assert_eq!((session.started_ms, session.seen_ms), (100, 200));
    assert_eq!((session.administrator.id, session.administrator.last_login_ms), (ada, Some(100)));
}

#[test]
fn sessions_end_with_their_administrator_and_by_a_change_but_for_the_one_that_makes_it() {
    let dir = Dir::new("session-end");
    let (store, _) = dir.open();
    let (ada, bob) = (add(&store, "ada").unwrap(), add(&store, "bob").unwrap());
    begin(&store, 1, ada, 100);
    begin(&store, 2, ada, 100);
    begin(&store, 3, bob, 100);
    let change = AdministratorChange {
        id: ada,
        administrator: administrator("ada"),
        password_hash: Some("$other$".into()),
        end_sessions: Some(Some([2; 32])),
    };
    assert!(wait(|reply| store.change_administrator(change.clone(), reply)));
    assert_eq!([1, 2, 3].map(|cookie| is_there(&store, cookie)), [false, true, true]);
    assert!(wait(
        |reply| store.change_administrator(AdministratorChange { end_sessions: Some(None), ..change }, reply)
    ));
    assert_eq!([1, 2, 3].map(|cookie| is_there(&store, cookie)), [false, false, true]);
    wait(|reply| store.delete_administrator(bob, reply));
    assert!(!is_there(&store, 3));
    let left = store.reader().unwrap().administrators().unwrap();
    assert_eq!(left.iter().map(|kept| kept.password_hash.as_str()).collect::<Vec<_>>(), ["$other$"]);
}

#[test]
fn old_sessions_are_forgotten_when_a_new_one_begins_and_one_person_has_a_bounded_number() {
    let dir = Dir::new("session-sweep");
    let (store, _) = dir.open();
    let ada = add(&store, "ada").unwrap();
    begin(&store, 1, ada, 100);
    let late = NewSession { sha256: [2; 32], administrator_id: ada, at_ms: 1_000, forget_before_ms: 500 };
    wait(|reply| store.begin_session(late, reply));
    assert_eq!([1, 2].map(|cookie| is_there(&store, cookie)), [false, true]);
    for cookie in 3..=52 {
        begin(&store, cookie, ada, 1_000 + u64::from(cookie));
    }
    assert_eq!([2, 3, 52].map(|cookie| is_there(&store, cookie)), [false, true, true]);
}

#[test]
fn a_setting_is_the_last_that_was_put() {
    let dir = Dir::new("setting");
    let (store, _) = dir.open();
    assert_eq!(store.reader().unwrap().setting("setup").unwrap(), None);
    for value in ["language", "exchange"] {
        wait(|reply| store.put_setting("setup", value.into(), reply));
    }
    assert_eq!(store.reader().unwrap().setting("setup").unwrap().as_deref(), Some("exchange"));
}
