//! Session timers: RFC 4028.
//!
//! Decides who refreshes a session, when, and when a session that nobody refreshed is dead. Sends nothing itself.

use std::time::Duration;

use moment::Moment;
use serde::{Deserialize, Serialize};
use sip_msg::{HeaderName, Headers, Refresher};

/// The shortest interval that anybody may ask for, in seconds (section 4).
const MIN_SE: u32 = 90;
/// The longest Min-SE that we follow; a peer that asks for more than a day asks for none.
const MIN_SE_MAX: u32 = 86_400;

/// What we want of session timers, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Terms {
    /// The interval that we ask for; 0 asks for none.
    pub(crate) interval: u32,
    /// The shortest interval that we take.
    pub(crate) min_se: u32,
}

/// A session's timer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SessionTimer {
    terms: Terms,
    running: Option<Running>,
    /// What the peer's 422 taught us to ask for, where it is more than our own interval.
    floor: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Running {
    interval: u32,
    ours: bool,
    refresh: Moment,
    expire: Moment,
}

/// What a tick asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// Nothing yet.
    Wait,
    /// Refresh the session.
    Refresh,
    /// Nobody refreshed it: BYE.
    Expired,
}

/// The session interval of a request is too small: 422 with this Min-SE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooSmall(pub(crate) u32);

impl Terms {
    /// Judges a request's interval (section 9): a peer without the extension cannot be told 422.
    pub(crate) fn judge(self, request: &Headers) -> Result<(), TooSmall> {
        let least = self.min_se.max(MIN_SE);
        match request.session_expires() {
            Ok(Some(expires)) if expires.secs < least && supports_timer(request) => Err(TooSmall(least)),
            Ok(_) | Err(_) => Ok(()),
        }
    }
}

impl SessionTimer {
    /// Waits for the session to start.
    pub(crate) const fn new(terms: Terms) -> Self {
        Self { terms, running: None, floor: 0 }
    }

    /// Our terms.
    pub(crate) const fn terms(&self) -> Terms {
        self.terms
    }

    /// Writes what our INVITE or refresh asks for (section 7.1).
    pub(crate) fn ask(&self, headers: &mut Headers) {
        let wanted = self.running.as_ref().map_or(self.terms.interval, |running| running.interval);
        if wanted == 0 {
            return;
        }
        let interval = wanted.max(self.floor).max(MIN_SE);
        let refresher = match &self.running {
            // Section 7.4: whoever refreshes goes on doing so.
            Some(Running { ours: true, .. }) => ";refresher=uac",
            Some(Running { ours: false, .. }) => ";refresher=uas",
            None => "",
        };
        headers.set(HeaderName::SessionExpires, format!("{interval}{refresher}"));
        if self.floor > MIN_SE {
            headers.set(HeaderName::MinSe, self.floor.to_string());
        }
    }

    /// Learns from a 422 (section 7.3); false where its Min-SE is missing or tells nothing new.
    pub(crate) fn learn(&mut self, refusal: &Headers) -> bool {
        let min_se = refusal.min_se().ok().flatten().unwrap_or(0);
        let news = min_se > self.floor && min_se <= MIN_SE_MAX;
        if news {
            self.floor = min_se;
        }
        news
    }

    /// Starts from a 2xx to our request (section 7.2). Without Session-Expires the session has no end.
    pub(crate) fn start_as_caller(&mut self, now: Moment, answer: &Headers) {
        self.running = match answer.session_expires() {
            Ok(Some(expires)) => {
                Some(Running::new(now, expires.secs.max(MIN_SE), expires.refresher != Some(Refresher::Uas)))
            }
            Ok(None) | Err(_) => None,
        };
    }

    /// Starts from a request that we answer with 2xx, and writes that answer's headers (section 9).
    ///
    /// A peer that knows session timers refreshes unless it asks us to; with one that doesn't know them there is none.
    pub(crate) fn start_as_called(&mut self, now: Moment, request: &Headers, answer: &mut Headers) {
        if !supports_timer(request) {
            self.running = None;
            return;
        }
        let asked = request.session_expires().ok().flatten();
        let floor = request.min_se().ok().flatten().unwrap_or(0).clamp(MIN_SE, MIN_SE_MAX);
        let interval = match (asked.as_ref().map(|asked| asked.secs), self.terms.interval) {
            (None, 0) => {
                self.running = None;
                return;
            }
            (None, ours) => ours,
            (Some(theirs), 0) => theirs,
            (Some(theirs), ours) => theirs.min(ours),
        }
        .max(floor);
        let ours = asked.and_then(|asked| asked.refresher) == Some(Refresher::Uas);
        let refresher = if ours { "uas" } else { "uac" };
        answer.set(HeaderName::SessionExpires, format!("{interval};refresher={refresher}"));
        if !ours {
            answer.set(HeaderName::Require, "timer");
        }
        self.running = Some(Running::new(now, interval, ours));
    }

