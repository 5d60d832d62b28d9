//! An estimated mean opinion score: the E-model of ITU-T G.107, with everything but codec, loss and delay at its default.

/// How a codec bears loss (ITU-T G.113 appendix I).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Impairment {
    /// What the codec costs by itself.
    pub ie: f32,
    /// How robust it is against loss.
    pub bpl: f32,
}

/// The transmission rating with nothing impaired (G.107 section 7.7, default values).
const R_DEFAULT: f32 = 93.2;

impl Impairment {
    /// Looks a codec up by its encoding name; one that is not known counts as G.729.
    pub fn of(codec: &str) -> Self {
        match dsp::codec::Codec::from_name(codec) {
            Some(dsp::codec::Codec::Pcmu | dsp::codec::Codec::Pcma | dsp::codec::Codec::G722) => {
                Self { ie: 0.0, bpl: 25.1 }
            }
            Some(dsp::codec::Codec::Gsm) => Self { ie: 20.0, bpl: 10.0 },
            None => Self { ie: 11.0, bpl: 19.0 },
        }
    }
}

/// Estimates the score, 1.0 to 4.5, from the share of lost packets (0 to 1) and the delay from mouth to ear.
pub fn mos(codec: Impairment, lost: f32, delay_ms: f32) -> f32 {
    let loss = (lost * 100.0).clamp(0.0, 100.0);
    let equipment = codec.ie + (95.0 - codec.ie) * loss / (loss + codec.bpl);
    let delay = 0.024 * delay_ms + 0.11 * (delay_ms - 177.3).max(0.0);
    let r = (R_DEFAULT - delay - equipment).clamp(0.0, 100.0);
    (1.0 + 0.035 * r + r * (r - 60.0) * (100.0 - r) * 7e-6).clamp(1.0, 4.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ITU-T G.107 annex B: R of 93.2 is a score of 4.41.
    #[test]
    fn a_perfect_call_scores_what_the_recommendation_says() {
        assert!((mos(Impairment::of("PCMU"), 0.0, 0.0) - 4.41).abs() < 0.01);
    }

    #[test]
    fn loss_delay_and_codec_cost() {
        let clean = mos(Impairment::of("PCMU"), 0.0, 50.0);
        assert!(mos(Impairment::of("GSM"), 0.0, 50.0) < clean - 0.5);
        assert!(mos(Impairment::of("PCMU"), 0.05, 50.0) < clean - 0.3);
        assert!(mos(Impairment::of("PCMU"), 0.0, 400.0) < clean - 0.5);
        assert_eq!(mos(Impairment::of("PCMU"), 1.0, 1e9), 1.0);
    }
}
