//! One dialog of a phone.

use std::time::Duration;

use moment::Moment;
use sdp::{Abilities, Agreed, Direction, Origin, Preference, Session};
use sip_msg::{NameAddr, Request, Response, Status, Uri};

/// How far a phone's call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Dialled, or arrived; not answered.
    Trying,
    /// Up.
    Up,
    /// Over.
    Over,
}

/// A call as its phone sees it.
#[derive(Clone, Debug)]
pub struct PhoneCall {
    /// How far it is.
    pub state: State,
    /// Every status that was heard (calls made) of the INVITE, in order, repetitions too.
    pub heard: Vec<Status>,
    /// The caller or the one called, as shown.
    pub remote: NameAddr,
    /// The Reason header of the BYE or CANCEL that ended it.
    pub reason: Option<String>,
    /// Bodies of INFO requests that came.
    pub infos: Vec<String>,
    /// What both sides agreed.
    pub agreed: Option<Agreed>,
    pub(super) is_caller: bool,
    pub(super) call_id: String,
    pub(super) local: NameAddr,
    pub(super) target: Uri,
    pub(super) cseq: u32,
    pub(super) remote_cseq: u32,
    /// The INVITE that made it.
    pub(super) invite: Request,
    pub(super) audio: PhoneAudio,
    /// Our final answer to the INVITE (or re-INVITE), resent until its ACK comes.
    pub(super) unconfirmed: Option<Unconfirmed>,
    /// The ACK of a 2xx with the CSeq that it confirms, sent again for every repetition.
    pub(super) ack: Option<(u32, Vec<u8>)>,
    /// The last answer to the INVITE that came, for repetitions.
    pub(super) last_answer: Option<Response>,
    /// When it answers by itself.
    pub(super) answers_at: Option<Moment>,
}

/// A final answer that waits for its ACK.
#[derive(Clone, Debug)]
pub(super) struct Unconfirmed {
    pub(super) bytes: Vec<u8>,
    pub(super) at: Moment,
    pub(super) gap: Duration,
    pub(super) give_up: Moment,
}

/// A phone's side of the media.
#[derive(Clone, Debug)]
pub(super) struct PhoneAudio {
    pub(super) abilities: Abilities,
    pub(super) ours: Option<Session>,
}

impl PhoneAudio {
    pub(super) fn offer(&mut self, direction: Direction) -> Vec<u8> {
        self.abilities.direction = direction;
        let offer = match &self.ours {
            Some(ours) => sdp::reoffer(&self.abilities, ours),
            None => sdp::offer(&self.abilities, self.origin()),
        };
        let body = offer.to_string().into_bytes();
        self.ours = Some(offer);
        body
    }

    pub(super) fn answer(&mut self, body: &[u8]) -> Option<(Vec<u8>, Agreed)> {
        let offer = Session::parse(body).ok()?;
        let (answer, agreed) = sdp::answer(&offer, &self.abilities, Preference::Ours, self.origin()).ok()?;
        let answer = match &self.ours {
            Some(ours) => sdp::revise(ours, answer),
            None => answer,
        };
        let body = answer.to_string().into_bytes();
        self.ours = Some(answer);
        Some((body, agreed))
    }

    pub(super) fn accept(&self, body: &[u8]) -> Option<Agreed> {
        sdp::accept(self.ours.as_ref()?, &Session::parse(body).ok()?).ok()
    }

    fn origin(&self) -> Origin {
        Origin::new(u64::from(self.abilities.rtp_port), 1, self.abilities.addr)
    }
}

impl PhoneCall {
    /// Whether it is up.
    pub fn is_up(&self) -> bool {
        self.state == State::Up
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        self.state == State::Over
    }

    /// The last status that was heard.
    pub fn last(&self) -> Option<Status> {
        self.heard.last().copied()
    }

    /// Which way its audio flows, seen from the phone.
    pub fn direction(&self) -> Option<Direction> {
        self.agreed.as_ref().map(|agreed| agreed.direction)
    }

    /// The codec that the phone sends.
    pub fn codec(&self) -> Option<&str> {
        self.agreed.as_ref().map(|agreed| agreed.codec.name.as_str())
    }

    /// The port that its audio comes in on.
    pub fn rtp_port(&self) -> u16 {
        self.audio.abilities.rtp_port
    }

    /// Who is shown as calling.
    pub fn remote_number(&self) -> &str {
        self.remote.uri.user().unwrap_or_default()
    }
}
