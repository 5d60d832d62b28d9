//! Rows that the disk refused, kept until it takes them. Of a call or a registration only how it is now is kept.

use std::collections::{BTreeMap, HashMap};

use model::record::BindingOwner;

use crate::writer::Job;

/// Rows that may wait: as many as the queue before it, so that ten minutes of 50 calls a second find room. Past it registrations are
/// lost first, since phones register again; then the rows of the newest calls.
pub(crate) const BACKLOG: usize = 1 << 16;

/// What waits, the oldest first.
pub(crate) struct Backlog {
    rows: BTreeMap<u64, Job>,
    places: HashMap<About, u64>,
    next: u64,
}

/// What a row is about: a later row about the same makes an earlier one stale.
#[derive(Clone, PartialEq, Eq, Hash)]
enum About {
    Call(u64),
    Binding(BindingOwner, String),
}

impl Default for Backlog {
    fn default() -> Self {
        // Rows are put back in front of the first.
        Self { rows: BTreeMap::new(), places: HashMap::new(), next: 1 << 32 }
    }
}

impl Backlog {
    /// Takes a row, in place of an earlier one about the same. Gives back what found no room.
    pub(crate) fn push(&mut self, row: Job) -> Option<Job> {
        self.push_within(row, BACKLOG)
    }

    fn push_within(&mut self, row: Job, room: usize) -> Option<Job> {
        let about = about(&row)?;
        if let Some(earlier) = self.places.get(&about).and_then(|place| self.rows.get_mut(place)) {
            *earlier = row;
            return None;
        }
        if self.rows.len() >= room && matches!(about, About::Binding(..)) {
            return Some(row);
        }
        let lost = if self.rows.len() >= room { self.oldest_binding() } else { None };
        if self.rows.len() >= room {
            return Some(row);
        }
        self.places.insert(about, self.next);
        self.rows.insert(self.next, row);
        self.next += 1;
        lost
    }

    /// The oldest rows, at most so many.
    pub(crate) fn first(&self, most: usize) -> impl Iterator<Item = &Job> {
        self.rows.values().take(most)
    }

    /// Forgets the oldest rows: they are written.
    pub(crate) fn forget(&mut self, count: usize) {
        for _ in 0..count {
            self.pop();
        }
    }

    /// Takes the oldest row out.
    pub(crate) fn pop(&mut self) -> Option<Job> {
        let (_, row) = self.rows.pop_first()?;
        about(&row).map(|about| self.places.remove(&about));
        Some(row)
    }

    /// Puts the oldest row back.
    pub(crate) fn put_back(&mut self, row: Job) {
        let Some(about) = about(&row) else { return };
        let first = self.rows.first_key_value().map_or(self.next, |(place, _)| *place);
        let place = first.saturating_sub(1);
        self.places.insert(about, place);
        self.rows.insert(place, row);
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn oldest_binding(&mut self) -> Option<Job> {
        let place = *self.rows.iter().find(|(_, row)| matches!(about(row), Some(About::Binding(..))))?.0;
        let row = self.rows.remove(&place)?;
        about(&row).map(|about| self.places.remove(&about));
        Some(row)
    }
}

/// What a row is about; an order is no row.
fn about(row: &Job) -> Option<About> {
    match row {
        Job::Cdr(cdr) => Some(About::Call(cdr.id.0)),
        Job::PutBinding(binding) | Job::RemoveBinding(binding) => {
            Some(About::Binding(binding.owner, binding.contact.clone()))
        }
        Job::Apply(..) | Job::Write { .. } | Job::Stop => None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use model::{
        Binding, Cdr, LineId, Transport,
        record::{CallStatus, CallTimes, CdrId, Outcome, Party},
    };

    use super::*;

    pub(crate) fn call(id: u64, end_ms: Option<u64>) -> Job {
        Job::Cdr(Box::new(Cdr {
            id: CdrId(id),
            times: CallTimes { start_ms: 10, answer_ms: Some(20), end_ms },
            caller: Party::default(),
            callee: Party::default(),
            dialled: "101".into(),
            context: "default".into(),
            destination: String::new(),
            outcome: Outcome {
                status: CallStatus::Answered,
                sip_code: 200,
                reason: "OK".into(),
                hangup_by: None,
            },
            media: vec![],
            charged: None,
            trace: "{}".into(),
            quality: vec![],
        }))
    }

    pub(crate) fn binding(contact: &str) -> Box<Binding> {
        Box::new(Binding {
            owner: BindingOwner::Line(LineId(1)),
            contact: contact.into(),
            expires_at_ms: 9_000,
            call_id: "c".into(),
            cseq: 1,
            user_agent: String::new(),
            transport: Transport::Udp,
            received: "10.0.0.1:5060".into(),
            local: "10.0.0.2:5060".into(),
            path: vec![],
            instance: None,
            q: 1000,
        })
    }

    fn told(row: &Job) -> String {
        match row {
            Job::Cdr(cdr) => format!("call {} {:?}", cdr.id.0, cdr.times.end_ms),
            Job::PutBinding(binding) => format!("put {}", binding.contact),
            Job::RemoveBinding(binding) => format!("remove {}", binding.contact),
            Job::Apply(..) | Job::Write { .. } | Job::Stop => "order".into(),
        }
    }

    fn all(backlog: &Backlog) -> Vec<String> {
        backlog.first(99).map(told).collect()
    }

    #[test]
    fn of_a_call_or_a_registration_only_the_latest_waits_in_the_place_of_the_first() {
        let mut backlog = Backlog::default();
        for row in [
            call(1, None),
            Job::PutBinding(binding("a")),
            call(2, None),
            call(1, Some(30)),
            Job::RemoveBinding(binding("a")),
        ] {
            assert!(backlog.push(row).is_none());
        }
        assert_eq!(all(&backlog), ["call 1 Some(30)", "remove a", "call 2 None"]);
        let first = backlog.pop().unwrap();
        backlog.put_back(first);
        assert_eq!(all(&backlog), ["call 1 Some(30)", "remove a", "call 2 None"]);
        backlog.forget(2);
        assert_eq!((all(&backlog), backlog.len()), (vec!["call 2 None".to_owned()], 1));
        assert!(backlog.push(call(1, Some(40))).is_none(), "what was written may come again");
        assert_eq!(all(&backlog), ["call 2 None", "call 1 Some(40)"]);
    }

    #[test]
    fn where_there_is_no_room_registrations_are_lost_before_calls() {
        let mut backlog = Backlog::default();
        for row in [Job::PutBinding(binding("a")), call(1, None), Job::PutBinding(binding("b"))] {
            assert!(backlog.push_within(row, 3).is_none());
        }
        let mut lost = |row| backlog.push_within(row, 3).map(|row| told(&row));
        assert_eq!(lost(Job::PutBinding(binding("c"))), Some("put c".into()));
        assert_eq!(lost(call(2, None)), Some("put a".into()));
        assert_eq!(lost(call(3, None)), Some("put b".into()));
        assert_eq!(lost(call(4, None)), Some("call 4 None".into()));
        assert_eq!(lost(call(3, Some(9))), None, "it has its place");
        assert_eq!(all(&backlog), ["call 1 None", "call 2 None", "call 3 Some(9)"]);
    }
}
