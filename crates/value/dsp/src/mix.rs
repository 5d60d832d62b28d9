//! Adding voices: a bus that sums in 32 bits, and what each participant hears of it.

/// The longest frame that a bus holds: 20 ms at 48 kHz.
pub const FRAME_MAX: usize = 960;

/// Adds `from` onto `to`, sample by sample, as far as both go; the sum stops at full scale.
pub fn add(to: &mut [i16], from: &[i16]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = to.saturating_add(*from);
    }
}

/// One frame of a conference. Sums are exact until somebody listens: 65,536 voices fit 32 bits.
#[derive(Clone, Debug)]
pub struct Bus([i32; FRAME_MAX]);

impl Default for Bus {
    fn default() -> Self {
        Self([0; FRAME_MAX])
    }
}

impl Bus {
    /// Begins a new frame.
    pub fn clear(&mut self) {
        self.0 = [0; FRAME_MAX];
    }

    /// Adds a voice.
    pub fn add(&mut self, voice: &[i16]) {
        for (sum, sample) in self.0.iter_mut().zip(voice) {
            *sum = sum.saturating_add(i32::from(*sample));
        }
    }

    /// What a participant who said nothing hears; returns the samples written.
    pub fn everybody(&self, out: &mut [i16]) -> usize {
        for (out, sum) in out.iter_mut().zip(&self.0) {
            *out = saturate(*sum);
        }
        out.len().min(FRAME_MAX)
    }

    /// What a participant hears: everybody but its own voice, which must be one that was added (N-1 mixing). A voice
    /// shorter than `out` is silent in the rest. Returns the samples written.
    pub fn everybody_but(&self, own: &[i16], out: &mut [i16]) -> usize {
        let own = own.iter().copied().chain(std::iter::repeat(0));
        for ((out, sum), own) in out.iter_mut().zip(&self.0).zip(own) {
            *out = saturate(sum.saturating_sub(i32::from(own)));
        }
        out.len().min(FRAME_MAX)
    }
}

fn saturate(sum: i32) -> i16 {
    sum.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_stop_at_full_scale() {
        let mut to = [30_000, -30_000, 5];
        add(&mut to, &[10_000, -10_000]);
        assert_eq!(to, [i16::MAX, i16::MIN, 5]);
    }

    #[test]
    fn each_of_three_hears_the_other_two() {
        let voices = [[100; 4], [20; 4], [3; 4]];
        let mut bus = Bus::default();
        voices.iter().for_each(|voice| bus.add(voice));
        let heard = voices.map(|own| {
            let mut out = [0; 4];
            bus.everybody_but(&own, &mut out);
            out[0]
        });
        assert_eq!(heard, [23, 103, 120]);
    }

    /// Clipping before the subtraction would leave an echo of one's own voice.
    #[test]
    fn ones_own_voice_is_gone_even_where_the_sum_clips() {
        let mut bus = Bus::default();
        bus.add(&[30_000; 2]);
        bus.add(&[30_000; 2]);
        let mut out = [0; 2];
        bus.everybody_but(&[30_000; 2], &mut out);
        assert_eq!(out, [30_000; 2]);
        bus.everybody(&mut out);
        assert_eq!(out, [i16::MAX; 2]);
    }

    #[test]
    fn a_new_frame_begins_silent_and_lengths_need_not_agree() {
        let mut bus = Bus::default();
        bus.add(&[5; FRAME_MAX + 40]);
        let mut out = [9; 3];
        assert_eq!(bus.everybody_but(&[5], &mut out), 3);
        assert_eq!(out, [0, 5, 5]);
        bus.clear();
        assert_eq!(bus.everybody(&mut [0; FRAME_MAX + 1]), FRAME_MAX);
    }
}
