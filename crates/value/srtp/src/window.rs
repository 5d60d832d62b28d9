//! Packet indices of one stream: how a sequence number of 16 bits becomes an index of 48 (RFC 3711 section 3.3.1 and
//! appendix A), and which indices there have been (section 3.3.2).

/// How far behind the highest index one may be and still be told from a repetition. The least is 64; a phone with a jitter of
/// two seconds stays within this.
pub(crate) const WINDOW: u64 = 128;

/// One past the highest index of RTP: 32 bits of rollovers above 16 bits of sequence number.
const RTP_END: u64 = 1 << 48;

/// The highest index of a stream, and which of those below it there have been.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Window {
    /// The highest index, once there was one.
    highest: Option<u64>,
    /// Bit n is the index n below the highest.
    seen: u128,
}

impl Window {
    /// A window that takes all indices up to `highest` for used.
    pub(crate) const fn used_up_to(highest: u64) -> Self {
        Self { highest: Some(highest), seen: u128::MAX }
    }

    pub(crate) const fn highest(&self) -> Option<u64> {
        self.highest
    }

    /// The index of a packet with this sequence number: the nearest to the highest so far. None before the first or past the
    /// last one.
    #[inline]
    pub(crate) fn estimate(&self, seq: u16) -> Option<u64> {
        let Some(highest) = self.highest else { return Some(u64::from(seq)) };
        // The distance as a signed number of 16 bits: at most half a turn ahead or behind.
        let distance = seq.wrapping_sub(highest as u16) as i16;
        highest.checked_add_signed(i64::from(distance)).filter(|index| *index < RTP_END)
    }

    /// Whether an index is new. One that is too old to tell is not.
    #[inline]
    pub(crate) fn is_new(&self, index: u64) -> bool {
        let Some(highest) = self.highest else { return true };
        match highest.checked_sub(index) {
            None => true,
            Some(behind) if behind >= WINDOW => false,
            Some(behind) => self.seen >> behind & 1 == 0,
        }
    }

    /// Notes an index that [`Window::is_new`].
    #[inline]
    pub(crate) fn note(&mut self, index: u64) {
        let highest = self.highest.unwrap_or(index);
        if let Some(behind) = highest.checked_sub(index) {
            self.seen |=
                u32::try_from(behind).ok().and_then(|behind| 1_u128.checked_shl(behind)).unwrap_or(0);
            self.highest = Some(highest);
        } else {
            let ahead = u32::try_from(index - highest).unwrap_or(u32::MAX);
            self.seen = self.seen.checked_shl(ahead).unwrap_or(0) | 1;
            self.highest = Some(index);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(highest: u64) -> Window {
        let mut window = Window::default();
        window.note(highest);
        window
    }

    /// RFC 3711 appendix A: the rollover that lies nearest.
    #[test]
    fn the_nearest_index_is_taken() {
        assert_eq!(Window::default().estimate(40_000), Some(40_000));
        assert_eq!(at(65_535).estimate(0), Some(65_536));
        assert_eq!(at(65_537).estimate(65_530), Some(65_530));
        assert_eq!(at(3 << 16 | 100).estimate(101), Some(3 << 16 | 101));
        assert_eq!(at(3 << 16 | 40_000).estimate(1), Some(4 << 16 | 1));
        assert_eq!(at(10).estimate(65_530), None, "before the first rollover there is none");
        assert_eq!(at(RTP_END - 1).estimate(0), None, "the key is at its end");
    }

    #[test]
    fn each_index_is_new_once_whatever_the_order() {
        let mut window = at(1000);
        for index in [1003, 1001, 1002, 900, 876, 1130] {
            assert!(window.is_new(index), "{index}");
            window.note(index);
            assert!(!window.is_new(index), "{index}");
        }
        assert!(!window.is_new(1000) && window.is_new(1004) && !window.is_new(1130 - WINDOW));
        window.note(1_000_000);
        assert!(!window.is_new(1130));
    }

    #[test]
    fn all_up_to_a_resumed_index_count_as_used() {
        let window = Window::used_up_to(500);
        assert!(!window.is_new(500) && !window.is_new(373) && window.is_new(501));
    }
}
