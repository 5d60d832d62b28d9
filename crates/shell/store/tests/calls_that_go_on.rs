//! Calls that outlive the process, and their rows of the call log.

mod common;

use common::{Dir, cdr};
use model::record::CallStatus;
use store::Store;

/// Opens a directory whose last process was killed while it had these calls: `true` for one whose row says that it is over.
fn killed(dir: &Dir, calls: &[(u64, bool)]) {
    let (store, _) = dir.open();
    let (journal, kept) = (store.journal(), store.kept_calls());
    for (call, is_over) in calls {
        journal.cdr(cdr(*call, true, *is_over));
        kept.keep(*call, format!("call {call}").into_bytes());
    }
    // Nothing is forgotten at the end: as when the process was killed.
    store.close();
}

#[test]
fn a_call_that_goes_on_has_an_open_row_and_any_other_ends_at_the_last_sign_of_life() {
    let dir = Dir::new("go-on");
    killed(&dir, &[(7, false), (8, false), (9, true)]);
    let (store, loaded) = Store::resume(&dir.0, 1_000, |text| text != b"call 8").unwrap();
    assert_eq!(loaded.calls, [b"call 7"], "8 cannot be read, and 9 is over by its row");
    let reader = store.reader().unwrap();
    let row = |call| {
        let row = reader.cdr(call).unwrap().unwrap();
        (row.outcome.status, row.times.end_ms)
    };
    assert_eq!(row(7), (CallStatus::InProgress, None));
    assert_eq!(row(8), (CallStatus::Answered, Some(1_000)));
    assert_eq!(row(9), (CallStatus::Answered, Some(30)));
    // It ends like any other, with the same row.
    store.journal().cdr(cdr(7, true, true));
    store.kept_calls().over(7);
    store.close();
    let (store, loaded) = Store::resume(&dir.0, 2_000, |_| true).unwrap();
    assert!(loaded.calls.is_empty());
    assert_eq!(store.reader().unwrap().cdr(7).unwrap().unwrap().times.end_ms, Some(30));
}

/// It was killed again before anything more was written of the call.
#[test]
fn a_call_goes_on_over_two_crashes() {
    let dir = Dir::new("twice");
    killed(&dir, &[(7, false)]);
    for _ in 0..2 {
        let (_store, loaded) = Store::resume(&dir.0, 1_000, |_| true).unwrap();
        assert_eq!(loaded.calls, [b"call 7"]);
    }
}

#[test]
fn where_nobody_asks_for_them_calls_end() {
    let dir = Dir::new("nobody");
    killed(&dir, &[(7, false)]);
    let (store, loaded) = dir.open();
    assert!(loaded.calls.is_empty());
    assert_eq!(store.reader().unwrap().cdr(7).unwrap().unwrap().times.end_ms, Some(1_000));
}
