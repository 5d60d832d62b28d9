//! One leg's audio: what was offered, answered and agreed (RFC 3264), and who holds whom.
//!
//! Decides what the next description of ours says and what the media path must know. Never sends anything: callers pass
//! the descriptions to the endpoint and the order to the media path.

mod security;
mod series;

use std::net::{IpAddr, SocketAddr};

use model::{MediaEncryption, record::LegEncryption};
use moment::Moment;
use sdp::{Abilities, Agreed, Codec, Direction, Disagreement, Origin, Preference, Session};
use serde::{Deserialize, Serialize};

pub(crate) use self::{security::Draw, series::Measured};
use crate::media::{Audio, MediaId, MediaOrder, MediaReport};

/// The audio of one leg.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LegAudio {
    /// Its number at the media path.
    pub(crate) media: MediaId,
    /// Its ports.
    pub(crate) ports: Ports,
    /// Whose turn it is to describe.
    pub(crate) turn: Turn,
    /// How it goes.
    pub(crate) measured: Measured,
    /// Where the peer's packets were found to come from, where its signalling says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<SocketAddr>,
    /// Whether the peer may have been told something else than what we know of: a process that was killed had no time to write its last
    /// moments down.
    #[serde(skip)]
    pub(crate) is_unsure: bool,
    /// What an earlier process had counted.
    #[serde(skip)]
    pub(crate) before: Option<Box<MediaReport>>,
    /// The codecs that the leg's party may use, the address that it is told, and what we told it that we do.
    abilities: Abilities,
    session_id: u64,
    timeout_s: u32,
    signalling: Option<IpAddr>,
    /// The peer's offer, until it is answered; one that a restart cuts off is made again.
    #[serde(skip)]
    offered: Option<Session>,
    /// The last description that we sent.
    ours: Option<Session>,
    agreed: Option<Agreed>,
    /// What the media path was told last.
    #[serde(skip)]
    set: Option<Audio>,
    encryption: MediaEncryption,
    /// Its SIP goes over TLS.
    is_private: bool,
    /// What the peer itself wants to do, whatever we let it: a peer that holds does not listen.
    peer: Direction,
}

/// The state of a leg's ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Ports {
    /// Not asked for.
    None,
    /// Asked for.
    Opening,
    /// There.
    Open,
    /// To be given back; the last statistics are under way.
    Closing,
    /// Given back.
    Closed,
}

/// Whose turn it is to describe the media in a confirmed dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Turn {
    /// Nobody's: either side may offer.
    Free,
    /// The peer's, to answer our offer.
    Theirs,
    /// The peer's, and when it has answered we must offer again, because something changed meanwhile.
    TheirsThenOurs,
}

/// Why a description cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// It cannot be read.
    Unreadable,
    /// Nothing in it is ours to carry.
    Disagreed(Disagreement),
    /// It came when none was asked for.
    Unasked,
    /// There is none where one is due.
    Missing,
}

impl Unusable {
    /// Says in words why, for the Warning header and the call log: both lists of codecs where none is common.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Unreadable => "Session description cannot be read".to_owned(),
            Self::Disagreed(Disagreement::NoCommonCodec { offered, ours }) => {
                format!("No common codec: offered {}; allowed {}", offered.join(" "), ours.join(" "))
            }
            Self::Disagreed(Disagreement::NoAudio { offered }) => {
                format!("No audio in: {}", offered.join(", "))
            }
            Self::Disagreed(Disagreement::InClear) => {
                "Encrypted audio (SRTP with SDES) is required here, and was not offered".to_owned()
            }
            Self::Disagreed(Disagreement::Encrypted) => "Encrypted audio is off here".to_owned(),
            Self::Disagreed(Disagreement::NoCommonSuite { offered, ours }) if offered.is_empty() => {
                format!("No key for the encrypted audio: a=crypto is needed, with {}", ours.join(" "))
            }
            Self::Disagreed(Disagreement::NoCommonSuite { offered, ours }) => {
                format!("No common crypto suite: offered {}; allowed {}", offered.join(", "), ours.join(" "))
            }
            Self::Disagreed(Disagreement::Declined) => "Audio declined".to_owned(),
            Self::Disagreed(Disagreement::NotAnAnswer) => "The answer does not fit the offer".to_owned(),
            Self::Unasked => "Session description without need".to_owned(),
            Self::Missing => "Answer without session description".to_owned(),
        }
    }
}

/// What a leg's audio starts with.
#[derive(Clone, Debug)]
pub(crate) struct Allowed {
    /// The codecs of its party, in order.
    pub(crate) codecs: Vec<Codec>,
    /// The address that the peer is told.
    pub(crate) addr: IpAddr,
    /// Where the peer's signalling comes from, where that is known.
    pub(crate) signalling: Option<IpAddr>,
    /// After how many seconds without a packet the call is dead; 0 never.
    pub(crate) timeout_s: u32,
    /// Whether its audio is to be encrypted.
    pub(crate) encryption: MediaEncryption,
    /// Whether its SIP goes over TLS, so that nobody else can read a key.
    pub(crate) is_private: bool,
}

