//! What was said about a call: its SIP messages on all legs, as a ladder and as a capture file.

mod message;
mod pcap;

use std::{collections::HashSet, net::SocketAddr, sync::Arc};

use engine::{KeptCall, KeptMessage, LegBegun, Party, masked};
use model::Transport;
use serde::Serialize;
use utoipa::ToSchema;

use self::message::{Start, shown};
use crate::{
    acts::Admin,
    error::{Error, NotKept},
};

/// The SIP messages of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ladder {
    /// The call's identity.
    pub call: String,
    /// Who takes part, in the order in which they come in: the exchange's own addresses are among them.
    pub hosts: Vec<LadderHost>,
    /// The call's legs, the caller's first.
    pub legs: Vec<LadderLeg>,
    /// The messages in order.
    pub messages: Vec<LadderMessage>,
    /// Every message is there. Else the call was too long, or what came first has gone.
    pub complete: bool,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LadderHost {
    /// Its address, as `ip:port`.
    pub address: String,
    /// What it is.
    pub kind: LadderHostKind,
    /// The line's username or the trunk's name; empty for the exchange.
    pub name: String,
}

/// What somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LadderHostKind {
    /// This exchange.
    Exchange,
    /// A phone.
    Line,
    /// The other side of a trunk.
    Trunk,
}

/// One leg.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LadderLeg {
    /// Whose it is.
    pub kind: LadderHostKind,
    /// The line's username or the trunk's name.
    pub name: String,
    /// The Call-ID of its messages, for a search in the other side's log.
    pub sip_call_id: String,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LadderMessage {
    /// When, in microseconds since the epoch.
    pub at_us: u64,
    /// Who sent it, as `ip:port`.
    pub from: String,
    /// Whom to.
    pub to: String,
    /// We sent it; else it came to us.
    pub sent: bool,
    /// Over what.
    pub transport: Transport,
    /// Whose leg: its place in `legs`.
    pub leg: u8,
    /// The first line.
    pub first_line: String,
    /// A request's method.
    pub method: Option<String>,
    /// A response's code.
    pub status: Option<u16>,
    /// Its reason.
    pub reason: Option<String>,
    /// The CSeq header: which request it is, or answers.
    pub cseq: Option<String>,
    /// All of it. Credentials are masked as `****`, and what is not printable is written out, as in `\u{1b}` or `\xff`.
    pub text: String,
}

impl Admin {
    /// Shows the messages of a call, in progress or over.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotKept`], [`Error::Gone`].
    pub async fn ladder(self: &Arc<Self>, id: &str) -> Result<Ladder, Error> {
        Ok(ladder(id, &self.kept(id).await?))
    }

    /// Writes the messages of a call as a capture file.
    ///
    /// # Errors
    /// As [`Admin::ladder`].
    pub async fn capture(self: &Arc<Self>, id: &str) -> Result<Vec<u8>, Error> {
        Ok(pcap::pcap(&self.kept(id).await?.messages))
    }

    async fn kept(self: &Arc<Self>, id: &str) -> Result<KeptCall, Error> {
        let number: u64 = id.parse().map_err(|_| Error::not_found("call", id))?;
        if let Some(kept) = self.live().kept(number).await? {
            return Ok(kept);
        }
        // A call that there never was is another mistake than one whose messages have gone.
        if self.live().call(number).await?.is_none() {
            self.call_log(id).await?;
        }
        Err(Error::NotKept(match self.snapshot().general().kept_messages_mb {
            0 => NotKept::Off,
            megabytes => NotKept::MadeRoom { megabytes },
        }))
    }
}

fn ladder(id: &str, kept: &KeptCall) -> Ladder {
    let messages: Vec<LadderMessage> = kept.messages.iter().map(row).collect();
    let begins = |leg: usize| {
        let first = messages.iter().find(|message| usize::from(message.leg) == leg);
        first.is_none_or(|first| first.method.as_deref() == Some("INVITE"))
    };
    Ladder {
        call: id.to_owned(),
        hosts: hosts(kept),
        complete: kept.missed == 0 && !messages.is_empty() && (0..kept.legs.len()).all(begins),
        legs: kept.legs.iter().map(leg).collect(),
        messages,
    }
}

fn row(message: &KeptMessage) -> LadderMessage {
    let text = shown(&masked(&message.bytes));
    let start = Start::of(&text);
    let (from, to) = ends(message);
    let (status, reason) = start.answer.unzip();
    LadderMessage {
        at_us: message.at.as_micros(),
        from,
        to,
        sent: message.is_sent,
        transport: message.transport.into(),
        leg: message.leg,
        first_line: start.line,
        method: start.method,
        status,
        reason,
        cseq: start.cseq,
        text,
    }
}

