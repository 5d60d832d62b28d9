//! Forwards a call where a phone of ours sends it (302): through routing, with the permissions of the line that forwards
//! it, because it is that line that makes the new call. What a trunk's peer says of that kind is a failure instead.

use routing::{Ask, Trace};
use sip_core::{LegId, Party};
use sip_msg::{Host, NameAddr, SipUri, Status, Uri};

use super::{Call, Plan, Stage, incoming::asker, setback::Setback};
use crate::{load::Seat, work::Work};

impl Call {
    /// Hears that a phone sends the call elsewhere.
    pub(super) fn redirected(&mut self, work: &mut Work<'_>, leg: LegId, status: Status, to: &[NameAddr]) {
        let Stage::Seeking(seek) = &mut self.stage else { return };
        let Some(branch) = seek.branches.iter().find(|branch| branch.id == leg) else { return };
        let (party, diverter) = (branch.party, branch.number.clone());
        let number = to.iter().find_map(|target| target.uri.user()).map(str::to_owned);
        let (Party::Line(_), Some(number)) = (party, number) else {
            return self.failed(work, leg, Setback::Refused { status, text: String::new() });
        };
        let branches = std::mem::take(&mut seek.branches);
        let seat = match seek.plan {
            Plan::Phones { user, .. } => Some(Seat::User(user)),
            Plan::Trunks { .. } => None,
        };
        self.free_seat(work, seat);
        let diverter = self.diverter(work, &diverter);
        for mut branch in branches {
            if branch.id == leg {
                branch.close(work);
                self.let_go(work, branch, Some(Setback::Refused { status, text: String::new() }));
            } else {
                self.call_off(work, branch, Status::OK, "Call forwarded");
            }
        }
        self.path.diversion.insert(0, diverter);
        self.path.forwards = self.path.forwards.saturating_add(1);
        self.path.hops = self.path.hops.saturating_sub(1);
        self.path.sent_on_by = Some(party);
        let router = self.router.clone();
        let ask = Ask {
            caller: asker(party),
            dialled: &number,
            caller_number: &self.shown.number,
            forwards: self.path.forwards,
        };
        let (decision, then) = router.route(&ask);
        self.note_diversion(party, &number, then);
        self.follow(work, decision);
    }

    /// Adds to the call's trace why it goes where the phone sends it.
    fn note_diversion(&mut self, party: Party, to: &str, then: Trace) {
        let by = match party {
            Party::Line(line) => {
                self.router.snapshot().line(line).map(|line| format!("line {}", line.username))
            }
            Party::Trunk(_) => None,
        };
        let mut trace: Trace = serde_json::from_str(&self.record.trace).unwrap_or_default();
        trace.divert(by.unwrap_or_default(), to.to_owned(), then);
        self.record.trace = serde_json::to_string(&trace).unwrap_or_default();
    }

    /// Names who diverts the call, for whoever gets it (RFC 5806 section 3).
    fn diverter(&self, work: &Work<'_>, number: &str) -> NameAddr {
        let own = work.endpoint.local_address_for(self.caller.audio.addr());
        let mut diverter = NameAddr::new(Uri::from(SipUri::of_user(number, Host::from(own))));
        diverter.params.set("reason", Some("deflection"));
        diverter
    }
}
