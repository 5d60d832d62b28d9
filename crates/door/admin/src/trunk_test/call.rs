//! The last step of a test: a short call through the trunk, and what was heard of it.

use engine::{Answered, Failure, TEST_TONE_DBM0, TestEnd};
use model::Trunk;
use serde::Serialize;
use utoipa::ToSchema;

use super::{TestCause, TestOutcome};
use crate::{
    hearing::SILENT_DBM0,
    trunk_states::{Place, Refusal, RefusedRequest, TrunkState, shown},
};

/// What came of a test call.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum CallFinding {
    /// The tone that we played came back: both ways carry audio.
    Heard {
        /// How loud it came back, in dBm0.
        level_dbm0: f32,
        /// How loud it was played, in dBm0.
        sent_dbm0: f32,
        /// From when it left to when it was back, in milliseconds.
        delay_ms: f32,
        /// Of the packets that should have come, the part that did not, in percent.
        loss_pct: f32,
        /// The codec, by Asterisk's name.
        codec: String,
    },
    /// Something was heard, and not our tone.
    OtherHeard {
        /// How loud it was at most, in dBm0.
        level_dbm0: f32,
        /// The codec, by Asterisk's name.
        codec: String,
    },
    /// Packets came, with nothing to hear in them.
    OnlySilence {
        /// How many.
        packets_rx: u64,
        /// The codec, by Asterisk's name.
        codec: String,
    },
    /// No packet came.
    NothingHeard {
        /// How many of ours went.
        packets_tx: u64,
        /// How many came from elsewhere than the other side said, and were not believed.
        strangers: u64,
    },
    /// It was hung up before enough could be heard.
    Cut {
        /// How long it lasted, in milliseconds.
        lasted_ms: u64,
    },
    /// Nobody answered.
    NotAnswered {
        /// The other side said that it rings.
        rang: bool,
        /// How long it was waited, in seconds.
        seconds: u32,
    },
    /// It was answered with media that cannot be used.
    NoMedia {
        /// Why, in the words of the exchange.
        why: String,
    },
    /// The number is busy, or declines.
    Busy {
        /// The SIP status code.
        status: u16,
        /// Its words, as the other side sent them.
        reason: String,
    },
    /// The other side takes none of the codecs that were offered.
    NoCommonCodec {
        /// The SIP status code.
        status: u16,
        /// Its words, as the other side sent them.
        reason: String,
    },
    /// The other side refuses the call for another reason.
    Refused {
        /// Where.
        at: Place,
        /// The SIP status code.
        status: u16,
        /// Its words, as the other side sent them.
        reason: String,
        /// What that means.
        refusal: Refusal,
    },
    /// The trunk has as many calls as it may have.
    Full {
        /// How many that are.
        limit: u32,
    },
    /// No RTP port of ours is free.
    NoPort,
    /// The exchange takes no more calls, or is about to stop.
    NoRoom,
    /// Somebody here ended it before it was answered.
    Stopped,
    /// The trunk's connection type is user: it is never called.
    NeverCalled,
}

/// How long a test call is waited for: as long as the exchange lets it ring.
const RING_SECONDS: u32 = 15;

/// Round trip past which people begin to interrupt each other: ITU-T G.114 wants 150 ms one way.
const DELAY_MS: f32 = 300.0;

/// How far the tone may be from its level before somebody should look: an echo changes nothing, GSM a decibel or two.
const DECIBELS: f32 = 6.0;

/// Loss that is heard, in percent.
const LOSS_PCT: f32 = 2.0;

/// Says why a test call ended as it did; `at` is where the other side is.
pub(super) fn cause(end: TestEnd, trunk: &Trunk, at: Place) -> TestCause {
    let finding = match end {
        TestEnd::Answered(answered) => CallFinding::of(answered),
        TestEnd::NotAnswered { rang } => CallFinding::NotAnswered { rang, seconds: RING_SECONDS },
        TestEnd::NoMedia(why) => CallFinding::NoMedia { why },
        TestEnd::Full => CallFinding::Full { limit: trunk.calls.call_limit },
        TestEnd::NoPort => CallFinding::NoPort,
        TestEnd::NoRoom | TestEnd::Running => CallFinding::NoRoom,
        TestEnd::Stopped => CallFinding::Stopped,
        TestEnd::Failed(failure) => match failure {
            Failure::Refused { status, text } => refused(status.code(), text, trunk, at),
            Failure::Redirected { status, .. } => {
                refused(status.code(), status.reason().to_owned(), trunk, at)
            }
            Failure::Silent => return TestCause::Silent { at },
            Failure::Unreachable => return TestCause::Unreachable { at },
            Failure::Unproved(fault) => {
                return TestCause::TlsFailed { at, fault: fault.kind.into(), shown: shown(fault) };
            }
            Failure::Unresolved => return TestCause::NameNotFound { at },
            Failure::NotRegistered => {
                return TestCause::NotRegistered { username: trunk.digest_username().to_owned() };
            }
        },
    };
    TestCause::Called { finding }
}

