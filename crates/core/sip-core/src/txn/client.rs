//! The non-INVITE client transaction: RFC 3261 section 17.1.2, figure 6.
//!
//! Decides when a request is sent again and which responses its user hears.

use std::time::Duration;

use moment::Moment;

use super::{Effect, timers};

/// One request on its way.
#[derive(Debug)]
pub(crate) struct Client {
    reliable: bool,
    state: State,
}

/// What can happen to it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Input {
    /// The deadline has come.
    Tick,
    /// 1xx.
    Provisional,
    /// 200 or more.
    Final,
    /// The transport says that the target cannot be reached.
    Unreachable,
}

#[derive(Debug)]
enum State {
    /// No final answer: resend (timer E) until timer F; after a 1xx with gaps of T2.
    Trying {
        request: Vec<u8>,
        resend: Moment,
        gap: Duration,
        give_up: Moment,
    },
    /// Answered; absorbs resent answers until timer K.
    Completed {
        until: Moment,
    },
    Done,
}

impl Client {
    /// Sends the request.
    pub(crate) fn start(now: Moment, reliable: bool, request: Vec<u8>, out: &mut Vec<Effect>) -> Self {
        out.push(Effect::Send(request.clone()));
        let resend = if reliable { Moment::NEVER } else { now + timers::T1 };
        let state = State::Trying { request, resend, gap: timers::T1, give_up: now + timers::F };
        Self { reliable, state }
    }

    /// Takes what happened.
    pub(crate) fn handle(&mut self, now: Moment, input: Input, out: &mut Vec<Effect>) {
        match (&mut self.state, input) {
            (State::Trying { give_up, .. }, Input::Tick) if now >= *give_up => {
                out.push(Effect::Timeout);
                self.state = State::Done;
            }
            (State::Trying { request, resend, gap, .. }, Input::Tick) if now >= *resend => {
                out.push(Effect::Send(request.clone()));
                *gap = timers::backed_off(*gap);
                *resend = now + *gap;
            }
            // Figure 6, Proceeding: the same as Trying, but with gaps of T2 from the next one on.
            (State::Trying { gap, .. }, Input::Provisional) => {
                out.push(Effect::Pass);
                *gap = timers::T2;
            }
            (State::Trying { .. }, Input::Final) => {
                out.push(Effect::Pass);
                let linger = timers::k(self.reliable);
                self.state =
                    if linger.is_zero() { State::Done } else { State::Completed { until: now + linger } };
            }
            (State::Trying { .. }, Input::Unreachable) => {
                out.push(Effect::Unreachable);
                self.state = State::Done;
            }
            (State::Completed { until }, Input::Tick) if now >= *until => self.state = State::Done,
            (State::Trying { .. }, Input::Tick) | (State::Completed { .. } | State::Done, _) => {}
        }
    }

    /// When it wants to be ticked.
    pub(crate) fn deadline(&self) -> Option<Moment> {
        match &self.state {
            State::Trying { resend, give_up, .. } => Some((*resend).min(*give_up)),
            State::Completed { until } => Some(*until),
            State::Done => None,
        }
    }

    /// Tells whether it can be forgotten.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T0: Moment = Moment::ZERO;

    fn started(reliable: bool) -> (Client, Vec<Effect>) {
        let mut out = vec![];
        let txn = Client::start(T0, reliable, b"BYE".to_vec(), &mut out);
        (txn, out)
    }

    fn sends_until_the_end(txn: &mut Client, out: &mut Vec<Effect>) -> Vec<u64> {
        let mut sent = vec![];
        while let Some(at) = txn.deadline() {
            let before = out.len();
            txn.handle(at, Input::Tick, out);
            if out.iter().skip(before).any(|e| matches!(e, Effect::Send(_))) {
                sent.push(at.as_unix_ms());
            }
        }
        sent
    }

    /// RFC 3261 section 17.1.2.2: 500 ms, 1 s, 2 s, 4 s, 4 s, ... until timer F.
    #[test]
    fn gaps_double_up_to_t2_until_timer_f() {
        let (mut txn, mut out) = started(false);
        let sent = sends_until_the_end(&mut txn, &mut out);
        assert_eq!(sent, [500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500]);
        assert_eq!(out.last(), Some(&Effect::Timeout));
    }

    #[test]
    fn provisional_makes_the_gaps_long_but_does_not_stop_timer_f() {
        let (mut txn, mut out) = started(false);
        txn.handle(T0, Input::Provisional, &mut out);
        let sent = sends_until_the_end(&mut txn, &mut out);
        assert_eq!(sent, [500, 4500, 8500, 12500, 16500, 20500, 24500, 28500]);
        assert_eq!(out.last(), Some(&Effect::Timeout));
    }

    #[test]
    fn final_answer_is_told_once_and_resent_ones_are_absorbed() {
        let (mut txn, mut out) = started(false);
        out.clear();
        txn.handle(T0, Input::Final, &mut out);
        txn.handle(T0, Input::Final, &mut out);
        assert_eq!(out, [Effect::Pass]);
        assert_eq!(txn.deadline(), Some(T0 + timers::T4));
    }

    #[test]
    fn reliable_transport_sends_once_and_ends_with_the_answer() {
        let (mut txn, mut out) = started(true);
        assert_eq!(txn.deadline(), Some(T0 + timers::F));
        txn.handle(T0, Input::Final, &mut out);
        assert!(txn.is_done());
    }

    #[test]
    fn transport_failure_is_told() {
        let (mut txn, mut out) = started(false);
        txn.handle(T0, Input::Unreachable, &mut out);
        assert_eq!(out.last(), Some(&Effect::Unreachable));
        assert!(txn.is_done());
    }
}
