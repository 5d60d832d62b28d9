//! Goes on with a call that an earlier process had.
//!
//! First every leg's dialog is taken up, then its ports; when all are there the media path hears what it heard before. What cannot
//! go on is ended as any call is: with BYE to whoever is there, and its row.

use sip_core::{Command, KeptLeg};
use sip_msg::Status;

use super::{
    Call, Stage,
    audio::{Ports, Turn},
    bridge::join,
    leg::{Leg, LegState},
};
use crate::{
    kept::KeptAudio,
    media::{MediaOrder, Sound},
    work::Work,
};

impl Call {
    /// Tells whether it outlives the process: it is answered, not over, and in clear. A process that goes on with keys would have to
    /// know which packets they were used for, and keys do not belong on a disk.
    pub(crate) fn is_kept(&self) -> bool {
        let is_up = |leg: &Leg| leg.state == LegState::Up && !leg.audio.is_encrypted();
        is_up(&self.caller)
            && match &self.stage {
                Stage::Joined(called) => is_up(called),
                Stage::Playing(_) => true,
                Stage::Arrived | Stage::Seeking(_) | Stage::Testing(_) | Stage::Over(_) => false,
            }
    }

    /// Tells whether it is neither answered nor over.
    pub(crate) fn is_unanswered(&self) -> bool {
        !self.is_kept() && !matches!(self.stage, Stage::Over(_))
    }

    /// The legs that are up: one or two.
    pub(crate) fn live(&self) -> impl Iterator<Item = &Leg> {
        let called = match &self.stage {
            Stage::Joined(called) => Some(&**called),
            Stage::Arrived | Stage::Seeking(_) | Stage::Playing(_) | Stage::Testing(_) | Stage::Over(_) => {
                None
            }
        };
        std::iter::once(&self.caller).chain(called)
    }

    fn live_mut(&mut self) -> impl Iterator<Item = &mut Leg> {
        let called = match &mut self.stage {
            Stage::Joined(called) => Some(&mut **called),
            Stage::Arrived | Stage::Seeking(_) | Stage::Playing(_) | Stage::Testing(_) | Stage::Over(_) => {
                None
            }
        };
        std::iter::once(&mut self.caller).chain(called)
    }

    /// The ports that it needs to go on.
    pub(crate) fn audio_to_resume(&self) -> Vec<KeptAudio> {
        let audio = |leg: &Leg| KeptAudio {
            media: leg.audio.media,
            call: self.id,
            ipv6: leg.audio.is_ipv6(),
            port: leg.audio.port(),
            source: leg.audio.source,
        };
        self.live().map(audio).collect()
    }

    /// What its media path has to be told to go on, but for announcements, which are read from files.
    pub(crate) fn orders(&self) -> Vec<MediaOrder> {
        let set = |leg: &Leg| {
            let audio = leg.audio.audio()?;
            Some(MediaOrder::Set { media: leg.audio.media, audio: Box::new(audio) })
        };
        let media = self.caller.audio.media;
        let hears = match &self.stage {
            Stage::Joined(called) => Some(MediaOrder::Join { a: media, b: called.audio.media }),
            Stage::Playing(Sound::Announcement(_)) => None,
            Stage::Playing(sound) => Some(MediaOrder::Play { media, sound: sound.clone() }),
            Stage::Arrived | Stage::Seeking(_) | Stage::Testing(_) | Stage::Over(_) => None,
        };
        self.live().filter_map(set).chain(hears).collect()
    }

    /// Takes up its dialogs and asks for its ports. `is_carried` says that the media path has heard its [`Call::orders`].
    pub(crate) fn resume(&mut self, work: &mut Work<'_>, mut kept: Vec<KeptLeg<'static>>, is_carried: bool) {
        (self.is_changed, self.is_unkept) = (true, true);
        self.is_carried = is_carried;
        for seat in &self.seats {
            // It has this seat already, whatever the limit is now.
            work.load.take(*seat, 0);
        }
        if let Some(charge) = &self.charge {
            charge.resume(work.ledger);
        }
        self.gone.iter_mut().for_each(|gone| gone.leg.audio.ports = Ports::Closed);
        let mut is_whole = self.is_kept();
        let mut begun = Vec::new();
        for leg in self.live_mut() {
            leg.audio.resume();
            work.take_up(leg.id, leg.audio.media);
            let dialog =
                kept.iter().position(|kept| kept.id() == leg.id).map(|place| kept.swap_remove(place));
            let Some(dialog) = dialog else {
                is_whole = false;
                continue;
            };
            begun.push((leg.id, dialog.call_id().to_owned()));
            is_whole &= work.endpoint.resume_leg(work.now, dialog, leg.party);
        }
        begun.into_iter().for_each(|(leg, call_id)| self.note_leg(work, leg, call_id));
        if !is_whole {
            return self.end_all(work, None, Status::SERVER_INTERNAL_ERROR, LOST);
        }
        self.is_resuming = true;
        let call = self.id;
        for leg in self.live_mut() {
            leg.audio.ports = Ports::Opening;
            let (media, ipv6, port) = (leg.audio.media, leg.audio.is_ipv6(), leg.audio.port());
            let source = leg.audio.source;
            work.media(MediaOrder::Resume(KeptAudio { media, call, ipv6, port, source }));
        }
    }

    /// Goes on once every port is there.
    pub(super) fn resumed(&mut self, work: &mut Work<'_>) {
        if !self.is_resuming || self.live().any(|leg| leg.audio.ports != Ports::Open) {
            return;
        }
        self.is_resuming = false;
        let is_carried = self.is_carried;
        let Self { caller, stage, .. } = self;
        match stage {
            Stage::Joined(called) => {
                match is_carried {
                    true => [&mut *caller, called].into_iter().for_each(|leg| leg.audio.was_told()),
                    false => join(work, caller, called),
                }
                let (to_caller, to_called) = (called.audio.peer(), caller.audio.peer());
                offer_again(work, caller, to_caller);
                offer_again(work, called, to_called);
            }
            Stage::Playing(sound) => {
                let is_playing = is_carried && !matches!(sound, Sound::Announcement(_));
                caller.audio.turn = Turn::Free;
                if is_playing {
                    return caller.audio.was_told();
                }
                caller.set(work);
                self.play(work);
            }
            Stage::Arrived | Stage::Seeking(_) | Stage::Testing(_) | Stage::Over(_) => {}
        }
    }

    /// Hears that a port of a call that was to go on is somebody else's now.
    pub(super) fn cannot_resume(&mut self, work: &mut Work<'_>) {
        self.end_all(work, None, Status::SERVICE_UNAVAILABLE, "Its RTP port was taken during the restart");
    }
}

/// Makes an offer once more whose answer the last process did not live to see: the peer may have taken it or not.
fn offer_again(work: &mut Work<'_>, leg: &mut Leg, way: sdp::Direction) {
    let was_free = leg.audio.turn == Turn::Free;
    if was_free && leg.audio.told() == way {
        return;
    }
    leg.audio.turn = Turn::Theirs;
    let sdp = leg.audio.offer_again(way);
    work.sip(Command::Offer { leg: leg.id, sdp });
}

/// Said of a call that was not kept whole.
const LOST: &str = "Could not go on after the restart";
