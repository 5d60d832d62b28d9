//! Tells new keys from repetitions of the same one (RFC 4733 section 2.5.2).

use super::Event;
use crate::{Ssrc, Timestamp};

/// How far back, in ticks, a timestamp may lie and still be a late packet of an older key; further back the sender has
/// started its clock anew. Two seconds at 8000 Hz.
const LATE_TICKS: i32 = 16_000;

/// Hears a stream's event packets and yields each key once, at the first packet that arrives of it.
#[derive(Clone, Debug, Default)]
pub struct EventReceiver {
    heard: Option<(Ssrc, Timestamp)>,
}

impl EventReceiver {
    /// Takes one event packet; returns the event if it is a new one. The timestamp names the key: it is the same in all of
    /// its packets.
    pub fn hear(&mut self, ssrc: Ssrc, timestamp: Timestamp, payload: &[u8]) -> Option<Event> {
        let event = Event::parse(payload)?;
        if let Some((source, last)) = self.heard
            && source == ssrc
            && (-LATE_TICKS..=0).contains(&timestamp.since(last))
        {
            return None;
        }
        self.heard = Some((ssrc, timestamp));
        Some(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telephone_event::EventSender;

    fn press(receiver: &mut EventReceiver, code: u8, timestamp: u32) -> Vec<u8> {
        EventSender::new(code, 800, 160)
            .filter_map(|(event, _)| receiver.hear(Ssrc(1), Timestamp(timestamp), &event.bytes()))
            .map(|event| event.code)
            .collect()
    }

    #[test]
    fn a_key_is_heard_once_and_the_same_key_again_is_another() {
        let mut receiver = EventReceiver::default();
        assert_eq!(press(&mut receiver, 5, u32::MAX - 100), [5]);
        assert_eq!(press(&mut receiver, 5, 2000), [5], "after the wrap-around");
    }

    #[test]
    fn an_end_alone_is_a_key_and_late_packets_are_none() {
        let mut receiver = EventReceiver::default();
        let end = Event { code: 7, is_end: true, volume: 0, duration: 800 };
        assert_eq!(receiver.hear(Ssrc(1), Timestamp(5000), &end.bytes()), Some(end));
        assert_eq!(press(&mut receiver, 3, 4000), []);
    }

    #[test]
    fn a_new_source_or_a_clock_that_starts_anew_is_a_new_key() {
        let mut receiver = EventReceiver::default();
        assert_eq!(press(&mut receiver, 1, 100_000), [1]);
        assert_eq!(press(&mut receiver, 2, 500), [2]);
        let event = Event { code: 2, is_end: false, volume: 0, duration: 160 };
        assert!(receiver.hear(Ssrc(2), Timestamp(500), &event.bytes()).is_some());
        assert_eq!(receiver.hear(Ssrc(2), Timestamp(9000), &[1, 2]), None, "too short");
    }
}
