//! The INVITE client transaction: RFC 3261 section 17.1.1, figure 5, with RFC 6026's Accepted state (its figure 1).
//!
//! Decides when an INVITE is sent again and which responses its user hears. Builds no message: the ACK of a refusal is
//! handed in with the refusal, the ACK of a 2xx is the user's own business.

use std::time::Duration;

use moment::Moment;

use super::{Effect, timers};

/// One INVITE on its way.
#[derive(Debug)]
pub(crate) struct ClientInvite {
    reliable: bool,
    state: State,
}

/// What can happen to it.
#[derive(Debug)]
pub(crate) enum Input {
    /// The deadline has come.
    Tick,
    /// 1xx.
    Provisional,
    /// 2xx.
    Success,
    /// 300 or more, with the ACK that belongs to it.
    Refusal {
        /// RFC 3261 section 17.1.1.3.
        ack: Vec<u8>,
    },
    /// The transport says that the target cannot be reached.
    Unreachable,
}

#[derive(Debug)]
enum State {
    /// Nothing heard: resend with doubling gaps (timer A) until timer B.
    Calling {
        request: Vec<u8>,
        resend: Moment,
        gap: Duration,
        give_up: Moment,
    },
    /// The peer lives; it rings as long as it takes.
    Proceeding,
    /// Refused; a resent refusal gets its ACK again until timer D.
    Completed {
        ack: Vec<u8>,
        until: Moment,
    },
    /// Accepted; every 2xx goes up until timer M.
    Accepted {
        until: Moment,
    },
    Done,
}

impl ClientInvite {
    /// Sends the INVITE.
    pub(crate) fn start(now: Moment, reliable: bool, request: Vec<u8>, out: &mut Vec<Effect>) -> Self {
        out.push(Effect::Send(request.clone()));
        let resend = if reliable { Moment::NEVER } else { now + timers::T1 };
        let state = State::Calling { request, resend, gap: timers::T1, give_up: now + timers::B };
        Self { reliable, state }
    }

    /// Takes what happened; one arm per arrow of the figure.
    pub(crate) fn handle(&mut self, now: Moment, input: Input, out: &mut Vec<Effect>) {
        match (&mut self.state, input) {
            (State::Calling { give_up, .. }, Input::Tick) if now >= *give_up => {
                out.push(Effect::Timeout);
                self.state = State::Done;
            }
            (State::Calling { request, resend, gap, .. }, Input::Tick) if now >= *resend => {
                out.push(Effect::Send(request.clone()));
                *gap = gap.saturating_mul(2);
                *resend = now + *gap;
            }
            (State::Calling { .. } | State::Proceeding, Input::Provisional) => {
                out.push(Effect::Pass);
                self.state = State::Proceeding;
            }
            (State::Calling { .. } | State::Proceeding, Input::Refusal { ack }) => {
                out.push(Effect::Pass);
                out.push(Effect::Send(ack.clone()));
                let linger = timers::d(self.reliable);
                self.state = if linger.is_zero() {
                    State::Done
                } else {
                    State::Completed { ack, until: now + linger }
                };
            }
            (State::Calling { .. } | State::Proceeding, Input::Success) => {
                out.push(Effect::Pass);
                self.state = State::Accepted { until: now + timers::M };
            }
            (State::Calling { .. }, Input::Unreachable) => {
                out.push(Effect::Unreachable);
                self.state = State::Done;
            }
            (State::Completed { ack, .. }, Input::Refusal { .. }) => out.push(Effect::Send(ack.clone())),
            (State::Completed { until, .. } | State::Accepted { until }, Input::Tick) if now >= *until => {
                self.state = State::Done;
            }
            (State::Completed { .. }, Input::Unreachable) => self.state = State::Done,
            (State::Accepted { .. }, Input::Success) => out.push(Effect::Pass),
            (State::Calling { .. } | State::Proceeding, Input::Tick | Input::Unreachable)
            | (State::Completed { .. }, Input::Tick | Input::Provisional | Input::Success)
            | (
                State::Accepted { .. },
                Input::Tick | Input::Provisional | Input::Refusal { .. } | Input::Unreachable,
            )
            | (State::Done, _) => {}
        }
    }

    /// When it wants to be ticked.
    pub(crate) fn deadline(&self) -> Option<Moment> {
        match &self.state {
            State::Calling { resend, give_up, .. } => Some((*resend).min(*give_up)),
            State::Completed { until, .. } | State::Accepted { until } => Some(*until),
            State::Proceeding | State::Done => None,
        }
    }

