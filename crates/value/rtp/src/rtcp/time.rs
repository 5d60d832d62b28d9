//! The clock of reports (RFC 3550 section 4), and the round trip that two of them measure.

use std::time::Duration;

/// Seconds from 1900 to 1970.
const NTP_TO_UNIX_SECONDS: u64 = 2_208_988_800;

/// Seconds since 1900 with 32 bits of fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NtpTime(pub u64);

/// The middle 32 bits of [`NtpTime`]: 65536ths of a second. Also the unit of delays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShortNtp(pub u32);

impl NtpTime {
    /// Takes microseconds since 1970. Wraps around in 2036, as the format does.
    pub const fn from_unix_micros(micros: u64) -> Self {
        let seconds = (micros / 1_000_000).wrapping_add(NTP_TO_UNIX_SECONDS) & 0xffff_ffff;
        let fraction = ((micros % 1_000_000) << 32) / 1_000_000;
        Self(seconds << 32 | fraction)
    }

    /// The middle 32 bits.
    pub const fn short(self) -> ShortNtp {
        ShortNtp(((self.0 >> 16) & 0xffff_ffff) as u32)
    }
}

impl ShortNtp {
    /// Takes a span; saturates at 18 hours.
    pub fn from_duration(span: Duration) -> Self {
        let units = span.as_micros().saturating_mul(65_536) / 1_000_000;
        Self(u32::try_from(units).unwrap_or(u32::MAX))
    }

    /// The span.
    pub fn duration(self) -> Duration {
        Duration::from_micros(u64::from(self.0) * 1_000_000 / 65_536)
    }
}

/// The time to the peer and back, from a report block that arrived `now` (RFC 3550 section 6.4.1, figure 2). `None` where
/// the block answers no report of ours, or claims to have kept it longer than it was away.
pub fn round_trip(now: NtpTime, last_sr: ShortNtp, delay: ShortNtp) -> Option<Duration> {
    if last_sr.0 == 0 {
        return None;
    }
    let away = now.short().0.wrapping_sub(last_sr.0);
    // More than nine hours is a stamp from the future, not a slow network.
    let trip = away.checked_sub(delay.0).filter(|trip| *trip < u32::MAX / 2)?;
    Some(ShortNtp(trip).duration())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_epoch_of_unix_is_seventy_years_after_ntps() {
        assert_eq!(NtpTime::from_unix_micros(0).0 >> 32, NTP_TO_UNIX_SECONDS);
        assert_eq!(NtpTime::from_unix_micros(500_000).0 & 0xffff_ffff, 1 << 31);
    }

    /// The example of RFC 3550 section 6.4.1, figure 2.
    #[test]
    fn the_round_trip_of_the_rfcs_figure() {
        let trip = round_trip(NtpTime(0xb44d_b710_ac1c_0000), ShortNtp(0), ShortNtp(0));
        assert_eq!(trip, None, "no report was seen");
        let now = NtpTime(0x0000_b710_8000_0000);
        let trip = round_trip(now, ShortNtp(0xb705_2000), ShortNtp(0x0005_4000)).unwrap();
        assert_eq!(trip, Duration::from_micros(6_125_000));
    }

    #[test]
    fn a_peer_that_lies_about_its_delay_has_no_round_trip() {
        let now = NtpTime::from_unix_micros(10_000_000);
        let sent = NtpTime::from_unix_micros(9_900_000).short();
        assert!(round_trip(now, sent, ShortNtp(0)).is_some_and(|trip| trip.as_millis().abs_diff(100) <= 1));
        assert_eq!(round_trip(now, sent, ShortNtp::from_duration(Duration::from_secs(1))), None);
        let future = NtpTime::from_unix_micros(20_000_000).short();
        assert_eq!(round_trip(now, future, ShortNtp(0)), None);
    }

    #[test]
    fn spans_survive_the_units() {
        let span = Duration::from_millis(1500);
        assert_eq!(ShortNtp::from_duration(span).duration(), span);
        assert_eq!(ShortNtp::from_duration(Duration::MAX), ShortNtp(u32::MAX));
    }
}
