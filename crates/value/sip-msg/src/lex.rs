//! The lexical rules that all of SIP shares (RFC 3261 section 25.1): tokens, LWS, quoted strings, comma lists.
//!
//! Works on text whose folded lines are already joined. Knows no header and no URI.

use std::borrow::Cow;
use std::fmt;

use crate::BadSyntax;

/// Tells whether an octet may stand in a `token`.
pub(crate) fn is_token_byte(byte: u8) -> bool {
    let mark = matches!(byte, b'-' | b'.' | b'!' | b'%' | b'*' | b'_' | b'+' | b'`' | b'\'' | b'~');
    mark || byte.is_ascii_alphanumeric()
}

/// Tells whether the text is one `token`.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_byte)
}

/// Tells whether an octet is linear white space, once folds are joined.
pub(crate) const fn is_lws(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Cuts linear white space off both ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// Reads a decimal number of any length; what is too large for 32 bits becomes the largest number.
///
/// RFC 3261 section 20.19 has out-of-range seconds treated as some default, so the header is not at fault.
pub(crate) fn saturating_u32(text: &str) -> Result<u32, BadSyntax> {
    digits(text).map(|digits| digits.parse().unwrap_or(u32::MAX))
}

/// Reads a decimal number that must fit.
pub(crate) fn exact_u32(text: &str) -> Result<u32, BadSyntax> {
    digits(text)?.parse().map_err(|_| BadSyntax("number out of range"))
}

fn digits(text: &str) -> Result<&str, BadSyntax> {
    let digital = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if digital { Ok(text) } else { Err(BadSyntax("number")) }
}

/// A reader that walks forward through one field value.
pub(crate) struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    /// Starts at the first octet of the text.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// What has not been read yet.
    pub(crate) fn rest(&self) -> &'a str {
        self.rest
    }

    /// The octet that comes next.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.as_bytes().first().copied()
    }

    /// Passes over linear white space.
    pub(crate) fn skip_lws(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    /// Reads one separator with the white space that may surround it; tells whether it was there.
    pub(crate) fn eat(&mut self, separator: char) -> bool {
        match self.rest.trim_start_matches([' ', '\t']).strip_prefix(separator) {
            Some(rest) => {
                self.rest = rest;
                self.skip_lws();
                true
            }
            None => false,
        }
    }

    /// Reads as long as the octets are accepted. `accept` treats all octets of 0x80 and above alike.
    pub(crate) fn take_while(&mut self, accept: impl Fn(u8) -> bool) -> &'a str {
        self.take(self.rest.bytes().position(|b| !accept(b)).unwrap_or(self.rest.len()))
    }

    /// Reads so many octets.
    pub(crate) fn take(&mut self, end: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Reads one `token`.
    pub(crate) fn token(&mut self) -> Result<&'a str, BadSyntax> {
        let token = self.take_while(is_token_byte);
        if token.is_empty() { Err(BadSyntax("token")) } else { Ok(token) }
    }

    /// Reads one quoted string and returns it as it stands, quotes and backslashes included.
    pub(crate) fn quoted(&mut self) -> Result<&'a str, BadSyntax> {
        let length = quoted_length(self.rest.as_bytes()).ok_or(BadSyntax("quoted string"))?;
        let (quoted, rest) = self.rest.split_at_checked(length).ok_or(BadSyntax("quoted string"))?;
        self.rest = rest;
        Ok(quoted)
    }

    /// Accepts that nothing but white space is left.
    pub(crate) fn end(mut self) -> Result<(), BadSyntax> {
        self.skip_lws();
        if self.rest.is_empty() { Ok(()) } else { Err(BadSyntax("end of value")) }
    }
}

