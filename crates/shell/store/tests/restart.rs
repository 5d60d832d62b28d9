#![allow(clippy::unwrap_used, reason = "a helper of a test fails it by panicking")]
//! What was kept is there after a restart, exactly once.

mod common;

use common::{Dir, cdr, save, with_trunk};
use model::{
    Binding, Revision, Snapshot,
    record::{BindingOwner, CallStatus},
};
use store::{AuditEntry, CdrPage, CdrQuery, Error, NounEdit, RecordQuery, Store};

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

    let reader = store.reader().unwrap();
    let query = |search: &str| RecordQuery { search: search.into(), limit: 10, ..RecordQuery::default() };
    let (history, total) = reader.history(&query("")).unwrap();
    assert_eq!((history.len(), total), (2, 2));
    assert!(!format!("{history:?}").contains("Wq7"), "the list shows no password");
    assert_eq!(reader.history(&query("Wq7")).unwrap().1, 0, "nor is one found");
    assert_eq!(reader.history(&query("to-b")).unwrap().1, 1);
    assert_eq!(reader.history(&query("1")).unwrap().0.last().unwrap().number, 1);
    let (_, edits) = reader.revision(changed.revision().0).unwrap().unwrap();
    assert_eq!(edits.len(), 1);
    assert_eq!(
        (&edits[0].before, edits[0].after.as_ref()),
        (&None, changed.nouns().get(edits[0].id).as_ref())
    );
    let mut seen = vec![];
    reader.each_change_back(0, 9, |number, edits| seen.push((number, edits.len()))).unwrap();
    assert_eq!(seen, [(2, 1), (1, 3)]);
    assert!(reader.revision(9).unwrap().is_none() && !reader.has_revision(9).unwrap());
}

#[test]
fn a_change_of_a_release_that_kept_no_passwords_in_the_history_says_so() {
    let dir = Dir::new("early");
    let (store, _) = dir.open();
    let base = Snapshot::factory().apply(&[]).unwrap();
    let changed = with_trunk(&base);
    save(&store, &base, &changed);
    store.close();
    let database = rusqlite::Connection::open(dir.0.join("strowger.db")).unwrap();
    database.execute("update revision set secrets = null", []).unwrap();
    let (store, _) = dir.open();
    let (_, edits) = store.reader().unwrap().revision(changed.revision().0).unwrap().unwrap();
    let mut noun = edits[0].after.clone().unwrap();
    assert!(NounEdit::lacks_passwords(&noun));
    let now = changed.nouns().get(noun.id()).unwrap();
    NounEdit::fill_passwords(&mut noun, &now);
    assert!(!NounEdit::lacks_passwords(&noun));
    assert_eq!(noun, now);
}

#[test]
fn what_is_noted_is_listed_the_newest_first_and_searched() {
    let dir = Dir::new("audit");
    let (store, _) = dir.open();
    for (at_ms, act) in [(1, "secrets_shown"), (2, "backup_taken")] {
        let body = serde_json::json!({"name": "to-b"});
        let entry = AuditEntry { at_ms, author: "administrator ada".into(), act: act.into(), body };
        let (done, wait) = std::sync::mpsc::channel();
        store.note(entry, move |result| done.send(result).unwrap());
        wait.recv().unwrap().unwrap();
    }
    let reader = store.reader().unwrap();
    let found = |search: &str| {
        let query = RecordQuery { search: search.into(), limit: 10, ..RecordQuery::default() };
        let (rows, total) = reader.audit(&query).unwrap();
        (rows.into_iter().map(|row| row.entry.act).collect::<Vec<_>>(), total)
    };
    assert_eq!(found("ADA"), (vec!["backup_taken".to_owned(), "secrets_shown".to_owned()], 2));
    assert_eq!(found("secrets").1, 1);
    assert_eq!(found("bob").1, 0);
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
    let query = CdrQuery { limit: 10, ..CdrQuery::default() };
    let CdrPage { rows, total, .. } = store.reader().unwrap().cdrs(&query).unwrap();
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

/// Killed at night, started in the morning: nobody spoke all those hours.
#[test]
fn a_call_that_nobody_saw_end_lasted_as_long_as_the_exchange_lived() {
    let dir = Dir::new("heartbeat");
    let (store, _) = dir.open();
    store.journal().cdr(cdr(7, true, false));
    store.close();
    let last_sign = std::time::UNIX_EPOCH + std::time::Duration::from_millis(400);
    let lock = std::fs::OpenOptions::new().write(true).open(dir.0.join("lock")).unwrap();
    lock.set_modified(last_sign).unwrap();
    drop(lock);
    let (store, _) = dir.open();
    assert_eq!(store.reader().unwrap().cdr(7).unwrap().unwrap().times.end_ms, Some(400));
}

#[test]
fn a_server_that_runs_leaves_a_sign_of_life() {
    let dir = Dir::new("sign");
    let began = std::time::SystemTime::now();
    std::fs::create_dir_all(&dir.0).unwrap();
    std::fs::File::create(dir.0.join("lock")).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    let (store, _) = dir.open();
    store.close();
    let sign = std::fs::metadata(dir.0.join("lock")).unwrap().modified().unwrap();
    assert!(sign + std::time::Duration::from_secs(1) > began, "{sign:?}");
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
            instance: None,
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
