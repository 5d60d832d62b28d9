//! Calls that the exchange answers by itself: echo, milliwatt and announcements.

use sip_core::Command;
use sip_msg::Status;

use super::{Call, Stage, end::NORMAL, leg::LegState};
use crate::{
    media::{MediaOrder, Sound},
    work::Work,
};

impl Call {
    /// Prepares to play; the caller is answered when its port is there.
    pub(super) fn start_playing(&mut self, work: &mut Work<'_>, sound: Sound) {
        self.stage = Stage::Playing(sound);
        self.caller.open(work);
    }

    /// Answers the caller, for whom there is no other side.
    pub(super) fn answer_alone(&mut self, work: &mut Work<'_>) {
        if self.caller.state == LegState::Up {
            return;
        }
        let audio = &mut self.caller.audio;
        let description = match audio.owes_answer() {
            true => audio.answer(None, sdp::Direction::SendRecv),
            false => Ok(audio.offer(&[], sdp::Direction::SendRecv)),
        };
        match description {
            Ok(sdp) => {
                self.caller.state = LegState::Up;
                work.sip(Command::Answer { leg: self.caller.id, sdp });
                self.caller.set(work);
                self.note_answer(work);
            }
            Err(unusable) => self.end_all(work, None, Status::NOT_ACCEPTABLE_HERE, &unusable.text()),
        }
    }

    /// Starts the sound; not before the ACK, so that its beginning is heard.
    pub(super) fn play(&mut self, work: &mut Work<'_>) {
        if let Stage::Playing(sound) = &self.stage {
            work.media(MediaOrder::Play { media: self.caller.audio.media, sound: sound.clone() });
        }
    }

    /// Hangs up at the end of an announcement.
    pub(super) fn played(&mut self, work: &mut Work<'_>) {
        if matches!(self.stage, Stage::Playing(_)) {
            self.end_all(work, None, Status::OK, NORMAL);
        }
    }
}
