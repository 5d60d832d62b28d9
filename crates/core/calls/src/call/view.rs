//! Calls as people see them, in Asterisk's words.

use sip_core::{LegId, Party};

use super::{
    Call, Stage,
    audio::LegAudio,
    cdr::trunk_name,
    leg::{Leg, LegState},
};
use crate::{
    media::Sound,
    port::{Action, CallView, LegBegun, LegView},
    work::Work,
};

impl Call {
    /// Shows the call.
    pub(crate) fn view(&self) -> CallView {
        let is_live = |leg: &&Leg| !self.gone.iter().any(|gone| gone.leg.id == leg.id);
        CallView {
            id: self.id,
            legs: self.legs().filter(is_live).map(|leg| self.view_leg(leg)).collect(),
            dialled: self.record.dialled.clone(),
            started: self.record.started,
            answered: self.record.answered,
            ended: self.record.ended(),
        }
    }

    /// Tells those who keep messages whose the messages with this Call-ID are.
    pub(crate) fn note_leg(&self, work: &mut Work<'_>, leg: LegId, sip_call_id: String) {
        if let Some(known) = self.legs().find(|known| known.id == leg) {
            let name = self.owner(known.party);
            let begun = LegBegun { call: self.id, leg, party: known.party, name, sip_call_id };
            work.out.push(Action::Leg(Box::new(begun)));
        }
    }

    fn view_leg(&self, leg: &Leg) -> LegView {
        let number = match &self.stage {
            Stage::Playing(sound) => application(sound).to_owned(),
            Stage::Testing(_) => application(&Sound::TestTone).to_owned(),
            _ if leg.id == self.caller.id => self.record.dialled.clone(),
            Stage::Arrived | Stage::Seeking(_) | Stage::Joined(_) | Stage::Over(_) => {
                self.shown.number.clone()
            }
        };
        LegView {
            leg: leg.id,
            party: leg.party,
            channel: format!("SIP/{}-{:08x}", self.owner(leg.party), leg.id.0),
            state: self.state_word(leg).to_owned(),
            number,
            codec: codec_name(&leg.audio),
            encryption: leg.audio.encryption(),
            media: leg.audio.measured.report.clone(),
        }
    }

    /// The name of a leg's line or trunk.
    pub(super) fn owner(&self, party: Party) -> String {
        match party {
            Party::Line(line) => {
                self.router.snapshot().line(line).map(|line| line.username.to_string()).unwrap_or_default()
            }
            Party::Trunk(trunk) => trunk_name(self.router.snapshot(), trunk),
        }
    }

    /// `Ring` is who calls, `Ringing` is who is called.
    fn state_word(&self, leg: &Leg) -> &'static str {
        match leg.state {
            LegState::Up => "Up",
            LegState::Ringing => "Ringing",
            LegState::Calling if leg.id == self.caller.id && self.tests().is_none() => "Ring",
            LegState::Calling | LegState::Waiting(_) => "Down",
        }
    }
}

/// Asterisk's name of the codec that a leg speaks.
pub(super) fn codec_name(audio: &LegAudio) -> Option<String> {
    let codec = audio.codec()?;
    let known: Option<model::Codec> = codec.name.parse().ok();
    Some(known.map_or_else(|| codec.name.to_ascii_lowercase(), |known| known.name().to_owned()))
}

fn application(sound: &Sound) -> &'static str {
    match sound {
        Sound::Echo => "Echo",
        Sound::Milliwatt => "Milliwatt",
        Sound::Ringback => "Ringing",
        Sound::Busy => "Busy",
        Sound::Congestion => "Congestion",
        Sound::Announcement(_) => "Playback",
        Sound::TestTone => "Test",
    }
}
