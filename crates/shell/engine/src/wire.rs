//! SIP as it goes over the wire, for operators: every message is an event of the target `sip` at level trace, which
//! `strowger serve --log info,sip=trace` shows. What proves a password is left out: a digest in a log is a password that
//! can be tried at leisure.

use std::net::SocketAddr;

use sip_core::Transport;
use tracing::{Level, field::display};

/// What a log calls these events; not the module, so that operators need not know it.
const TARGET: &str = "sip";

/// Header fields whose values are left out (RFC 3261 sections 20.7 and 20.28).
const SECRETS: [&str; 2] = ["authorization", "proxy-authorization"];

/// Tells of a message that came.
pub(crate) fn received(transport: Transport, local: SocketAddr, remote: SocketAddr, bytes: &[u8]) {
    if tracing::enabled!(target: TARGET, Level::TRACE) {
        tracing::trace!(target: TARGET, sent = false, ?transport, %local, %remote, text = masked(bytes), "SIP message");
    }
}

/// Tells of a message that goes; a connection of ours that is still to be opened has no address yet.
pub(crate) fn sent(transport: Transport, local: Option<SocketAddr>, remote: SocketAddr, bytes: &[u8]) {
    if tracing::enabled!(target: TARGET, Level::TRACE) {
        let local = local.map(display);
        tracing::trace!(target: TARGET, sent = true, ?transport, local, %remote, text = masked(bytes), "SIP message");
    }
}

/// Writes a message as text without its credentials, folded lines (section 7.3.1) included. Lines may end as they like: a
/// peer that breaks the grammar must not get its password logged for it. A body's lines are treated like the header's.
fn masked(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    let mut is_secret = false;
    for whole in String::from_utf8_lossy(bytes).split_inclusive(['\r', '\n']) {
        let line = whole.trim_end_matches(['\r', '\n']);
        let end = whole.get(line.len()..).unwrap_or_default();
        match (line.starts_with([' ', '\t']), line.split_once(':')) {
            (true, _) if is_secret => out.push_str(" ****"),
            (false, Some((name, _))) if SECRETS.contains(&name.trim().to_ascii_lowercase().as_str()) => {
                is_secret = true;
                out.push_str(name);
                out.push_str(": ****");
            }
            (is_folded, _) => {
                // Between CR and LF there is an empty line, which ends nothing.
                is_secret &= is_folded || line.is_empty();
                out.push_str(line);
            }
        }
        out.push_str(end);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_left_out_however_they_are_written() {
        let message = b"REGISTER sip:b SIP/2.0\r\nAUTHORIZATION : Digest username=\"a\",\r\n response=\"6629\"\r\nTo: <sip:a>\r\n\
            Proxy-Authorization: Digest response=\"ae49\"\r\nSubject: one\r\n two\r\n\r\nbody";
        assert_eq!(
            masked(message),
            "REGISTER sip:b SIP/2.0\r\nAUTHORIZATION : ****\r\n ****\r\nTo: <sip:a>\r\n\
             Proxy-Authorization: ****\r\nSubject: one\r\n two\r\n\r\nbody"
        );
    }

    #[test]
    fn credentials_are_left_out_where_lines_end_wrongly() {
        for end in ["\n", "\r", "\r\n"] {
            let message =
                format!("INVITE sip:b SIP/2.0{end}Authorization: a,{end}\tb{end}To: c{end}{end}body");
            let expected =
                format!("INVITE sip:b SIP/2.0{end}Authorization: ****{end} ****{end}To: c{end}{end}body");
            assert_eq!(masked(message.as_bytes()), expected);
        }
    }

    #[test]
    fn what_is_no_message_is_shown_as_it_is() {
        assert_eq!(masked(b"\xff\r\n\r\n"), "\u{fffd}\r\n\r\n");
        assert_eq!(masked(b""), "");
    }
}
