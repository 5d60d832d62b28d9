//! Percent escapes in SIP URIs (RFC 3261 section 19.1.2): undone once when read, made again exactly where needed.

use std::borrow::Cow;
use std::fmt;

use crate::BadSyntax;

/// Undoes the escapes of one URI component. What they stand for must be UTF-8, since we keep text.
pub(super) fn decode(raw: &str) -> Result<Cow<'_, str>, BadSyntax> {
    if !raw.contains('%') {
        return Ok(Cow::Borrowed(raw));
    }
    let mut octets = Vec::with_capacity(raw.len());
    let mut bytes = raw.bytes();
    while let Some(byte) = bytes.next() {
        octets.push(if byte == b'%' { escaped(bytes.next(), bytes.next())? } else { byte });
    }
    String::from_utf8(octets).map(Cow::Owned).map_err(|_| BadSyntax("UTF-8 escape"))
}

fn escaped(high: Option<u8>, low: Option<u8>) -> Result<u8, BadSyntax> {
    let hex = |byte: Option<u8>| byte.and_then(|b| char::from(b).to_digit(16));
    let value = hex(high).zip(hex(low)).map(|(high, low)| high * 16 + low);
    value.and_then(|v| u8::try_from(v).ok()).ok_or(BadSyntax("escape"))
}

/// Writes a component, escaping every octet that may not stand there as it is.
pub(super) fn write_escaped(out: &mut impl fmt::Write, text: &str, plain: fn(u8) -> bool) -> fmt::Result {
    if text.bytes().all(plain) {
        return out.write_str(text);
    }
    for byte in text.bytes() {
        if plain(byte) {
            out.write_char(char::from(byte))?;
        } else {
            write!(out, "%{byte:02X}")?;
        }
    }
    Ok(())
}

/// RFC 3261 `unreserved`.
fn unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')')
}

/// RFC 3261 `user`.
pub(super) fn user_plain(byte: u8) -> bool {
    unreserved(byte) || matches!(byte, b'&' | b'=' | b'+' | b'$' | b',' | b';' | b'?' | b'/')
}

/// RFC 3261 `password`.
pub(super) fn password_plain(byte: u8) -> bool {
    unreserved(byte) || matches!(byte, b'&' | b'=' | b'+' | b'$' | b',')
}

/// RFC 3261 `paramchar`.
pub(super) fn param_plain(byte: u8) -> bool {
    unreserved(byte) || matches!(byte, b'[' | b']' | b'/' | b':' | b'&' | b'+' | b'$')
}

/// RFC 3261 `hname` and `hvalue`.
pub(super) fn header_plain(byte: u8) -> bool {
    unreserved(byte) || matches!(byte, b'[' | b']' | b'/' | b'?' | b':' | b'+' | b'$')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4475 section 3.1.1.3: escapes are undone once, not again.
    #[test]
    fn escapes_are_undone_once() {
        assert_eq!(decode("v%61lue%25%34%31").unwrap(), "value%41");
    }

    #[test]
    fn broken_escapes_and_other_encodings_are_refused() {
        for bad in ["%", "%4", "%ZK", "a%4g", "%E9", "%é"] {
            assert!(decode(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_what_must_be_escaped_is() {
        let mut out = String::new();
        write_escaped(&mut out, "*21#;a@é\0", user_plain).unwrap();
        assert_eq!(out, "*21%23;a%40%C3%A9%00");
    }
}
