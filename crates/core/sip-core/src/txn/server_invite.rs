//! The INVITE server transaction: RFC 3261 section 17.2.1, figure 7, with RFC 6026's Accepted state (its figure 2).
//!
//! Decides when a response is sent again. A 2xx is resent by its user until the ACK, not here (section 13.3.1.4).

use std::time::Duration;

use moment::Moment;

use super::{Effect, timers};

/// One INVITE that we were sent.
#[derive(Debug)]
pub(crate) struct ServerInvite {
    reliable: bool,
    state: State,
}

/// What can happen to it.
#[derive(Debug)]
pub(crate) enum Input {
    /// The deadline has come.
    Tick,
    /// The INVITE came again.
    Again,
    /// The ACK of a refusal, or of a 2xx that used the INVITE's branch.
    Ack,
    /// The user answers.
    Respond {
        /// Its code.
        code: u16,
        /// The response.
        bytes: Vec<u8>,
    },
}

#[derive(Debug)]
enum State {
    /// Not answered; what was said last is said again when the INVITE comes again.
    Proceeding {
        last: Option<Vec<u8>>,
    },
    /// Refused: resend (timer G) until the ACK or timer H.
    Completed {
        response: Vec<u8>,
        resend: Moment,
        gap: Duration,
        give_up: Moment,
    },
    /// Refused and acknowledged; absorbs resent ACKs until timer I.
    Confirmed {
        until: Moment,
    },
    /// Accepted; absorbs the INVITE and passes 2xx and ACK on until timer L.
    Accepted {
        until: Moment,
    },
    Done,
}

impl ServerInvite {
    /// Takes a new INVITE; its user answers 100 at once.
    pub(crate) fn start(reliable: bool) -> Self {
        Self { reliable, state: State::Proceeding { last: None } }
    }

    /// Takes what happened.
    pub(crate) fn handle(&mut self, now: Moment, input: Input, out: &mut Vec<Effect>) {
        match (&mut self.state, input) {
            (State::Proceeding { last }, Input::Again) => out.extend(last.clone().map(Effect::Send)),
            (State::Proceeding { .. }, Input::Respond { code, bytes }) => self.respond(now, code, bytes, out),
            (State::Completed { response, .. }, Input::Again) => out.push(Effect::Send(response.clone())),
            (State::Completed { give_up, .. }, Input::Tick) if now >= *give_up => self.state = State::Done,
            (State::Completed { response, resend, gap, .. }, Input::Tick) if now >= *resend => {
                out.push(Effect::Send(response.clone()));
                *gap = timers::backed_off(*gap);
                *resend = now + *gap;
            }
            (State::Completed { .. }, Input::Ack) => {
                let linger = timers::i(self.reliable);
                self.state =
                    if linger.is_zero() { State::Done } else { State::Confirmed { until: now + linger } };
            }
            (State::Confirmed { until } | State::Accepted { until }, Input::Tick) if now >= *until => {
                self.state = State::Done;
            }
            (State::Accepted { .. }, Input::Ack) => out.push(Effect::Pass),
            (State::Accepted { .. }, Input::Respond { code: 200..=299, bytes }) => {
                out.push(Effect::Send(bytes))
            }
            (State::Proceeding { .. }, Input::Tick | Input::Ack)
            | (State::Completed { .. }, Input::Tick | Input::Respond { .. })
            | (
                State::Confirmed { .. } | State::Accepted { .. },
                Input::Tick | Input::Again | Input::Ack | Input::Respond { .. },
            )
            | (State::Done, _) => {}
        }
    }

    fn respond(&mut self, now: Moment, code: u16, bytes: Vec<u8>, out: &mut Vec<Effect>) {
        out.push(Effect::Send(bytes.clone()));
        self.state = match code {
            0..=199 => State::Proceeding { last: Some(bytes) },
            200..=299 => State::Accepted { until: now + timers::L },
            300.. => {
                let resend = if self.reliable { Moment::NEVER } else { now + timers::T1 };
                State::Completed { response: bytes, resend, gap: timers::T1, give_up: now + timers::H }
            }
        };
    }

    /// When it wants to be ticked.
    pub(crate) fn deadline(&self) -> Option<Moment> {
        match &self.state {
            State::Completed { resend, give_up, .. } => Some((*resend).min(*give_up)),
            State::Confirmed { until } | State::Accepted { until } => Some(*until),
            State::Proceeding { .. } | State::Done => None,
        }
    }

    /// Tells whether it can be forgotten.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Tells whether it has no final answer, so that a CANCEL still has something to do.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, State::Proceeding { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T0: Moment = Moment::ZERO;

    fn answered(reliable: bool, code: u16) -> (ServerInvite, Vec<Effect>) {
        let mut out = vec![];
        let mut txn = ServerInvite::start(reliable);
        txn.handle(T0, Input::Respond { code, bytes: vec![b'r'] }, &mut out);
        (txn, out)
    }

    fn sends_until_the_end(txn: &mut ServerInvite) -> Vec<u64> {
        let (mut sent, mut out) = (vec![], vec![]);
        while let Some(at) = txn.deadline() {
            txn.handle(at, Input::Tick, &mut out);
            sent.extend(out.drain(..).map(|_| at.as_unix_ms()));
        }
        sent
    }

    #[test]
    fn repeated_invite_gets_the_last_provisional_again() {
        let (mut txn, mut out) = answered(false, 180);
        txn.handle(T0, Input::Again, &mut out);
        assert_eq!(out, [Effect::Send(vec![b'r']), Effect::Send(vec![b'r'])]);
        assert!(txn.is_open());
        assert_eq!(txn.deadline(), None);
    }

    /// RFC 3261 section 17.2.1: timer G doubles up to T2, timer H ends it.
    #[test]
    fn refusal_is_resent_until_timer_h() {
        let (mut txn, _) = answered(false, 486);
        let sent = sends_until_the_end(&mut txn);
        assert_eq!(sent, [500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500]);
        assert!(txn.is_done());
    }

    #[test]
    fn refusal_over_a_reliable_transport_is_sent_once_and_still_waits_for_its_ack() {
        let (mut txn, mut out) = answered(true, 486);
        assert_eq!(txn.deadline(), Some(T0 + timers::H));
        txn.handle(T0, Input::Ack, &mut out);
        assert!(txn.is_done());
    }

    #[test]
    fn ack_stops_the_refusal_and_later_ones_are_absorbed() {
        let (mut txn, mut out) = answered(false, 486);
        out.clear();
        txn.handle(T0, Input::Ack, &mut out);
        txn.handle(T0, Input::Ack, &mut out);
        txn.handle(T0, Input::Again, &mut out);
        assert_eq!(out, []);
        assert_eq!(txn.deadline(), Some(T0 + timers::T4));
    }

    /// RFC 6026 section 7.1: Accepted absorbs the INVITE, passes the ACK, lets the user resend its 2xx, for timer L.
    #[test]
    fn accepted_invite_is_absorbed_while_its_user_resends() {
        let (mut txn, mut out) = answered(false, 200);
        out.clear();
        txn.handle(T0, Input::Again, &mut out);
        assert_eq!(out, []);
        txn.handle(T0, Input::Respond { code: 200, bytes: vec![2] }, &mut out);
        txn.handle(T0, Input::Ack, &mut out);
        txn.handle(T0, Input::Respond { code: 486, bytes: vec![3] }, &mut out);
        assert_eq!(out, [Effect::Send(vec![2]), Effect::Pass]);
        assert_eq!(sends_until_the_end(&mut txn), [0; 0]);
    }
}
