//! What a crash, a power cut, or a disk does to the database: a change is there whole or not at all, and what cannot be read
//! is named.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail it")]

mod common;

use std::{fs, os::unix::fs::PermissionsExt, path::Path, sync::mpsc};

use common::{Dir, cdr, save, with_trunk};
use model::{Nouns, Revision, Snapshot, record::CallStatus};
use rusqlite::Connection;
use store::{CdrPage, CdrQuery, Error, Store};

const DATABASE: &str = "strowger.db";
const LOG: &str = "strowger.db-wal";

/// Copies the database as it stands on the disk while its server runs: what a killed process leaves behind.
fn copy(from: &Dir, to: &Dir) {
    fs::create_dir_all(&to.0).unwrap();
    for file in [DATABASE, LOG, "secret.key"] {
        fs::copy(from.0.join(file), to.0.join(file)).unwrap();
    }
}

/// Saves the configuration of a new exchange, and returns it.
fn save_factory(store: &Store) -> Snapshot {
    let base = Snapshot::factory().apply(&[]).unwrap();
    save(store, &Snapshot::new(Nouns::default(), Revision(0)), &base);
    base
}

/// Changes the closed database by hand.
fn spoil(dir: &Path, sql: &str) {
    assert_eq!(Connection::open(dir.join(DATABASE)).unwrap().execute(sql, []).unwrap(), 1, "{sql}");
}

fn refusal(dir: &Dir) -> String {
    match Store::open(&dir.0, 1_000) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("it opens"),
    }
}

#[test]
fn what_was_answered_survives_the_death_of_the_process() {
    let (dir, after) = (Dir::new("killed"), Dir::new("killed-after"));
    let (store, _) = dir.open();
    let changed = with_trunk(&save_factory(&store));
    save(&store, &Snapshot::factory().apply(&[]).unwrap(), &changed);
    copy(&dir, &after);
    let (_store, loaded) = after.open();
    assert_eq!(loaded.nouns.unwrap(), (changed.nouns().clone(), changed.revision()));
}

/// The log is cut off at every place of a change in it, as a power cut does: old or new, never between.
#[test]
fn a_change_is_there_whole_or_not_at_all() {
    let (dir, after) = (Dir::new("power"), Dir::new("power-after"));
    let (store, _) = dir.open();
    let base = save_factory(&store);
    let before = fs::metadata(dir.0.join(LOG)).unwrap().len();
    let changed = with_trunk(&base);
    save(&store, &base, &changed);
    let end = fs::metadata(dir.0.join(LOG)).unwrap().len();
    assert!(end > before, "the change is in the log");
    let mut outcomes = (0, 0);
    let places = (before..end).step_by(usize::try_from((end - before) / 24).unwrap()).chain([end]);
    for place in places {
        let _ = fs::remove_dir_all(&after.0);
        copy(&dir, &after);
        fs::OpenOptions::new().write(true).open(after.0.join(LOG)).unwrap().set_len(place).unwrap();
        let (store, loaded) = after.open();
        let (nouns, revision) = loaded.nouns.unwrap();
        let (_, revisions) = store
            .reader()
            .unwrap()
            .history(&store::RecordQuery { limit: 10, ..store::RecordQuery::default() })
            .unwrap();
        if revision == changed.revision() {
            assert_eq!((&nouns, revisions), (changed.nouns(), 2), "cut at {place}");
            outcomes.1 += 1;
        } else {
            assert_eq!((&nouns, revision, revisions), (base.nouns(), base.revision(), 1), "cut at {place}");
            outcomes.0 += 1;
        }
    }
    assert!(outcomes.0 >= 24 && outcomes.1 >= 1, "{outcomes:?}");
}

#[test]
fn a_document_that_cannot_be_read_is_named_with_its_kind_and_number() {
    let dir = Dir::new("document");
    let (store, _) = dir.open();
    let base = save_factory(&store);
    let changed = with_trunk(&base);
    save(&store, &base, &changed);
    let id = changed.nouns().trunks.keys().next().unwrap().to_string();
    store.close();
    spoil(&dir.0, "update noun set body = '{}' where kind = 'trunk'");
    let text = refusal(&dir);
    assert!(text.contains(&format!("a trunk {id} that cannot be read")), "{text}");
}

