//! What was wrong with the audio of a call: the one thing that explains most.

use serde::Serialize;
use utoipa::ToSchema;

use super::LegAudioRow;
use crate::hearing::Loudness;

/// Packets of a party below which nothing can be said: a second of audio.
const FEWEST: u64 = 50;

/// Packets of silence after which a party is taken for muted: five seconds. Whoever calls an echo test speaks before that.
const LONG_SILENCE: u64 = 250;

/// Loss that is heard, in percent: with the concealment of G.711, ITU-T G.113 appendix I has a tenth of a point lost at 1 %,
/// and half a point at 3 %.
const LOSS_PCT: f32 = 2.0;

/// Loss of one stretch that is heard though the whole call lost little.
const BURST_PCT: f32 = 10.0;

/// Jitter past which usual buffers begin to lose packets.
const JITTER_MS: f32 = 40.0;

/// Round trip past which people begin to interrupt each other: ITU-T G.114 wants 150 ms one way.
const DELAY_MS: f32 = 300.0;

/// What was wrong with the audio of a call.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum QualityVerdict {
    /// Nothing.
    Good {
        /// The lowest score of a leg.
        mos: f32,
    },
    /// Nobody was heard at all, though the call was answered.
    NoMedia,
    /// One side was never heard.
    OneWay {
        /// Who was not heard.
        silent: String,
    },
    /// Packets of a party came, with nothing to hear in them.
    Muted {
        /// Whose.
        party: String,
    },
    /// Packets were lost on the way from a party to us.
    LossFrom {
        /// Whose.
        party: String,
        /// How many, in percent.
        pct: f32,
        /// In the worst stretch.
        worst_pct: f32,
    },
    /// Packets were lost on the way from us to a party.
    LossTo {
        /// Whose.
        party: String,
        /// How many, in percent.
        pct: f32,
        /// In the worst stretch.
        worst_pct: f32,
    },
    /// Packets of a party came at uneven times.
    Jitter {
        /// Whose.
        party: String,
        /// How uneven, in milliseconds.
        ms: f32,
    },
    /// Packets of a party are long on their way.
    Delay {
        /// Whose.
        party: String,
        /// There and back, in milliseconds.
        round_trip_ms: f32,
    },
    /// Nothing, but the codec was changed on the way, which costs a little.
    Transcoded {
        /// The caller's codec.
        caller: String,
        /// The called one's.
        callee: String,
        /// The lowest score of a leg.
        mos: f32,
    },
    /// The call was not answered, so there was nothing to hear.
    NotAnswered,
    /// The call was too short, or nothing was measured.
    NotMeasured,
}

impl QualityVerdict {
    /// Judges the legs of a call.
    pub(super) fn of(legs: &[LegAudioRow], is_answered: bool) -> Self {
        let came = |leg: &LegAudioRow| leg.packets_rx > 0;
        let went = |leg: &LegAudioRow| leg.packets_tx >= FEWEST || leg.packets_rx >= FEWEST;
        if !is_answered {
            return Self::NotAnswered;
        }
        if legs.is_empty() || !legs.iter().any(went) {
            let nothing =
                !legs.is_empty() && legs.iter().all(|leg| leg.packets_rx == 0 && leg.packets_tx == 0);
            return if nothing { Self::NoMedia } else { Self::NotMeasured };
        }
        if !legs.iter().any(came) && legs.len() > 1 {
            return Self::NoMedia;
        }
        if let Some(silent) = legs.iter().find(|leg| !came(leg)) {
            return Self::OneWay { silent: silent.name.clone() };
        }
        if let Some(muted) = legs.iter().find(|leg| is_muted(leg)) {
            return Self::Muted { party: muted.name.clone() };
        }
        loss(legs).or_else(|| jitter_or_delay(legs)).unwrap_or_else(|| good(legs))
    }

