//! The call log as it is asked: by text, time, direction, fate, and by whose calls they were; and its end.

#![allow(clippy::unwrap_used, reason = "a test ends where it fails, in its helpers too")]

mod common;

use std::sync::mpsc;

use common::{Dir, cdr};
use model::{
    Cdr, Class, LineId, TrunkId, UserId,
    record::{
        CallStatus, CdrId, Charged, Direction, Party, Passed, Past, PastCalls, Payer, Stop, StopChange,
        StopOf,
    },
    toll::LimitWhen,
};
use store::{CdrFilter, CdrQuery, Reader, Store};

fn line(id: u32, name: &str, number: &str) -> Party {
    Party {
        name: name.into(),
        number: number.into(),
        user: Some(UserId(id)),
        line: Some(LineId(id + 100)),
        line_name: name.to_lowercase(),
        ..Party::default()
    }
}

fn trunk(id: u32, number: &str) -> Party {
    Party {
        number: number.into(),
        trunk: Some(TrunkId(id)),
        trunk_name: format!("trunk-{id}"),
        ..Party::default()
    }
}

fn call(id: u64, caller: Party, callee: Party, status: CallStatus) -> Box<Cdr> {
    let mut cdr = cdr(id, true, true);
    cdr.times.start_ms = id * 1_000;
    cdr.dialled.clone_from(&callee.number);
    (cdr.caller, cdr.callee, cdr.outcome.status) = (caller, callee, status);
    cdr
}

/// Four calls, each a second after the one before.
fn filled(dir: &Dir) -> Store {
    let (store, _) = dir.open();
    let journal = store.journal();
    journal.cdr(call(1, line(1, "Zoé", "201"), line(2, "Bob", "202"), CallStatus::Answered));
    journal.cdr(call(2, line(2, "Bob", "202"), trunk(5, "0145678900"), CallStatus::Busy));
    journal.cdr(call(3, trunk(5, "0611223344"), line(1, "Zoé", "201"), CallStatus::Answered));
    journal.cdr(call(4, line(1, "Zoé", "201"), trunk(6, "112"), CallStatus::Answered));
    store.close();
    dir.open().0
}

fn ids(reader: &Reader, query: CdrQuery) -> (Vec<u64>, u64, bool) {
    let page = reader.cdrs(&CdrQuery { limit: 10, ..query }).unwrap();
    (page.rows.iter().map(|row| row.id.0).collect(), page.total, page.is_exact)
}

#[test]
fn each_filter_and_all_of_them_together_choose_calls() {
    let dir = Dir::new("log-filter");
    let reader = filled(&dir).reader().unwrap();
    let none = CdrFilter::default();
    for (filter, expected) in [
        (none, vec![4, 3, 2, 1]),
        (CdrFilter { from_ms: Some(2_000), to_ms: Some(4_000), ..none }, vec![3, 2]),
        (CdrFilter { status: Some(CallStatus::Busy), ..none }, vec![2]),
        (CdrFilter { direction: Some(Direction::Inbound), ..none }, vec![3]),
        (CdrFilter { direction: Some(Direction::Outbound), from_ms: Some(3_000), ..none }, vec![4]),
        (CdrFilter { direction: Some(Direction::Outbound), status: Some(CallStatus::Busy), ..none }, vec![2]),
        (CdrFilter { user: Some(1), ..none }, vec![4, 3, 1]),
        (CdrFilter { user: Some(1), to_ms: Some(3_000), ..none }, vec![1]),
        (CdrFilter { user: Some(1), trunk: Some(5), ..none }, vec![3]),
        (CdrFilter { line: Some(102), status: Some(CallStatus::Answered), ..none }, vec![1]),
        (CdrFilter { trunk: Some(9), ..none }, vec![]),
    ] {
        let (found, total, is_exact) = ids(&reader, CdrQuery { filter, ..CdrQuery::default() });
        assert_eq!((&found, total, is_exact), (&expected, expected.len() as u64, true), "{filter:?}");
        let oldest_first = CdrQuery { filter, oldest_first: true, ..CdrQuery::default() };
        assert_eq!(
            ids(&reader, oldest_first).0,
            expected.into_iter().rev().collect::<Vec<_>>(),
            "{filter:?}"
        );
    }
}

