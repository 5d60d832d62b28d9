//! Digits that come in the body of an INFO, as phones did before RFC 4733 was common.

use sip_core::LegId;

use super::Call;
use crate::{media::MediaOrder, work::Work};

impl Call {
    /// Passes a digit on to the other side as RFC 4733 events (or tones), whatever it came as.
    pub(super) fn info(&mut self, work: &mut Work<'_>, leg: LegId, content_type: &str, body: &[u8]) {
        let Some((digit, ms)) = read(content_type, body) else { return };
        let Some(called) = self.heard_by_caller() else { return };
        let other = if leg == self.caller.id { &called.audio } else { &self.caller.audio };
        work.media(MediaOrder::Dial { media: other.media, digit, ms });
    }
}

/// How long a digit lasts whose message does not say so.
const DIGIT_MS: u16 = 100;

/// The shortest digit that a decoder is sure to hear (ITU-T Q.24: 40 ms, with a margin).
const DIGIT_MIN_MS: u16 = 60;

/// The longest digit that we send; a longer one would only hold up the next.
const DIGIT_MAX_MS: u16 = 2000;

/// Reads `application/dtmf-relay` (`Signal=5`, `Duration=160`) and `application/dtmf` (the digit alone).
fn read(content_type: &str, body: &[u8]) -> Option<(char, u16)> {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    let text = std::str::from_utf8(body).ok()?;
    if kind.eq_ignore_ascii_case("application/dtmf") {
        return Some((digit(text)?, DIGIT_MS));
    }
    if !kind.eq_ignore_ascii_case("application/dtmf-relay") {
        return None;
    }
    let field = |name: &str| {
        let fields = text.lines().filter_map(|line| line.split_once('='));
        fields
            .into_iter()
            .find(|(key, _)| key.trim().eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    };
    let ms = field("Duration").and_then(|value| value.parse().ok()).unwrap_or(DIGIT_MS);
    Some((digit(field("Signal")?)?, ms.clamp(DIGIT_MIN_MS, DIGIT_MAX_MS)))
}

/// Reads one key; 10 and 11 are how some phones write star and hash (the event codes of RFC 4733 section 3.2).
fn digit(text: &str) -> Option<char> {
    match text.trim() {
        "10" => Some('*'),
        "11" => Some('#'),
        key => {
            let mut keys = key.chars().map(|c| c.to_ascii_uppercase());
            match (keys.next(), keys.next()) {
                (Some(key @ ('0'..='9' | '*' | '#' | 'A'..='D')), None) => Some(key),
                _ => None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dtmf_relay_says_digit_and_length() {
        let read = |body: &str| read("application/dtmf-relay", body.as_bytes());
        assert_eq!(read("Signal=5\r\nDuration=160\r\n"), Some(('5', 160)));
        assert_eq!(read("Signal= *\nDuration= 250"), Some(('*', 250)));
        assert_eq!(read("signal=11\r\n"), Some(('#', DIGIT_MS)));
        assert_eq!(read("Signal=d\r\nDuration=5"), Some(('D', DIGIT_MIN_MS)));
        assert_eq!(read("Signal=1\r\nDuration=65535"), Some(('1', DIGIT_MAX_MS)));
        assert_eq!(read("Duration=160\r\n"), None);
    }

    #[test]
    fn plain_dtmf_is_the_digit_alone() {
        assert_eq!(read("Application/DTMF; charset=utf-8", b"7\r\n"), Some(('7', DIGIT_MS)));
        assert_eq!(read("application/dtmf", b"77"), None);
        assert_eq!(read("application/dtmf", b""), None);
    }

    #[test]
    fn other_bodies_are_left_alone() {
        assert_eq!(read("application/media_control+xml", b"Signal=5"), None);
        assert_eq!(read("application/dtmf-relay", &[0xff, 0xfe]), None);
    }
}
