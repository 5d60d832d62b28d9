//! Leaves what proves a password out of a SIP message: a digest that others can read is a password that they can try at
//! leisure.

/// Header fields whose values are left out (RFC 3261 sections 20.7 and 20.28), and the keys of SRTP (RFC 4568).
const SECRETS: [&[u8]; 3] = [b"authorization", b"proxy-authorization", b"a=crypto"];

/// What a key of SRTP begins with, wherever it stands (RFC 4568 section 6.1; RFC 5939 hides it in other attributes).
const KEY: &[u8] = b"inline:";

/// Writes a message without its credentials, folded lines (section 7.3.1) included. Lines may end as they like: a peer that
/// breaks the grammar must not get its password shown for it. A body's lines are treated like the header's.
pub fn masked(bytes: &[u8]) -> Vec<u8> {
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let mut out = Vec::with_capacity(bytes.len());
    let mut is_secret = false;
    for whole in bytes.split_inclusive(is_end) {
        let line = whole.strip_suffix(b"\r").or_else(|| whole.strip_suffix(b"\n")).unwrap_or(whole);
        let end = whole.get(line.len()..).unwrap_or_default();
        let name = line.split(|byte| *byte == b':').next().filter(|name| name.len() < line.len());
        match (line.starts_with(b" ") || line.starts_with(b"\t"), name) {
            (true, _) if is_secret => out.extend_from_slice(b" ****"),
            (false, Some(name)) if SECRETS.iter().any(|it| it.eq_ignore_ascii_case(name.trim_ascii())) => {
                is_secret = true;
                out.extend_from_slice(name);
                out.extend_from_slice(b": ****");
            }
            (is_folded, _) => {
                // Between CR and LF there is an empty line, which ends nothing.
                is_secret &= is_folded || line.is_empty();
                let key = line.windows(KEY.len()).position(|part| part.eq_ignore_ascii_case(KEY));
                let shown = key.map_or(line, |at| line.get(..at + KEY.len()).unwrap_or_default());
                out.extend_from_slice(shown);
                if key.is_some() {
                    out.extend_from_slice(b"****");
                }
            }
        }
        out.extend_from_slice(end);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_left_out_however_they_are_written() {
        let message = b"REGISTER sip:b SIP/2.0\r\nAUTHORIZATION : Digest username=\"a\",\r\n response=\"6629\"\r\nTo: <sip:a>\r\n\
            Proxy-Authorization: Digest response=\"ae49\"\r\nSubject: one\r\n two\r\n\r\na=crypto:1 AES inline:key\r\nbody";
        let expected = b"REGISTER sip:b SIP/2.0\r\nAUTHORIZATION : ****\r\n ****\r\nTo: <sip:a>\r\n\
             Proxy-Authorization: ****\r\nSubject: one\r\n two\r\n\r\na=crypto: ****\r\nbody";
        assert_eq!(masked(message), expected);
    }

    #[test]
    fn credentials_are_left_out_where_lines_end_wrongly() {
        for end in ["\n", "\r", "\r\n"] {
            let message =
                format!("INVITE sip:b SIP/2.0{end}Authorization: a,{end}\tb{end}To: c{end}{end}body");
            let expected =
                format!("INVITE sip:b SIP/2.0{end}Authorization: ****{end} ****{end}To: c{end}{end}body");
            assert_eq!(masked(message.as_bytes()), expected.as_bytes());
        }
    }

    #[test]
    fn a_key_is_left_out_wherever_it_stands() {
        let body = b"INVITE sip:b SIP/2.0\r\n\r\na=acap:1 crypto:1 AES_CM_128_HMAC_SHA1_80 INLINE:d0Rm|2^20\r\nm=audio 4000 RTP/AVP 0\r\n";
        let shown = b"INVITE sip:b SIP/2.0\r\n\r\na=acap:1 crypto:1 AES_CM_128_HMAC_SHA1_80 INLINE:****\r\nm=audio 4000 RTP/AVP 0\r\n";
        assert_eq!(masked(body), shown);
    }

    #[test]
    fn what_is_no_message_is_left_as_it_is() {
        assert_eq!(masked(b"\xff\r\n\r\n"), b"\xff\r\n\r\n");
        assert_eq!(masked(b""), b"");
    }
}
