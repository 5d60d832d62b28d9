//! What becomes of a response: the transaction first, then the second tries of RFC 3261 section 22.2 and RFC 3263 section
//! 4.3, then its user.

use std::time::Duration;

use model::TrunkId;
use sip_msg::{HeaderName, Method, Request, Response, Status};

use super::{Kit, Pending, RequestId, Requests, User, pending::Cancel};
use crate::{
    auth::Reply,
    flow::Hop,
    txn::{response_key, timers},
};

/// What is left to do about a response.
#[derive(Debug)]
pub(crate) enum Judged {
    /// Nothing waits for it: dropped.
    Unmatched,
    /// The transaction, a second try or a CANCEL has dealt with it.
    Done,
    /// Its user is to hear it.
    Tell(RequestId),
}

/// What a user is told beside the response.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told<'a> {
    pub(crate) user: User,
    pub(crate) trunk: Option<TrunkId>,
    pub(crate) peer: Option<TrunkId>,
    pub(crate) sent: &'a Request,
    pub(crate) hop: Hop,
    pub(crate) by_path: bool,
    /// How long the first answer took.
    pub(crate) round_trip: Duration,
}

impl Requests {
    /// Takes a response.
    pub(crate) fn respond(&mut self, response: &Response, kit: &mut Kit<'_>) -> Judged {
        let found = response_key(response).and_then(|key| self.clients.find(&key));
        let Some((txn, id)) = found else { return Judged::Unmatched };
        let live = &self.live;
        let ack = || live.get(&id).map(|pending| ack_of(&pending.request, response)).unwrap_or_default();
        let code = response.status.code();
        if !self.clients.response(kit.now, txn, code, ack, kit.out) {
            return Judged::Done;
        }
        let Some(pending) = self.live.get_mut(&id) else { return Judged::Done };
        let Some(sent) = &mut pending.sent else { return Judged::Done };
        sent.heard.get_or_insert(kit.now.since(sent.at));
        let fails_over = pending.cancel == Cancel::No;
        match code {
            0..=199 => {
                // Of a cancelled INVITE it stays: the final answer is waited for 32 s, whatever comes before it.
                if pending.cancel != Cancel::Sent {
                    pending.wake = None;
                }
                self.cancel_if_wanted(id, kit);
                Judged::Tell(id)
            }
            200..=299 => {
                pending.accept(kit);
                self.due.arm(id, pending.wake);
                Judged::Tell(id)
            }
            401 | 407 if self.authorized(id, response, kit) => Judged::Done,
            // RFC 3263 section 4.3: this server cannot, another one may.
            503 if fails_over && self.try_next(id, kit) => Judged::Done,
            300.. => Judged::Tell(id),
        }
    }

    /// Answers a challenge on the same way, once per nonce; true where the request was sent again.
    fn authorized(&mut self, id: RequestId, response: &Response, kit: &mut Kit<'_>) -> bool {
        let Some(pending) = self.live.get_mut(&id).filter(|pending| pending.cancel == Cancel::No) else {
            return false;
        };
        let Pending { user, request, account, attempts, sent, .. } = &mut **pending;
        let (Some(account), Some(hop)) = (account, sent.as_ref().map(|sent| sent.hop)) else { return false };
        let auth = self.logins.entry(account.key().clone()).or_default();
        if auth.answer(attempts, response, request, account.login(), kit.chance) != Reply::Retry {
            return false;
        }
        // Within a dialog others may have taken the next number meanwhile.
        let in_dialog = match user {
            User::Leg(leg, step) => kit.legs.renumber(*leg, *step),
            User::Register(_) | User::Probe | User::Test(_) | User::Stray | User::Nobody => None,
        };
        let next = || request.headers.cseq().map_or(1, |cseq| cseq.number).saturating_add(1);
        let number = in_dialog.unwrap_or_else(next);
        request.headers.set(HeaderName::CSeq, format!("{number} {}", request.method));
        self.attempt(id, hop, kit);
        true
    }

    /// What a user is told of a request.
    pub(crate) fn told(&self, id: RequestId) -> Option<Told<'_>> {
        let pending = self.live.get(&id)?;
        let sent = pending.sent.as_ref()?;
        Some(Told {
            user: pending.user,
            trunk: pending.trunk,
            peer: pending.proof.map(|proof| proof.trunk),
            sent: &pending.request,
            hop: sent.hop,
            by_path: pending.way.by_path,
            round_trip: sent.heard.unwrap_or_default(),
        })
    }

    /// Forgets a request whose user has heard its final answer. A 2xx to an INVITE may come again, so that one stays.
    pub(crate) fn settle(&mut self, id: RequestId, status: Status) {
        if status.is_final() && self.live.get(&id).is_some_and(|pending| !pending.answered) {
            self.due.forget(id);
            self.live.remove(&id);
        }
    }

    /// Tells whether the 2xx of this branch is met for the first time by those who end it.
    pub(crate) fn reap(&mut self, id: RequestId, tag: &str) -> bool {
        /// Branches of one fork that are remembered as ended.
        const MAX_REAPED: usize = 16;
        let Some(pending) = self.live.get_mut(&id) else { return true };
        let first = !pending.reaped.iter().any(|known| known == tag);
        if first && pending.reaped.len() < MAX_REAPED {
            pending.reaped.push(tag.to_owned());
        }
        first
    }
}

impl Pending {
    fn accept(&mut self, kit: &Kit<'_>) {
        if self.request.method == Method::Invite {
            self.answered = true;
            // What its ACK needs is in the headers.
            self.request.body = Vec::new();
            self.wake = Some(kit.now + timers::M);
        }
    }
}

/// The ACK of a refusal (RFC 3261 section 17.1.1.3).
fn ack_of(invite: &Request, response: &Response) -> Vec<u8> {
    let mut ack = Request::new(Method::Ack, invite.uri.clone());
    for name in [HeaderName::Via, HeaderName::MaxForwards, HeaderName::Route, HeaderName::From] {
        ack.headers.copy(&invite.headers, &name);
    }
    ack.headers.copy(&response.headers, &HeaderName::To);
    ack.headers.copy(&invite.headers, &HeaderName::CallId);
    let number = invite.headers.cseq().map_or(1, |cseq| cseq.number);
    ack.headers.push(HeaderName::CSeq, format!("{number} ACK"));
    ack.to_bytes()
}
