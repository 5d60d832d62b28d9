//! The registrar and its location service (RFC 3261 section 10.3): which contacts every line and every dynamic trunk has.
//!
//! Decides about a REGISTER whose sender is proven, all of it or nothing. It never challenges, and it stores nothing
//! itself: each change goes out as a [`BindingChange`]. Its memory is bounded by the configuration: so many lines, and so
//! many contacts of each.

mod contact;
mod contest;
mod departure;
mod wish;

use std::collections::{BTreeSet, HashMap};

use model::{Addressing, Binding, LineId, Snapshot, Trunk, TrunkId, record::BindingOwner};
use moment::Moment;
use sip_msg::{HeaderName, Request, Response, Status};

pub use self::departure::Departure;
use self::{
    contact::Contact,
    contest::Contests,
    departure::Departures,
    wish::{Refusal, Wish, Wishes},
};
use crate::{
    flow::{ConnId, Flow, Hop},
    port::{BindingChange, Party},
};

/// Every binding, and when the next one lapses.
#[derive(Debug, Default)]
pub(crate) struct Registrar {
    bindings: HashMap<BindingOwner, Vec<Contact>>,
    /// The earliest expiry of each owner.
    lapses: BTreeSet<(u64, BindingOwner)>,
    /// How trunks that have no contact any more lost it.
    departures: Departures,
    contests: Contests,
}

/// A REGISTER with what is known of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival<'a> {
    /// When it came.
    pub(crate) now: Moment,
    /// Who has proved to have sent it.
    pub(crate) party: Party,
    /// The request.
    pub(crate) request: &'a Request,
    /// The path that it came on.
    pub(crate) flow: &'a Flow,
}

impl Registrar {
    /// Takes what storage kept. What has lapsed meanwhile is removed from it.
    pub(crate) fn restore(&mut self, now: Moment, kept: Vec<Binding>, out: &mut Vec<BindingChange>) {
        for binding in kept {
            let owner = binding.owner;
            match Contact::restored(binding) {
                Some(contact) => self.edit(owner, |contacts| contacts.push(contact)),
                None => continue,
            }
        }
        self.expire(now, out);
    }

    /// Carries a REGISTER out, or refuses it and changes nothing.
    pub(crate) fn register(
        &mut self,
        arrival: &Arrival<'_>,
        snapshot: &Snapshot,
        out: &mut Vec<BindingChange>,
    ) -> Response {
        self.expire(arrival.now, out);
        let owner = BindingOwner::from(arrival.party);
        let held = self.bindings.get(&owner).map(Vec::as_slice).unwrap_or_default();
        let judged = room(arrival, snapshot)
            .ok_or(Refusal::NotYours)
            .and_then(|room| Ok((room, Wishes::read(arrival, snapshot.general().registration, held)?)));
        match judged {
            Ok((room, wishes)) => {
                let from = out.len();
                let mut pushed_out = 0;
                self.edit(owner, |contacts| pushed_out = grant(contacts, wishes, room, out));
                if let (BindingOwner::Line(line), 1..) = (owner, pushed_out) {
                    self.contests.note(arrival.now, line);
                }
                self.departures.note(arrival.now, out.get(from..).unwrap_or_default());
                self.granted(owner, arrival)
            }
            Err(refusal) => refusal.response(arrival.request),
        }
    }

    /// The contacts of a party: preferred ones first, and among equals the newest.
    pub(crate) fn contacts(&self, party: Party, now: Moment) -> Vec<&Binding> {
        let held = self.bindings.get(&BindingOwner::from(party)).map(Vec::as_slice).unwrap_or_default();
        let alive =
            held.iter().rev().map(|contact| &contact.binding).filter(|binding| !has_lapsed(binding, now));
        let mut contacts: Vec<&Binding> = alive.collect();
        contacts.sort_by_key(|binding| std::cmp::Reverse(binding.q));
        contacts
    }

