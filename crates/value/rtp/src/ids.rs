//! The small integers of RTP, each a type of its own, with arithmetic that wraps around.

use std::fmt;

/// A synchronisation source: who sends the stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ssrc(pub u32);

/// A payload type number, 0 to 127.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pt(u8);

/// A packet's number, which wraps around after 65535.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SeqNo(pub u16);

/// The sampling instant of a packet's first sample, in ticks of the codec's clock; wraps around.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Timestamp(pub u32);

impl Pt {
    /// Takes a number of seven bits.
    pub const fn new(number: u8) -> Option<Self> {
        if number < 128 { Some(Self(number)) } else { None }
    }

    /// Takes the seven low bits, as they stand beside the marker.
    pub const fn from_low_bits(byte: u8) -> Self {
        Self(byte & 0x7f)
    }

    /// The number.
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl SeqNo {
    /// The next packet's number.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }

    /// The number `count` packets later.
    #[must_use]
    pub const fn plus(self, count: u16) -> Self {
        Self(self.0.wrapping_add(count))
    }

    /// How many packets `self` comes after `earlier`; negative where it comes before. The shorter way round counts.
    pub const fn since(self, earlier: Self) -> i16 {
        self.0.wrapping_sub(earlier.0).cast_signed()
    }

    /// Whether `self` comes after `other`, the shorter way round.
    pub const fn is_after(self, other: Self) -> bool {
        self.since(other) > 0
    }
}

impl Timestamp {
    /// The instant `ticks` later.
    #[must_use]
    pub const fn plus(self, ticks: u32) -> Self {
        Self(self.0.wrapping_add(ticks))
    }

    /// How many ticks `self` comes after `earlier`; negative where it comes before. The shorter way round counts.
    pub const fn since(self, earlier: Self) -> i32 {
        self.0.wrapping_sub(earlier.0).cast_signed()
    }

    /// Whether `self` comes after `other`, the shorter way round.
    pub const fn is_after(self, other: Self) -> bool {
        self.since(other) > 0
    }
}

impl fmt::Display for Ssrc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_wrap_around_and_keep_their_order() {
        assert_eq!(SeqNo(65_535).next(), SeqNo(0));
        assert!(SeqNo(2).is_after(SeqNo(65_534)));
        assert_eq!(SeqNo(65_534).since(SeqNo(2)), -4);
        assert!(!SeqNo(5).is_after(SeqNo(5)));
    }

    #[test]
    fn instants_wrap_around_and_keep_their_order() {
        assert_eq!(Timestamp(u32::MAX).plus(161), Timestamp(160));
        assert!(Timestamp(160).is_after(Timestamp(u32::MAX)));
        assert_eq!(Timestamp(u32::MAX).since(Timestamp(160)), -161);
    }

    #[test]
    fn a_payload_type_has_seven_bits() {
        assert_eq!(Pt::new(127).map(Pt::number), Some(127));
        assert_eq!(Pt::new(128), None);
        assert_eq!(Pt::from_low_bits(0x80 | 101).number(), 101);
    }
}
