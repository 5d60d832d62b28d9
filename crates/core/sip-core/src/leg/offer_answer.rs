//! Who has an offer outstanding: RFC 3264 within INVITE, PRACK and UPDATE (RFC 6337 tells all the ways).
//!
//! Never looks into a session description: both sides' are kept as bytes, to repeat ours in a session refresh and to know
//! theirs when it comes again.

use serde::{Deserialize, Serialize};

/// The offer/answer state of one dialog.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Negotiation {
    exchange: Exchange,
    local: Vec<u8>,
    remote: Vec<u8>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Exchange {
    /// Nothing is outstanding.
    #[default]
    Settled,
    /// Our offer waits for its answer.
    Ours(Vec<u8>),
    /// The peer's offer waits for our answer.
    Theirs(Vec<u8>),
    /// The peer asked for an offer, which we have not made yet.
    Asked,
}

impl Negotiation {
    /// Begins with our offer.
    pub(crate) fn with_our_offer(sdp: Vec<u8>) -> Self {
        Self { exchange: Exchange::Ours(sdp), ..Self::default() }
    }

    /// Begins with what came: the peer's offer, or the wish for ours.
    pub(crate) fn with_their_offer(sdp: Option<&[u8]>) -> Self {
        Self {
            exchange: sdp.map_or(Exchange::Asked, |sdp| Exchange::Theirs(sdp.to_vec())),
            ..Self::default()
        }
    }

    /// Goes on from what both sides have agreed.
    pub(crate) fn agreed(local: Vec<u8>, remote: Vec<u8>) -> Self {
        Self { exchange: Exchange::Settled, local, remote }
    }

    /// Notes an offer of ours that leaves now.
    pub(crate) fn offer(&mut self, sdp: Vec<u8>) {
        self.exchange = Exchange::Ours(sdp);
    }

    /// Notes that the peer offers, or asks for our offer.
    pub(crate) fn take_offer(&mut self, sdp: Option<&[u8]>) {
        self.exchange = sdp.map_or(Exchange::Asked, |sdp| Exchange::Theirs(sdp.to_vec()));
    }

    /// Notes our session description in a message: the answer to their offer, or the offer that they asked for.
    pub(crate) fn say(&mut self, sdp: &[u8]) {
        match std::mem::take(&mut self.exchange) {
            Exchange::Theirs(remote) => {
                self.remote = remote;
                self.local = sdp.to_vec();
            }
            Exchange::Asked => self.exchange = Exchange::Ours(sdp.to_vec()),
            // Ours repeated, as in a 200 after a 183: nothing changes.
            settled @ (Exchange::Settled | Exchange::Ours(_)) => self.exchange = settled,
        }
    }

    /// Takes the answer to our offer; false where none was outstanding.
    pub(crate) fn take_answer(&mut self, sdp: &[u8]) -> bool {
        match std::mem::take(&mut self.exchange) {
            Exchange::Ours(local) => {
                self.local = local;
                self.remote = sdp.to_vec();
                true
            }
            other @ (Exchange::Settled | Exchange::Theirs(_) | Exchange::Asked) => {
                self.exchange = other;
                false
            }
        }
    }

    /// Forgets the outstanding offer: it was refused, or its request failed. The media stay as they were.
    pub(crate) fn withdraw(&mut self) {
        self.exchange = Exchange::Settled;
    }

    /// Tells whether our offer waits for its answer.
    pub(crate) fn awaits_answer(&self) -> bool {
        matches!(self.exchange, Exchange::Ours(_))
    }

    /// Tells whether the peer waits for us: for an answer, or for an offer.
    pub(crate) fn owes(&self) -> bool {
        matches!(self.exchange, Exchange::Theirs(_) | Exchange::Asked)
    }

    /// Tells whether nothing is outstanding.
    pub(crate) fn is_settled(&self) -> bool {
        self.exchange == Exchange::Settled
    }

    /// Tells whether the peer says what it has said before, as in a session refresh (RFC 4028 section 7.4).
    pub(crate) fn is_repeated(&self, sdp: &[u8]) -> bool {
        !self.remote.is_empty() && self.remote == sdp
    }

    /// Our session description as last agreed.
    pub(crate) fn local(&self) -> &[u8] {
        &self.local
    }

    /// The peer's as last agreed.
    pub(crate) fn remote(&self) -> &[u8] {
        &self.remote
    }

    /// Tells whether anything was agreed yet, whatever is outstanding now.
    pub(crate) fn has_agreed(&self) -> bool {
        !self.local.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answer_to_our_offer_settles_both_sides() {
        let mut negotiation = Negotiation::with_our_offer(b"ours".to_vec());
        assert!(negotiation.awaits_answer());
        assert!(negotiation.take_answer(b"theirs"));
        assert!(negotiation.is_settled());
        assert_eq!(negotiation.local(), b"ours");
        assert!(negotiation.is_repeated(b"theirs"));
        assert!(!negotiation.take_answer(b"again"));
    }

    #[test]
    fn offer_that_was_asked_for_waits_for_its_answer() {
        let mut negotiation = Negotiation::with_their_offer(None);
        assert!(negotiation.owes());
        negotiation.say(b"ours");
        assert!(negotiation.awaits_answer());
        assert!(negotiation.take_answer(b"theirs"));
    }

    #[test]
    fn refused_offer_leaves_what_was_agreed() {
        let mut negotiation = Negotiation::with_their_offer(Some(b"theirs"));
        negotiation.say(b"ours");
        negotiation.offer(b"new".to_vec());
        negotiation.withdraw();
        assert_eq!(negotiation.local(), b"ours");
        assert!(negotiation.is_repeated(b"theirs"));
    }

    #[test]
    fn answer_repeated_in_the_200_changes_nothing() {
        let mut negotiation = Negotiation::with_their_offer(Some(b"theirs"));
        negotiation.say(b"ours");
        negotiation.say(b"ours");
        assert!(negotiation.is_settled());
    }
}
