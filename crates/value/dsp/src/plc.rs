//! Loss concealment in the manner of G.711 Appendix I: what is missing is filled by repeating the last pitch period, fading
//! out within 60 ms; what comes after is joined by overlap and add.
//!
//! Unlike the appendix it delays nothing, so the beginning of a gap is not smoothed, and it repeats one period rather than up
//! to three.

use crate::resample::Rate;

/// The largest rate that is concealed, as a multiple of 8 kHz; above, periods are looked for as if it were 16 kHz.
const SCALE_MAX: usize = 2;
/// The shortest period, 5 ms (200 Hz), in samples of 8 kHz as all below.
const PERIOD_MIN: usize = 40;
/// The longest period, 15 ms (66 Hz).
const PERIOD_MAX: usize = 120;
/// How much of the past is compared with what came a period before it: 20 ms.
const COMPARED: usize = 160;
/// How much past the search needs.
const HISTORY: usize = PERIOD_MAX + COMPARED;
/// 10 ms: how long a gap is filled at full level, and the most that overlaps at its end.
const TEN_MS: usize = 80;
/// When the filling has faded out: 60 ms.
const SILENT: usize = 6 * TEN_MS;
/// Samples are cut to 12 bits for comparison, so that the sums fit 32.
const COMPARED_PEAK: i16 = 1 << 11;

/// One stream's concealment.
#[derive(Clone, Debug)]
pub struct Plc {
    /// The sample rate as a multiple of 8 kHz.
    scale: usize,
    /// What was heard last, concealed or not.
    history: [i16; HISTORY * SCALE_MAX],
    gap: Option<Gap>,
}

/// A gap that is being filled.
#[derive(Clone, Debug)]
struct Gap {
    /// The period that is repeated, its end blended into its beginning.
    cycle: [i16; PERIOD_MAX * SCALE_MAX],
    period: usize,
    /// Samples filled so far.
    filled: usize,
    scale: usize,
}

impl Plc {
    /// Starts a stream.
    pub fn new(rate: Rate) -> Self {
        let scale = (rate.hz() as usize / 8_000).min(SCALE_MAX);
        Self { scale, history: [0; HISTORY * SCALE_MAX], gap: None }
    }

    /// Takes note of audio that arrived; where a gap ends with it, its beginning is blended with the filling.
    pub fn received(&mut self, pcm: &mut [i16]) {
        if let Some(mut gap) = self.gap.take() {
            let overlap = gap.overlap().min(pcm.len());
            for (i, sample) in pcm.iter_mut().take(overlap).enumerate() {
                *sample = blend(gap.next_sample(), *sample, i + 1, overlap + 1);
            }
        }
        self.remember(pcm);
    }

    /// Fills in for audio that did not arrive.
    pub fn lost(&mut self, out: &mut [i16]) {
        let mut gap = self.gap.take().unwrap_or_else(|| Gap::open(self.past(), self.scale));
        out.fill_with(|| gap.next_sample());
        self.gap = Some(gap);
        self.remember(out);
    }

    /// The part of the history that this rate uses.
    fn past(&self) -> &[i16] {
        let unused = self.history.len() - HISTORY * self.scale;
        self.history.get(unused..).unwrap_or_default()
    }

    fn remember(&mut self, pcm: &[i16]) {
        let newer = pcm.len().min(self.history.len());
        self.history.copy_within(newer.., 0);
        for (slot, sample) in self.history.iter_mut().rev().zip(pcm.iter().rev()) {
            *slot = *sample;
        }
    }
}

impl Gap {
    /// Finds the period of the past and makes a seamless cycle of it.
    fn open(past: &[i16], scale: usize) -> Self {
        let period = period(past, scale);
        let mut cycle = [0; PERIOD_MAX * SCALE_MAX];
        let (before, last) = past.split_at(past.len() - period);
        for (slot, sample) in cycle.iter_mut().zip(last) {
            *slot = *sample;
        }
        let quarter = period / 4;
        let end = cycle.iter_mut().skip(period - quarter).take(quarter);
        for (i, (slot, earlier)) in end.zip(before.iter().skip(before.len() - quarter)).enumerate() {
            *slot = blend(*slot, *earlier, i + 1, quarter);
        }
        Self { cycle, period, filled: 0, scale }
    }

    fn next_sample(&mut self) -> i16 {
        let sample = self.cycle.get(self.filled % self.period).copied().unwrap_or_default();
        let (full, silent) = (TEN_MS * self.scale, SILENT * self.scale);
        let fade = silent.saturating_sub(self.filled).min(silent - full);
        self.filled = self.filled.saturating_add(1);
        blend(0, sample, fade, silent - full)
    }

    /// How much of the filling overlaps what comes after the gap: a quarter of a period and 4 ms for every 10 lost.
    fn overlap(&self) -> usize {
        (self.period / 4 + self.filled * 2 / 5).min(TEN_MS * self.scale)
    }
}