    /// Tells whether it can be forgotten.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Tells whether nothing at all has been heard, so that silence can still be meant.
    pub(crate) fn is_silent(&self) -> bool {
        matches!(self.state, State::Calling { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T0: Moment = Moment::ZERO;

    fn started(reliable: bool) -> (ClientInvite, Vec<Effect>) {
        let mut out = vec![];
        let txn = ClientInvite::start(T0, reliable, b"INVITE".to_vec(), &mut out);
        (txn, out)
    }

    /// Runs on the deadlines until none is left; returns when something was sent, in milliseconds.
    fn run(txn: &mut ClientInvite, out: &mut Vec<Effect>) -> Vec<u64> {
        let mut sent = vec![];
        while let Some(at) = txn.deadline() {
            let before = out.len();
            txn.handle(at, Input::Tick, out);
            let news = out.iter().skip(before).filter(|e| matches!(e, Effect::Send(_))).count();
            sent.extend(std::iter::repeat_n(at.as_unix_ms(), news));
        }
        sent
    }

    /// RFC 3261 section 17.1.1.2: resends at T1, 3*T1, 7*T1 ...; timer B at 64*T1.
    #[test]
    fn silent_peer_is_retried_six_times_then_given_up() {
        let (mut txn, mut out) = started(false);
        assert_eq!(run(&mut txn, &mut out), [500, 1500, 3500, 7500, 15500, 31500]);
        assert_eq!(out.last(), Some(&Effect::Timeout));
        assert!(txn.is_done());
    }

    #[test]
    fn reliable_transport_is_never_sent_to_twice_but_given_up_all_the_same() {
        let (mut txn, mut out) = started(true);
        assert_eq!(run(&mut txn, &mut out), [0; 0]);
        assert_eq!(out, [Effect::Send(b"INVITE".to_vec()), Effect::Timeout]);
    }

    #[test]
    fn provisional_stops_resending_and_the_wait_has_no_end() {
        let (mut txn, mut out) = started(false);
        txn.handle(T0, Input::Provisional, &mut out);
        assert_eq!(txn.deadline(), None);
        assert_eq!(out.last(), Some(&Effect::Pass));
        assert!(!txn.is_silent());
    }

    /// RFC 3261 section 17.1.1.2, Completed: the user hears a refusal once, the peer gets its ACK every time.
    #[test]
    fn resent_refusal_is_acknowledged_again_but_told_once() {
        let (mut txn, mut out) = started(false);
        out.clear();
        for _ in 0..3 {
            txn.handle(T0, Input::Refusal { ack: b"ACK".to_vec() }, &mut out);
        }
        let ack = || Effect::Send(b"ACK".to_vec());
        assert_eq!(out, [Effect::Pass, ack(), ack(), ack()]);
        assert_eq!(txn.deadline(), Some(T0 + timers::d(false)));
        run(&mut txn, &mut out);
        assert!(txn.is_done());
    }

    #[test]
    fn refusal_over_a_reliable_transport_ends_at_once() {
        let (mut txn, mut out) = started(true);
        txn.handle(T0, Input::Refusal { ack: b"ACK".to_vec() }, &mut out);
        assert!(txn.is_done());
    }

    /// RFC 6026 section 7.2: every 2xx is passed up until timer M.
    #[test]
    fn every_success_is_passed_up_for_32_seconds() {
        let (mut txn, mut out) = started(true);
        out.clear();
        txn.handle(T0, Input::Success, &mut out);
        txn.handle(T0 + timers::T1, Input::Success, &mut out);
        txn.handle(T0 + timers::T1, Input::Refusal { ack: vec![] }, &mut out);
        assert_eq!(out, [Effect::Pass, Effect::Pass]);
        assert_eq!(txn.deadline(), Some(T0 + timers::M));
        txn.handle(T0 + timers::M, Input::Tick, &mut out);
        assert!(txn.is_done());
    }

    #[test]
    fn transport_failure_is_told_only_while_nothing_was_heard() {
        let (mut txn, mut out) = started(false);
        txn.handle(T0, Input::Provisional, &mut out);
        out.clear();
        txn.handle(T0, Input::Unreachable, &mut out);
        assert_eq!(out, []);
        let (mut txn, mut out) = started(false);
        txn.handle(T0, Input::Unreachable, &mut out);
        assert_eq!(out.last(), Some(&Effect::Unreachable));
        assert!(txn.is_done());
    }
}
