#![allow(clippy::unwrap_used, reason = "a helper of a test fails it by panicking")]
//! What was kept is there after a restart, exactly once.

mod common;

use common::{Dir, cdr, save, with_trunk};
use model::{
    Binding, Revision, Snapshot,
    record::{BindingOwner, CallStatus},
};
use store::{CdrQuery, Error, Store};

#[test]
fn the_configuration_comes_back_with_its_passwords_and_its_revision() {
    let dir = Dir::new("configuration");
    let factory = Snapshot::factory();
    let (store, loaded) = dir.open();
    assert!(loaded.nouns.is_none(), "a new directory has no configuration");
    save(&store, &Snapshot::new(model::Nouns::default(), Revision(0)), &factory.apply(&[]).unwrap());
    let base = factory.apply(&[]).unwrap();
    let changed = with_trunk(&base);
    save(&store, &base, &changed);
    store.close();

    let (store, loaded) = dir.open();
    let (nouns, revision) = loaded.nouns.unwrap();
    assert_eq!(revision, changed.revision());
    assert_eq!(&nouns, changed.nouns());
    let trunk = nouns.trunks.values().next().unwrap();
    assert_eq!(trunk.auth.password.as_ref().unwrap().expose(), "Wq7-long-enough-2x");

    let (history, total) = store.reader().unwrap().history(10, 0).unwrap();
    assert_eq!((history.len(), total), (2, 2));
    assert!(!serde_json::to_string(&history).unwrap().contains("Wq7"), "history shows no password");
}

#[test]
fn a_call_is_one_row_however_often_it_is_written() {
    let dir = Dir::new("call-once");
    let (store, _) = dir.open();
    let journal = store.journal();
    journal.cdr(cdr(7, true, false));
    journal.cdr(cdr(7, true, true));
    store.close();
    let (store, _) = dir.open();
    let (rows, total) = store.reader().unwrap().cdrs(&CdrQuery { limit: 10, ..CdrQuery::default() }).unwrap();
    assert_eq!((rows.len(), total), (1, 1));
    assert_eq!(rows[0].times.end_ms, Some(30));
}

/// The process was killed between the answer and the BYE.
#[test]
fn a_call_that_nobody_saw_end_is_closed_at_the_next_start() {
    let dir = Dir::new("interrupted");
    let (store, _) = dir.open();
    store.journal().cdr(cdr(7, true, false));
    store.close();
    let (store, _) = dir.open();
    let row = store.reader().unwrap().cdr(7).unwrap().unwrap();
    assert_eq!((row.outcome.status, row.times.end_ms), (CallStatus::Answered, Some(1_000)));
}

#[test]
fn registrations_come_back_unless_they_expired_or_were_removed() {
    let dir = Dir::new("bindings");
    let binding = |contact: &str, expires_at_ms| {
        Box::new(Binding {
            owner: BindingOwner::Line(model::LineId(1)),
            contact: contact.into(),
            expires_at_ms,
            call_id: "c".into(),
            cseq: 1,
            user_agent: String::new(),
            transport: model::Transport::Udp,
            received: "10.0.0.1:5060".into(),
            local: "10.0.0.2:5060".into(),
            path: vec![],
            q: 1000,
        })
    };
    let (store, _) = dir.open();
    let journal = store.journal();
    journal.put_binding(binding("sip:stays@10.0.0.1", 9_000));
    journal.put_binding(binding("sip:lapsed@10.0.0.1", 500));
    journal.put_binding(binding("sip:left@10.0.0.1", 9_000));
    journal.remove_binding(binding("sip:left@10.0.0.1", 9_000));
    store.close();
    let (_store, loaded) = dir.open();
    let contacts: Vec<_> = loaded.bindings.iter().map(|b| b.contact.as_str()).collect();
    assert_eq!(contacts, ["sip:stays@10.0.0.1"]);
}

#[test]
fn two_servers_cannot_share_a_data_directory() {
    let dir = Dir::new("lock");
    let (_store, _) = dir.open();
    assert!(matches!(Store::open(&dir.0, 0), Err(Error::InUse(_))));
}
