//! Finds the Call-ID of a message without parsing it: what is kept must cost less than what is done.

/// The Call-ID of a message (RFC 3261 section 20.8), as far as a glance shows it.
pub(super) fn call_id(message: &[u8]) -> Option<&[u8]> {
    let mut rest = message;
    loop {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        rest = rest.get(end + 1..)?;
        let value = match rest {
            [b'\r' | b'\n', ..] => return None,
            [b'C' | b'c', b'a' | b'A', ..] => named(rest, b"call-id"),
            [b'i' | b'I', ..] => named(rest, b"i"),
            _ => None,
        };
        if let Some(value) = value {
            let end = value.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(value.len());
            return value.get(..end).map(<[u8]>::trim_ascii);
        }
    }
}

/// Tells an INVITE, with which a call begins.
pub(super) fn is_invite(message: &[u8]) -> bool {
    message.starts_with(b"INVITE ")
}

/// Tells what never belongs to a call.
pub(super) fn is_of_no_call(message: &[u8]) -> bool {
    message.starts_with(b"REGISTER ") || message.starts_with(b"OPTIONS ")
}

/// What stands after a header's name and its colon (section 7.3.1: there may be space before it).
fn named<'a>(line: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let (start, rest) = line.split_at_checked(name.len())?;
    let value = rest.trim_ascii_start().strip_prefix(b":")?;
    start.eq_ignore_ascii_case(name).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_id_is_found_however_it_is_written() {
        for line in ["Call-ID: a@b", "CALL-ID  :a@b ", "i: a@b", "call-id:\ta@b"] {
            let message = format!("INVITE sip:b SIP/2.0\r\nContact: <sip:c>\r\n{line}\r\n\r\nbody");
            assert_eq!(call_id(message.as_bytes()), Some(b"a@b".as_slice()), "{line}");
        }
        assert_eq!(call_id(b"BYE sip:b SIP/2.0\ni: x\n\n"), Some(b"x".as_slice()));
    }

    #[test]
    fn a_body_has_no_call_id_and_neither_has_nonsense() {
        assert_eq!(call_id(b"INVITE sip:b SIP/2.0\r\nTo: x\r\n\r\nCall-ID: y\r\n"), None);
        for nonsense in [b"".as_slice(), b"\r\n", b"INVITE", b"i: x", b"a\nCall-IDx: y\nc"] {
            assert_eq!(call_id(nonsense), None);
        }
    }
}