impl LegAudio {
    /// Prepares the audio; its ports are still to be opened.
    pub(crate) fn new(media: MediaId, allowed: Allowed, now: Moment, draw: Draw<'_>) -> Self {
        let abilities = Abilities {
            addr: allowed.addr,
            rtp_port: 0,
            codecs: allowed.codecs,
            telephone_event: Some(TELEPHONE_EVENT),
            ptime_ms: PTIME_MS,
            direction: Direction::SendRecv,
            rtcp_mux: false,
            security: security::first(allowed.encryption, allowed.is_private, draw),
        };
        Self {
            media,
            ports: Ports::None,
            turn: Turn::Free,
            measured: Measured::default(),
            source: None,
            is_unsure: false,
            before: None,
            abilities,
            // RFC 8866 section 5.2 wants a number that no other session has: the time grows from start to start, the number of
            // the media from leg to leg, and so does their sum.
            session_id: now.as_micros().saturating_add(media.0),
            timeout_s: allowed.timeout_s,
            signalling: allowed.signalling,
            offered: None,
            ours: None,
            agreed: None,
            set: None,
            encryption: allowed.encryption,
            is_private: allowed.is_private,
            peer: Direction::SendRecv,
        }
    }

    /// Notes the port.
    pub(crate) fn opened(&mut self, port: u16) {
        self.abilities.rtp_port = port;
        if self.ports == Ports::Opening {
            self.ports = Ports::Open;
        }
    }

