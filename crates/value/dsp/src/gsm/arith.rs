//! The fixed-point operators that GSM 06.10 section 5.1 defines; saturating sums are the standard library's own.

/// `mult`: the product of two Q15 fractions, truncated.
pub(super) fn mult(a: i16, b: i16) -> i16 {
    narrow((i32::from(a) * i32::from(b)) >> 15)
}

/// `mult_r`: the product of two Q15 fractions, rounded.
pub(super) fn mult_r(a: i16, b: i16) -> i16 {
    narrow((i32::from(a) * i32::from(b) + 16_384) >> 15)
}

/// Only -1 times -1 leaves the range of a Q15 product, and the standard answers it with the largest fraction.
fn narrow(product: i32) -> i16 {
    product.min(i32::from(i16::MAX)) as i16
}

/// `norm`: how far a positive number can be shifted left without overflow.
pub(super) fn norm(positive: i32) -> u32 {
    positive.leading_zeros().saturating_sub(1)
}

/// `div`: the Q15 quotient of `0 <= num <= denum`; one itself is not a Q15 fraction, so it becomes the largest.
pub(super) fn div(num: i16, denum: i16) -> i16 {
    let quotient = (i32::from(num) << 15).checked_div(i32::from(denum)).unwrap_or(0);
    quotient.min(i32::from(i16::MAX)) as i16
}

/// The sum of products of two runs, without saturation: the callers scale first so that it cannot overflow.
pub(super) fn dot(a: &[i16], b: &[i16]) -> i32 {
    a.iter().zip(b).map(|(&a, &b)| i32::from(a) * i32::from(b)).sum()
}

/// The largest magnitude in a run, saturated.
pub(super) fn peak(samples: &[i16]) -> i16 {
    samples.iter().map(|s| s.saturating_abs()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 5.1: `mult_r( -32768, -32768 ) = 32767`.
    #[test]
    fn the_product_of_two_minus_ones_saturates() {
        assert_eq!(mult(i16::MIN, i16::MIN), i16::MAX);
        assert_eq!(mult_r(i16::MIN, i16::MIN), i16::MAX);
    }

    #[test]
    fn rounding_moves_a_half_upwards() {
        assert_eq!((mult(1, 16_384), mult_r(1, 16_384)), (0, 1));
        assert_eq!((mult(-1, 16_384), mult_r(-1, 16_384)), (-1, 0));
    }

    #[test]
    fn division_yields_a_fraction_even_for_equal_operands_and_zero() {
        assert_eq!(div(1, 2), 16_384);
        assert_eq!(div(7, 7), i16::MAX);
        assert_eq!(div(0, 0), 0);
    }

    #[test]
    fn norm_counts_the_free_bits_below_the_sign() {
        assert_eq!((norm(1), norm(0x4000_0000), norm(i32::MAX)), (30, 0, 0));
    }
}