#[test]
fn a_text_is_found_on_both_sides_in_any_case_and_without_accents() {
    let dir = Dir::new("log-text");
    let reader = filled(&dir).reader().unwrap();
    let all = CdrFilter::default();
    for (search, filter, expected) in [
        ("zoe", all, vec![4, 3, 1]),
        ("BOB", all, vec![2, 1]),
        ("4567", all, vec![2]),
        ("trunk-6", all, vec![4]),
        ("zoe", CdrFilter { trunk: Some(5), ..all }, vec![3]),
        ("zoe", CdrFilter { from_ms: Some(2_000), to_ms: Some(4_000), ..all }, vec![3]),
        ("zoe", CdrFilter { from_ms: Some(9_000), ..all }, vec![]),
        ("bob", CdrFilter { status: Some(CallStatus::Busy), ..all }, vec![2]),
        ("\" or text:", all, vec![]),
        ("bob*", all, vec![]),
    ] {
        let (found, total, _) =
            ids(&reader, CdrQuery { search: search.into(), filter, ..CdrQuery::default() });
        assert_eq!((&found, total), (&expected, expected.len() as u64), "{search} {filter:?}");
    }
    let short = CdrQuery { search: "11".into(), ..CdrQuery::default() };
    assert_eq!(ids(&reader, short), (vec![4, 3], 2, false), "only the latest are looked through");
    let short = CdrQuery {
        search: "11".into(),
        filter: CdrFilter { user: Some(1), to_ms: Some(4_000), ..all },
        ..CdrQuery::default()
    };
    assert_eq!(ids(&reader, short).0, [3]);
}

#[test]
fn old_calls_go_a_few_at_a_time_with_all_that_leads_to_them() {
    let dir = Dir::new("log-purge");
    let store = filled(&dir);
    let purge = |before, most| {
        let (tell, told) = mpsc::channel();
        store.purge_call_log(before, most, move |result| tell.send(result.unwrap()).unwrap());
        told.recv().unwrap()
    };
    assert_eq!((purge(3_000, 1), purge(3_000, 10), purge(3_000, 10)), (1, 1, 0));
    let reader = store.reader().unwrap();
    assert_eq!(ids(&reader, CdrQuery::default()).0, [4, 3]);
    assert_eq!(ids(&reader, CdrQuery { search: "bob".into(), ..CdrQuery::default() }).0, [0_u64; 0]);
    assert_eq!(ids(&reader, CdrQuery { search: "zoé".into(), ..CdrQuery::default() }).0, [4, 3]);
    let of_bob = CdrFilter { user: Some(2), ..CdrFilter::default() };
    assert_eq!(ids(&reader, CdrQuery { filter: of_bob, ..CdrQuery::default() }), (vec![], 0, true));
}

#[test]
fn a_call_that_is_written_twice_is_found_once() {
    let dir = Dir::new("log-twice");
    let (store, _) = dir.open();
    for status in [CallStatus::Failed, CallStatus::Answered] {
        store.journal().cdr(call(1, line(1, "Alice", "201"), line(1, "Alice", "201"), status));
    }
    store.close();
    let reader = dir.open().0.reader().unwrap();
    let by_text = CdrQuery { search: "alice".into(), ..CdrQuery::default() };
    assert_eq!(ids(&reader, by_text), (vec![1], 1, true));
    let filter = CdrFilter { user: Some(1), status: Some(CallStatus::Answered), ..CdrFilter::default() };
    assert_eq!(ids(&reader, CdrQuery { filter, ..CdrQuery::default() }).0, [1]);
}