    /// Says it in a sentence.
    pub fn sentence(&self) -> String {
        let network = "look at its network: Wi-Fi, a full line, or a bad cable";
        match self {
            Self::Good { mos } => format!("The audio was good: score {mos:.1} of 4.5"),
            Self::NoMedia => {
                "Nothing was heard from either side: a firewall or a NAT on both ways keeps RTP out, or an address in the session description is wrong".to_owned()
            }
            Self::OneWay { silent } => format!(
                "One-way audio: nothing was heard from {silent}: a firewall or a NAT keeps its RTP from reaching this exchange"
            ),
            Self::Muted { party } => format!(
                "{party} sends audio, but silence only: the microphone is muted or unplugged, or nobody spoke"
            ),
            Self::LossFrom { party, pct, worst_pct } => format!(
                "{pct:.1} % of the packets of {party} were lost on their way here, {worst_pct:.0} % at worst: {network}"
            ),
            Self::LossTo { party, pct, worst_pct } => format!(
                "{pct:.1} % of the packets to {party} were lost on their way, {worst_pct:.0} % at worst: {network}"
            ),
            Self::Jitter { party, ms } => {
                format!("The packets of {party} came unevenly, by {ms:.0} ms: {network}")
            }
            Self::Delay { party, round_trip_ms } => format!(
                "The way to {party} and back takes {round_trip_ms:.0} ms: people interrupt each other past 300"
            ),
            Self::Transcoded { caller, callee, mos } => format!(
                "The audio was good, score {mos:.1} of 4.5; it was translated between {caller} and {callee}, which costs a little"
            ),
            Self::NotAnswered => "The call was not answered, so there was nothing to hear".to_owned(),
            Self::NotMeasured => "The call was too short to be measured".to_owned(),
        }
    }
}

/// Whether a party that can be measured has sent silence for long enough.
fn is_muted(leg: &LegAudioRow) -> bool {
    let is_silent = leg.heard.is_some_and(|heard| heard.loudness == Loudness::Silent);
    is_silent && leg.packets_rx >= LONG_SILENCE
}

/// The largest loss of any way, where it is heard.
fn loss(legs: &[LegAudioRow]) -> Option<QualityVerdict> {
    let ways = legs.iter().flat_map(|leg| {
        let worst = |of: fn(&super::AudioSample) -> f32| leg.samples.iter().map(of).fold(0.0, f32::max);
        let from = (leg, true, leg.loss_rx_pct, worst(|sample| sample.loss_rx_pct));
        let to = (leg, false, leg.loss_tx_pct, worst(|sample| sample.loss_tx_pct));
        [from, to]
    });
    let heard = ways.filter(|(_, _, pct, worst)| *pct >= LOSS_PCT || *worst >= BURST_PCT);
    let (leg, is_from, pct, worst) = heard.max_by(|a, b| a.2.total_cmp(&b.2).then(a.3.total_cmp(&b.3)))?;
    let (party, worst_pct) = (leg.name.clone(), worst.max(pct));
    Some(match is_from {
        true => QualityVerdict::LossFrom { party, pct, worst_pct },
        false => QualityVerdict::LossTo { party, pct, worst_pct },
    })
}

fn jitter_or_delay(legs: &[LegAudioRow]) -> Option<QualityVerdict> {
    let most = |of: fn(&LegAudioRow) -> f32| legs.iter().max_by(|a, b| of(a).total_cmp(&of(b)));
    let jitter = most(|leg| leg.jitter_ms).filter(|leg| leg.jitter_ms >= JITTER_MS);
    let delay = most(|leg| leg.round_trip_ms.unwrap_or(0.0));
    match (jitter, delay.and_then(|leg| Some((leg, leg.round_trip_ms?)))) {
        (Some(leg), _) => Some(QualityVerdict::Jitter { party: leg.name.clone(), ms: leg.jitter_ms }),
        (None, Some((leg, round_trip_ms))) if round_trip_ms >= DELAY_MS => {
            Some(QualityVerdict::Delay { party: leg.name.clone(), round_trip_ms })
        }
        (None, _) => None,
    }
}

fn good(legs: &[LegAudioRow]) -> QualityVerdict {
    let Some(mos) = legs.iter().filter_map(|leg| leg.mos).min_by(f32::total_cmp) else {
        return QualityVerdict::NotMeasured;
    };
    match legs {
        [caller, callee] if caller.codec != callee.codec => {
            QualityVerdict::Transcoded { caller: caller.codec.clone(), callee: callee.codec.clone(), mos }
        }
        _ => QualityVerdict::Good { mos },
    }
}
