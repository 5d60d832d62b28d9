//! Tones that a telephone makes: sines by level and frequency, and the call progress signals of a country as tables of
//! frequencies and cadence (ITU-T E.180, supplement 2).

/// The peak of a sine of 0 dBm0, at 16 bits: 3.17 dB below the overload point of mu-law (ITU-T G.711 table 6).
pub const PEAK_0_DBM0: f64 = 22_657.0;
/// The test tone of 1 mW. Not 1,000 Hz, which divides the sample rate and would use eight codes only (ITU-T O.6).
pub const MILLIWATT_HZ: f64 = 1_004.0;

/// The two halves of the tone that tests a line. Neither is a frequency of DTMF, of fax or of a call progress signal, and the
/// step between them tells how long the tone was on its way.
pub const TEST_HZ: [f64; 2] = [820.0, 1_180.0];
/// The level of digital silence: that of one bit, which no codec of telephony resolves.
pub const SILENCE_DBM0: f32 = -90.0;

/// The peak of a sine of the given level.
pub fn peak(dbm0: f64) -> f64 {
    PEAK_0_DBM0 * 10_f64.powf(dbm0 / 20.0)
}

/// The level of a signal whose samples have this mean square; [`SILENCE_DBM0`] where it is less than that.
pub fn level_dbm0(mean_square: f32) -> f32 {
    let reference = (PEAK_0_DBM0 * PEAK_0_DBM0 / 2.0) as f32;
    (10.0 * (mean_square / reference).log10()).max(SILENCE_DBM0)
}

/// A sine wave that goes on from call to call.
#[derive(Clone, Debug)]
pub struct Sine {
    /// The angle, where 2^32 is a whole turn: it never drifts and wraps by itself.
    angle: u32,
    step: u32,
    peak: f64,
}

impl Sine {
    /// A sine of this frequency and level, at this sample rate; above half the rate it aliases.
    pub fn new(hz: f64, dbm0: f64, rate_hz: u32) -> Self {
        let turns = hz / f64::from(rate_hz.max(1));
        Self { angle: 0, step: (turns.fract() * 4_294_967_296.0) as u32, peak: peak(dbm0) }
    }

    /// The milliwatt: 1004 Hz at 0 dBm0.
    pub fn milliwatt(rate_hz: u32) -> Self {
        Self::new(MILLIWATT_HZ, 0.0, rate_hz)
    }

    /// The next sample.
    pub fn next_sample(&mut self) -> i16 {
        let angle = f64::from(self.angle) * (std::f64::consts::TAU / 4_294_967_296.0);
        self.angle = self.angle.wrapping_add(self.step);
        // The cast saturates, which is what a tone above full scale deserves.
        (angle.sin() * self.peak).round() as i16
    }

    /// Writes the next samples.
    pub fn fill(&mut self, out: &mut [i16]) {
        out.fill_with(|| self.next_sample());
    }
}

/// Whose call progress tones to play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// France: one frequency, 440 Hz.
    France,
    /// North America: the precise tone plan.
    UnitedStates,
}

/// What a call progress tone tells the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Digits may be dialled.
    Dial,
    /// The other side rings.
    Ringback,
    /// The other side is busy.
    Busy,
    /// No way through the network.
    Congestion,
}

/// One row of a tone plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pattern {
    /// The frequencies that sound together; a second one of zero is none.
    pub hz: [f64; 2],
    /// The level of each.
    pub dbm0: f64,
    /// Milliseconds of tone.
    pub on_ms: u32,
    /// Milliseconds of silence after them; none means that the tone never stops.
    pub off_ms: u32,
}

impl Pattern {
    /// Looks a signal up in the plan of a zone.
    pub const fn of(zone: Zone, signal: Signal) -> Self {
        let (hz, dbm0, on_ms, off_ms) = match (zone, signal) {
            (Zone::France, Signal::Dial) => ([440.0, 0.0], -10.0, 1_000, 0),
            (Zone::France, Signal::Ringback) => ([440.0, 0.0], -10.0, 1_500, 3_500),
            (Zone::France, Signal::Busy) => ([440.0, 0.0], -10.0, 500, 500),
            (Zone::France, Signal::Congestion) => ([440.0, 0.0], -10.0, 250, 250),
            (Zone::UnitedStates, Signal::Dial) => ([350.0, 440.0], -13.0, 1_000, 0),
            (Zone::UnitedStates, Signal::Ringback) => ([440.0, 480.0], -19.0, 2_000, 4_000),
            (Zone::UnitedStates, Signal::Busy) => ([480.0, 620.0], -24.0, 500, 500),
            (Zone::UnitedStates, Signal::Congestion) => ([480.0, 620.0], -24.0, 250, 250),
        };
        Self { hz, dbm0, on_ms, off_ms }
    }
}

