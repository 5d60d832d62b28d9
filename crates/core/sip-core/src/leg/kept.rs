//! What is kept of an answered leg, so that it goes on in another process.
//!
//! A leg is kept as it stands between two transactions: what is under way when a process dies is lost with it. The peer repeats
//! what it had asked, and we ask anew what we had asked.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use sip_msg::Response;

use super::{Act, Leg, State, offer_answer::Negotiation, session::Session, session_timer::SessionTimer};
use crate::{
    dialog::{Dialog, DialogId},
    port::LegId,
};

/// By how much our sequence numbers jump over a restart: what was sent in the moments before it is not known, and a number may not
/// come twice (RFC 3261 section 12.2.1.1). Gaps are allowed.
const CSEQ_JUMP: u32 = 100;

/// An answered leg, written down or to be written down.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct KeptSession<'a> {
    id: LegId,
    contact_user: Cow<'a, str>,
    dialog: Cow<'a, Dialog>,
    /// Our session description and the peer's, as last agreed. They are text but for a peer's odd bytes, which may be lost: then
    /// its next refresh is answered like a new offer.
    local: Cow<'a, str>,
    remote: Cow<'a, str>,
    timer: Cow<'a, SessionTimer>,
    updates: bool,
    /// We made the Call-ID.
    caller: bool,
}

impl KeptSession<'_> {
    /// Its number.
    pub(crate) const fn id(&self) -> LegId {
        self.id
    }

    /// Its dialog.
    pub(crate) fn dialog(&self) -> &Dialog {
        &self.dialog
    }
}

impl Leg {
    /// Shows what is to be kept of an answered leg; nothing of one that is not answered, whose media are not agreed yet, or that is
    /// about to end.
    pub(crate) fn keep(&self) -> Option<KeptSession<'_>> {
        let State::Up(session) = &self.state else { return None };
        let Session { dialog, negotiation, timer, updates, caller, .. } = &**session;
        if session.is_closing() || !negotiation.has_agreed() {
            return None;
        }
        Some(KeptSession {
            id: self.id,
            contact_user: Cow::Borrowed(&self.contact_user),
            dialog: Cow::Borrowed(dialog),
            local: String::from_utf8_lossy(negotiation.local()),
            remote: String::from_utf8_lossy(negotiation.remote()),
            timer: Cow::Borrowed(timer),
            updates: *updates,
            caller: *caller,
        })
    }

    /// Goes on with a leg that another process had.
    pub(crate) fn resume(kept: KeptSession<'_>) -> Self {
        let KeptSession { id, contact_user, dialog, local, remote, timer, updates, caller } = kept;
        let mut dialog = dialog.into_owned();
        dialog.skip(CSEQ_JUMP);
        let negotiation = Negotiation::agreed(local.into_owned().into(), remote.into_owned().into());
        let mut session = Session::of_caller(dialog, negotiation, timer.into_owned(), updates, None);
        session.caller = caller;
        Self { id, contact_user: contact_user.into_owned(), state: State::Up(Box::new(session)) }
    }

    /// The dialog of an answered leg.
    pub(crate) fn session_dialog_mut(&mut self) -> Option<&mut Dialog> {
        match &mut self.state {
            State::Up(session) => Some(session.dialog_mut()),
            State::Calling(_) | State::Ringing(_) | State::Over => None,
        }
    }

    /// Acknowledges a 2xx to an INVITE of ours whose transaction is not known any more (RFC 3261 section 13.2.2.4): its ACK was
    /// lost, or the process that would have sent it.
    pub(crate) fn acknowledge(&self, response: &Response, out: &mut Vec<Act>) {
        let State::Up(session) = &self.state else { return };
        let Ok(cseq) = response.headers.cseq() else { return };
        let request = Box::new(session.dialog().ack_numbered(cseq.number));
        out.push(Act::Ack { request, to: session.dialog().next_hop() });
    }

    /// Whether it was answered.
    pub(crate) fn is_up(&self) -> bool {
        matches!(self.state, State::Up(_))
    }
}

impl DialogId {
    /// The dialog that a response of the peer belongs to.
    pub(crate) fn of_response(response: &Response) -> Option<Self> {
        let headers = &response.headers;
        Some(Self {
            call_id: headers.call_id().ok()?.to_owned(),
            local_tag: headers.from().ok()?.tag()?.to_owned(),
            remote_tag: headers.to().ok()?.tag().unwrap_or_default().to_owned(),
        })
    }
}
