//! What the disk, another program, or time does to a database that is in use: nothing that waits is lost, what is damaged is left
//! alone, and a backup takes its place. Full and read-only disks are tried on the real process (tools/e2e).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail it")]

mod common;

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use common::{Dir, cdr, save, with_trunk};
use model::{Nouns, Revision, Snapshot};
use rusqlite::Connection;
use store::{Condition, Error, Store, TroubleKind, automatic_backups, newest_good, recover};

const DATABASE: &str = "strowger.db";
const DAY_MS: u64 = 86_400_000;

fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < end, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn filled(dir: &Dir) -> (Store, Snapshot) {
    let (store, _) = dir.open();
    let base = Snapshot::factory().apply(&[]).unwrap();
    save(&store, &Snapshot::new(Nouns::default(), Revision(0)), &base);
    let changed = with_trunk(&base);
    save(&store, &base, &changed);
    (store, changed)
}

/// Overwrites pages in the middle of the closed database.
fn damage(dir: &Path) -> Vec<u8> {
    let file = dir.join(DATABASE);
    let mut bytes = fs::read(&file).unwrap();
    bytes.iter_mut().skip(4_200).for_each(|byte| *byte ^= 0x55);
    fs::write(&file, &bytes).unwrap();
    bytes
}

fn refusal(dir: &Dir) -> Error {
    match Store::open(&dir.0, 1_000) {
        Err(error) => error,
        Ok(_) => panic!("it opens"),
    }
}

/// Another program, a backup tool or a curious administrator, begins a transaction and goes for lunch.
#[test]
fn rows_wait_while_another_program_holds_the_database_and_are_written_when_it_lets_go() {
    let dir = Dir::new("locked");
    let (store, _) = filled(&dir);
    let other = Connection::open(dir.0.join(DATABASE)).unwrap();
    other.execute_batch("begin immediate").unwrap();
    for id in 1..=3 {
        store.journal().cdr(cdr(id, true, false));
    }
    let troubled = || store.condition().trouble.map(|trouble| trouble.kind);
    eventually("it is told", || troubled() == Some(TroubleKind::Locked));
    store.journal().cdr(cdr(3, true, true));
    store.journal().cdr(cdr(4, true, true));
    eventually("they wait", || store.condition().waiting == 4);
    other.execute_batch("rollback").unwrap();
    eventually("all is well again", || store.condition() == Condition::default());
    let reader = store.reader().unwrap();
    for id in 1..=4 {
        let kept = reader.cdr(id).unwrap().unwrap();
        assert_eq!(kept.times.end_ms.is_some(), id > 2, "call {id}");
    }
}

#[test]
fn a_change_that_cannot_be_written_is_refused_and_not_acknowledged() {
    let dir = Dir::new("locked-change");
    let (store, _) = filled(&dir);
    let other = Connection::open(dir.0.join(DATABASE)).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let (done, wait) = std::sync::mpsc::channel();
    store.put_setting("setup", "done".into(), move |result| done.send(result).unwrap());
    let error = wait.recv().unwrap().unwrap_err();
    assert_eq!(error.trouble(), Some(TroubleKind::Locked), "{error}");
    assert!(store.condition().trouble.is_some());
    other.execute_batch("rollback").unwrap();
    eventually("it heals without a row", || store.condition().trouble.is_none());
    assert_eq!(store.reader().unwrap().setting("setup").unwrap(), None);
}

#[test]
fn a_damaged_database_is_recognised_at_the_start_and_not_a_byte_of_it_is_written() {
    let dir = Dir::new("damaged");
    let (store, _) = filled(&dir);
    store.close();
    let bytes = damage(&dir.0);
    for _start in 1..=2 {
        let error = refusal(&dir);
        assert!(matches!(error, Error::DamagedDatabase { .. }), "{error}");
        assert_eq!(fs::read(dir.0.join(DATABASE)).unwrap(), bytes);
    }
    fs::write(dir.0.join(DATABASE), "precious ".repeat(100)).unwrap();
    assert!(matches!(refusal(&dir), Error::DamagedDatabase { .. }));
}

#[test]
fn the_last_good_backup_takes_the_place_of_a_damaged_database_which_is_kept_aside() {
    let dir = Dir::new("recover");
    let (store, changed) = filled(&dir);
    let good = store.back_up_by_itself(2 * DAY_MS, "1.2.3").unwrap().unwrap();
    let broken = store.back_up_by_itself(3 * DAY_MS, "1.2.3").unwrap().unwrap();
    fs::write(&broken, "cut off").unwrap();
    assert!(matches!(recover(&dir.0, None, 9_000), Err(Error::InUse(_))), "never under a running exchange");
    store.close();
    let bytes = damage(&dir.0);
    assert!(matches!(recover(&dir.0, Some(&broken), 9_000), Err(Error::NoBackup)));
    assert_eq!(fs::read(dir.0.join(DATABASE)).unwrap(), bytes);
    assert_eq!(newest_good(&dir.0).unwrap().path, good);
    let done = recover(&dir.0, None, 9_000).unwrap();
    assert_eq!(done.from, good);
    assert_eq!(fs::read(done.aside.unwrap().join(DATABASE)).unwrap(), bytes);
    let (_store, loaded) = dir.open();
    assert_eq!(loaded.nouns.unwrap(), (changed.nouns().clone(), changed.revision()));
    assert!(good.exists(), "the backup stays");
}

#[test]
fn a_backup_is_made_every_day_and_anew_after_changes_and_a_week_of_them_is_kept() {
    let dir = Dir::new("daily");
    let (store, changed) = filled(&dir);
    store.journal().cdr(cdr(1, true, true));
    for day in 1..=9_u64 {
        assert!(store.back_up_by_itself(day * DAY_MS, "1").unwrap().is_some(), "day {day}");
        assert!(store.back_up_by_itself(day * DAY_MS + 1_000, "1").unwrap().is_none(), "day {day}");
    }
    let before =
        store.reader().unwrap().history(&store::RecordQuery { limit: 9, ..Default::default() }).unwrap().1;
    let changed = Snapshot::new(changed.nouns().clone(), changed.revision().next());
    save(&store, &changed, &changed);
    assert_eq!(before, 2);
    assert!(store.back_up_by_itself(9 * DAY_MS + 2_000, "1").unwrap().is_none(), "not for every change");
    assert!(store.back_up_by_itself(9 * DAY_MS + 3_600_000, "1").unwrap().is_some(), "in place of the day's");
    assert!(store.back_up_by_itself(9 * DAY_MS + 2 * 3_600_000, "1").unwrap().is_none());
    let days: Vec<u64> = automatic_backups(&dir.0).iter().map(|backup| backup.at_ms / DAY_MS).collect();
    assert_eq!(days, [9, 8, 7, 6, 5, 4, 3]);
    let newest = store::Backup::open(&automatic_backups(&dir.0)[0].path, &store, None).unwrap();
    assert!(newest.contents.made.has_call_log);
}
