//! Times in UTC: the server's own zone need not be the reader's, and two exchanges' logs must be comparable.

/// One day.
const DAY_S: u64 = 86_400;

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Writes milliseconds since the Unix epoch as `2026-11-24 03:52:24Z`.
pub(crate) fn date_time(ms: u64) -> String {
    let (year, month, day) = date(ms);
    format!("{year:04}-{month:02}-{day:02} {}Z", clock(ms))
}

/// Writes milliseconds since the Unix epoch as Asterisk's `Reg.Time`: `Tue, 24 Nov 2026 03:52:24`.
pub(crate) fn reg_time(ms: u64) -> String {
    let (year, month, day) = date(ms);
    let weekday = usize::try_from(ms / 1000 / DAY_S % 7).unwrap_or_default();
    let month = usize::try_from(month).unwrap_or_default().saturating_sub(1);
    let word = |words: &[&'static str], at: usize| words.get(at).copied().unwrap_or_default();
    format!("{}, {day:02} {} {year} {}", word(&DAYS, weekday), word(&MONTHS, month), clock(ms))
}

/// Writes a length in milliseconds as `1:02:03` or `2:03`.
pub(crate) fn duration(ms: u64) -> String {
    let s = ms / 1000;
    match s / 3600 {
        0 => format!("{}:{:02}", s / 60, s % 60),
        hours => format!("{hours}:{:02}:{:02}", s / 60 % 60, s % 60),
    }
}

fn clock(ms: u64) -> String {
    let s = ms / 1000 % DAY_S;
    format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

/// The civil date, counted from 1 March of year 0, so that a leap day is the last day of its year.
fn date(ms: u64) -> (u64, u64, u64) {
    let days = ms / 1000 / DAY_S + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments_have_their_dates() {
        assert_eq!(date_time(0), "1970-01-01 00:00:00Z");
        assert_eq!(date_time(951_782_400_000), "2000-02-29 00:00:00Z");
        assert_eq!(date_time(1_795_492_344_000), "2026-11-24 03:52:24Z");
        assert_eq!(reg_time(1_795_492_344_000), "Tue, 24 Nov 2026 03:52:24");
        assert_eq!(date_time(4_107_542_400_000), "2100-03-01 00:00:00Z");
        // Far outside of any clock, and still no overflow.
        assert!(date_time(u64::MAX).ends_with('Z'));
    }

    #[test]
    fn lengths_are_read_like_a_stopwatch() {
        assert_eq!(duration(0), "0:00");
        assert_eq!(duration(62_999), "1:02");
        assert_eq!(duration(3_723_000), "1:02:03");
    }
}
