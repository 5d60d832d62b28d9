//! How a leg's audio goes over time: what the media path reports every five seconds, as so many samples at most.

use model::record::QualitySample;
use serde::{Deserialize, Serialize};

use crate::media::{Hearing, MediaReport};

/// Samples that are kept of a leg: ten minutes at one every five seconds. Past that, two become one.
const MAX_SAMPLES: usize = 120;

/// Packets below which the first or last stretch is too short to say anything: a second of audio.
const FEWEST: u64 = 50;

/// What the media path has told of one leg.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Measured {
    /// Its last statistics.
    pub(crate) report: Option<MediaReport>,
    /// How its peer sounds, where the exchange itself plays something to it.
    pub(crate) hearing: Option<Hearing>,
    series: Series,
}

impl Measured {
    /// Takes a report, so many milliseconds after the call began.
    pub(crate) fn take(&mut self, at_ms: u32, report: MediaReport, is_last: bool) {
        self.series.take(at_ms, &report, is_last);
        self.report = Some(report);
    }

    /// How it came to be so.
    pub(crate) fn samples(&self) -> Vec<QualitySample> {
        self.series.samples()
    }
}

/// The samples of one leg.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Series {
    samples: Vec<QualitySample>,
    /// A sample that waits for others to be merged with.
    half: Option<(QualitySample, u32)>,
    /// Reports that make a sample, as a power of two.
    merged: u32,
    before: Totals,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Totals {
    packets_rx: u64,
    packets_tx: u64,
    lost_rx: u64,
    lost_tx: u64,
}

impl Series {
    /// Takes a report, so many milliseconds after the call began.
    fn take(&mut self, at_ms: u32, report: &MediaReport, is_last: bool) {
        let now = Totals {
            packets_rx: report.packets_rx,
            packets_tx: report.packets_tx,
            lost_rx: report.lost_rx,
            lost_tx: report.lost_tx,
        };
        let before = self.before;
        let since = |now: u64, before: u64| now.saturating_sub(before);
        let (came, went) =
            (since(now.packets_rx, before.packets_rx), since(now.packets_tx, before.packets_tx));
        let is_first = self.samples.is_empty() && self.half.is_none();
        match came.max(went) < FEWEST {
            // What has just begun counts with what follows.
            true if is_first && !is_last => return,
            true if is_last => return self.flush(),
            _ => self.before = now,
        }
        let lost_rx = since(now.lost_rx, before.lost_rx);
        let sample = QualitySample {
            at_ms,
            lost_rx_permille: permille(lost_rx, came + lost_rx),
            lost_tx_permille: permille(since(now.lost_tx, before.lost_tx), went),
            jitter_tenths: rounded(report.jitter_ms * 10.0),
            round_trip_ms: report.round_trip_ms.map(|ms| rounded(ms).max(1)),
            mos_centi: report.mos_now.filter(|_| came > 0).map(|mos| rounded(mos * 100.0)),
        };
        self.add(sample);
        if is_last {
            self.flush();
        }
    }

    /// The samples so far.
    fn samples(&self) -> Vec<QualitySample> {
        self.samples.iter().copied().chain(self.half.map(|(half, _)| half)).collect()
    }

    fn add(&mut self, sample: QualitySample) {
        let (half, count) = self.half.take().map_or((sample, 1), |(half, n)| (half.merged(sample), n + 1));
        self.half = Some((half, count));
        if count >= 1 << self.merged {
            self.flush();
        }
        if self.samples.len() >= MAX_SAMPLES {
            self.merged = (self.merged + 1).min(u32::BITS - 1);
            let pairs = self.samples.chunks(2);
            self.samples =
                pairs.filter_map(|pair| pair.iter().copied().reduce(QualitySample::merged)).collect();
        }
    }

    fn flush(&mut self) {
        self.samples.extend(self.half.take().map(|(half, _)| half));
    }
}

fn permille(part: u64, whole: u64) -> u16 {
    let share = part.saturating_mul(1000) / whole.max(1);
    u16::try_from(share).unwrap_or(u16::MAX).min(1000)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from float saturates, as is wanted"
)]
fn rounded(value: f32) -> u16 {
    value.round() as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(packets: u64, lost: u64) -> MediaReport {
        MediaReport {
            packets_rx: packets,
            packets_tx: packets,
            lost_rx: lost,
            jitter_ms: 2.5,
            mos_now: Some(4.3),
            ..MediaReport::default()
        }
    }

    #[test]
    fn a_sample_says_what_was_lost_since_the_one_before() {
        let mut series = Series::default();
        series.take(5_000, &report(250, 0), false);
        series.take(10_000, &report(450, 50), false);
        let lost: Vec<u16> = series.samples().iter().map(|sample| sample.lost_rx_permille).collect();
        assert_eq!(lost, [0, 200]);
        assert_eq!(series.samples()[1].mos_centi, Some(430));
        assert_eq!(series.samples()[1].jitter_tenths, 25);
    }

    #[test]
    fn silence_has_no_score() {
        let mut series = Series::default();
        series.take(5_000, &report(250, 0), false);
        series.take(10_000, &report(250, 0), false);
        assert_eq!(series.samples()[1].mos_centi, None);
    }

    #[test]
    fn a_long_call_has_as_few_samples_as_a_short_one_and_misses_no_end() {
        let mut series = Series::default();
        for n in 1..=10_000_u32 {
            series.take(n * 5_000, &report(u64::from(n) * 250, 0), false);
            assert!(series.samples().len() <= MAX_SAMPLES);
        }
        let samples = series.samples();
        assert!(samples.len() >= MAX_SAMPLES / 2);
        assert_eq!(samples.last().unwrap().at_ms, 50_000_000);
        assert!(samples.is_sorted_by_key(|sample| sample.at_ms));
    }

    #[test]
    fn a_beginning_that_is_too_short_counts_with_what_follows() {
        let mut series = Series::default();
        series.take(30, &report(1, 0), false);
        assert!(series.samples().is_empty());
        series.take(5_030, &report(240, 10), false);
        assert_eq!(series.samples()[0].lost_rx_permille, 40);
    }

    #[test]
    fn an_end_that_is_too_short_to_say_anything_is_left_out() {
        let mut series = Series::default();
        series.take(5_000, &report(250, 0), false);
        series.take(5_100, &report(255, 0), true);
        assert_eq!(series.samples().len(), 1);
        series.take(7_000, &report(355, 0), true);
        assert_eq!(series.samples().len(), 2);
    }
}