fn refused(status: u16, reason: String, trunk: &Trunk, at: Place) -> CallFinding {
    match status {
        486 | 600 | 603 => CallFinding::Busy { status, reason },
        488 | 606 => CallFinding::NoCommonCodec { status, reason },
        _ => {
            let refusal = Refusal::of(status, trunk.auth.password.is_some());
            CallFinding::Refused { at, status, reason, refusal }
        }
    }
}

impl CallFinding {
    fn of(answered: Answered) -> Self {
        let Answered { codec, report, hearing, is_cut, lasted, .. } = answered;
        if let Some(tone) = hearing.tone {
            let expected = report.packets_rx.saturating_add(report.lost_rx).max(1);
            return Self::Heard {
                level_dbm0: tone.level_dbm0,
                sent_dbm0: TEST_TONE_DBM0,
                delay_ms: tone.delay_ms,
                loss_pct: report.lost_rx as f32 * 100.0 / expected as f32,
                codec,
            };
        }
        match hearing.loudest_dbm0 {
            _ if is_cut => Self::Cut { lasted_ms: u64::try_from(lasted.as_millis()).unwrap_or(u64::MAX) },
            Some(level_dbm0) if level_dbm0 >= SILENT_DBM0 => Self::OtherHeard { level_dbm0, codec },
            _ if report.packets_rx > 0 => Self::OnlySilence { packets_rx: report.packets_rx, codec },
            _ => Self::NothingHeard { packets_tx: report.packets_tx, strangers: report.strangers },
        }
    }

    /// Says whether the step went well.
    pub(super) const fn outcome(&self) -> TestOutcome {
        match self {
            Self::Heard { .. } => TestOutcome::Passed,
            Self::NeverCalled => TestOutcome::Skipped,
            _ => TestOutcome::Failed,
        }
    }

    /// Says it in a sentence.
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Heard { level_dbm0, sent_dbm0, delay_ms, loss_pct, codec } => format!(
                "The tone came back over {codec} at {level_dbm0:.1} dBm0 (it was played at {sent_dbm0:.1}), after {delay_ms:.0} ms, with {loss_pct:.1} % of the packets lost"
            ),
            Self::OtherHeard { level_dbm0, .. } => format!(
                "It answers and is heard, at {level_dbm0:.1} dBm0, but the tone that we play does not come back"
            ),
            Self::OnlySilence { packets_rx, .. } => format!(
                "It answers and sends {packets_rx} packets, but with silence in them: the tone that we play does not come back"
            ),
            Self::NothingHeard { packets_tx, strangers: 0 } => {
                format!("It answers, but no audio comes from there: {packets_tx} packets went, none came")
            }
            Self::NothingHeard { strangers, .. } => format!(
                "It answers, but no audio comes from where it said: {strangers} packets came from another address and were not believed"
            ),
            Self::Cut { lasted_ms } => {
                format!("It hung up after {:.1} s, before the tone had come back", *lasted_ms as f32 / 1000.0)
            }
            Self::NotAnswered { rang: true, seconds } => {
                format!("It rings, but nobody answers within {seconds} s")
            }
            Self::NotAnswered { rang: false, seconds } => format!("Nobody answers within {seconds} s"),
            Self::NoMedia { why } => format!("It answers with media that cannot be used: {why}"),
            Self::Busy { status, reason } => format!("The number is busy: {status} {reason}"),
            Self::NoCommonCodec { status, reason } => {
                format!(
                    "Refused with {status} {reason}: the other side takes none of the codecs that this trunk offers"
                )
            }
            Self::Refused { .. } => self.state().map(|state| state.sentence(0)).unwrap_or_default(),
            Self::Full { limit } => {
                format!("Not placed: the trunk has as many calls as it may have ({limit})")
            }
            Self::NoPort => "Not placed: no RTP port is free".to_owned(),
            Self::NoRoom => "Not placed: the exchange takes no more calls now".to_owned(),
            Self::Stopped => "Somebody here ended the call before it was answered".to_owned(),
            Self::NeverCalled => "Not placed: a trunk of the connection type User only calls us".to_owned(),
        }
    }

    /// Says what to do about it, where something is to be done.
    pub(super) fn remedy(&self) -> Option<String> {
        Some(match self {
            Self::Heard { level_dbm0, sent_dbm0, .. } if (level_dbm0 - sent_dbm0).abs() > DECIBELS => {
                "look what changes the level on the way: a gateway's gain, as a rule".to_owned()
            }
            Self::Heard { loss_pct, .. } if *loss_pct >= LOSS_PCT => {
                "look for a full line, a bad cable or Wi-Fi on the way: loss of this size is heard".to_owned()
            }
            Self::Heard { delay_ms, .. } if *delay_ms >= DELAY_MS => {
                "people interrupt each other past 300 ms: look for a long way or large buffers".to_owned()
            }
            Self::Heard { .. } => return None,
            Self::OtherHeard { .. } | Self::OnlySilence { .. } => {
                "dial an echo test: on a Strowger an extension with the destination echo, on an Asterisk the application Echo; where it is one, our audio does not reach the other side: look whether its firewall lets RTP in, and whether our external address (General settings, tab Network) is right".to_owned()
            }
            Self::NothingHeard { strangers: 0, .. } => {
                "look whether a firewall keeps the RTP ports (rtp.ports of the configuration file) shut, and, behind NAT, whether our external address (General settings, tab Network) is the one that the other side can send to".to_owned()
            }
            Self::NothingHeard { .. } => {
                "look which address the other side names in its answer: behind NAT it must be told its external address".to_owned()
            }
            Self::Cut { .. } => "dial a number that stays on the line, such as an echo test".to_owned(),
            Self::NotAnswered { .. } => {
                "dial a number that answers by itself, such as an echo test".to_owned()
            }
            Self::NoMedia { .. } | Self::NoCommonCodec { .. } => {
                "enable a codec that both sides have: tab Signaling of the trunk here, and the same there".to_owned()
            }
            Self::Busy { .. } => "dial another number, or try again later".to_owned(),
            Self::Refused { .. } => return self.state()?.remedy(),
            Self::Full { .. } => "wait until a call ends, or raise the call limit".to_owned(),
            Self::NoPort => "wait until a call ends, or widen rtp.ports in the configuration file".to_owned(),
            Self::NoRoom | Self::Stopped => "try again".to_owned(),
            Self::NeverCalled => {
                "set the connection type to Friend or Peer where it is to be called".to_owned()
            }
        })
    }

    /// The state of a trunk whose calls are refused so: the words are the same.
    fn state(&self) -> Option<TrunkState> {
        let Self::Refused { at, status, reason, refusal } = self.clone() else { return None };
        let request = RefusedRequest::Invite;
        Some(TrunkState::Refused { at, request, status, reason, refusal, since_ms: 0 })
    }
}

