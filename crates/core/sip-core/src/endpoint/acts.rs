//! Does what legs want done.

use model::TrunkId;
use moment::Moment;
use sip_msg::{HeaderName, Method, Request, Response};

use super::{
    Endpoint,
    uac::{ContactShape, Errand, Target, User},
};
use crate::{
    dialog::Dialog,
    flow::Hop,
    leg::{Act, Step},
    port::{Action, LegId},
    txn::ServerId,
};

impl Endpoint {
    /// Does all that a leg asked for, then forgets it if it is over.
    pub(super) fn perform(&mut self, now: Moment, leg: LegId, acts: Vec<Act>, out: &mut Vec<Action>) {
        for act in acts {
            match act {
                Act::Request { request, to, step } => {
                    let mut errand = self.errand(leg, User::Leg(leg, step), *request, (&to).into());
                    if step == Step::Invite {
                        // The first one asked for a session timer that was too short (422): this is the same call once more.
                        let first = self.legs.get(leg).and_then(|held| held.invite);
                        (errand.trunk, errand.patience) = self.requests.terms(first);
                    }
                    let id = self.send(now, errand, out);
                    if let (Step::Invite, Some(held)) = (step, self.legs.get_mut(leg)) {
                        held.invite = Some(id);
                    }
                }
                Act::Ack { request, to } => {
                    let errand = self.errand(leg, User::Nobody, *request, (&to).into());
                    self.send(now, errand, out);
                }
                Act::Respond { txn, response } => self.answer(now, leg, txn, *response, out),
                Act::Tell(event) => out.push(Action::Event(event)),
                Act::Abandon { reason } => {
                    if let Some(invite) = self.legs.get(leg).and_then(|held| held.invite) {
                        let (requests, mut kit) = self.split(now, out);
                        requests.abandon(invite, reason, &mut kit);
                    }
                }
                Act::Reap { sent, response } => {
                    let invite = self.legs.get(leg).and_then(|held| held.invite);
                    let first = invite.is_none_or(|id| self.requests.reap(id, &tag_of(&response)));
                    let peer = self.legs.get(leg).and_then(|held| held.peer);
                    self.reap(now, (&sent, &response, None), (peer, first), out);
                }
            }
        }
        self.legs.settle(leg);
    }

    fn errand(&self, leg: LegId, user: User, request: Request, to: Target) -> Errand {
        let held = self.legs.get(leg);
        let shape = held.filter(|_| shows_contact(&request.method));
        Errand {
            user,
            contact: shape.map(|held| ContactShape::of_user(held.leg.contact_user())),
            account: held.and_then(|held| held.account.clone()),
            trunk: None,
            peer: held.and_then(|held| held.peer),
            patience: None,
            request,
            to,
        }
    }

    /// Answers a request within a dialog, with our Contact where that is the dialog's target.
    fn answer(
        &mut self,
        now: Moment,
        leg: LegId,
        txn: ServerId,
        mut response: Response,
        out: &mut Vec<Action>,
    ) {
        let code = response.status.code();
        let refreshes = response.headers.cseq().is_ok_and(|cseq| shows_contact(&cseq.method));
        if let (true, 101..=299, Some(flow)) = (refreshes, code, self.servers.flow(txn)) {
            let ours = self.place.reachable_at(flow.transport, flow.remote.ip());
            let held = self.legs.get(leg);
            let (user, is_secure) =
                held.map_or(("", false), |held| (held.leg.contact_user(), held.is_secure));
            let contact = ContactShape::of_user(user).at(ours, flow.transport, is_secure);
            response.headers.set(HeaderName::Contact, contact);
        }
        response.headers.set(HeaderName::Server, self.user_agent());
        self.servers.respond(now, txn, code, response.to_bytes(), out);
    }

    /// Ends a session that nobody wants: ACK to every 2xx, and one BYE (RFC 3261 section 13.2.2.4).
    pub(super) fn reap(
        &mut self,
        now: Moment,
        (sent, response, path): (&Request, &Response, Option<Hop>),
        (peer, first): (Option<TrunkId>, bool),
        out: &mut Vec<Action>,
    ) {
        let Ok(mut dialog) = Dialog::of_caller(sent, response, path) else { return };
        let to = dialog.next_hop();
        let errand = |request| Errand {
            user: User::Nobody,
            request,
            to: (&to).into(),
            contact: None,
            account: None,
            trunk: None,
            peer,
            patience: None,
        };
        self.send(now, errand(dialog.ack_of(sent)), out);
        if first {
            self.send(now, errand(dialog.request(Method::Bye)), out);
        }
    }
}

/// The To tag of a response, by which the branches of a forked INVITE are told apart.
pub(super) fn tag_of(response: &Response) -> String {
    response.headers.to().ok().and_then(|to| to.tag().map(str::to_owned)).unwrap_or_default()
}

/// RFC 3261 section 12.2: requests that refresh the target carry a Contact, and so do their answers.
fn shows_contact(method: &Method) -> bool {
    matches!(method, Method::Invite | Method::Update)
}