    /// Takes a tick.
    pub(crate) fn tick(&mut self, now: Moment) -> Due {
        match &mut self.running {
            Some(running) if now >= running.expire => {
                self.running = None;
                Due::Expired
            }
            Some(running) if running.ours && now >= running.refresh => {
                // Should this refresh fail, another is tried before the end.
                running.refresh = now + running.expire.since(now) / 2 + Duration::from_secs(1);
                Due::Refresh
            }
            Some(_) | None => Due::Wait,
        }
    }

    /// When it wants to be ticked.
    pub(crate) fn deadline(&self) -> Option<Moment> {
        self.running.as_ref().map(|running| match running.ours {
            true => running.refresh.min(running.expire),
            false => running.expire,
        })
    }
}

impl Running {
    /// Section 10: refresh at half the interval; the other side waits until the smaller of 32 s and a third before its end.
    fn new(now: Moment, interval: u32, ours: bool) -> Self {
        let whole = Duration::from_secs(u64::from(interval));
        let margin = Duration::from_secs(u64::from(interval / 3).min(32));
        Self { interval, ours, refresh: now + whole / 2, expire: now + (whole - margin) }
    }
}

fn supports_timer(headers: &Headers) -> bool {
    headers.understands("timer")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMS: Terms = Terms { interval: 1800, min_se: 90 };

    fn headers(fields: &[(HeaderName, &str)]) -> Headers {
        let mut headers = Headers::new();
        for (name, value) in fields {
            headers.push(name.clone(), *value);
        }
        headers
    }

    fn seconds(at: u64) -> Moment {
        Moment::from_unix_ms(at * 1000)
    }

    /// RFC 4028 section 7.2: the 2xx says who refreshes; refresh comes at half the interval.
    #[test]
    fn caller_who_is_refresher_refreshes_at_half_time() {
        let mut timer = SessionTimer::new(TERMS);
        timer.start_as_caller(Moment::ZERO, &headers(&[(HeaderName::SessionExpires, "100;refresher=uac")]));
        assert_eq!(timer.deadline(), Some(seconds(50)));
        assert_eq!(timer.tick(seconds(50)), Due::Refresh);
        assert_eq!(timer.tick(seconds(68)), Due::Expired);
        assert_eq!(timer.deadline(), None);
    }

    /// RFC 4028 section 10: expiry less the smaller of 32 s and a third of the interval.
    #[test]
    fn session_that_the_peer_does_not_refresh_expires() {
        let mut timer = SessionTimer::new(TERMS);
        timer.start_as_caller(Moment::ZERO, &headers(&[(HeaderName::SessionExpires, "1800;refresher=uas")]));
        assert_eq!(timer.deadline(), Some(seconds(1768)));
        assert_eq!(timer.tick(seconds(1768)), Due::Expired);
    }

    #[test]
    fn answer_without_session_expires_means_no_timer() {
        let mut timer = SessionTimer::new(TERMS);
        timer.start_as_caller(Moment::ZERO, &headers(&[]));
        assert_eq!(timer.deadline(), None);
    }

    /// RFC 4028 section 9, table 2.
    #[test]
    fn called_side_lets_the_caller_refresh_unless_asked_to() {
        for (asked, answered, required) in [
            ("600", "600;refresher=uac", true),
            ("600;refresher=uas", "600;refresher=uas", false),
            ("7200;refresher=uac", "1800;refresher=uac", true),
        ] {
            let request = headers(&[(HeaderName::Supported, "timer"), (HeaderName::SessionExpires, asked)]);
            let mut answer = Headers::new();
            SessionTimer::new(TERMS).start_as_called(Moment::ZERO, &request, &mut answer);
            assert_eq!(answer.get(&HeaderName::SessionExpires), Some(answered));
            assert_eq!(answer.has(&HeaderName::Require), required);
        }
    }

    #[test]
    fn peer_without_the_extension_gets_no_timer() {
        let mut answer = Headers::new();
        let mut timer = SessionTimer::new(TERMS);
        timer.start_as_called(Moment::ZERO, &headers(&[(HeaderName::SessionExpires, "60")]), &mut answer);
        assert!(answer.is_empty());
        assert_eq!(timer.deadline(), None);
        assert_eq!(TERMS.judge(&headers(&[(HeaderName::SessionExpires, "60")])), Ok(()));
    }

    #[test]
    fn interval_under_90_seconds_is_refused() {
        let short = headers(&[(HeaderName::Supported, "100rel, timer"), (HeaderName::SessionExpires, "89")]);
        assert_eq!(TERMS.judge(&short), Err(TooSmall(90)));
    }

    /// RFC 4028 section 7.3: the next request asks for what the 422 demands, and says so in Min-SE.
    #[test]
    fn refusal_for_a_small_interval_is_learnt_once() {
        let mut timer = SessionTimer::new(TERMS);
        let refusal = headers(&[(HeaderName::MinSe, "3600")]);
        assert!(timer.learn(&refusal));
        assert!(!timer.learn(&refusal));
        let mut request = Headers::new();
        timer.ask(&mut request);
        assert_eq!(request.get(&HeaderName::SessionExpires), Some("3600"));
        assert_eq!(request.get(&HeaderName::MinSe), Some("3600"));
    }
}
