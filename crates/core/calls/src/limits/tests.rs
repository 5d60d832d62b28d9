//! The ledger alone: what passes, what stops, what is forgotten.

use std::time::Duration;

use model::{
    Change, GeneralDraft, UserId,
    toll::{LimitDraft, LimitOf},
};

use super::*;

const PAYER: Payer = Payer::User(UserId(7));

fn snapshot(limits: Vec<LimitDraft>) -> Snapshot {
    let draft =
        GeneralDraft { limit: Some(limits), opening_hours: Some("always".into()), ..GeneralDraft::default() };
    Snapshot::factory().apply(&[Change::General(draft)]).unwrap()
}

fn premium(draft: LimitDraft) -> LimitDraft {
    LimitDraft { of: Some(LimitOf::User), class: Some("premium".into()), ..draft }
}

fn account(snapshot: &Snapshot) -> Account<'_> {
    Account { payer: PAYER, policy: &LimitsPolicy::Default, limits: snapshot.general().toll.limits() }
}

const fn asked(class: Class) -> Asked<'static> {
    Asked { call: CdrId(1), number: "0899123456", class }
}

#[test]
fn the_call_that_would_pass_a_limit_makes_the_stop_and_no_other_class_feels_it() {
    let snapshot = snapshot(vec![premium(LimitDraft { calls_hour: Some(2), ..LimitDraft::default() })]);
    let mut ledger = Ledger::new(&snapshot);
    let now = Moment::from_unix_ms(10 * HOUR_MS);
    for _ in 0..2 {
        assert_eq!(ledger.admit(now, account(&snapshot), asked(Class::Premium)), Ok(()));
    }
    let Err(Halt::Passed(stop)) = ledger.admit(now, account(&snapshot), asked(Class::Premium)) else {
        panic!("the third passes the limit")
    };
    assert_eq!((stop.passed, stop.cap, stop.number.as_str()), (Passed::CallsHour, 2, "0899123456"));
    assert_eq!(
        ledger.admit(now, account(&snapshot), asked(Class::Premium)),
        Err(Halt::Stopped(stop.of)),
        "a stop is told once"
    );
    assert_eq!(ledger.admit(now, account(&snapshot), asked(Class::National)), Ok(()));
    assert!(matches!(ledger.lift(now, stop.of), Some(StopChange::Lifted { .. })));
    assert_eq!(ledger.lift(now, stop.of), None);
    assert_eq!(ledger.admit(now, account(&snapshot), asked(Class::Premium)), Ok(()));
}

#[test]
fn minutes_of_several_calls_come_from_one_allowance() {
    let snapshot = snapshot(vec![premium(LimitDraft { minutes_day: Some(5), ..LimitDraft::default() })]);
    let mut ledger = Ledger::new(&snapshot);
    let now = Moment::from_unix_ms(10 * HOUR_MS);
    let minutes =
        (0..10).take_while(|_| ledger.minute(now, account(&snapshot), asked(Class::Premium)).is_ok());
    assert_eq!(minutes.count(), 5);
    assert!(matches!(ledger.minute(now, account(&snapshot), asked(Class::Premium)), Err(Halt::Stopped(_))));
    assert!(matches!(ledger.admit(now, account(&snapshot), asked(Class::Premium)), Err(Halt::Stopped(_))));
}

#[test]
fn what_is_counted_is_forgotten_after_a_day_and_a_call_in_progress_is_not() {
    let snapshot = snapshot(vec![premium(LimitDraft { at_once: Some(1), ..LimitDraft::default() })]);
    let mut ledger = Ledger::new(&snapshot);
    let start = Moment::from_unix_ms(10 * HOUR_MS);
    assert_eq!(ledger.admit(start, account(&snapshot), asked(Class::Premium)), Ok(()));
    let later = start + Duration::from_secs(48 * 3_600);
    assert!(matches!(ledger.admit(later, account(&snapshot), asked(Class::Premium)), Err(Halt::AtOnce(_))));
    ledger.release(PAYER, Class::Premium);
    assert_eq!(ledger.admit(later, account(&snapshot), asked(Class::National)), Ok(()));
    assert!(
        !ledger.counts.contains_key(&StopOf { payer: PAYER, class: Some(Class::Premium) }),
        "it was swept"
    );
    assert_eq!(ledger.usage(later).len(), 2);
}

#[test]
fn a_stop_of_somebody_who_is_gone_is_over() {
    let snapshot = snapshot(vec![premium(LimitDraft { calls_hour: Some(0), ..LimitDraft::default() })]);
    let mut ledger = Ledger::new(&snapshot);
    let now = Moment::from_unix_ms(10 * HOUR_MS);
    assert!(ledger.admit(now, account(&snapshot), asked(Class::Premium)).is_err());
    assert_eq!(ledger.stops().len(), 1);
    ledger.configure(&snapshot);
    assert!(ledger.stops().is_empty(), "there is no user 7");
}

#[test]
fn what_a_lifted_stop_forgave_stays_forgiven_after_a_restart_and_only_that() {
    let snapshot = snapshot(vec![]);
    let past = PastCalls { payer: PAYER, class: Class::Premium, trunk: None, hour: 9, calls: 5, minutes: 9 };
    let lifted = StopOf { payer: Payer::Exchange, class: Some(Class::Premium) };
    let mut ledger = Ledger::new(&snapshot);
    ledger.recall(&Past { calls: vec![past], lifted: vec![(lifted, 9 * HOUR_MS + 1)] });
    let usage = ledger.usage(Moment::from_unix_ms(10 * HOUR_MS));
    let calls = |payer, class| {
        let row = usage.iter().find(|row| row.of == StopOf { payer, class });
        row.map(|row| (row.calls_hour, row.calls_day))
    };
    assert_eq!(calls(Payer::Exchange, Some(Class::Premium)), None);
    assert_eq!(calls(Payer::Exchange, None), Some((0, 5)));
    assert_eq!(calls(PAYER, Some(Class::Premium)), Some((0, 5)));
}