#[cfg(test)]
mod tests {
    use engine::{Hearing, MediaReport, ToneHeard};

    use super::*;

    fn found(report: MediaReport, hearing: Hearing) -> CallFinding {
        CallFinding::of(Answered { report, hearing, ..Answered::default() })
    }

    fn heard(level_dbm0: f32, delay_ms: f32, lost_rx: u64) -> CallFinding {
        let tone = Some(ToneHeard { level_dbm0, delay_ms });
        let report = MediaReport { packets_rx: 100, lost_rx, ..MediaReport::default() };
        found(report, Hearing { tone, loudest_dbm0: Some(level_dbm0), ..Hearing::default() })
    }

    #[test]
    fn a_tone_that_came_back_passes_and_is_told_with_what_it_lost_on_the_way() {
        let good = heard(-10.2, 43.0, 0);
        assert_eq!((good.outcome(), good.remedy()), (TestOutcome::Passed, None));
        assert!(
            good.sentence().contains("-10.2 dBm0") && good.sentence().contains("43 ms"),
            "{}",
            good.sentence()
        );
        for (bad, word) in [
            (heard(-20.0, 43.0, 0), "gain"),
            (heard(-10.0, 43.0, 3), "cable"),
            (heard(-10.0, 400.0, 0), "300 ms"),
        ] {
            assert!(bad.remedy().is_some_and(|remedy| remedy.contains(word)), "{bad:?}");
        }
    }

    #[test]
    fn nothing_silence_a_stranger_and_something_else_are_four_findings() {
        let came = |packets_rx, strangers| MediaReport { packets_rx, strangers, ..MediaReport::default() };
        let loud = |level| Hearing { loudest_dbm0: Some(level), ..Hearing::default() };
        let codes = [
            found(came(0, 0), Hearing::default()),
            found(came(0, 9), Hearing::default()),
            found(came(90, 0), loud(-90.0)),
            found(came(90, 0), loud(-20.0)),
        ];
        let sentences: Vec<String> = codes.iter().map(CallFinding::sentence).collect();
        assert!(sentences[0].contains("none came") && sentences[1].contains("not believed"), "{sentences:?}");
        assert!(sentences[2].contains("silence") && sentences[3].contains("-20.0 dBm0"), "{sentences:?}");
        assert!(codes.iter().all(|code| code.outcome() == TestOutcome::Failed && code.remedy().is_some()));
    }
}
