//! The adaptive predictor of one sub-band: two poles, six zeros (ITU-T G.722 sections 3.6.3 and 3.6.4, blocks 4L and 4H).
//! Encoder and decoder run the same one on the same quantised differences, which keeps them in step.

/// How far the second pole may go (block `UPPOL2`).
const POLE2_LIMIT: i16 = 12_288;
/// How far the two poles may go together (block `UPPOL1`).
const POLES_LIMIT: i16 = 15_360;

/// The predictor's memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Predictor {
    /// `S`: what the next sample will be.
    pub(super) estimate: i16,
    /// `SZ`: the share of the zeros in it.
    zeros_estimate: i16,
    /// `R1`: the last reconstructed sample.
    reconstructed: i16,
    /// `P1`, `P2`: the signs of the last two partly reconstructed samples; true is negative.
    negative: [bool; 2],
    /// `A1`, `A2`: the poles.
    poles: [i16; 2],
    /// `D1` to `D6`: the last quantised differences.
    differences: [i16; 6],
    /// `B1` to `B6`: the zeros.
    zeros: [i16; 6],
}

impl Predictor {
    /// Takes in the quantised difference `d` of this sample and estimates the next.
    pub(super) fn adapt(&mut self, d: i16) {
        let reconstructed = self.estimate.saturating_add(d);
        self.move_poles(self.zeros_estimate.saturating_add(d) < 0);
        self.move_zeros(d);

        let [a1, a2] = self.poles;
        let poles_estimate = fraction(a1, reconstructed.saturating_add(reconstructed))
            .saturating_add(fraction(a2, self.reconstructed.saturating_add(self.reconstructed)));
        self.reconstructed = reconstructed;

        self.zeros_estimate = self.weigh_zeros();
        self.estimate = poles_estimate.saturating_add(self.zeros_estimate);
    }

    /// Block `FILTEZ`. The standard saturates after every addition; where the magnitudes together fit 16 bits none of them
    /// can, and a plain sum is the same and faster.
    fn weigh_zeros(&self) -> i16 {
        let mut products = self.zeros;
        for (product, &d) in products.iter_mut().zip(&self.differences) {
            *product = fraction(*product, d.saturating_add(d));
        }
        let magnitudes: i32 = products.iter().map(|&p| i32::from(p).abs()).sum();
        if magnitudes <= i32::from(i16::MAX) {
            products.iter().sum()
        } else {
            products.iter().rev().fold(0, |sum: i16, &p| sum.saturating_add(p))
        }
    }

    /// Blocks `UPPOL2` and `UPPOL1`: the signs of three samples push the poles.
    fn move_poles(&mut self, negative: bool) {
        let [a1, a2] = self.poles;
        let [before, before_that] = self.negative;

        let quadruple = a1.saturating_mul(4);
        let push = if negative == before { 0_i16.saturating_sub(quadruple) } else { quadruple } >> 7;
        let lean = if negative == before_that { 128 } else { -128 };
        let a2 = (push + lean + fraction(a2, 32_512)).clamp(-POLE2_LIMIT, POLE2_LIMIT);

        let lean = if negative == before { 192 } else { -192 };
        let limit = POLES_LIMIT - a2;
        let a1 = fraction(a1, 32_640).saturating_add(lean).clamp(-limit, limit);

        self.poles = [a1, a2];
        self.negative = [negative, before];
    }

    /// Blocks `UPZERO` and `DELAYA`: the zeros follow the correlation of signs, and the differences move on.
    fn move_zeros(&mut self, d: i16) {
        let step = if d == 0 { 0 } else { 128 };
        for (zero, &before) in self.zeros.iter_mut().zip(&self.differences) {
            let lean = if (before < 0) == (d < 0) { step } else { -step };
            *zero = fraction(*zero, 32_640).saturating_add(lean);
        }
        self.differences.copy_within(..5, 1);
        let [newest, ..] = &mut self.differences;
        *newest = d;
    }
}

/// The product of two Q15 fractions, truncated; no coefficient is -1, so it fits.
fn fraction(a: i16, b: i16) -> i16 {
    ((i32::from(a) * i32::from(b)) >> 15) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_expected_to_stay() {
        let mut predictor = Predictor::default();
        (0..100).for_each(|_| predictor.adapt(0));
        assert_eq!(predictor.estimate, 0);
    }

    #[test]
    fn a_steady_level_is_learnt() {
        let mut predictor = Predictor::default();
        for _ in 0..2_000 {
            let missing = 1_000 - predictor.estimate;
            predictor.adapt(missing);
        }
        assert!((900..1_100).contains(&predictor.estimate), "{}", predictor.estimate);
    }

    /// The limits of the standard hold whatever the differences are, so that the filter stays stable.
    #[test]
    fn extreme_differences_keep_the_poles_inside_their_limits() {
        let mut predictor = Predictor::default();
        for i in 0..5_000_u32 {
            let d = if i.wrapping_mul(2_654_435_761) >> 30 == 0 { i16::MIN } else { i16::MAX };
            predictor.adapt(d);
            let [a1, a2] = predictor.poles;
            assert!(a2.abs() <= POLE2_LIMIT && a1.abs() <= POLES_LIMIT - a2);
        }
    }
}
