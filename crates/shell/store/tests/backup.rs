//! Backups: what is in them, what is none, and who may come in after one is restored.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail it")]

mod common;

use std::{fs, path::Path, sync::mpsc};

use common::{Dir, cdr, save, with_trunk};
use model::{Administrator, AdministratorName, Language, Nouns, Revision, Role, Snapshot};
use rusqlite::Connection;
use store::{
    Backup, BackupMade, Error, KeptAdministrator, KeptToken, NewSession, RestoredAccess, Spared, Store,
};

fn made(has_call_log: bool) -> BackupMade {
    BackupMade { at_ms: 7, version: "1.2.3".into(), has_call_log }
}

fn administrator(username: &str, role: Role, hash: &str) -> KeptAdministrator {
    let username = AdministratorName::parse(username).unwrap();
    let administrator = Administrator { username, role, language: Language::En, enabled: true };
    KeptAdministrator { id: 0, administrator, password_hash: hash.into(), created_ms: 3, last_login_ms: None }
}

fn token(name: &str) -> KeptToken {
    KeptToken {
        name: name.into(),
        role: Role::Operator,
        created_ms: 1,
        expires_ms: None,
        last_used_ms: None,
        author: "owner".into(),
    }
}

fn wait<T: Send + 'static>(order: impl FnOnce(Box<dyn FnOnce(Result<T, Error>) + Send>)) -> T {
    let (done, wait) = mpsc::channel();
    order(Box::new(move |result| done.send(result).unwrap()));
    wait.recv().unwrap().unwrap()
}

fn refusal(file: &Path, store: &Store) -> Error {
    match Backup::open(file, store, None) {
        Err(error) => error,
        Ok(_) => panic!("it opens"),
    }
}

fn filled(dir: &Dir) -> (Store, Snapshot) {
    let (store, _) = dir.open();
    let base = Snapshot::factory().apply(&[]).unwrap();
    save(&store, &Snapshot::new(Nouns::default(), Revision(0)), &base);
    let changed = with_trunk(&base);
    save(&store, &base, &changed);
    for id in 1..=3 {
        store.journal().cdr(cdr(id, true, true));
    }
    let ada = administrator("ada", Role::Administrator, "hash-of-ada");
    let id =
        wait(|reply| store.create_administrator(ada.administrator, ada.password_hash, 3, reply)).unwrap();
    let session = NewSession { sha256: [1; 32], administrator_id: id, at_ms: 4, forget_before_ms: 0 };
    wait(|reply| store.begin_session(session, reply));
    assert!(wait(|reply| store.create_token(token("ops"), [2; 32], reply)));
    (store, changed)
}

#[test]
fn a_backup_has_everything_but_sessions_and_the_call_log_where_it_is_asked_for() {
    let dir = Dir::new("backup-all");
    let (store, changed) = filled(&dir);
    for has_call_log in [false, true] {
        let file = dir.0.join(format!("{has_call_log}.backup"));
        store.write_backup(&file, &made(has_call_log), None).unwrap();
        let backup = Backup::open(&file, &store, None).unwrap();
        assert_eq!(&backup.nouns().unwrap(), changed.nouns(), "with its passwords");
        let contents = &backup.contents;
        assert_eq!((contents.revision, contents.revisions, &contents.made), (2, 2, &made(has_call_log)));
        assert_eq!(contents.calls, if has_call_log { 3 } else { 0 });
        assert_eq!(backup.administrators().unwrap()[0].password_hash, "hash-of-ada");
        assert_eq!(backup.tokens().unwrap(), [(token("ops"), vec![2; 32])]);
        let db = Connection::open(&file).unwrap();
        let sessions: i64 = db.query_row("select count(*) from session", [], |row| row.get(0)).unwrap();
        assert_eq!(sessions, 0);
        if has_call_log {
            let ids: Vec<u64> = backup.calls_after(1, 5).unwrap().iter().map(|call| call.id.0).collect();
            assert_eq!(ids, [2, 3]);
        }
    }
    assert!(store.size().unwrap() > 0);
}

