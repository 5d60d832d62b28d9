//! Giving an INVITE up: RFC 3261 section 9.1.

use sip_msg::{HeaderName, Method, Request};

use super::{Kit, NOBODY, RequestId, Requests, User, pending::Cancel};
use crate::txn::{Outbound, client_key, timers};

impl Requests {
    /// Cancels an INVITE as soon as a provisional answer has come. Its user hears nothing more of it.
    pub(crate) fn abandon(&mut self, id: RequestId, reason: String, kit: &mut Kit<'_>) {
        let Some(pending) = self.live.get_mut(&id) else { return };
        pending.user = User::Stray;
        pending.way.hops.clear();
        pending.wake = None;
        pending.cancel = Cancel::Wanted(reason);
        match &pending.sent {
            // Its name is still being resolved: it was never sent.
            None => drop(self.live.remove(&id)),
            Some(sent) if sent.heard.is_some() => self.cancel_if_wanted(id, kit),
            Some(_) => {}
        }
    }

    pub(super) fn cancel_if_wanted(&mut self, id: RequestId, kit: &mut Kit<'_>) {
        let Some(pending) = self.live.get_mut(&id) else { return };
        let (Cancel::Wanted(reason), Some(sent)) = (&pending.cancel, &pending.sent) else { return };
        let Ok(via) = pending.request.headers.via() else { return };
        let cancel = cancel_of(&pending.request, reason);
        let key = client_key(via.branch().unwrap_or_default(), &Method::Cancel);
        let outbound =
            Outbound { key, is_invite: false, hop: sent.hop, bytes: cancel.to_bytes(), owner: NOBODY };
        // Past the limit of transactions the INVITE ends by itself all the same.
        let _ = self.clients.start(kit.now, outbound, kit.out);
        pending.cancel = Cancel::Sent;
        pending.wake = Some(kit.now + timers::B);
        self.due.arm(id, pending.wake);
    }
}

fn cancel_of(invite: &Request, reason: &str) -> Request {
    let mut cancel = Request::new(Method::Cancel, invite.uri.clone());
    for name in [
        HeaderName::Via,
        HeaderName::MaxForwards,
        HeaderName::Route,
        HeaderName::From,
        HeaderName::To,
        HeaderName::CallId,
    ] {
        cancel.headers.copy(&invite.headers, &name);
    }
    let number = invite.headers.cseq().map_or(1, |cseq| cseq.number);
    cancel.headers.push(HeaderName::CSeq, format!("{number} CANCEL"));
    if !reason.is_empty() {
        cancel.headers.push(HeaderName::Reason, reason);
    }
    cancel
}
