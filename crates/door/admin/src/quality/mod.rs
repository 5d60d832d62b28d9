//! How the audio of a call went, leg by leg and over time, and in one sentence what was wrong with it.

mod verdict;

use std::sync::Arc;

use model::{
    Cdr,
    record::{LegEncryption, LegMedia, LegQuality, QualitySample},
};
use serde::Serialize;
use utoipa::ToSchema;

pub use verdict::QualityVerdict;

use crate::{acts::Admin, error::Error, hearing::HeardRow};

/// How the audio of a call went.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CallQuality {
    /// The call's identity.
    pub call: String,
    /// When the call began, in milliseconds since the epoch; the times of samples count from there.
    pub started_ms: u64,
    /// The call goes on: the verdict may change.
    pub live: bool,
    /// Its legs, the caller's first. A call to the exchange itself, as to its echo test, has one.
    pub legs: Vec<LegAudioRow>,
    /// What was wrong, as data.
    pub verdict: QualityVerdict,
    /// The same as a sentence, in English.
    pub sentence: String,
}

/// How the audio of one leg went, seen from this exchange: `rx` is what came from the party, `tx` what went to it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LegAudioRow {
    /// The line's username or the trunk's name.
    pub name: String,
    /// It is the caller's leg.
    pub is_caller: bool,
    /// The codec, by Asterisk's name.
    pub codec: String,
    /// What of it is encrypted.
    pub encryption: LegEncryption,
    /// Packets that came.
    pub packets_rx: u64,
    /// Packets that went.
    pub packets_tx: u64,
    /// Of those that the party sent, the part that did not come, in percent.
    pub loss_rx_pct: f32,
    /// Of those that we sent, the part that the party missed, in percent, as its RTCP says.
    pub loss_tx_pct: f32,
    /// Jitter of what came, in milliseconds.
    pub jitter_ms: f32,
    /// Round trip in milliseconds, where RTCP told it.
    pub round_trip_ms: Option<f32>,
    /// Estimated mean opinion score of what came, 1.0 to 4.5, over the whole call.
    pub mos: Option<f32>,
    /// The same over time: one every five seconds, less often in long calls.
    pub samples: Vec<AudioSample>,
    /// How loud the party is, where the exchange itself is the other side, as at the echo test; anew every second.
    pub heard: Option<HeardRow>,
}

/// A stretch of a leg's audio.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct AudioSample {
    /// When it ended, in milliseconds since the call began.
    pub at_ms: u32,
    /// Of what the party sent, the part that did not come, in percent.
    pub loss_rx_pct: f32,
    /// Of what we sent, the part that the party missed, in percent.
    pub loss_tx_pct: f32,
    /// Jitter of what came, in milliseconds.
    pub jitter_ms: f32,
    /// Round trip in milliseconds, where RTCP told it.
    pub round_trip_ms: Option<f32>,
    /// Estimated mean opinion score of what came; none where nothing came.
    pub mos: Option<f32>,
}

impl Admin {
    /// Tells how the audio of a call goes, or went.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Storage`], [`Error::Gone`].
    pub async fn quality(self: &Arc<Self>, id: &str) -> Result<CallQuality, Error> {
        let number: u64 = id.parse().map_err(|_| Error::not_found("call", id))?;
        let live = self.live().call(number).await?;
        let is_live = live.is_some();
        let record = match live {
            Some((_, record)) => record,
            None => self
                .read(move |reader| reader.cdr(number))
                .await?
                .ok_or_else(|| Error::not_found("call", id))?,
        };
        Ok(quality(record, is_live))
    }
}

fn quality(record: Cdr, live: bool) -> CallQuality {
    let (call, started_ms) = (record.id.0.to_string(), record.times.start_ms);
    let is_answered = record.times.answer_ms.is_some();
    let mut named = record.quality.into_iter();
    // A record of an earlier release has no names beside its media.
    let name = |place: usize, quality: Option<LegQuality>| {
        let party = if place == 0 { &record.caller } else { &record.callee };
        let name = if party.trunk_name.is_empty() { &party.line_name } else { &party.trunk_name };
        quality.unwrap_or_else(|| LegQuality {
            name: name.clone(),
            is_caller: place == 0,
            ..LegQuality::default()
        })
    };
    let legs: Vec<LegAudioRow> =
        record.media.iter().enumerate().map(|(place, media)| leg(media, name(place, named.next()))).collect();
    let verdict = QualityVerdict::of(&legs, is_answered);
    CallQuality { call, started_ms, live, sentence: verdict.sentence(), verdict, legs }
}

fn leg(media: &LegMedia, quality: LegQuality) -> LegAudioRow {
    let some = |value: f32| Some(value).filter(|value| *value > 0.0);
    LegAudioRow {
        name: quality.name,
        is_caller: quality.is_caller,
        codec: media.codec.clone(),
        encryption: media.encryption.clone(),
        packets_rx: media.packets_rx,
        packets_tx: media.packets_tx,
        loss_rx_pct: percent(media.lost_rx, media.packets_rx.saturating_add(media.lost_rx)),
        loss_tx_pct: percent(media.lost_tx, media.packets_tx),
        jitter_ms: media.jitter_us as f32 / 1000.0,
        round_trip_ms: some(media.round_trip_us as f32 / 1000.0),
        mos: some(f32::from(media.mos_centi) / 100.0),
        samples: quality.samples.into_iter().map(sample).collect(),
        heard: quality.heard.map(HeardRow::of),
    }
}

fn sample(sample: QualitySample) -> AudioSample {
    AudioSample {
        at_ms: sample.at_ms,
        loss_rx_pct: f32::from(sample.lost_rx_permille) / 10.0,
        loss_tx_pct: f32::from(sample.lost_tx_permille) / 10.0,
        jitter_ms: f32::from(sample.jitter_tenths) / 10.0,
        round_trip_ms: sample.round_trip_ms.map(f32::from),
        mos: sample.mos_centi.map(|centi| f32::from(centi) / 100.0),
    }
}

fn percent(part: u64, whole: u64) -> f32 {
    let tenths = part.saturating_mul(1000) / whole.max(1);
    f32::from(u16::try_from(tenths).unwrap_or(u16::MAX).min(1000)) / 10.0
}

#[cfg(test)]
mod tests;
