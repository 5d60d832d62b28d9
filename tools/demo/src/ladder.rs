//! The messages of a call as a ladder between phones and exchanges.

use std::{net::SocketAddr, time::Duration};

use sip_msg::{HeaderName, Headers, Message, Method};

use crate::wire::Seen;

/// Characters between two columns.
const GAP: usize = 31;

/// A column: who, and where.
pub(crate) type Column<'a> = (&'a str, SocketAddr);

/// Draws what was seen between columns, a line a message; what is sent again is drawn again.
pub(crate) fn draw(seen: &[Seen], columns: &[Column<'_>]) -> String {
    let heads: String = columns.iter().map(|(name, _)| format!("{name:<width$}", width = GAP + 1)).collect();
    let mut out = format!("{:>10}{}\n", "", heads.trim_end());
    let place = |addr: SocketAddr| columns.iter().position(|(_, column)| *column == addr);
    let mut first = None;
    for message in seen {
        // What goes between two exchanges is seen by both.
        let is_second_sight = !message.is_senders && seen.iter().any(|other| is_same(other, message));
        let (Some(from), Some(to), Some(label)) =
            (place(message.from), place(message.to), label(&message.text))
        else {
            continue;
        };
        if !is_second_sight {
            let at = message.at.saturating_sub(*first.get_or_insert(message.at));
            out.push_str(&format!("{} {}\n", clock(at), line(columns.len(), from, to, &label)));
        }
    }
    out
}

fn is_same(sent: &Seen, came: &Seen) -> bool {
    sent.is_senders && (sent.from, sent.to) == (came.from, came.to) && sent.text == came.text
}

fn clock(at: Duration) -> String {
    format!("{:>7.3} s", at.as_secs_f64())
}

/// Says what a message is, and that it carries credentials, never which. Registrations and probes are not part of a call.
fn label(text: &str) -> Option<String> {
    let message = Message::parse(text.as_bytes()).ok()?;
    let headers = match &message {
        Message::Request(request) => &request.headers,
        Message::Response(response) => &response.headers,
    };
    if matches!(headers.cseq().ok()?.method, Method::Register | Method::Options) {
        return None;
    }
    Some(match &message {
        Message::Request(request) if request.method == Method::Invite => {
            format!("INVITE {}{}", request.uri.user().unwrap_or_default(), credentials(headers))
        }
        Message::Request(request) => request.method.to_string(),
        Message::Response(response) => format!("{} {}", response.status.code(), response.reason),
    })
}

fn credentials(headers: &Headers) -> &'static str {
    match headers.get(&HeaderName::Authorization).or(headers.get(&HeaderName::ProxyAuthorization)) {
        Some(_) => " Digest ****",
        None => "",
    }
}

fn line(columns: usize, from: usize, to: usize, label: &str) -> String {
    let (left, right) = (from.min(to), from.max(to));
    let mut out = String::from("|");
    for gap in 0..columns.saturating_sub(1) {
        match (gap == left, (left..right).contains(&gap)) {
            (true, _) => out.push_str(&arrow(label, from < to)),
            (false, true) => out.push_str(&"-".repeat(GAP)),
            (false, false) => out.push_str(&" ".repeat(GAP)),
        }
        out.push('|');
    }
    out
}

fn arrow(label: &str, rightwards: bool) -> String {
    let label: String = label.chars().take(GAP - 5).collect();
    match rightwards {
        true => format!("{:-<width$}>", format!("- {label} "), width = GAP - 1),
        false => format!("<{:-<width$}", format!("- {label} "), width = GAP - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "Via: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:a@h>;tag=1\r\nTo: <sip:b@h>\r\nCall-ID: c\r\n";

    fn at(host: u8) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, host], 5060))
    }

    fn seen(ms: u64, (from, to): (u8, u8), is_senders: bool, text: &str) -> Seen {
        Seen { at: Duration::from_millis(ms), from: at(from), to: at(to), is_senders, text: text.to_owned() }
    }

    #[test]
    fn a_call_is_drawn_once_and_credentials_are_only_mentioned() {
        let request = |line: &str, cseq: &str| {
            format!("{line} SIP/2.0\r\n{HEAD}CSeq: {cseq}\r\nMax-Forwards: 70\r\n\r\n")
        };
        let invite = request("INVITE sip:**99101@h", "1 INVITE");
        let signed = invite.replace("Max-", "Authorization: ****\r\nMax-");
        let options = request("OPTIONS sip:b@h", "1 OPTIONS");
        let ringing = format!("SIP/2.0 180 Ringing\r\n{HEAD}CSeq: 1 INVITE\r\n\r\n");
        let columns = [("alice", at(11)), ("A", at(1)), ("B", at(2))];
        let tape = [
            seen(1_000, (11, 1), false, &signed),
            seen(1_001, (1, 2), true, &options),
            seen(1_002, (1, 2), true, &invite),
            seen(1_003, (1, 2), false, &invite),
            seen(1_050, (2, 1), true, &ringing),
            seen(1_051, (2, 1), false, &ringing),
            seen(1_052, (1, 11), true, &ringing),
            seen(1_060, (1, 99), true, &invite),
            seen(1_061, (1, 2), true, "not SIP"),
        ];
        insta::assert_snapshot!(draw(&tape, &columns), @r"
                  alice                           A                               B
          0.000 s |- INVITE **99101 Digest **** ->|                               |
          0.002 s |                               |- INVITE **99101 ------------->|
          0.050 s |                               |<- 180 Ringing ----------------|
          0.052 s |<- 180 Ringing ----------------|                               |
        ");
    }
}
