//! Who is shut out: for how long, and what for.

use std::{collections::HashMap, net::IpAddr, time::Duration};

use moment::Moment;

/// Somebody who is shut out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ban {
    /// The address.
    pub source: IpAddr,
    /// The account that is shut out from there; everybody at the address where there is none.
    pub account: Option<String>,
    /// The name that was tried last, or where nobody has it.
    pub tried: String,
    /// Wrong guesses that led to it.
    pub guesses: u32,
    /// How often the same was shut out lately, this time included: each time is longer than the one before.
    pub times: u32,
    /// When it began.
    pub since: Moment,
    /// When it ends by itself.
    pub until: Moment,
}

/// What is known of those who guess.
#[derive(Debug, Default)]
pub(super) struct Bans {
    records: HashMap<(IpAddr, Option<String>), Record>,
}

/// One source, or one account from a source.
#[derive(Debug)]
struct Record {
    /// Wrong guesses since `first`.
    guesses: u32,
    first: Moment,
    last: Moment,
    tried: String,
    times: u32,
    ban: Option<(Moment, Moment)>,
}

impl Bans {
    /// Whether the source, or the account from there, is shut out now.
    pub(super) fn has(&self, now: Moment, source: IpAddr, account: Option<&str>) -> bool {
        if self.records.is_empty() {
            return false;
        }
        let record = self.records.get(&(source, account.map(str::to_owned)));
        record.is_some_and(|record| record.is_banned(now))
    }

    /// Whether anything is remembered at all.
    pub(super) fn is_watching(&self) -> bool {
        !self.records.is_empty()
    }

    /// Counts a wrong guess; returns the ban where it was one too many.
    pub(super) fn guessed(&mut self, now: Moment, source: IpAddr, tried: &str, is_home: bool) -> Option<Ban> {
        self.forget(now);
        let tried: String = tried.chars().take(MAX_NAME).collect();
        // A phone with an old password tries it without a pause: that shuts out its account and not its office.
        let is_one_phone = is_home || self.other_accounts(source, &tried) < ACCOUNTS;
        let account = is_one_phone.then(|| tried.clone());
        if self.records.len() >= MAX_RECORDS && !self.records.contains_key(&(source, account.clone())) {
            return None;
        }
        let record =
            self.records.entry((source, account.clone())).or_insert_with(|| Record::new(now, &tried));
        if now.since(record.first) > WINDOW {
            (record.guesses, record.first) = (0, now);
        }
        record.guesses += 1;
        (record.last, record.tried) = (now, tried);
        if record.guesses < GUESSES || record.is_banned(now) {
            return None;
        }
        record.shut_out(now);
        record.listed(now, source, account)
    }

    /// Counts the accounts that were guessed at from a source, but for one.
    fn other_accounts(&self, source: IpAddr, account: &str) -> usize {
        let others = |(from, known): &&(IpAddr, Option<String>)| {
            *from == source && known.as_deref().is_some_and(|known| known != account)
        };
        self.records.keys().filter(others).count()
    }

    /// Forgets the guesses of an account from a source.
    pub(super) fn proved(&mut self, source: IpAddr, account: &str) {
        if self.records.is_empty() {
            return;
        }
        if let Some(record) = self.records.get_mut(&(source, Some(account.to_owned()))) {
            record.guesses = 0;
        }
        // At an address of nobody's, others may guess beside: only this name's own slip is forgiven.
        if let Some(record) = self.records.get_mut(&(source, None)).filter(|record| record.tried == account) {
            record.guesses = record.guesses.saturating_sub(1);
        }
    }

    /// Ends a ban, with all that was held against it.
    pub(super) fn lift(&mut self, source: IpAddr, account: Option<&str>) -> bool {
        self.records.remove(&(source, account.map(str::to_owned))).is_some_and(|record| record.ban.is_some())
    }

    /// Everybody who is shut out, the latest first.
    pub(super) fn list(&self, now: Moment) -> Vec<Ban> {
        let all = self.records.iter();
        let mut bans: Vec<Ban> = all
            .filter_map(|((source, account), record)| record.listed(now, *source, account.clone()))
            .collect();
        bans.sort_by(|a, b| b.since.cmp(&a.since).then_with(|| a.source.cmp(&b.source)));
        bans
    }

    /// Drops what is long over.
    fn forget(&mut self, now: Moment) {
        if self.records.len() >= MAX_RECORDS / 2 {
            self.records.retain(|_, record| {
                let over = record.ban.map_or(record.last, |(_, until)| until.max(record.last));
                let grudge = if record.times > 0 { GRUDGE } else { WINDOW };
                now.since(over) < grudge
            });
        }
    }
}

impl Record {
    fn new(now: Moment, tried: &str) -> Self {
        Self { guesses: 0, first: now, last: now, tried: tried.to_owned(), times: 0, ban: None }
    }

    fn is_banned(&self, now: Moment) -> bool {
        self.ban.is_some_and(|(_, until)| now < until)
    }

    fn shut_out(&mut self, now: Moment) {
        if self.ban.is_some_and(|(_, until)| now.since(until) >= GRUDGE) {
            self.times = 0;
        }
        let place = usize::try_from(self.times).unwrap_or(usize::MAX).min(SPANS.len() - 1);
        let span = SPANS.get(place).copied().unwrap_or(LONGEST);
        self.times = self.times.saturating_add(1);
        self.ban = Some((now, now + span));
    }

    fn listed(&self, now: Moment, source: IpAddr, account: Option<String>) -> Option<Ban> {
        let (since, until) = self.ban.filter(|(_, until)| now < *until)?;
        let (tried, guesses, times) = (self.tried.clone(), self.guesses, self.times);
        Some(Ban { source, account, tried, guesses, times, since, until })
    }
}

/// Wrong guesses within [`WINDOW`] that shut a source out: a person mistypes thrice, a program tries hundreds.
const GUESSES: u32 = 10;

/// Accounts that may be guessed at from one source before it is shut out as a whole: one that tries a third name is no phone.
const ACCOUNTS: usize = 2;

/// Within what time guesses are counted together.
const WINDOW: Duration = Duration::from_secs(600);

/// How long each ban lasts, longer from time to time: a phone with an old password is back soon after it was mended, a program
/// finds that it does not pay.
const SPANS: [Duration; 5] = [
    Duration::from_secs(5),
    Duration::from_secs(60),
    Duration::from_secs(600),
    Duration::from_secs(3600),
    LONGEST,
];

/// The longest ban: an address changes its owner within days.
const LONGEST: Duration = Duration::from_secs(86_400);

/// How long earlier bans make the next one longer.
const GRUDGE: Duration = Duration::from_secs(86_400);

/// Sources and accounts that are watched at once, about 2 MB. Each is a real address, which cannot be made up.
const MAX_RECORDS: usize = 10_000;

/// Characters kept of a name that was tried.
const MAX_NAME: usize = 64;
