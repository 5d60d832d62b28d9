//! An administrator's orders: hang up, take no new calls, try a trunk.

use moment::Moment;
use sip_msg::Status;

use super::Exchange;
use crate::port::{Action, CallId, Command};

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
            Command::Lift(source, account) => {
                self.endpoint.handle(now, sip_core::Input::Lift { source, account }, &mut self.said);
            }
            Command::RefuseUnanswered => {
                let ringing = self.calls.iter().filter(|(_, call)| call.is_unanswered()).map(|(id, _)| *id);
                for call in ringing.collect::<Vec<CallId>>() {
                    self.with_call(now, call, out, |call, work| {
                        call.end_all(work, None, Status::SERVICE_UNAVAILABLE, "The exchange is restarting");
                    });
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

    fn hang_up(&mut self, now: Moment, call: CallId, out: &mut Vec<Action>) {
        self.with_call(now, call, out, |call, work| {
            call.end_all(work, None, Status::TEMPORARILY_UNAVAILABLE, "Hung up by the administrator");
        });
    }
}
