//! The non-INVITE server transaction: RFC 3261 section 17.2.2, figure 8, under RFC 4320's rules.
//!
//! A 100 is sent only once the client's timer E has reached T2, and nothing at all after its timer F: a 408, or an answer
//! that comes too late, would only add to the storm.

use moment::Moment;

use super::{Effect, timers};

/// One request that we were sent.
#[derive(Debug)]
pub(crate) struct Server {
    reliable: bool,
    state: State,
}

/// What can happen to it.
#[derive(Debug)]
pub(crate) enum Input {
    /// The deadline has come.
    Tick,
    /// The request came again.
    Again,
    /// The user's final answer.
    Respond {
        /// The response.
        bytes: Vec<u8>,
    },
}

#[derive(Debug)]
enum State {
    /// Its user has not answered yet.
    Trying {
        trying: Vec<u8>,
        say_trying: Moment,
        give_up: Moment,
    },
    /// 100 was sent (RFC 4320 section 4.1).
    Proceeding {
        trying: Vec<u8>,
        give_up: Moment,
    },
    /// Answered; the answer is sent again with every repeated request until timer J.
    Completed {
        response: Vec<u8>,
        until: Moment,
    },
    Done,
}

impl Server {
    /// Takes a new request, with the 100 to send where the answer is slow.
    pub(crate) fn start(now: Moment, reliable: bool, trying: Vec<u8>) -> Self {
        let state =
            State::Trying { trying, say_trying: now + timers::E_REACHES_T2, give_up: now + timers::F };
        Self { reliable, state }
    }

    /// Takes what happened.
    pub(crate) fn handle(&mut self, now: Moment, input: Input, out: &mut Vec<Effect>) {
        match (&mut self.state, input) {
            (State::Trying { trying, say_trying, give_up }, Input::Tick) if now >= *say_trying => {
                out.push(Effect::Send(trying.clone()));
                self.state = State::Proceeding { trying: std::mem::take(trying), give_up: *give_up };
            }
            (State::Proceeding { give_up, .. }, Input::Tick) if now >= *give_up => self.state = State::Done,
            (State::Proceeding { trying, .. }, Input::Again) => out.push(Effect::Send(trying.clone())),
            (State::Trying { .. } | State::Proceeding { .. }, Input::Respond { bytes }) => {
                out.push(Effect::Send(bytes.clone()));
                let linger = timers::j(self.reliable);
                self.state = if linger.is_zero() {
                    State::Done
                } else {
                    State::Completed { response: bytes, until: now + linger }
                };
            }
            (State::Completed { response, .. }, Input::Again) => out.push(Effect::Send(response.clone())),
            (State::Completed { until, .. }, Input::Tick) if now >= *until => self.state = State::Done,
            (State::Trying { .. }, Input::Tick | Input::Again)
            | (State::Proceeding { .. }, Input::Tick)
            | (State::Completed { .. }, Input::Tick | Input::Respond { .. })
            | (State::Done, _) => {}
        }
    }

    /// When it wants to be ticked.
    pub(crate) fn deadline(&self) -> Option<Moment> {
        match &self.state {
            State::Trying { say_trying, .. } => Some(*say_trying),
            State::Proceeding { give_up, .. } => Some(*give_up),
            State::Completed { until, .. } => Some(*until),
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

    fn send(byte: u8) -> Effect {
        Effect::Send(vec![byte])
    }

    #[test]
    fn repeated_request_gets_nothing_before_and_the_answer_after_the_answer() {
        let (mut txn, mut out) = (Server::start(T0, false, vec![1]), vec![]);
        txn.handle(T0, Input::Again, &mut out);
        assert_eq!(out, []);
        txn.handle(T0, Input::Respond { bytes: vec![2] }, &mut out);
        txn.handle(T0, Input::Again, &mut out);
        assert_eq!(out, [send(2), send(2)]);
        assert_eq!(txn.deadline(), Some(T0 + timers::F));
    }

    /// RFC 4320 section 4.1: no 100 before timer E reaches T2, then one, and again for a repeated request.
    #[test]
    fn slow_answer_is_preceded_by_one_late_100() {
        let (mut txn, mut out) = (Server::start(T0, false, vec![1]), vec![]);
        txn.handle(T0 + timers::T2 - timers::T1 - timers::T1, Input::Tick, &mut out);
        assert_eq!(out, []);
        txn.handle(T0 + timers::E_REACHES_T2, Input::Tick, &mut out);
        txn.handle(T0 + timers::T2, Input::Again, &mut out);
        assert_eq!(out, [send(1), send(1)]);
    }

    /// RFC 4320 section 4.2: too late an answer is worse than none; 408 is never sent.
    #[test]
    fn nothing_is_sent_after_timer_f() {
        let (mut txn, mut out) = (Server::start(T0, false, vec![1]), vec![]);
        txn.handle(T0 + timers::E_REACHES_T2, Input::Tick, &mut out);
        txn.handle(T0 + timers::F, Input::Tick, &mut out);
        out.clear();
        txn.handle(T0 + timers::F, Input::Respond { bytes: vec![2] }, &mut out);
        assert_eq!(out, []);
        assert!(txn.is_done());
    }

    #[test]
    fn answer_over_a_reliable_transport_ends_it() {
        let (mut txn, mut out) = (Server::start(T0, true, vec![1]), vec![]);
        txn.handle(T0, Input::Respond { bytes: vec![2] }, &mut out);
        assert!(txn.is_done());
    }
}
