//! What people may look at: calls, and through the endpoint registrations and trunks.

use model::{
    Cdr, TrunkId,
    record::{CallStatus, Stop},
};
use moment::Moment;
use sip_core::Endpoint;

use super::Exchange;
use crate::{
    limits::Usage,
    load::Seat,
    port::{CallId, CallView, HelpCalled},
};

impl Exchange {
    /// Shows every call, the oldest first.
    pub fn calls(&self) -> Vec<CallView> {
        let mut views: Vec<CallView> = self.calls.values().map(|call| call.view()).collect();
        views.sort_by_key(|view| view.id);
        views
    }

    /// Shows one call.
    pub fn call(&self, id: CallId) -> Option<CallView> {
        self.calls.get(&id).map(|call| call.view())
    }

    /// Writes the row that the call log would have of a call as it is now, with why it went where it went.
    pub fn call_record(&self, id: CallId) -> Option<Cdr> {
        self.calls.get(&id).map(|call| call.cdr())
    }

    /// Counts the calls in progress.
    pub fn call_count(&self) -> usize {
        self.calls.len()
    }

    /// Tells the most calls at once of each hour in which one began: when the hour began, in milliseconds since the epoch.
    pub fn peaks(&self) -> Vec<(u64, u32)> {
        self.peaks.all()
    }

    /// Counts the calls that are over since the start, by their fate.
    pub fn ended(&self) -> Vec<(CallStatus, u64)> {
        self.tally.all()
    }

    /// Counts a trunk's calls, both directions together, as its limit does.
    pub fn calls_of_trunk(&self, trunk: TrunkId) -> u32 {
        self.load.taken(Seat::Trunk(trunk))
    }

    /// Lists the latest calls for help, the latest first.
    pub fn help_calls(&self) -> impl Iterator<Item = &HelpCalled> {
        self.help.iter()
    }

    /// Lists what is stopped, the latest first.
    pub fn stops(&self) -> Vec<Stop> {
        self.ledger.stops()
    }

    /// Lists what was used of the limits within the last day, and says whether those for out of the opening hours hold.
    pub fn usage(&self, now: Moment) -> (Vec<Usage>, bool) {
        (self.ledger.usage(now), self.ledger.is_closed(now))
    }

    /// Gives access to what the endpoint knows: contacts, registrations, trunks.
    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }
}