#[test]
fn what_is_no_backup_or_is_damaged_or_of_a_later_release_is_told_apart() {
    let dir = Dir::new("backup-none");
    let (store, _) = filled(&dir);
    let file = dir.0.join("x");
    for nothing in [&b""[..], b"SQLite format 3\0", &[0; 5000]] {
        fs::write(&file, nothing).unwrap();
        let error = refusal(&file, &store);
        assert!(matches!(error, Error::NoBackup | Error::Damaged(_)), "{error}");
    }
    fs::remove_file(&file).unwrap();
    Connection::open(&file).unwrap().execute_batch("create table setting (name, value)").unwrap();
    assert!(matches!(refusal(&file, &store), Error::NoBackup), "another program's database");
    fs::remove_file(&file).unwrap();
    store.write_backup(&file, &made(true), None).unwrap();
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    assert!(matches!(refusal(&file, &store), Error::Damaged(_) | Error::Database(_)));
    let mut scrambled = whole.clone();
    scrambled[4096..40_000].iter_mut().for_each(|byte| *byte ^= 0x55);
    fs::write(&file, &scrambled).unwrap();
    let error = refusal(&file, &store);
    assert!(matches!(error, Error::Damaged(_)), "{error}");
    fs::write(&file, &whole).unwrap();
    Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(refusal(&file, &store), Error::Newer { found: 99, .. }));
}

#[test]
fn whoever_restores_stays_as_he_is_and_signed_in_and_all_others_are_as_the_backup_has_them() {
    let dir = Dir::new("restore-access");
    let (store, _) = filled(&dir);
    let eve = administrator("eve", Role::Administrator, "hash-of-eve");
    let eve_id =
        wait(|reply| store.create_administrator(eve.administrator, eve.password_hash, 3, reply)).unwrap();
    let session = NewSession { sha256: [9; 32], administrator_id: eve_id, at_ms: 4, forget_before_ms: 0 };
    wait(|reply| store.begin_session(session, reply));
    let restored = RestoredAccess {
        administrators: Some(vec![
            administrator("ADA", Role::Operator, "older"),
            administrator("bob", Role::ReadOnly, "hash-of-bob"),
        ]),
        tokens: vec![(token("old"), vec![7; 32])],
        spared: Spared::Administrator("ada".into()),
    };
    wait(|reply| store.restore_access(restored, reply));
    let reader = store.reader().unwrap();
    let all = reader.administrators().unwrap();
    let told: Vec<_> = all
        .iter()
        .map(|it| (it.administrator.username.as_str(), it.administrator.role, it.password_hash.as_str()))
        .collect();
    assert_eq!(told, [("ada", Role::Administrator, "hash-of-ada"), ("bob", Role::ReadOnly, "hash-of-bob")]);
    assert!(reader.session(&[1; 32]).unwrap().is_some() && reader.session(&[9; 32]).unwrap().is_none());
    let tokens: Vec<_> = reader.tokens().unwrap().into_iter().map(|token| token.name).collect();
    assert_eq!(tokens, ["old"]);
    // The other way round: by a token, with a backup that has no administrators.
    let restored =
        RestoredAccess { administrators: None, tokens: vec![], spared: Spared::Token("old".into()) };
    wait(|reply| store.restore_access(restored, reply));
    assert_eq!(reader.administrators().unwrap().len(), 2);
    assert_eq!(reader.tokens().unwrap().len(), 1);
}

#[test]
fn calls_are_added_where_they_are_missing_and_found_by_text() {
    let dir = Dir::new("add-calls");
    let (store, _) = filled(&dir);
    let calls = (2..=5).map(|id| *cdr(id, true, true)).collect();
    assert_eq!(wait(|reply| store.add_calls(calls, reply)), 2);
    let query = store::CdrQuery { search: "alice".into(), limit: 10, ..store::CdrQuery::default() };
    let found = || store.reader().unwrap().cdrs(&query).unwrap().rows.len();
    // They are taken into the index together, a second later.
    let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while found() < 5 && std::time::Instant::now() < end {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(found(), 5);
}
