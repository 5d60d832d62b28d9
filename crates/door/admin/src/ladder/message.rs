//! One message of a ladder: what stands in its first line and its CSeq, and its text as it can be shown.
//!
//! Messages are hostile: nothing here fails on any of them, and what a terminal or a page would take for a command is
//! written out.

use std::fmt::Write as _;

/// What a message is, as its first line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Start {
    /// The first line.
    pub(super) line: String,
    /// A request's method.
    pub(super) method: Option<String>,
    /// A response's code and reason.
    pub(super) answer: Option<(u16, String)>,
    /// The CSeq header's value.
    pub(super) cseq: Option<String>,
}

impl Start {
    /// Reads a masked message.
    pub(super) fn of(text: &str) -> Self {
        let line = text.lines().next().unwrap_or_default();
        let answer = line.strip_prefix("SIP/2.0 ").and_then(|rest| {
            let (code, reason) = rest.split_once(' ').unwrap_or((rest, ""));
            Some((code.parse().ok().filter(|code| (100..700).contains(code))?, reason.to_owned()))
        });
        let method = line.split(' ').next().filter(|_| answer.is_none() && line.ends_with("SIP/2.0"));
        let header = |line: &str| {
            let (name, value) = line.split_once(':')?;
            name.trim().eq_ignore_ascii_case("cseq").then(|| value.trim().to_owned())
        };
        Self {
            line: line.to_owned(),
            method: method.map(str::to_owned),
            answer,
            cseq: text.lines().take_while(|line| !line.is_empty()).find_map(header),
        }
    }
}

/// Writes a message as text: lines end with a newline, and what is not printable is written out, as in `\u{1b}` or `\xff`.
pub(super) fn shown(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        let mut chars = chunk.valid().chars().peekable();
        while let Some(char) = chars.next() {
            match char {
                '\r' if chars.peek() == Some(&'\n') => {}
                '\n' | '\t' => out.push(char),
                _ if is_hostile(char) => out.extend(char.escape_unicode()),
                _ => out.push(char),
            }
        }
        for byte in chunk.invalid() {
            // Writing to a String does not fail.
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out
}

/// Tells what changes how other text is shown: control characters, and those that turn the direction of writing or are not
/// to be seen (Unicode's Cf where it matters).
fn is_hostile(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_and_responses_are_told_apart() {
        let invite = Start::of("INVITE sip:101@b SIP/2.0\nCSeq: 1 INVITE\n\nCSeq: 9 X");
        assert_eq!((invite.method.as_deref(), invite.answer), (Some("INVITE"), None));
        assert_eq!(invite.cseq.as_deref(), Some("1 INVITE"));
        let ringing = Start::of("SIP/2.0 180 Ringing now\ncseq : 2 INVITE\n\n");
        assert_eq!((ringing.method, ringing.answer), (None, Some((180, "Ringing now".into()))));
        assert_eq!(ringing.cseq.as_deref(), Some("2 INVITE"));
    }

    #[test]
    fn nonsense_is_neither() {
        for text in ["", "\n\n", "SIP/2.0 9999 x", "SIP/2.0 abc", "hello", "SIP/2.0"] {
            let start = Start::of(text);
            assert_eq!(start.answer, None, "{text}");
            assert_eq!(start.method.filter(|method| method != "SIP/2.0"), None, "{text}");
        }
    }

    #[test]
    fn what_a_terminal_or_a_page_would_obey_is_written_out() {
        let text = shown(b"To: \x1b[31m\r\nFrom: a\rb\x00\xff\xfe\r\nSubject: \xe2\x80\xaeevil <b>\t=1+1\n");
        assert_eq!(
            text,
            "To: \\u{1b}[31m\nFrom: a\\u{d}b\\u{0}\\xff\\xfe\nSubject: \\u{202e}evil <b>\t=1+1\n"
        );
    }
}
