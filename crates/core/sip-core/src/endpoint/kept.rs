//! Legs that outlive the process: what is kept of them, and how they go on (docs/decisions/0012-calls-outlive-the-process.md).

use std::collections::HashMap;

use model::{Binding, TrunkId};
use moment::Moment;
use serde::{Deserialize, Serialize};
use sip_msg::{Method, Response, Uri};

use super::{Endpoint, legs::Held};
use crate::{
    dialog::DialogId,
    flow::{Flow, Hop},
    leg::{KeptSession, Leg},
    port::{Action, LegId, Party},
};

/// What is kept of an answered leg. Its text is read by later releases too: fields may be added with a default, never be changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptLeg<'a> {
    session: KeptSession<'a>,
    /// The trunk at its other end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trunk: Option<TrunkId>,
    /// Our Contact is a sips URI.
    #[serde(default)]
    is_secure: bool,
}

impl KeptLeg<'_> {
    /// Its number.
    pub fn id(&self) -> LegId {
        self.session.id()
    }

    /// The Call-ID of its messages.
    pub fn call_id(&self) -> &str {
        &self.session.dialog().id().call_id
    }
}

/// Legs over a connection that the last process had. The peer opens another; until then they are out of reach.
#[derive(Debug, Default)]
pub(super) struct Adrift(HashMap<Party, Vec<LegId>>);

impl Endpoint {
    /// Shows what is to be kept of a leg; nothing of one that is not answered.
    pub fn keep_leg(&self, leg: LegId) -> Option<KeptLeg<'_>> {
        let Held { leg, peer, is_secure, .. } = self.legs.get(leg)?;
        Some(KeptLeg { session: leg.keep()?, trunk: *peer, is_secure: *is_secure })
    }

    /// Tells which answered legs have changed since the last call.
    pub fn take_changed_legs(&mut self) -> Vec<LegId> {
        self.legs.take_changed()
    }

    /// Goes on with a leg that an earlier process had with a party; false where no more fit, or it is there already.
    pub fn resume_leg(&mut self, now: Moment, kept: KeptLeg<'_>, party: Party) -> bool {
        let KeptLeg { session, trunk, is_secure } = kept;
        let (id, tag) = (session.id(), session.dialog().id().local_tag.clone());
        if self.legs.is_full() || !self.legs.is_free(id, &tag) {
            return false;
        }
        let mut leg = Leg::resume(session);
        if let Some(dialog) = leg.session_dialog_mut()
            && let Some(path) = dialog.path()
        {
            // Whoever is in a call of ours is no stranger.
            self.guard.prove(now, path.addr.ip());
            if path.transport.is_reliable() {
                dialog.follow(Hop { conn: None, ..path });
                self.adrift.0.entry(party).or_default().push(id);
            }
        }
        let account = self.account_of(now, party);
        self.legs
            .insert(id, Held { account, peer: trunk, is_secure, is_resumed: true, ..Held::new(leg, tag) });
        self.find_again(now, party);
        true
    }

    /// A request within a dialog came over another connection than the one that its leg is bound to: the peer has opened it anew
    /// (RFC 5626 section 5.3). Whoever knows the dialog's tags is its peer.
    pub(super) fn follow_connection(&mut self, leg: LegId, flow: &Flow) {
        let Some(dialog) = self.legs.get_mut(leg).and_then(|held| held.leg.session_dialog_mut()) else {
            return;
        };
        let is_bound =
            dialog.path().is_some_and(|path| path.transport == flow.transport && path.conn != flow.conn);
        if is_bound && flow.transport.is_reliable() {
            dialog.follow(Hop { proof: None, ..Hop::from(*flow) });
        }
    }

    /// A party has registered: its legs that lost their connection go on over the new one.
    pub(super) fn find_again(&mut self, now: Moment, party: Party) {
        let Some(lost) = self.adrift.0.remove(&party) else { return };
        let contacts: Vec<(Binding, Hop)> = self
            .registrar
            .contacts(party, now)
            .into_iter()
            .filter_map(|binding| Some((binding.clone(), self.registrar.hop(binding)?)))
            .filter(|(_, hop)| hop.conn.is_some())
            .collect();
        let mut still = Vec::new();
        for leg in lost {
            let Some(dialog) = self.legs.get_mut(leg).and_then(|held| held.leg.session_dialog_mut()) else {
                continue;
            };
            let Some(path) = dialog.path().filter(|path| path.conn.is_none()) else { continue };
            let is_same = |(binding, hop): &&(Binding, Hop)| {
                hop.transport == path.transport
                    && (is_target(&binding.contact, dialog.remote_target())
                        || hop.addr.ip() == path.addr.ip())
            };
            match contacts.iter().find(is_same) {
                Some((_, hop)) => dialog.follow(*hop),
                None => still.push(leg),
            }
        }
        if !still.is_empty() {
            self.adrift.0.insert(party, still);
        }
    }

    /// Takes a response that belongs to no transaction: the 2xx to an INVITE that an earlier process sent is acknowledged.
    pub(super) fn answered_late(&mut self, now: Moment, response: &Response, out: &mut Vec<Action>) {
        let is_invite = response.headers.cseq().is_ok_and(|cseq| cseq.method == Method::Invite);
        if !is_invite || !response.status.is_success() {
            return;
        }
        let Some(leg) = DialogId::of_response(response).and_then(|dialog| self.legs.of_dialog(&dialog))
        else {
            return;
        };
        let mut acts = Vec::new();
        if let Some(held) = self.legs.get(leg).filter(|held| held.is_resumed) {
            held.leg.acknowledge(response, &mut acts);
        }
        self.perform(now, leg, acts, out);
    }
}

/// Whether a registered contact is where a dialog's peer says that it is reached: the same user at the same host.
fn is_target(contact: &str, target: &Uri) -> bool {
    let contact: Option<Uri> = contact.parse().ok();
    let (Some(contact), Some(target)) = (contact.as_ref().and_then(Uri::as_sip), target.as_sip()) else {
        return false;
    };
    (&contact.user, &contact.host) == (&target.user, &target.host)
}
