//! An administrator's orders: hang up, take no new calls, try a trunk, also with a call.

use moment::Moment;
use sip_msg::Status;

use super::Exchange;
use crate::{
    call::{Admission, Call},
    port::{Action, CallEvent, CallId, Command, TestCall, TestEnd, Tested},
};

impl Exchange {
    /// Tells that no new calls are taken, and whether none is left: then the process may end.
    pub fn is_drained(&self) -> bool {
        self.is_draining && self.calls.is_empty()
    }

    pub(super) fn command(&mut self, now: Moment, command: Command, out: &mut Vec<Action>) {
        match command {
            Command::Hangup(call) => self.hang_up(now, call, out),
            Command::Drain => self.is_draining = true,
            Command::Trunk(order) => {
                self.endpoint.handle(now, sip_core::Input::Trunk(order), &mut self.said);
            }
            Command::TestCall(order) => self.test_call(now, order, out),
            Command::Lift(source, account) => {
                self.endpoint.handle(now, sip_core::Input::Lift { source, account }, &mut self.said);
            }
            Command::LiftStop(of) => {
                if let Some(change) = self.ledger.lift(now, of) {
                    out.push(Action::Stop(change));
                    out.push(Action::Event(CallEvent::Lifted(of)));
                }
            }
            Command::HangupAll => {
                let all: Vec<CallId> = self.calls.keys().copied().collect();
                for call in all {
                    self.hang_up(now, call, out);
                }
                self.endpoint.leave(now, &mut self.said);
            }
        }
    }

    /// Tries a trunk with a short call, one at a time for each trunk.
    fn test_call(&mut self, now: Moment, order: TestCall, out: &mut Vec<Action>) {
        let is_running = self.calls.values().any(|call| call.tests() == Some(order.trunk));
        let end = match self.admission() {
            Admission::Open if is_running => TestEnd::Running,
            Admission::Open => return self.begin_test(now, order, out),
            Admission::Full | Admission::Packed | Admission::Draining => TestEnd::NoRoom,
        };
        out.push(Action::Tested(Box::new(Tested { test: order.test, call: None, end })));
    }

    fn begin_test(&mut self, now: Moment, order: TestCall, out: &mut Vec<Action>) {
        let (id, router) = (self.next_call(), self.router.clone());
        let mut work = self.work(now, id, out);
        let mut call = Box::new(Call::of_test(&mut work, router, order));
        call.begin_test(&mut work);
        self.enter(now, id, call, out);
    }

    fn hang_up(&mut self, now: Moment, call: CallId, out: &mut Vec<Action>) {
        self.with_call(now, call, out, |call, work| {
            call.end_all(work, None, Status::TEMPORARILY_UNAVAILABLE, "Hung up by the administrator");
        });
    }
}
