//! Passwords at rest: sealed whatever release wrote them, opened with the key only, and nothing lost where that is not there.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail it")]

mod common;

use std::{fs, path::Path};

use common::{Dir, old, save, with_trunk};
use model::{Noun, NounId, Nouns, Revision, Snapshot};
use store::{Backup, BackupMade, Error, NounEdit, Place, Store};

const KEY: &str = "secret.key";

/// All bytes of the files in a data directory that may hold passwords.
fn bytes(dir: &Path) -> Vec<u8> {
    let mut all = vec![];
    for entry in fs::read_dir(dir).unwrap().flatten() {
        if entry.file_type().unwrap().is_file() {
            all.extend(fs::read(entry.path()).unwrap());
        }
    }
    all
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

fn password(noun: Option<&Noun>) -> &str {
    match noun {
        Some(Noun::Line(line)) => line.password.expose(),
        other => panic!("{other:?}"),
    }
}

fn refusal(dir: &Path) -> Error {
    match Store::open(dir, 1_000) {
        Err(error) => error,
        Ok(_) => panic!("it opens"),
    }
}

/// A data directory with a trunk whose password is known.
fn filled(dir: &Dir) -> Snapshot {
    let (store, _) = dir.open();
    let base = Snapshot::factory().apply(&[]).unwrap();
    save(&store, &Snapshot::new(Nouns::default(), Revision(0)), &base);
    let changed = with_trunk(&base);
    save(&store, &base, &changed);
    changed
}

#[test]
fn a_database_of_every_earlier_release_is_sealed_at_the_first_start_and_loses_nothing() {
    let [line, line_before, trunk, register] = old::PASSWORDS;
    for schema in 1..=old::SCHEMAS.len() {
        let dir = Dir::new(&format!("sealing-{schema}"));
        old::directory(&dir.0, schema);
        assert!(holds(&bytes(&dir.0), line), "schema {schema}: in clear before");
        for start in 1..=2 {
            let (store, loaded) = dir.open();
            let (nouns, _) = loaded.nouns.unwrap();
            let found = nouns.get(NounId::Line(model::LineId(3)));
            assert_eq!(password(found.as_ref()), line, "schema {schema}, start {start}");
            let [found] = nouns.trunks.values().collect::<Vec<_>>()[..] else { panic!("one trunk") };
            assert_eq!(found.auth.password.as_ref().unwrap().expose(), trunk);
            assert_eq!(found.register.as_ref().unwrap().password.as_ref().unwrap().expose(), register);
            let reader = store.reader().unwrap();
            assert_eq!(reader.cdr(7).unwrap().unwrap().id.0, 7);
            assert_eq!(reader.tokens().unwrap()[0].name, "ops");
            let (_, edits) = reader.revision(1).unwrap().unwrap();
            assert!(
                NounEdit::lacks_passwords(edits[0].after.as_ref().unwrap()),
                "it had none in its history"
            );
            if schema >= 3 {
                let (_, edits) = reader.revision(2).unwrap().unwrap();
                assert_eq!(password(edits[0].before.as_ref()), line_before);
                assert_eq!(password(edits[0].after.as_ref()), line);
            }
            for password in old::PASSWORDS {
                assert!(!holds(&bytes(&dir.0), password), "schema {schema}, start {start}: {password}");
            }
        }
    }
}

#[test]
fn what_is_saved_is_nowhere_in_clear() {
    let dir = Dir::new("sealing-saved");
    let changed = filled(&dir);
    let secret = changed.nouns().trunks.values().next().unwrap().auth.password.clone().unwrap();
    let (store, loaded) = dir.open();
    assert_eq!(loaded.nouns.unwrap().0, *changed.nouns());
    assert!(!holds(&bytes(&dir.0), secret.expose()));
    let file = dir.0.join("x.backup");
    store.write_backup(&file, &BackupMade::default(), Some("trois petits chats")).unwrap();
    assert!(!holds(&fs::read(&file).unwrap(), secret.expose()), "nor in a backup");
}

/// The key is what a restored disk, or a copied folder, forgets most easily.
#[test]
fn without_its_key_a_database_is_refused_and_left_as_it_is() {
    let dir = Dir::new("sealing-key");
    let changed = filled(&dir);
    let (key, aside) = (dir.0.join(KEY), dir.0.join("aside"));
    let database = fs::read(dir.0.join("strowger.db")).unwrap();
    fs::rename(&key, &aside).unwrap();
    let error = refusal(&dir.0);
    assert!(matches!(error, Error::KeyMissing(_)) && error.to_string().contains("secret.key"), "{error}");
    assert!(!key.exists(), "no other key takes its place");
    let (_other, _) = Dir::new("sealing-other-key").open();
    let other = Dir::new("sealing-another");
    drop(other.open());
    fs::copy(other.0.join(KEY), &key).unwrap();
    assert!(matches!(refusal(&dir.0), Error::KeyWrong(_)));
    fs::write(&key, "what is this?").unwrap();
    assert!(matches!(refusal(&dir.0), Error::KeyUnreadable(_)));
    assert_eq!(fs::read(dir.0.join("strowger.db")).unwrap(), database, "not a byte is another");
    fs::rename(&aside, &key).unwrap();
    let (_store, loaded) = dir.open();
    assert_eq!(loaded.nouns.unwrap().0, *changed.nouns());
}

#[test]
fn the_key_can_be_kept_elsewhere() {
    let (dir, elsewhere) = (Dir::new("sealing-elsewhere"), Dir::new("sealing-keys"));
    fs::create_dir_all(&elsewhere.0).unwrap();
    let place = Place { data_dir: dir.0.clone(), secret_key: Some(elsewhere.0.join("exchange.key")) };
    for _start in 1..=2 {
        let (_store, _) = Store::open(place.clone(), 1_000).unwrap();
        assert!(elsewhere.0.join("exchange.key").exists() && !dir.0.join(KEY).exists());
    }
    assert!(matches!(refusal(&dir.0), Error::KeyMissing(_)));
}

#[test]
fn a_backup_goes_to_another_machine_by_its_passphrase_and_back_to_its_own_without() {
    let (dir, other) = (Dir::new("sealing-backup"), Dir::new("sealing-machine"));
    let changed = filled(&dir);
    let (here, _) = dir.open();
    let (there, _) = other.open();
    let (with, without) = (dir.0.join("with"), dir.0.join("without"));
    here.write_backup(&with, &BackupMade::default(), Some("trois petits chats")).unwrap();
    here.write_backup(&without, &BackupMade::default(), None).unwrap();
    let nouns = |file: &Path, store: &Store, passphrase| {
        Backup::open(file, store, passphrase).and_then(|backup| backup.nouns())
    };
    for file in [&with, &without] {
        assert_eq!(&nouns(file, &here, None).unwrap(), changed.nouns());
    }
    assert_eq!(&nouns(&with, &there, Some("trois petits chats")).unwrap(), changed.nouns());
    assert!(matches!(nouns(&with, &there, None), Err(Error::PassphraseNeeded)));
    assert!(matches!(nouns(&with, &there, Some("x")), Err(Error::WrongPassphrase)));
    assert!(matches!(nouns(&without, &there, Some("x")), Err(Error::ForeignKey)));
}

#[test]
fn a_sealed_password_is_not_taken_in_another_place() {
    let dir = Dir::new("sealing-moved");
    filled(&dir);
    let db = rusqlite::Connection::open(dir.0.join("strowger.db")).unwrap();
    let moved =
        "update revision set secrets = (select secrets from revision where number = 1) where number = 2";
    assert_eq!(db.execute(moved, []).unwrap(), 1);
    let (store, _) = dir.open();
    assert!(matches!(store.reader().unwrap().revision(2), Err(Error::Sealed(_))));
}
