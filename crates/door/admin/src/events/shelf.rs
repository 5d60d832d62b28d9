//! The latest events, written down once for everybody, in the form of server-sent events (HTML Living Standard section 9.2).
//!
//! An event's id is `<start of the process>-<sequence>`: ids of an earlier run can be told from ours.

use std::{collections::VecDeque, fmt::Write, sync::Arc};

use super::Event;

/// Text that is kept for those who come back: 20 seconds of 100 calls a second, in which a browser has reloaded its page, or
/// changed the network. Nothing is kept for each of those who follow, so it also bounds how far behind anybody may be.
pub(super) const KEPT_MAX: usize = 4 << 20;

/// The latest events.
#[derive(Debug)]
pub(super) struct Shelf {
    start: u64,
    last: u64,
    batches: VecDeque<Batch>,
    kept: usize,
}

/// Events that were told at once.
#[derive(Debug)]
struct Batch {
    /// The sequence number of the first.
    first: u64,
    /// Where each ends in the text.
    ends: Vec<usize>,
    text: Arc<str>,
}

/// Events as they are sent: one or more of them, whole.
#[derive(Clone, Debug)]
pub struct Chunk {
    text: Arc<str>,
    from: usize,
}

impl Chunk {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        self.text.get(self.from..).unwrap_or_default()
    }
}

impl AsRef<[u8]> for Chunk {
    fn as_ref(&self) -> &[u8] {
        self.as_str().as_bytes()
    }
}

impl From<String> for Chunk {
    fn from(text: String) -> Self {
        Self { text: text.into(), from: 0 }
    }
}

/// What somebody who saw all up to some event has not seen.
#[derive(Debug)]
pub(super) enum Unseen {
    /// Nothing.
    Nothing,
    /// This, up to the event of this number; there may be more.
    Next(Chunk, u64),
    /// Something that is not kept any more.
    Lost,
}

impl Shelf {
    pub(super) const fn new(start: u64) -> Self {
        Self { start, last: 0, batches: VecDeque::new(), kept: 0 }
    }

    /// Returns the sequence number of the latest event.
    pub(super) const fn last(&self) -> u64 {
        self.last
    }

    /// Writes events down, and lets go of the oldest.
    pub(super) fn put(&mut self, events: &[Event]) {
        if events.is_empty() {
            return;
        }
        let (mut text, mut ends) = (String::new(), Vec::with_capacity(events.len()));
        let first = self.last + 1;
        for event in events {
            self.last += 1;
            write_event(&mut text, event, &self.id(self.last));
            ends.push(text.len());
        }
        self.kept += text.len();
        self.batches.push_back(Batch { first, ends, text: text.into() });
        while self.kept > KEPT_MAX
            && let Some(oldest) = self.batches.pop_front()
        {
            self.kept -= oldest.text.len();
        }
    }

    /// Returns what comes after an event.
    pub(super) fn after(&self, seen: u64) -> Unseen {
        if seen >= self.last {
            return Unseen::Nothing;
        }
        let at = self.batches.partition_point(|batch| batch.last() <= seen);
        match self.batches.get(at) {
            Some(batch) if batch.first <= seen + 1 => Unseen::Next(batch.after(seen), batch.last()),
            Some(_) | None => Unseen::Lost,
        }
    }

    /// Reads an id that somebody saw last; none where it is not one of this run.
    pub(super) fn sequence(&self, id: &str) -> Option<u64> {
        let (start, sequence) = id.split_once('-')?;
        let sequence = sequence.parse().ok()?;
        (start.parse() == Ok(self.start) && sequence <= self.last).then_some(sequence)
    }

    /// Says where somebody is who begins to follow, without telling him anything.
    pub(super) fn greeting(&self, seen: u64) -> Chunk {
        format!("id: {}\n\n", self.id(seen)).into()
    }

    /// Tells somebody that he missed something, and that he is up to date once he has read the state.
    pub(super) fn advice(&self) -> Chunk {
        let mut text = String::new();
        write_event(&mut text, &Event::Resync, &self.id(self.last));
        text.into()
    }

    fn id(&self, sequence: u64) -> String {
        format!("{}-{sequence}", self.start)
    }
}

impl Batch {
    fn last(&self) -> u64 {
        self.first + (self.ends.len() as u64).saturating_sub(1)
    }

    fn after(&self, seen: u64) -> Chunk {
        let known = usize::try_from((seen + 1).saturating_sub(self.first)).unwrap_or(usize::MAX);
        let from = known.checked_sub(1).and_then(|at| self.ends.get(at)).copied().unwrap_or(0);
        Chunk { text: self.text.clone(), from }
    }
}

fn write_event(text: &mut String, event: &Event, id: &str) {
    // JSON holds no line break outside of a text, and none inside of one that is not escaped: the event cannot end early.
    let data = serde_json::to_string(event).unwrap_or_default();
    let _ = write!(text, "event: {}\nid: {id}\ndata: {data}\n\n", event.name());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trunk(id: u32, name: &str) -> Event {
        Event::Trunk { id, name: name.into() }
    }

    fn shelf() -> Shelf {
        let mut shelf = Shelf::new(7);
        shelf.put(&[trunk(1, "a"), trunk(2, "b")]);
        shelf.put(&[]);
        shelf.put(&[trunk(3, "c")]);
        shelf
    }

    fn next(shelf: &Shelf, seen: u64) -> (String, u64) {
        match shelf.after(seen) {
            Unseen::Next(chunk, last) => (chunk.as_str().to_owned(), last),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn who_was_in_the_middle_of_a_batch_takes_up_there() {
        let shelf = shelf();
        let (text, last) = next(&shelf, 1);
        assert_eq!(
            (text.as_str(), last),
            ("event: trunk\nid: 7-2\ndata: {\"event\":\"trunk\",\"id\":2,\"name\":\"b\"}\n\n", 2)
        );
        assert!(next(&shelf, 0).0.contains("id: 7-1\n") && next(&shelf, 2).0.contains("id: 7-3\n"));
        assert!(matches!(shelf.after(3), Unseen::Nothing));
    }

    #[test]
    fn an_id_of_another_run_or_of_no_event_of_ours_is_none() {
        let shelf = shelf();
        assert_eq!((shelf.sequence("7-3"), shelf.sequence("7-0")), (Some(3), Some(0)));
        for strange in ["6-1", "7-4", "7", "", "7-x", "-", "7--1", "7-99999999999999999999999"] {
            assert_eq!(shelf.sequence(strange), None, "{strange}");
        }
    }

    #[test]
    fn what_is_kept_is_bounded_and_who_is_behind_it_has_lost_something() {
        let mut shelf = shelf();
        let long = "x".repeat(1 << 16);
        (0..200).for_each(|id| shelf.put(&[trunk(id, &long)]));
        assert!(shelf.kept <= KEPT_MAX && shelf.batches.len() > 10);
        assert!(matches!(shelf.after(3), Unseen::Lost));
        assert!(shelf.advice().as_str().contains("id: 7-203\n"));
        assert!(matches!(shelf.after(202), Unseen::Next(_, 203)));
    }

    /// What a phone says of itself is in calls' rows; it must not become events of its own.
    #[test]
    fn hostile_text_stays_inside_its_event() {
        let mut shelf = Shelf::new(7);
        shelf.put(&[trunk(1, "a\n\nevent: config\r\ndata: {}\n\n\u{1b}[2J")]);
        let text = next(&shelf, 0).0;
        assert_eq!(
            (text.matches("\n\n").count(), text.contains('\r'), text.contains('\u{1b}')),
            (1, false, false)
        );
    }
}
