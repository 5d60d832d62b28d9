//! Named telephone events: keys of a telephone as packets of four bytes (RFC 4733 section 2).

mod receiver;
mod sender;

pub use self::{receiver::EventReceiver, sender::EventSender};

/// The payload of one event packet (section 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Which event: 0 to 15 are the keys, 16 is the hook flash.
    pub code: u8,
    /// Whether the key is up again.
    pub is_end: bool,
    /// The level below 0 dBm0, 0 to 63.
    pub volume: u8,
    /// How long the key has been down, in ticks of the RTP clock.
    pub duration: u16,
}

/// The keys in the order of their codes (section 3.2).
const KEYS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#', 'A', 'B', 'C', 'D'];

impl Event {
    /// The payload's length in bytes.
    pub const LEN: usize = 4;

    /// Reads a payload. Redundant copies of older events behind the first (section 2.5.1.4) are not looked at.
    pub fn parse(payload: &[u8]) -> Option<Self> {
        let [code, flags, d0, d1, ..] = *payload else { return None };
        Some(Self {
            code,
            is_end: flags & 0x80 != 0,
            volume: flags & 0x3f,
            duration: u16::from_be_bytes([d0, d1]),
        })
    }

    /// The payload's bytes.
    pub fn bytes(self) -> [u8; Self::LEN] {
        let [d0, d1] = self.duration.to_be_bytes();
        [self.code, (self.volume & 0x3f) | if self.is_end { 0x80 } else { 0 }, d0, d1]
    }

    /// The key that the event stands for, if it is one.
    pub fn key(self) -> Option<char> {
        KEYS.get(usize::from(self.code)).copied()
    }
}

/// The code of a key; letters of either case.
pub fn code_of(key: char) -> Option<u8> {
    let key = key.to_ascii_uppercase();
    KEYS.iter().position(|known| *known == key).and_then(|at| u8::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_code() {
        for (code, key) in (0u8..).zip("0123456789*#ABCD".chars()) {
            assert_eq!(code_of(key), Some(code));
            assert_eq!(Event { code, is_end: false, volume: 0, duration: 0 }.key(), Some(key));
        }
        assert_eq!(code_of('a'), Some(12));
        assert_eq!(code_of('x'), None);
        assert_eq!(Event { code: 16, is_end: false, volume: 0, duration: 0 }.key(), None);
    }

    #[test]
    fn the_four_bytes_are_read_as_they_are_written() {
        let event = Event { code: 11, is_end: true, volume: 10, duration: 800 };
        assert_eq!(event.bytes(), [11, 0x8a, 3, 0x20]);
        assert_eq!(Event::parse(&[11, 0xca, 3, 0x20]), Some(event), "the reserved bit is ignored");
        assert_eq!(Event::parse(&[11, 0x8a, 3]), None);
    }
}
