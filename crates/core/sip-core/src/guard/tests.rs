use std::time::Duration;

use super::{buckets::MAX_BUCKETS, *};

const T0: Moment = Moment::from_unix_ms(1_790_000_000_000);
const STRANGER: &str = "203.0.113.66";

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn secs(seconds: u64) -> Moment {
    T0 + Duration::from_secs(seconds)
}

fn guard() -> Guard {
    Guard::new(vec![Network::parse("10.0.0.0/8").unwrap()])
}

/// How many of so many messages are let in.
fn admitted(guard: &mut Guard, now: Moment, source: &str, count: usize) -> usize {
    (0..count).filter(|_| guard.admit(now, ip(source)).is_ok()).count()
}

fn guess(guard: &mut Guard, now: Moment, account: &str, is_home: bool) -> Option<Ban> {
    guard.guessed(now, ip(STRANGER), account, is_home)
}

#[test]
fn a_source_may_spend_its_burst_and_then_its_rate() {
    let mut guard = guard();
    assert_eq!(admitted(&mut guard, T0, STRANGER, 5000), 1000);
    assert_eq!(guard.admit(T0, ip(STRANGER)), Err(Dropped::TooMuch));
    assert_eq!(admitted(&mut guard, secs(2), STRANGER, 5000), 100);
    assert_eq!(admitted(&mut guard, secs(2), "203.0.113.67", 10), 10, "a neighbour is not touched");
}

#[test]
fn what_belongs_to_somebody_costs_nothing() {
    let mut guard = guard();
    for _ in 0..10_000 {
        // A challenge, and the request that answers it.
        assert_eq!(admitted(&mut guard, T0, STRANGER, 2), 2);
        guard.welcome(T0, ip(STRANGER), 2);
    }
    assert_eq!(admitted(&mut guard, T0, STRANGER, 5000), 1000, "and nothing was saved up either");
}

#[test]
fn a_subnet_and_all_strangers_together_are_bounded_too() {
    let mut guard = guard();
    let subnet: usize = (1..=20).map(|n| admitted(&mut guard, T0, &format!("198.51.100.{n}"), 1000)).sum();
    assert_eq!(subnet, 4000);
    let all: usize = (0..100).map(|n| admitted(&mut guard, T0, &format!("192.{n}.0.1"), 1000)).sum();
    assert_eq!(all, 16_000);
    assert_eq!(guard.admit(T0, ip("8.8.8.8")), Err(Dropped::TooMuch));
    assert_eq!(admitted(&mut guard, secs(1), "8.8.8.8", 1000), 1000);
}

#[test]
fn who_has_proved_to_belong_to_us_is_heard_whatever_strangers_send() {
    let mut guard = guard();
    guard.prove(T0, ip("198.51.100.7"));
    for n in 0..100 {
        admitted(&mut guard, T0, &format!("192.{n}.0.1"), 1000);
    }
    assert_eq!(guard.admit(T0, ip("198.51.100.8")), Err(Dropped::TooMuch));
    assert_eq!(admitted(&mut guard, T0, "198.51.100.7", 50_000), 10_000, "and not without end either");
    assert_eq!(admitted(&mut guard, secs(7200), "198.51.100.7", 5000), 1000, "a stranger again");
}

#[test]
fn addresses_of_one_ipv6_network_are_one_source() {
    let mut guard = guard();
    let sources = (0..2000).map(|n| format!("2001:db8:1:1::{n:x}"));
    let let_in: usize = sources.map(|source| admitted(&mut guard, T0, &source, 1)).sum();
    assert_eq!(let_in, 1000);
}

#[test]
fn who_is_spared_is_never_limited_and_never_shut_out() {
    let mut guard = guard();
    for source in ["10.1.2.3", "127.0.0.1", "::ffff:10.1.2.3"] {
        assert_eq!(admitted(&mut guard, T0, source, 50_000), 50_000);
        assert!((0..100).all(|_| guard.guessed(T0, ip(source), "alice", false).is_none()));
    }
    assert!(guard.bans(T0).is_empty());
    guard.spare(vec![]);
    assert_eq!(admitted(&mut guard, T0, "10.1.2.3", 5000), 1000);
}

