//! Keeps a call that costs something within the limits: before it leaves, at each trunk, and with each minute.

use model::{
    Class, TrunkId,
    record::{CdrId, StopChange},
};
use sip_core::Party;
use sip_msg::Status;

use super::{Call, Stage};
use crate::{
    limits::{Charge, Halt},
    port::{Action, CallEvent, HelpCalled},
    work::Work,
};

impl Call {
    /// Says who brings the call about that is to leave: whoever sent it on last, else the caller.
    fn payer(&self) -> Party {
        self.path.sent_on_by.unwrap_or(self.caller.party)
    }

    /// Counts the call for who pays, or refuses it. Help is never counted: those who watch are told of it.
    pub(super) fn may_leave(&mut self, work: &mut Work<'_>, class: Class, number: &str) -> bool {
        if class == Class::Emergency && self.path.sent_on_by.is_none() {
            self.help = Some(self.help_called(work, number));
            return true;
        }
        if self.path.sent_on_by.is_some()
            && !self.router.snapshot().general().toll.divert_classes.contains(&class)
        {
            let text = format!("Phones may not send calls on to {class} numbers");
            self.refuse(work, Status::FORBIDDEN, &text);
            return false;
        }
        if !class.is_counted() {
            return true;
        }
        let router = self.router.clone();
        let mut charge = Charge::new(router.snapshot(), CdrId(self.id.0), self.payer(), class, number);
        let admitted = charge.admit(work.now, work.ledger, router.snapshot());
        self.charge = Some(charge);
        match admitted {
            Ok(()) => true,
            Err(halt) => {
                self.halt(work, &halt);
                false
            }
        }
    }

    /// Counts the call for a trunk and for the exchange, or says why not.
    pub(super) fn may_leave_by(&mut self, work: &mut Work<'_>, trunk: TrunkId) -> Result<(), Halt> {
        let router = self.router.clone();
        let Some(charge) = &mut self.charge else { return Ok(()) };
        let left = charge.leave_by(work.now, work.ledger, router.snapshot(), trunk);
        if let Err(halt) = &left {
            tell(work, halt);
        }
        left
    }

    /// Begins the call's next minute, where it costs something, or ends it.
    pub(super) fn begin_minute(&mut self, work: &mut Work<'_>) {
        let router = self.router.clone();
        let Some(charge) = &mut self.charge else { return };
        if let Err(halt) = charge.minute(work.now, work.ledger, router.snapshot()) {
            self.halt(work, &halt);
        }
    }

    /// Says whether the call's next minute begins now.
    pub(super) fn is_minute_due(&self, work: &Work<'_>) -> bool {
        matches!(self.stage, Stage::Joined(_))
            && self.charge.as_ref().and_then(Charge::next_minute).is_some_and(|at| at <= work.now)
    }

    /// Says whether the call is one for help: limits do not hold it up.
    pub(super) fn is_for_help(decision: &routing::Decision) -> bool {
        matches!(decision, routing::Decision::Trunks(route) if route.class == Class::Emergency)
    }

    /// Ends or refuses the call, and tells those who watch where that begins a stop.
    fn halt(&mut self, work: &mut Work<'_>, halt: &Halt) {
        tell(work, halt);
        self.end_all(work, None, Status::FORBIDDEN, &halt.words());
    }

    /// Tells once that it is a call for help.
    pub(crate) fn take_help(&mut self) -> Option<HelpCalled> {
        self.help.take()
    }

    fn help_called(&self, work: &Work<'_>, number: &str) -> HelpCalled {
        HelpCalled {
            call: self.id,
            party: self.caller.party,
            caller: self.shown.number.clone(),
            name: self.shown.name.clone(),
            number: number.to_owned(),
            at: work.now,
        }
    }
}

/// Has a stop kept that begins, and tells those who watch.
fn tell(work: &mut Work<'_>, halt: &Halt) {
    if let Halt::Passed(stop) = halt {
        work.out.push(Action::Stop(StopChange::Began(stop.clone())));
        work.out.push(Action::Event(CallEvent::Stopped(stop.clone())));
    }
}