    /// How many lines have a contact.
    pub(crate) fn lines(&self) -> usize {
        self.bindings.keys().filter(|owner| matches!(owner, BindingOwner::Line(_))).count()
    }

    /// The lines out of which phones push each other, with how often that happened lately.
    pub(crate) fn contests(&self, now: Moment) -> Vec<(LineId, u32)> {
        self.contests.now(now)
    }

    /// Every binding, for listings.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Binding> {
        self.bindings.values().flatten().map(|contact| &contact.binding)
    }

    /// Where requests to a binding go; nothing where it is gone.
    pub(crate) fn hop(&self, binding: &Binding) -> Option<Hop> {
        let held = self.bindings.get(&binding.owner)?;
        held.iter().find(|contact| contact.binding.contact == binding.contact).map(|contact| contact.hop)
    }

    /// Forgets a connection: its contacts stay, and are called by address.
    pub(crate) fn connection_lost(&mut self, conn: ConnId) {
        for contact in self.bindings.values_mut().flatten().filter(|contact| contact.hop.conn == Some(conn)) {
            contact.hop.conn = None;
        }
    }

    /// Ends the registrations of those who are gone, or have another name or password.
    pub(crate) fn configure(&mut self, old: &Snapshot, new: &Snapshot, out: &mut Vec<BindingChange>) {
        self.departures.retain(|trunk| {
            let owner = BindingOwner::Trunk(trunk);
            account(new, owner).is_some_and(|after| account(old, owner) == Some(after))
        });
        self.contests.retain(|line| new.line(line).is_some());
        let owners: Vec<BindingOwner> = self.bindings.keys().copied().collect();
        for owner in owners {
            let after = account(new, owner);
            if after.is_none() || after != account(old, owner) {
                self.edit(owner, |contacts| out.extend(contacts.drain(..).map(Contact::removed)));
            }
        }
    }

    /// Removes what has lapsed.
    pub(crate) fn expire(&mut self, now: Moment, out: &mut Vec<BindingChange>) {
        let from = out.len();
        while let Some((_, owner)) = self.lapses.first().copied().filter(|(at, _)| *at <= now.as_unix_ms()) {
            self.edit(owner, |contacts| {
                out.extend(contacts.extract_if(.., |c| has_lapsed(&c.binding, now)).map(Contact::removed));
            });
        }
        self.departures.note(now, out.get(from..).unwrap_or_default());
    }

    /// How a trunk's last contact came to be gone.
    pub(crate) fn departure(&self, trunk: TrunkId) -> Option<&Departure> {
        // A contact that made room for a newer one went too.
        let is_gone = !self.bindings.contains_key(&BindingOwner::Trunk(trunk));
        self.departures.of(trunk).filter(|_| is_gone)
    }

    /// When the next binding lapses.
    pub(crate) fn deadline(&self) -> Option<Moment> {
        self.lapses.first().map(|(at, _)| Moment::from_unix_ms(*at))
    }

    /// Changes an owner's contacts and keeps the order of expiry.
    fn edit(&mut self, owner: BindingOwner, change: impl FnOnce(&mut Vec<Contact>)) {
        let contacts = self.bindings.entry(owner).or_default();
        if let Some(at) = earliest(contacts) {
            self.lapses.remove(&(at, owner));
        }
        change(contacts);
        match earliest(contacts) {
            Some(at) => drop(self.lapses.insert((at, owner))),
            None => drop(self.bindings.remove(&owner)),
        }
    }

    /// Section 10.3 step 8: the 200 lists every binding with the time that it has left.
    fn granted(&self, owner: BindingOwner, arrival: &Arrival<'_>) -> Response {
        let mut response = arrival.request.response(Status::OK);
        let now_ms = arrival.now.as_unix_ms();
        for contact in self.bindings.get(&owner).map(Vec::as_slice).unwrap_or_default() {
            response.headers.push(HeaderName::Contact, contact.listed(now_ms));
        }
        if arrival.request.headers.has(&HeaderName::Path) {
            // RFC 3327 section 5.3: the registrar repeats what it has kept.
            response.headers.copy(&arrival.request.headers, &HeaderName::Path);
            response.headers.push(HeaderName::Supported, "path");
        }
        response
    }
}