fn ends(message: &KeptMessage) -> (String, String) {
    let local = message.local.map(address).unwrap_or_default();
    let remote = address(message.remote);
    if message.is_sent { (local, remote) } else { (remote, local) }
}

fn address(addr: SocketAddr) -> String {
    SocketAddr::new(addr.ip().to_canonical(), addr.port()).to_string()
}

fn leg(begun: &LegBegun) -> LadderLeg {
    LadderLeg {
        kind: kind(begun),
        name: begun.name.clone(),
        sip_call_id: shown(begun.sip_call_id.as_bytes()),
    }
}

const fn kind(begun: &LegBegun) -> LadderHostKind {
    match begun.party {
        Party::Line(_) => LadderHostKind::Line,
        Party::Trunk(_) => LadderHostKind::Trunk,
    }
}

/// Everybody in the order in which they first appear; the exchange's end of a leg stands after the caller and before those
/// whom it calls.
fn hosts(kept: &KeptCall) -> Vec<LadderHost> {
    let mut seen: HashSet<SocketAddr> = HashSet::new();
    let mut out = vec![];
    for message in &kept.messages {
        let begun = kept.legs.get(usize::from(message.leg));
        let theirs = LadderHost {
            address: address(message.remote),
            kind: begun.map_or(LadderHostKind::Line, kind),
            name: begun.map(|begun| begun.name.clone()).unwrap_or_default(),
        };
        let ours = message.local.map(|local| {
            let host =
                LadderHost { address: address(local), kind: LadderHostKind::Exchange, name: String::new() };
            (local, host)
        });
        for (addr, host) in [(message.remote, theirs)].into_iter().chain(ours) {
            if seen.insert(addr) {
                out.push(host);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use engine::CallId;
    use moment::Moment;

    use super::*;

    fn kept(messages: &[(u8, bool, &str)]) -> KeptCall {
        let leg = |party, name: &str| {
            let begun = format!(r#"{{"call":7,"leg":1,"party":{party},"name":"{name}","sip_call_id":"a"}}"#);
            serde_json::from_str::<LegBegun>(&begun).unwrap()
        };
        let remote = ["10.0.0.2:5060", "10.0.0.3:5060"];
        KeptCall {
            legs: vec![leg(r#"{"Line":1}"#, "alice"), leg(r#"{"Trunk":2}"#, "to-b")],
            messages: (0_u64..)
                .zip(messages)
                .map(|(at, (leg, is_sent, text))| KeptMessage {
                    at: Moment::from_micros(at),
                    is_sent: *is_sent,
                    transport: engine::Transport::Udp,
                    local: Some("10.0.0.1:5060".parse().unwrap()),
                    remote: remote[usize::from(*leg)].parse().unwrap(),
                    leg: *leg,
                    bytes: text.as_bytes().to_vec(),
                })
                .collect(),
            missed: 0,
        }
    }

    #[test]
    fn a_ladder_names_its_hosts_and_reads_its_messages() {
        assert_eq!(CallId(7).0, 7);
        let kept = kept(&[
            (0, false, "INVITE sip:101@a SIP/2.0\r\nProxy-Authorization: secret\r\nCSeq: 1 INVITE\r\n\r\n"),
            (1, true, "INVITE sip:101@b SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n"),
            (1, false, "SIP/2.0 403 No \x1b[2Jway\r\nCSeq: 1 INVITE\r\n\r\n"),
        ]);
        let ladder = ladder("7", &kept);
        let names: Vec<_> = ladder.hosts.iter().map(|host| (host.kind, host.name.as_str())).collect();
        assert_eq!(
            names,
            [
                (LadderHostKind::Line, "alice"),
                (LadderHostKind::Exchange, ""),
                (LadderHostKind::Trunk, "to-b")
            ]
        );
        assert!(ladder.complete);
        let first = &ladder.messages[0];
        assert!(!first.text.contains("secret") && first.method.as_deref() == Some("INVITE"));
        assert_eq!((first.from.as_str(), first.to.as_str()), ("10.0.0.2:5060", "10.0.0.1:5060"));
        let last = &ladder.messages[2];
        assert_eq!((last.status, last.reason.as_deref()), (Some(403), Some("No \\u{1b}[2Jway")));
    }

    #[test]
    fn a_ladder_that_begins_in_the_middle_is_not_complete() {
        assert!(!ladder("7", &kept(&[(0, true, "SIP/2.0 180 Ringing\r\n\r\n")])).complete);
        let mut full = kept(&[(0, false, "INVITE sip:101@a SIP/2.0\r\n\r\n")]);
        full.missed = 1;
        assert!(!ladder("7", &full).complete);
    }
}