#[test]
fn made_up_sources_take_no_more_memory_than_the_table_has() {
    let mut guard = guard();
    for n in 0..2 * u32::try_from(MAX_BUCKETS).unwrap() {
        let at = T0 + Duration::from_millis(u64::from(n));
        let _ = guard.admit(at, IpAddr::V4((0x2000_0000 + n * 256).into()));
    }
    assert!(guard.sources.len() <= MAX_BUCKETS && guard.subnets.len() <= MAX_BUCKETS);
}

#[test]
fn who_tries_many_names_is_shut_out_as_a_whole() {
    let mut guard = guard();
    assert!((0..11).all(|n| guess(&mut guard, secs(n), &format!("user{n}"), false).is_none()));
    let ban = guess(&mut guard, secs(11), "bob", false).unwrap();
    assert_eq!((ban.source, ban.account.as_deref(), ban.tried.as_str()), (ip(STRANGER), None, "bob"));
    assert_eq!((ban.guesses, ban.times, ban.until), (10, 1, secs(16)));
    assert_eq!(guard.admit(secs(15), ip(STRANGER)), Err(Dropped::Banned));
    assert_eq!(guard.bans(secs(15)), [ban]);
    assert!(guard.admit(secs(16), ip(STRANGER)).is_ok() && guard.bans(secs(16)).is_empty());
}

#[test]
fn a_phone_with_an_old_password_shuts_out_its_account_and_not_its_office() {
    let mut guard = guard();
    let ban = (0..10).find_map(|_| guess(&mut guard, T0, "alice", false)).unwrap();
    assert_eq!((ban.account.as_deref(), ban.until), (Some("alice"), secs(5)));
    assert!(guard.admit(T0, ip(STRANGER)).is_ok() && !guard.has_banned(T0, ip(STRANGER), "bob"));
}

#[test]
fn each_ban_is_longer_and_a_day_of_peace_is_rewarded() {
    let mut guard = guard();
    let mut at = T0;
    let mut spans = vec![];
    for _ in 0..5 {
        let ban = (0..10).find_map(|_| guess(&mut guard, at, "alice", false)).unwrap();
        spans.push(ban.until.since(ban.since).as_secs());
        at = ban.until + Duration::from_secs(700);
    }
    assert_eq!(spans, [5, 60, 600, 3600, 86_400]);
    at += Duration::from_secs(90_000);
    let ban = (0..10).find_map(|_| guess(&mut guard, at, "alice", false)).unwrap();
    assert_eq!((ban.until.since(ban.since).as_secs(), ban.times), (5, 1));
}

#[test]
fn at_an_address_of_our_phones_only_the_account_is_shut_out() {
    let mut guard = guard();
    assert!((0..9).all(|_| guess(&mut guard, T0, "alice", true).is_none()));
    assert_eq!(guess(&mut guard, T0, "bob", true), None, "each account for itself");
    let ban = guess(&mut guard, T0, "alice", true).unwrap();
    assert_eq!(ban.account.as_deref(), Some("alice"));
    assert!(guard.admit(T0, ip(STRANGER)).is_ok());
    assert!(guard.has_banned(T0, ip(STRANGER), "alice") && !guard.has_banned(T0, ip(STRANGER), "bob"));
    assert!(!guard.has_banned(T0, ip("203.0.113.1"), "alice"), "elsewhere alice is welcome");
    assert!(guard.lift(ip(STRANGER), Some("alice")) && !guard.has_banned(T0, ip(STRANGER), "alice"));
    assert!(!guard.lift(ip(STRANGER), Some("alice")));
}

#[test]
fn who_mistypes_and_then_gets_it_right_starts_anew() {
    let mut guard = guard();
    for _ in 0..10 {
        assert!((0..9).all(|_| guess(&mut guard, T0, "alice", true).is_none()));
        guard.proved(ip(STRANGER), "alice");
    }
}

#[test]
fn one_right_password_does_not_pay_for_guessing_others() {
    let mut guard = guard();
    let banned = (0..20).any(|n| {
        guard.proved(ip(STRANGER), "own");
        guess(&mut guard, secs(n), "alice", false).is_some()
    });
    assert!(banned);
}

#[test]
fn guesses_that_are_far_apart_are_not_counted_together() {
    let mut guard = guard();
    assert!((0..50).all(|n| guess(&mut guard, secs(n * 120), "alice", false).is_none()));
}
