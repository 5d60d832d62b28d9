//! Reliable provisional responses: RFC 3262, both sides.

use serde::{Deserialize, Serialize};
use sip_msg::{Headers, Request, Response, Status};

use super::resend::Resend;

/// What the caller makes of a reliable response's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The first one, or the one that follows: PRACK it.
    Next,
    /// It was seen before.
    Seen,
    /// One in between is lost, and will be sent again.
    Gap,
}

/// How a caller wants to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Wish {
    /// It does not know 100rel.
    Plain,
    /// It knows 100rel: what carries a session description is sent so.
    Able,
    /// It requires 100rel.
    Required,
}

/// A reliable response that we sent and that waits for its PRACK.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Unacknowledged {
    pub(crate) rseq: u32,
    pub(crate) status: Status,
    pub(crate) sdp: Option<Vec<u8>>,
    pub(crate) resend: Resend,
}

impl Wish {
    /// Reads it from an INVITE.
    pub(crate) fn of(invite: &Headers) -> Self {
        let names = |list: &[&str]| list.iter().any(|tag| tag.eq_ignore_ascii_case("100rel"));
        match (invite.require(), invite.supported()) {
            (Ok(required), _) if names(&required) => Self::Required,
            (_, Ok(supported)) if names(&supported) => Self::Able,
            _ => Self::Plain,
        }
    }

    /// Tells whether a response is to be sent reliably.
    pub(crate) fn asks(self, has_sdp: bool) -> bool {
        match self {
            Self::Plain => false,
            Self::Able => has_sdp,
            Self::Required => true,
        }
    }
}

impl Unacknowledged {
    /// Tells whether a PRACK is the one that is waited for.
    pub(crate) fn is_acknowledged_by(&self, prack: &Request, invite: &Request) -> bool {
        let (Ok(Some(rack)), Ok(cseq)) = (prack.headers.rack(), invite.headers.cseq()) else { return false };
        rack.rseq == self.rseq && rack.cseq == cseq
    }
}

/// The number of a response that wants a PRACK.
pub(crate) fn rseq_of(response: &Response) -> Option<u32> {
    let required = response.headers.require().ok()?;
    let reliable = required.iter().any(|tag| tag.eq_ignore_ascii_case("100rel"));
    response.headers.rseq().ok().flatten().filter(|_| reliable)
}

/// Places a number after the one seen last (section 4).
pub(crate) fn order(last: Option<u32>, rseq: u32) -> Order {
    match last {
        None => Order::Next,
        Some(last) if rseq == last.saturating_add(1) => Order::Next,
        Some(last) if rseq <= last => Order::Seen,
        Some(_) => Order::Gap,
    }
}

/// Writes the RAck of a response with that number to this INVITE.
pub(crate) fn rack(rseq: u32, invite: &Request) -> String {
    let number = invite.headers.cseq().map_or(0, |cseq| cseq.number);
    format!("{rseq} {number} INVITE")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3262 section 4: in order, each once, gaps wait.
    #[test]
    fn reliable_responses_are_taken_in_order() {
        assert_eq!(order(None, 988_789), Order::Next);
        assert_eq!(order(Some(5), 6), Order::Next);
        assert_eq!(order(Some(5), 5), Order::Seen);
        assert_eq!(order(Some(5), 7), Order::Gap);
        assert_eq!(order(Some(u32::MAX), 0), Order::Seen);
    }

    #[test]
    fn only_what_carries_media_is_reliable_to_a_peer_that_merely_can() {
        assert!(!Wish::Plain.asks(true));
        assert!(Wish::Able.asks(true) && !Wish::Able.asks(false));
        assert!(Wish::Required.asks(false));
    }
}