/// Does what was wished; the newest contacts stay where there are too many. Returns how many had to go.
fn grant(contacts: &mut Vec<Contact>, wishes: Wishes, room: usize, out: &mut Vec<BindingChange>) -> usize {
    let wishes = match wishes {
        Wishes::Forget => {
            out.extend(contacts.drain(..).map(Contact::removed));
            return 0;
        }
        Wishes::List(wishes) => wishes,
    };
    for Wish { contact, seconds } in wishes {
        // The key in storage is the text of the URI: what is put under the same text need not be removed.
        let goes = |before: &Contact| seconds == 0 || before.binding.contact != contact.binding.contact;
        let before = contacts.extract_if(.., |held| held.is_same(&contact));
        out.extend(before.filter(goes).map(Contact::removed));
        if seconds > 0 {
            out.push(BindingChange::Put(Box::new(contact.binding.clone())));
            contacts.push(contact);
        }
    }
    let excess = contacts.len().saturating_sub(room);
    out.extend(contacts.drain(..excess).map(Contact::removed));
    excess
}

/// How many contacts the sender may have at the address that it wants to change; nothing where that is not its own. The
/// domain is not judged: whatever name a phone has for us is ours.
fn room(arrival: &Arrival<'_>, snapshot: &Snapshot) -> Option<usize> {
    let to = arrival.request.headers.to().ok()?;
    let (username, room) = match arrival.party {
        Party::Line(id) => snapshot.line(id).map(|line| (line.username.as_str(), line.max_contacts))?,
        Party::Trunk(id) => (registering(snapshot, id)?.digest_username(), TRUNK_CONTACTS),
    };
    (to.uri.user() == Some(username)).then_some(room as usize)
}

/// Name and password of an owner; a registration is worth no more than the password that it was made with.
fn account(snapshot: &Snapshot, owner: BindingOwner) -> Option<(&str, Option<&str>)> {
    match owner {
        BindingOwner::Line(id) => {
            snapshot.line(id).map(|line| (line.username.as_str(), Some(line.password.expose())))
        }
        BindingOwner::Trunk(id) => {
            let trunk = registering(snapshot, id)?;
            Some((trunk.digest_username(), trunk.auth.password.as_ref().map(|password| password.expose())))
        }
    }
}

/// A trunk that is to register with us.
fn registering(snapshot: &Snapshot, id: TrunkId) -> Option<&Trunk> {
    let dynamic = |trunk: &&Trunk| trunk.reach.addressing == Addressing::Dynamic;
    snapshot.trunk(id).filter(|trunk| trunk.enabled).filter(dynamic)
}

fn earliest(contacts: &[Contact]) -> Option<u64> {
    contacts.iter().map(|contact| contact.binding.expires_at_ms).min()
}

const fn has_lapsed(binding: &Binding, now: Moment) -> bool {
    binding.expires_at_ms <= now.as_unix_ms()
}

impl From<Party> for BindingOwner {
    fn from(party: Party) -> Self {
        match party {
            Party::Line(id) => Self::Line(id),
            Party::Trunk(id) => Self::Trunk(id),
        }
    }
}

impl From<BindingOwner> for Party {
    fn from(owner: BindingOwner) -> Self {
        match owner {
            BindingOwner::Line(id) => Self::Line(id),
            BindingOwner::Trunk(id) => Self::Trunk(id),
        }
    }
}

/// Contacts of a dynamic trunk: one exchange is behind it, and where it moves its old address is worth nothing.
const TRUNK_CONTACTS: u32 = 1;

#[cfg(test)]
mod tests;