    /// Whether its audio is encrypted.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.agreed.as_ref().is_some_and(|agreed| agreed.secured.is_some())
    }

    /// Its RTP port; 0 before there is one.
    pub(crate) const fn port(&self) -> u16 {
        self.abilities.rtp_port
    }

    /// Goes on from what an earlier process had.
    pub(crate) fn resume(&mut self) {
        self.ports = Ports::None;
        self.is_unsure = true;
        self.before = self.measured.report.clone().map(Box::new);
    }

    /// The address that the peer is told.
    pub(crate) fn addr(&self) -> IpAddr {
        self.abilities.addr
    }

    /// Whether the ports are to be IPv6.
    pub(crate) fn is_ipv6(&self) -> bool {
        self.abilities.addr.is_ipv6()
    }

    /// What the peer wants to do, seen from it; the other leg is told the same of us.
    pub(crate) fn peer(&self) -> Direction {
        self.peer
    }

    /// What the peer was told that we do.
    pub(crate) fn told(&self) -> Direction {
        self.abilities.direction
    }

    /// The codec that is spoken.
    pub(crate) fn codec(&self) -> Option<&Codec> {
        self.agreed.as_ref().map(|agreed| &agreed.codec)
    }

    /// Whether an offer of the peer waits for its answer.
    pub(crate) fn owes_answer(&self) -> bool {
        self.offered.is_some()
    }

    /// Takes the peer's offer, if it can be answered.
    pub(crate) fn take_offer(&mut self, body: &[u8], draw: Draw<'_>) -> Result<(), Unusable> {
        let offer = Session::parse(body).map_err(|_| Unusable::Unreadable)?;
        let agreed = self.agreed.as_ref().and_then(|agreed| agreed.secured.as_deref());
        security::renew(&mut self.abilities.security, &offer, agreed, draw);
        let trial = Abilities { direction: Direction::SendRecv, ..self.abilities.clone() };
        let (_, agreed) =
            sdp::answer(&offer, &trial, Preference::Theirs, self.origin()).map_err(Unusable::Disagreed)?;
        self.peer = agreed.direction.mirrored();
        self.offered = Some(offer);
        Ok(())
    }

    /// Lists the codecs of the peer's offer that its party may use, in the peer's order; all that are allowed where it
    /// made no offer.
    pub(crate) fn usable(&self) -> Vec<Codec> {
        let Some(offer) = &self.offered else { return self.abilities.codecs.clone() };
        let theirs = offer
            .media
            .iter()
            .filter(|media| media.kind == sdp::Kind::Audio)
            .flat_map(|media| media.codecs());
        theirs.filter(|codec| self.abilities.codecs.iter().any(|own| own.is_same_encoding(codec))).collect()
    }

    /// Answers the peer's offer: with `like`, so that nothing is transcoded, where the peer offered it, else with what
    /// the peer likes best.
    pub(crate) fn answer(&mut self, like: Option<&Codec>, way: Direction) -> Result<Vec<u8>, Unusable> {
        let offer = self.offered.take().ok_or(Unusable::Unasked)?;
        self.abilities.direction = way;
        let mut abilities = self.abilities.clone();
        let liked = like.filter(|like| offers(&offer, like));
        let preference =
            match liked.and_then(|like| abilities.codecs.iter().position(|own| own.is_same_encoding(like))) {
                Some(place) => {
                    abilities.codecs.swap(0, place);
                    Preference::Ours
                }
                None => Preference::Theirs,
            };
        let (answer, agreed) =
            sdp::answer(&offer, &abilities, preference, self.origin()).map_err(Unusable::Disagreed)?;
        self.agree(agreed);
        Ok(self.describe(answer))
    }

    /// Offers what is allowed, the codecs of `first` before the others.
    pub(crate) fn offer(&mut self, first: &[Codec], way: Direction) -> Vec<u8> {
        self.is_unsure = false;
        self.abilities.direction = way;
        let mut abilities = self.abilities.clone();
        let rank = |codec: &Codec| {
            first.iter().position(|first| first.is_same_encoding(codec)).unwrap_or(first.len())
        };
        abilities.codecs.sort_by_key(rank);
        let offer = match &self.ours {
            Some(previous) => sdp::reoffer(&abilities, previous),
            None => sdp::offer(&abilities, self.origin()),
        };
        self.describe(offer)
    }

    /// Offers the media anew within the dialog, with the codec that is spoken first.
    pub(crate) fn offer_again(&mut self, way: Direction) -> Vec<u8> {
        let spoken: Vec<Codec> = self.codec().into_iter().cloned().collect();
        self.offer(&spoken, way)
    }

    /// Says again what was said last.
    pub(crate) fn repeat(&self) -> Option<Vec<u8>> {
        self.ours.as_ref().map(|ours| ours.to_string().into_bytes())
    }

    /// Takes the peer's answer to our offer.
    pub(crate) fn take_answer(&mut self, body: &[u8]) -> Result<(), Unusable> {
        let answer = Session::parse(body).map_err(|_| Unusable::Unreadable)?;
        let ours = self.ours.as_ref().ok_or(Unusable::Unasked)?;
        let agreed = sdp::accept(ours, &answer).map_err(Unusable::Disagreed)?;
        if self.encryption == MediaEncryption::Required && agreed.secured.is_none() {
            return Err(Unusable::Disagreed(Disagreement::InClear));
        }
        // Only what we offered to do says something about the peer: `recvonly` in answer to our `sendonly` is not a hold.
        let offered = self.abilities.direction;
        let receives = if offered.sends() { agreed.direction.sends() } else { self.peer.receives() };
        let sends = if offered.receives() { agreed.direction.receives() } else { self.peer.sends() };
        self.peer = Direction::new(sends, receives);
        self.agree(agreed);
        Ok(())
    }

    /// What of it is encrypted.
    pub(crate) fn encryption(&self) -> LegEncryption {
        let secured = self.agreed.as_ref().and_then(|agreed| agreed.secured.as_ref());
        LegEncryption { tls: self.is_private, srtp: secured.map(|secured| secured.suite.to_string()) }
    }

    fn agree(&mut self, agreed: Agreed) {
        self.abilities.security = security::later(self.encryption, agreed.secured.as_deref());
        self.agreed = Some(agreed);
    }

    /// The order that brings the media path up to date, where it is not.
    pub(crate) fn order(&mut self) -> Option<MediaOrder> {
        let audio = self.audio()?;
        if self.set.as_ref() == Some(&audio) {
            return None;
        }
        if self.set.as_ref().is_some_and(|set| set.agreed.remote_rtp != audio.agreed.remote_rtp) {
            // The media path finds out anew.
            self.source = None;
        }
        self.set = Some(audio.clone());
        Some(MediaOrder::Set { media: self.media, audio: Box::new(audio) })
    }

    /// Notes that the media path knows what was agreed.
    pub(crate) fn was_told(&mut self) {
        self.set = self.audio();
    }

    /// What the media path must know; nothing before something was agreed.
    pub(crate) fn audio(&self) -> Option<Audio> {
        let agreed = self.agreed.clone()?;
        let timeout_s = if agreed.direction.receives() { self.timeout_s } else { 0 };
        Some(Audio { agreed, signalling: self.signalling, timeout_s })
    }

    /// Keeps and prints a description of ours; its version goes up only where something changed.
    fn describe(&mut self, next: Session) -> Vec<u8> {
        let next = match &self.ours {
            Some(previous) => sdp::revise(previous, next),
            None => next,
        };
        let body = next.to_string().into_bytes();
        self.ours = Some(next);
        body
    }

    fn origin(&self) -> Origin {
        Origin::new(self.session_id, 1, self.abilities.addr)
    }
}

/// The payload type of RFC 4733 events in our offers: the one that nearly everybody uses.
const TELEPHONE_EVENT: u8 = 101;

/// The packet length that we like: the default of every codec that we carry (RFC 3551 section 4.5).
const PTIME_MS: u16 = 20;

fn offers(offer: &Session, codec: &Codec) -> bool {
    offer.media.iter().flat_map(|media| media.codecs()).any(|theirs| theirs.is_same_encoding(codec))
}

#[cfg(test)]
mod tests;