/// `to` by `share` of `whole`, and `from` for the rest.
fn blend(from: i16, to: i16, share: usize, whole: usize) -> i16 {
    let (share, whole) = (share as i32, whole.max(1) as i32);
    ((i32::from(from) * (whole - share) + i32::from(to) * share) / whole) as i16
}

/// The shift at which the last of the past resembles itself most, by normalised correlation.
fn period(past: &[i16], scale: usize) -> usize {
    let mut scaled = [0; HISTORY * SCALE_MAX];
    let peak = past.iter().map(|s| s.saturating_abs()).max().unwrap_or(0);
    let shift = 16 - (peak / COMPARED_PEAK).leading_zeros();
    for (slot, sample) in scaled.iter_mut().zip(past) {
        *slot = sample >> shift;
    }
    let past = scaled.get(..past.len()).unwrap_or_default();
    let window = COMPARED * scale;
    let recent = past.get(past.len() - window..).unwrap_or_default();

    let mut best = (0.0, PERIOD_MIN * scale);
    for lag in PERIOD_MIN * scale..=PERIOD_MAX * scale {
        let earlier = past.get(past.len() - window - lag..past.len() - lag).unwrap_or_default();
        let (resemblance, energy) = (dot(recent, earlier), dot(earlier, earlier).max(1));
        let score = resemblance as f32 * resemblance.max(0) as f32 / energy as f32;
        if score > best.0 {
            best = (score, lag);
        }
    }
    best.1
}

fn dot(a: &[i16], b: &[i16]) -> i32 {
    a.iter().zip(b).map(|(&a, &b)| i32::from(a) * i32::from(b)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::goertzel::{Goertzel, mean_square};
    use crate::tone::Sine;

    fn lose(plc: &mut Plc, pcm: &mut [i16], frame: usize, is_lost: impl Fn(usize) -> bool) {
        for (i, frame) in pcm.chunks_mut(frame).enumerate() {
            if is_lost(i) { plc.lost(frame) } else { plc.received(frame) }
        }
    }

    #[test]
    fn a_tone_with_one_frame_in_twenty_lost_keeps_its_energy_at_its_frequency() {
        for (rate, hz) in [(Rate::Narrow, 440.0), (Rate::Narrow, 1_004.0), (Rate::Wide, 1_004.0)] {
            let mut pcm = vec![0; rate.hz() as usize * 4];
            Sine::new(hz, -10.0, rate.hz()).fill(&mut pcm);
            let whole = mean_square(&pcm);
            lose(&mut Plc::new(rate), &mut pcm, rate.hz() as usize / 50, |i| i % 20 == 10);
            let [kept] = Goertzel::new([hz], rate.hz()).powers(&pcm);
            assert!(kept > 0.85 * whole, "{hz}: {kept} of {whole}");
        }
    }

    #[test]
    fn a_gap_starts_at_full_level_and_is_silent_after_60_ms() {
        let mut pcm = vec![0; 16_000];
        Sine::new(200.0, -10.0, 8_000).fill(&mut pcm);
        let whole = mean_square(&pcm);
        lose(&mut Plc::new(Rate::Narrow), &mut pcm, 80, |i| i >= 10);
        assert!((0.9..1.1).contains(&(mean_square(&pcm[800..880]) / whole)));
        let fading = mean_square(&pcm[800 + 240..800 + 320]) / whole;
        assert!((0.1..0.5).contains(&fading), "{fading}");
        assert!(pcm[800 + SILENT..].iter().all(|s| *s == 0));
    }

    /// A jump would be heard as a click. Within a 300 Hz tone, neighbours differ by a quarter of its peak at most.
    #[test]
    fn there_is_no_click_inside_a_gap_nor_where_it_ends() {
        let mut pcm = vec![0; 1_600];
        Sine::new(300.0, -10.0, 8_000).fill(&mut pcm);
        pcm[800..].iter_mut().for_each(|s| *s = s.saturating_neg());
        lose(&mut Plc::new(Rate::Narrow), &mut pcm, 160, |i| i == 4);
        let jump = pcm.windows(2).map(|pair| pair[0].abs_diff(pair[1])).max();
        assert!(jump < Some(2_500), "{jump:?}");
    }

    #[test]
    fn the_period_of_a_voice_is_found() {
        let pulses: Vec<i16> = (0..HISTORY).map(|i| if i % 73 < 3 { 20_000 } else { 100 }).collect();
        assert_eq!(period(&pulses, 1), 73);
    }

    #[test]
    fn without_a_gap_nothing_is_changed() {
        let mut pcm = crate::signals::noise(1_600);
        lose(&mut Plc::new(Rate::Narrow), &mut pcm, 160, |_| false);
        assert_eq!(pcm, crate::signals::noise(1_600));
    }

    #[test]
    fn loss_before_anything_came_is_silence_and_any_length_is_bearable() {
        let mut out = [7; 160];
        Plc::new(Rate::Narrow).lost(&mut out);
        assert_eq!(out, [0; 160]);
        let mut plc = Plc::new(Rate::Full);
        for length in [0, 1, 960, 5_000] {
            plc.received(&mut vec![i16::MIN; length]);
            plc.lost(&mut vec![0; length]);
        }
    }
}