/// Nobody restarts an exchange to find a call.
#[test]
fn a_call_is_found_soon_after_its_end_and_one_that_goes_on_by_that() {
    let dir = Dir::new("log-soon");
    let (store, _) = dir.open();
    store.journal().cdr(call(1, line(1, "Alice", "201"), line(2, "Bob", "202"), CallStatus::Answered));
    store.journal().cdr(cdr(2_000, true, false));
    let reader = store.reader().unwrap();
    let filter = CdrFilter { user: Some(2), ..CdrFilter::default() };
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while ids(&reader, CdrQuery { filter, ..CdrQuery::default() }).0 != [1] {
        assert!(std::time::Instant::now() < until, "it is not found");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let filter = CdrFilter { status: Some(CallStatus::InProgress), ..CdrFilter::default() };
    assert_eq!(ids(&reader, CdrQuery { filter, ..CdrQuery::default() }), (vec![2_000], 1, true));
}

#[test]
fn what_waits_for_the_index_when_the_process_dies_is_found_at_the_next_start() {
    let dir = Dir::new("log-killed");
    drop(filled(&dir));
    let db = rusqlite::Connection::open(dir.0.join("strowger.db")).unwrap();
    let undo = "insert into cdr_waiting (id, keys, text) select id, 'u77 sanswered', 'lost' from cdr";
    assert_eq!(db.execute(undo, []).unwrap(), 4);
    drop(db);
    drop(dir.open().0);
    let reader = dir.open().0.reader().unwrap();
    assert_eq!(ids(&reader, CdrQuery { search: "lost".into(), ..CdrQuery::default() }).1, 4);
}

/// Three hundred calls of users with much in common, of whom one is rare.
fn many(dir: &Dir) -> Store {
    let (store, _) = dir.open();
    let journal = store.journal();
    for id in 1..=300_u64 {
        let n = u32::try_from(id % 100).unwrap();
        let name = if n == 77 { "User 77 Láb".to_owned() } else { format!("User {n} Lab") };
        journal.cdr(call(id, line(n, &name, &format!("20{n:03}")), trunk(5, "112"), CallStatus::Answered));
    }
    journal.cdr(call(301, line(7, "Owner 77 Lane", "1"), trunk(5, "112"), CallStatus::Answered));
    store.close();
    dir.open().0
}

#[test]
fn a_rare_name_among_common_words_is_found_with_and_without_accents_and_nothing_else_is() {
    let dir = Dir::new("log-rare");
    let reader = many(&dir).reader().unwrap();
    let search = |search: &str| ids(&reader, CdrQuery { search: search.into(), ..CdrQuery::default() });
    assert_eq!(search("user 77 lab"), (vec![277, 177, 77], 3, true));
    assert_eq!(search("USER 77 LÁB").0, [277, 177, 77]);
    assert_eq!(search("er 77 la"), (vec![301, 277, 177, 77], 4, true), "Owner 77 Lane too");
    assert_eq!(search("owner 77 la").0, [301]);
    assert_eq!(search("user 77 lane"), (vec![], 0, true), "its parts are all there, in two calls");
    let oldest = CdrQuery { search: "user 77 lab".into(), oldest_first: true, ..CdrQuery::default() };
    assert_eq!(ids(&reader, oldest).0, [77, 177, 277]);
    let filter = CdrFilter { user: Some(77), from_ms: Some(100_000), ..CdrFilter::default() };
    let both = CdrQuery { search: "user 77 lab".into(), filter, ..CdrQuery::default() };
    assert_eq!(ids(&reader, both), (vec![277, 177], 2, true));
}

#[test]
fn a_page_further_back_than_calls_are_looked_at_is_found_by_the_whole_text() {
    let dir = Dir::new("log-deep");
    let reader = many(&dir).reader().unwrap();
    let deep = CdrQuery { search: "user 77 lab".into(), offset: 2, limit: 1_000, ..CdrQuery::default() };
    let page = reader.cdrs(&deep).unwrap();
    assert_eq!((page.rows.len(), page.rows[0].id.0, page.total), (1, 77, 3));
}

/// What the limits count on with after a restart: sums by who paid, class, trunk and hour, without what a lifted stop forgave.
#[test]
fn calls_that_cost_something_are_summed_up_and_stops_are_kept_until_they_are_lifted() {
    const HOUR_MS: u64 = 3_600_000;
    let dir = Dir::new("log-charged");
    let (store, _) = dir.open();
    let journal = store.journal();
    let user = Payer::User(UserId(1));
    let charged = |id: u64, payer, class, minutes: u64| {
        let mut cdr = call(id, line(1, "Zoé", "201"), trunk(6, "0899123456"), CallStatus::Answered);
        cdr.times.start_ms = 100 * HOUR_MS + id;
        cdr.times.answer_ms = (minutes > 0).then_some(cdr.times.start_ms + 5);
        cdr.times.end_ms = Some(cdr.times.start_ms + 5 + minutes.saturating_sub(1) * 60_000 + 1);
        cdr.charged = Some(Charged { payer, class });
        cdr
    };
    journal.cdr(charged(1, user, Class::Premium, 3));
    journal.cdr(charged(2, user, Class::Premium, 0));
    journal.cdr(charged(3, Payer::Trunk(TrunkId(5)), Class::National, 1));
    journal.cdr(call(4, line(1, "Zoé", "201"), trunk(6, "101"), CallStatus::Answered));
    let of = StopOf { payer: user, class: Some(Class::Premium) };
    let stop = Stop {
        of,
        since_ms: 100 * HOUR_MS + 9,
        passed: Passed::CallsHour,
        cap: 2,
        when: LimitWhen::Always,
        call: CdrId(5),
        number: "0899123456".into(),
    };
    journal.stop(StopChange::Began(Box::new(stop.clone())));
    store.close();
    let (store, loaded) = dir.open();
    assert_eq!(loaded.stops, [stop]);
    let past = |store: &Store| {
        let mut past = store.reader().unwrap().past_calls(101 * HOUR_MS).unwrap();
        past.calls.sort_by_key(|past| past.payer);
        past
    };
    let row = |payer, class, calls, minutes| PastCalls {
        payer,
        class,
        trunk: Some(TrunkId(6)),
        hour: 100,
        calls,
        minutes,
    };
    let by_trunk = row(Payer::Trunk(TrunkId(5)), Class::National, 1, 1);
    let calls = vec![row(user, Class::Premium, 2, 3), by_trunk];
    assert_eq!(past(&store), Past { calls: calls.clone(), lifted: vec![] });
    let later = store.reader().unwrap().past_calls(125 * HOUR_MS).unwrap();
    assert_eq!(later, Past::default(), "a day later nothing counts");
    store.journal().stop(StopChange::Lifted { of, at_ms: 100 * HOUR_MS + 20 });
    store.close();
    let (store, loaded) = dir.open();
    assert_eq!(loaded.stops, []);
    assert_eq!(past(&store), Past { calls, lifted: vec![(of, 100 * HOUR_MS + 20)] });
}
