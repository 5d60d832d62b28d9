//! What happened since it was told last. Of a call that changed twice only how it is now is worth telling.

use std::collections::HashMap;

use super::Event;
use crate::peers::PeerKind;

/// Events that are told at once; when there are more, reading the state again costs less.
const GATHERED_MAX: usize = 1_000;

/// Events that wait to be told.
#[derive(Debug, Default)]
pub(super) struct Gather {
    events: Vec<Event>,
    places: HashMap<About, usize>,
    overflows: bool,
}

/// What an event is about, where a later one makes an earlier one stale.
#[derive(Debug, PartialEq, Eq, Hash)]
enum About {
    Call(String),
    Registration(PeerKind, String),
    Trunk(u32),
    Bans,
    Stops,
    Everything,
}

impl Gather {
    /// Takes an event, in place of an earlier one about the same.
    pub(super) fn add(&mut self, event: Event) {
        if self.overflows {
            return;
        }
        let about = about(&event);
        let place = about.as_ref().and_then(|about| self.places.get(about)).copied();
        if let Some(earlier) = place.and_then(|place| self.events.get_mut(place)) {
            *earlier = event;
            return;
        }
        if self.events.len() >= GATHERED_MAX {
            *self = Self { overflows: true, ..Self::default() };
            return;
        }
        self.places.extend(about.map(|about| (about, self.events.len())));
        self.events.push(event);
    }

    /// Gives what is to be told now.
    pub(super) fn take(&mut self) -> Vec<Event> {
        let Self { events, overflows, .. } = std::mem::take(self);
        if overflows { vec![Event::Resync] } else { events }
    }
}

fn about(event: &Event) -> Option<About> {
    match event {
        Event::Call(call) => Some(About::Call(call.id.clone())),
        Event::Registration { kind, name } => Some(About::Registration(*kind, name.clone())),
        Event::Trunk { id, .. } => Some(About::Trunk(*id)),
        Event::Bans => Some(About::Bans),
        Event::Stops => Some(About::Stops),
        Event::Resync => Some(About::Everything),
        // Each says who did what, and none makes another stale.
        Event::Config(_) | Event::EmergencyCall(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::CallRow;

    fn call(id: u64, ended_ms: Option<u64>) -> Event {
        Event::Call(CallRow {
            id: id.to_string(),
            dialled: "101".into(),
            started_ms: 1,
            answered_ms: None,
            ended_ms,
            legs: vec![],
        })
    }

    #[test]
    fn of_a_call_only_how_it_is_now_is_told_in_the_order_of_beginning() {
        let mut gather = Gather::default();
        [call(1, None), call(2, None), call(1, Some(9))].into_iter().for_each(|event| gather.add(event));
        assert_eq!(gather.take(), [call(1, Some(9)), call(2, None)]);
        assert!(gather.take().is_empty());
    }

    #[test]
    fn what_is_too_much_to_tell_is_told_as_one_advice() {
        let mut gather = Gather::default();
        (0..5_000).for_each(|id| gather.add(call(id, None)));
        assert_eq!(gather.take(), [Event::Resync]);
        gather.add(call(1, None));
        assert_eq!(gather.take(), [call(1, None)]);
    }
}