/// Plays a pattern for as long as somebody asks.
#[derive(Clone, Debug)]
pub struct Player {
    sines: [Sine; 2],
    on: u64,
    period: u64,
    at: u64,
}

impl Player {
    /// Starts at the beginning of the tone.
    pub fn new(pattern: Pattern, rate_hz: u32) -> Self {
        let samples = |ms: u32| u64::from(ms) * u64::from(rate_hz) / 1_000;
        // A sine of 0 Hz begins at its zero crossing and stays there.
        let sines = pattern.hz.map(|hz| Sine::new(hz, pattern.dbm0, rate_hz));
        let on = samples(pattern.on_ms);
        Self { sines, on, period: (on + samples(pattern.off_ms)).max(1), at: 0 }
    }

    /// Writes the next samples.
    pub fn fill(&mut self, out: &mut [i16]) {
        for sample in out {
            let [one, two] = &mut self.sines;
            *sample = if self.at < self.on { one.next_sample().saturating_add(two.next_sample()) } else { 0 };
            self.at = (self.at + 1) % self.period;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::goertzel::{Goertzel, mean_square};

    /// G.711 section 4: the reference sequence of eight bytes is a sine of 0 dBm0, so its energy is ours.
    #[test]
    fn the_milliwatt_is_as_loud_as_the_digital_reference_sequence() {
        let reference =
            [0x1E, 0x0B, 0x0B, 0x1E, 0x9E, 0x8B, 0x8B, 0x9E].map(|byte| crate::g711::Law::Mu.linear(byte));
        let mut pcm = [0; 8_000];
        Sine::milliwatt(8_000).fill(&mut pcm);
        let decibels = 10.0 * (mean_square(&pcm) / mean_square(&reference)).log10();
        assert!(decibels.abs() < 0.05, "{decibels}");
    }

    #[test]
    fn all_the_energy_of_a_sine_is_at_its_frequency() {
        let mut pcm = [0; 1_600];
        Sine::new(440.0, -10.0, 16_000).fill(&mut pcm);
        let [power, elsewhere] = Goertzel::new([440.0, 880.0], 16_000).powers(&pcm);
        assert!(power > 0.999 * mean_square(&pcm) && elsewhere < 1e-5 * power);
    }

    #[test]
    fn the_level_of_a_sine_is_the_one_that_it_was_made_with_and_silence_has_a_floor() {
        for dbm0 in [0.0, -10.0, -45.0] {
            let mut pcm = [0; 8_000];
            Sine::new(1_000.0, dbm0, 8_000).fill(&mut pcm);
            assert!((level_dbm0(mean_square(&pcm)) - dbm0 as f32).abs() < 0.05, "{dbm0}");
        }
        assert_eq!([0.0, f32::NAN].map(level_dbm0), [SILENCE_DBM0; 2]);
    }

    #[test]
    fn a_tone_above_full_scale_clips() {
        let mut pcm = [0; 100];
        Sine::new(1_000.0, 20.0, 8_000).fill(&mut pcm);
        assert_eq!(pcm.iter().max(), Some(&i16::MAX));
    }

    #[test]
    fn french_ringback_sounds_for_one_and_a_half_seconds_of_five() {
        let mut player = Player::new(Pattern::of(Zone::France, Signal::Ringback), 8_000);
        let mut pcm = vec![0; 10 * 8_000];
        pcm.chunks_mut(160).for_each(|frame| player.fill(frame));
        let sounds = |second: f64| mean_square(&pcm[(second * 8_000.0) as usize..][..400]) > 1e6;
        assert_eq!([0.0, 1.4, 1.6, 4.9, 5.1, 6.6].map(sounds), [true, true, false, false, true, false]);
    }

    #[test]
    fn a_dial_tone_never_stops() {
        let mut pcm = [0; 24_000];
        Player::new(Pattern::of(Zone::UnitedStates, Signal::Dial), 8_000).fill(&mut pcm);
        assert!(pcm.chunks(400).all(|part| mean_square(part) > 1e6));
    }
}
