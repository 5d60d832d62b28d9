//! What one call costs, as long as it lasts: who pays, what was counted for it, and when its next minute begins.

use std::time::Duration;

use model::{
    Class, LimitsPolicy, Snapshot, TrunkId,
    record::{CdrId, Charged, Payer},
};
use moment::Moment;
use serde::{Deserialize, Serialize};
use sip_core::Party;

use super::{Account, Asked, Halt, Ledger};

/// The span that minutes are counted in.
const MINUTE: Duration = Duration::from_secs(60);

/// What one call costs.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Charge {
    /// The call.
    call: CdrId,
    /// Who brought it about: the line that calls or that sent the call on, or the trunk that it came by.
    party: Party,
    payer: Payer,
    class: Class,
    number: String,
    /// Who has been counted, and is to be released.
    taken: Vec<Payer>,
    /// The trunk that it leaves by.
    trunk: Option<TrunkId>,
    /// When its next minute begins, once it is answered.
    next_minute: Option<Moment>,
}

impl Charge {
    /// Begins with nothing counted.
    pub(crate) fn new(snapshot: &Snapshot, call: CdrId, party: Party, class: Class, number: &str) -> Self {
        let payer = match party {
            Party::Line(line) => snapshot.line(line).map(|line| Payer::User(line.user)),
            Party::Trunk(trunk) => Some(Payer::Trunk(trunk)),
        };
        let payer = payer.unwrap_or(Payer::Exchange);
        let number = number.to_owned();
        Self { call, party, payer, class, number, taken: vec![], trunk: None, next_minute: None }
    }

    /// What the call's record says of it.
    pub(crate) const fn charged(&self) -> Charged {
        Charged { payer: self.payer, class: self.class }
    }

    /// When it wants its next minute.
    pub(crate) const fn next_minute(&self) -> Option<Moment> {
        self.next_minute
    }

    /// Counts the call for who pays.
    pub(crate) fn admit(
        &mut self,
        now: Moment,
        ledger: &mut Ledger,
        snapshot: &Snapshot,
    ) -> Result<(), Halt> {
        self.take(now, ledger, snapshot, self.payer)
    }

    /// Counts the call for the trunk that it is to leave by, in place of one that it left by in vain, and for the exchange.
    pub(crate) fn leave_by(
        &mut self,
        now: Moment,
        ledger: &mut Ledger,
        snapshot: &Snapshot,
        trunk: TrunkId,
    ) -> Result<(), Halt> {
        if let Some(before) = self.trunk.take() {
            self.give_back(ledger, Payer::Trunk(before));
        }
        if self.payer != Payer::Trunk(trunk) {
            self.take(now, ledger, snapshot, Payer::Trunk(trunk))?;
            self.trunk = Some(trunk);
        }
        // A trunk that is not limited leads to no provider: what leaves by it is nobody's cost.
        let is_free = snapshot.trunk(trunk).is_some_and(|trunk| trunk.calls.limits == LimitsPolicy::None);
        match is_free || self.taken.contains(&Payer::Exchange) {
            true => Ok(()),
            false => self.take(now, ledger, snapshot, Payer::Exchange),
        }
    }

    /// Counts the minute that begins, for all.
    pub(crate) fn minute(
        &mut self,
        now: Moment,
        ledger: &mut Ledger,
        snapshot: &Snapshot,
    ) -> Result<(), Halt> {
        self.next_minute = Some(self.next_minute.unwrap_or(now) + MINUTE);
        let payers = self.taken.clone();
        payers
            .into_iter()
            .try_for_each(|payer| ledger.minute(now, self.account(snapshot, payer), self.asked()))
    }

    /// Gives back what is counted as long as the call lasts.
    pub(crate) fn end(&mut self, ledger: &mut Ledger) {
        self.next_minute = None;
        for payer in self.taken.drain(..) {
            ledger.release(payer, self.class);
        }
    }

    fn take(
        &mut self,
        now: Moment,
        ledger: &mut Ledger,
        snapshot: &Snapshot,
        payer: Payer,
    ) -> Result<(), Halt> {
        ledger.admit(now, self.account(snapshot, payer), self.asked())?;
        self.taken.push(payer);
        Ok(())
    }

    fn give_back(&mut self, ledger: &mut Ledger, payer: Payer) {
        if let Some(at) = self.taken.iter().position(|taken| *taken == payer) {
            self.taken.swap_remove(at);
            ledger.release(payer, self.class);
        }
    }

    fn asked(&self) -> Asked<'_> {
        Asked { call: self.call, number: &self.number, class: self.class }
    }

    fn account<'s>(&self, snapshot: &'s Snapshot, payer: Payer) -> Account<'s> {
        static DEFAULT: LimitsPolicy = LimitsPolicy::Default;
        let of_trunk = |id| snapshot.trunk(id).map(|trunk| &trunk.calls.limits);
        let policy = match (payer, self.party) {
            (Payer::User(_), Party::Line(line)) => snapshot.line(line).map(|line| &line.limits),
            (Payer::Trunk(trunk), _) => of_trunk(trunk),
            (Payer::User(_), Party::Trunk(_)) | (Payer::Exchange, _) => None,
        };
        Account { payer, policy: policy.unwrap_or(&DEFAULT), limits: snapshot.general().toll.limits() }
    }
}