#[test]
fn a_noun_of_another_world_and_an_id_that_is_none_are_named() {
    let dir = Dir::new("noun");
    let (store, _) = dir.open();
    save_factory(&store);
    store.close();
    spoil(&dir.0, "insert into noun values ('teapot', 1, '{}', '{}')");
    let text = refusal(&dir);
    assert!(text.contains("\"teapot\" is no noun"), "{text}");
    spoil(&dir.0, "delete from noun where kind = 'teapot'");
    spoil(&dir.0, "update setting set value = 'x' where name = 'last_id'");
    let text = refusal(&dir);
    assert!(text.contains("\"x\" is no id"), "{text}");
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let dir = Dir::new("no-database");
    fs::create_dir_all(&dir.0).unwrap();
    let text = "something precious ".repeat(100);
    fs::write(dir.0.join(DATABASE), &text).unwrap();
    assert!(matches!(Store::open(&dir.0, 0), Err(Error::DamagedDatabase { .. })));
    assert_eq!(fs::read_to_string(dir.0.join(DATABASE)).unwrap(), text);
}

/// Registrations and the call log are worth less than an exchange that starts.
#[test]
fn a_damaged_row_of_the_call_log_does_not_keep_the_exchange_from_starting() {
    let dir = Dir::new("damaged-rows");
    let (store, _) = dir.open();
    store.journal().cdr(cdr(7, true, false));
    store.journal().cdr(cdr(8, false, false));
    store.close();
    spoil(&dir.0, "update cdr set body = '{}' where id = 7");
    spoil(&dir.0, "insert into binding values ('line 1', 'sip:a@h', 9000, '{}')");
    let (store, loaded) = dir.open();
    assert!(loaded.bindings.is_empty());
    let reader = store.reader().unwrap();
    assert!(matches!(reader.cdr(7), Err(Error::Document { kind, .. }) if kind == "call"));
    let closed = reader.cdr(8).unwrap().unwrap();
    assert_eq!((closed.outcome.status, closed.times.end_ms), (CallStatus::Failed, Some(1_000)));
}

/// A revision twice would let two administrators overwrite each other: the second change leaves nothing behind.
#[test]
fn a_revision_is_written_once_and_a_refused_one_leaves_no_noun() {
    let dir = Dir::new("revision");
    let (store, _) = dir.open();
    let base = save_factory(&store);
    let changed = with_trunk(&base);
    let (done, wait) = mpsc::channel();
    let again = store::Written {
        difference: changed.difference(&base),
        revision: base.revision(),
        last_id: changed.nouns().last_id,
        author: store::Author {
            name: "other".into(),
            at_ms: 6,
            summary: "the same number".into(),
            details: serde_json::json!({}),
        },
        audit: vec![],
    };
    store.apply(again, move |result| done.send(result).unwrap());
    assert!(matches!(wait.recv().unwrap(), Err(Error::Database(_))));
    store.close();
    let (_store, loaded) = dir.open();
    assert_eq!(loaded.nouns.unwrap(), (base.nouns().clone(), base.revision()));
}

#[test]
fn a_backup_can_be_started_from_and_only_its_owner_reads_it() {
    let (dir, copy) = (Dir::new("backup"), Dir::new("backup-copy"));
    let (store, _) = dir.open();
    let base = save_factory(&store);
    fs::create_dir_all(&copy.0).unwrap();
    let file = copy.0.join(DATABASE);
    let made = store::BackupMade { at_ms: 5, version: "0".into(), has_call_log: true };
    store.write_backup(&file, &made, None).unwrap();
    fs::copy(dir.0.join("secret.key"), copy.0.join("secret.key")).unwrap();
    assert!(store.write_backup(&file, &made, None).is_err(), "a file that is there is never written over");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let (_store, loaded) = copy.open();
    assert_eq!(loaded.nouns.unwrap(), (base.nouns().clone(), base.revision()));
}

#[test]
fn the_call_log_is_searched_by_text_and_not_by_pattern() {
    let dir = Dir::new("search");
    let (store, _) = dir.open();
    for id in 1..=5 {
        store.journal().cdr(cdr(id, true, true));
    }
    store.close();
    let (store, _) = dir.open();
    let reader = store.reader().unwrap();
    let found = |search: &str, limit, offset| {
        let query =
            CdrQuery { search: search.into(), limit, offset, oldest_first: true, ..CdrQuery::default() };
        let CdrPage { rows, total, .. } = reader.cdrs(&query).unwrap();
        (rows.iter().map(|row| row.id.0).collect::<Vec<_>>(), total)
    };
    assert_eq!(found("ALICE", 2, 1), (vec![2, 3], 5));
    assert_eq!(found("**99", 9, 4), (vec![5], 5));
    for nothing in ["%", "_", "\\", "bob"] {
        assert_eq!(found(nothing, 9, 0), (vec![], 0), "{nothing}");
    }
}