/// How many octets the quoted string at the start takes, or nothing where it isn't one or isn't closed.
fn quoted_length(bytes: &[u8]) -> Option<usize> {
    if bytes.first() != Some(&b'"') {
        return None;
    }
    let mut escaped = false;
    for (at, byte) in bytes.iter().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The text that a quoted string stands for; other text stands for itself.
pub(crate) fn unquote(raw: &str) -> Cow<'_, str> {
    let Some(inner) = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return Cow::Borrowed(raw);
    };
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => text.extend(chars.next()),
            _ => text.push(c),
        }
    }
    Cow::Owned(text)
}

/// Writes a quoted string. Line ends have no form inside one (RFC 3261 `quoted-pair`), so they become spaces.
pub(crate) fn write_quoted(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for piece in text.split_inclusive(|c: char| matches!(c, '"' | '\\') || c.is_ascii_control()) {
        let mut chars = piece.chars();
        let last = chars.next_back();
        out.write_str(chars.as_str())?;
        match last {
            Some('\r' | '\n') => out.write_char(' ')?,
            Some(c) if matches!(c, '"' | '\\') || c.is_ascii_control() => {
                out.write_char('\\')?;
                out.write_char(c)?;
            }
            Some(c) => out.write_char(c)?,
            None => {}
        }
    }
    out.write_char('"')
}

/// Splits a comma list where the comma stands outside quotes and angle brackets. Items come trimmed, empty ones too:
/// each header decides whether it forgives them.
pub(crate) fn list(value: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(value);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = list_comma(text.as_bytes());
        let (item, after) = match end.and_then(|end| text.split_at_checked(end)) {
            Some((item, after)) => (item, after.strip_prefix(',')),
            None => (text, None),
        };
        rest = after;
        Some(trim(item))
    })
}

fn list_comma(bytes: &[u8]) -> Option<usize> {
    memchr::memchr(b',', bytes)?;
    let (mut quoted, mut escaped, mut bracketed) = (false, false, false);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' if !bracketed => quoted = !quoted,
            b'<' if !quoted => bracketed = true,
            b'>' if !quoted => bracketed = false,
            b',' if !quoted && !bracketed => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3261 section 7.3.1: a comma inside a quoted string or a bracketed URI separates nothing.
    #[test]
    fn commas_in_quotes_and_brackets_do_not_split() {
        let items: Vec<_> = list(r#""a, \"b" <sip:x,y@h>;p="1,2" , <sip:z>,"#).collect();
        assert_eq!(items, [r#""a, \"b" <sip:x,y@h>;p="1,2""#, "<sip:z>", ""]);
    }

    #[test]
    fn a_quoted_string_ends_at_the_first_quote_without_a_backslash() {
        let mut cursor = Cursor::new(r#""a\"b\\" rest"#);
        assert_eq!(cursor.quoted().unwrap(), r#""a\"b\\""#);
        assert_eq!(cursor.rest(), " rest");
        assert!(Cursor::new(r#""open\""#).quoted().is_err());
    }

    #[test]
    fn quoting_is_undone_by_unquoting() {
        for text in ["", "plain", r#"a"b\c"#, "tab\tbell\u{7}", "Ünïcode"] {
            let mut quoted = String::new();
            write_quoted(&mut quoted, text).unwrap();
            assert_eq!(unquote(&quoted), text);
        }
    }

    /// No text can break out of its line.
    #[test]
    fn line_ends_never_survive_quoting() {
        let mut quoted = String::new();
        write_quoted(&mut quoted, "a\r\nVia: evil").unwrap();
        assert_eq!(quoted, "\"a  Via: evil\"");
    }

    #[test]
    fn numbers_too_large_saturate_or_fail_as_asked() {
        assert_eq!(saturating_u32("99999999999999999999"), Ok(u32::MAX));
        assert!(exact_u32("4294967296").is_err());
        assert_eq!(exact_u32("0009"), Ok(9));
        for bad in ["", "-1", "+1", "1 ", "0x1"] {
            assert!(saturating_u32(bad).is_err(), "{bad}");
        }
    }
}
