//! One leg of a call: a dialog with one peer, and its audio.

use serde::{Deserialize, Serialize};
use sip_core::{LegId, LegTarget, Party};

use super::audio::{LegAudio, Ports};
use crate::{media::MediaOrder, work::Work};

/// One leg.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Leg {
    /// Its number.
    pub(crate) id: LegId,
    /// Whose it is.
    pub(crate) party: Party,
    /// The number of the person at it: the caller's, or the one that was dialled there.
    pub(crate) number: String,
    /// How far it is.
    pub(crate) state: LegState,
    /// Its audio.
    pub(crate) audio: LegAudio,
}

/// How far a leg is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum LegState {
    /// Its INVITE waits for a port to name in the offer.
    Waiting(LegTarget),
    /// It is being called, or it calls; nothing was heard but 100.
    Calling,
    /// Its phone rings, or early media flow.
    Ringing,
    /// It is answered.
    Up,
}

impl Leg {
    /// Tells that nothing was sent for it yet.
    pub(crate) fn is_waiting(&self) -> bool {
        matches!(self.state, LegState::Waiting(_))
    }

    /// Asks for the ports of its audio.
    pub(crate) fn open(&mut self, work: &mut Work<'_>) {
        self.audio.ports = Ports::Opening;
        let order = MediaOrder::Open { media: self.audio.media, call: work.call, ipv6: self.audio.is_ipv6() };
        work.media(order);
    }

    /// Tells the media path what was agreed, where that changed.
    pub(crate) fn set(&mut self, work: &mut Work<'_>) {
        if let Some(order) = self.audio.order() {
            work.media(order);
        }
    }

    /// Gives the ports back and forgets the dialog.
    pub(crate) fn close(&mut self, work: &mut Work<'_>) {
        work.forget_leg(self.id);
        match self.audio.ports {
            Ports::Opening | Ports::Open => {
                work.media(MediaOrder::Close { media: self.audio.media });
                self.audio.ports = Ports::Closing;
            }
            Ports::None => {
                work.forget_media(self.audio.media);
                self.audio.ports = Ports::Closed;
            }
            Ports::Closing | Ports::Closed => {}
        }
    }
}
