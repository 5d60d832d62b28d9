//! Makes the packets of one key: growing duration, then the end three times (RFC 4733 section 2.5.1).

use super::Event;

/// How often the end is sent, so that losing one or two does not matter (section 2.5.1.4).
const END_PACKETS: u8 = 3;
/// The level that telephones send keys at, in dB below 0 dBm0.
const VOLUME: u8 = 10;

/// One key on its way: yields a payload for every packet interval, with the marker on the first. All of them carry the RTP
/// timestamp of the moment the key went down.
#[derive(Clone, Debug)]
pub struct EventSender {
    code: u8,
    total: u16,
    step: u16,
    duration: u16,
    ends_left: u8,
}

impl EventSender {
    /// Presses a key for `total` ticks, with a packet every `step` ticks.
    pub fn new(code: u8, total: u16, step: u16) -> Self {
        Self { code, total: total.max(1), step: step.max(1), duration: 0, ends_left: END_PACKETS }
    }

    /// How many ticks the key is down.
    pub fn total(&self) -> u16 {
        self.total
    }
}

impl Iterator for EventSender {
    type Item = (Event, bool);

    /// The next payload, and whether its packet bears the marker.
    fn next(&mut self) -> Option<Self::Item> {
        let is_first = self.duration == 0;
        self.duration = self.duration.saturating_add(self.step).min(self.total);
        let is_end = self.duration == self.total;
        if is_end {
            self.ends_left = self.ends_left.checked_sub(1)?;
        }
        Some((Event { code: self.code, is_end, volume: VOLUME, duration: self.duration }, is_first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packets(total: u16, step: u16) -> Vec<(u16, bool, bool)> {
        EventSender::new(5, total, step)
            .map(|(event, marker)| (event.duration, event.is_end, marker))
            .collect()
    }

    #[test]
    fn a_key_grows_and_ends_three_times() {
        assert_eq!(
            packets(400, 160),
            [
                (160, false, true),
                (320, false, false),
                (400, true, false),
                (400, true, false),
                (400, true, false)
            ]
        );
    }

    #[test]
    fn a_key_shorter_than_a_packet_still_ends_three_times() {
        assert_eq!(packets(80, 160), [(80, true, true), (80, true, false), (80, true, false)]);
        assert_eq!(packets(0, 0).len(), 3);
    }

    #[test]
    fn the_longest_key_does_not_overflow() {
        assert_eq!(packets(u16::MAX, 40_000).last(), Some(&(u16::MAX, true, false)));
    }
}
