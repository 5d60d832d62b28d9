//! Facts of ITU-T E.164 and of national numbering plans, from two small files that are part of the program.

use std::{collections::HashMap, sync::LazyLock};

use super::class::Class;
use crate::general::{Country, General};

/// How numbers are dialled in a country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryPlan {
    /// The country, where it is known.
    pub country: Option<Country>,
    /// Its code.
    pub code: Option<String>,
    /// What stands in front of a number abroad.
    pub international: String,
    /// What stands in front of a number in the country; may be nothing.
    pub national: String,
}

/// One row of the countries' file.
#[derive(Clone, Copy)]
struct Entry {
    code: &'static str,
    iso: &'static str,
    international: &'static str,
    national: &'static str,
    name: &'static str,
}

const COUNTRIES: &str = include_str!("../../data/countries.tsv");
const CLASSES: &str = include_str!("../../data/classes.tsv");

/// The longest code, +1 and three digits of an area that is a country.
const CODE_MAX: usize = 4;

/// Countries by the time zone that only they have: where nobody said which country it is.
const ZONES: [(&str, &str); 8] = [
    ("Europe/Paris", "FR"),
    ("Europe/Brussels", "BE"),
    ("Europe/Luxembourg", "LU"),
    ("Europe/Zurich", "CH"),
    ("Europe/Berlin", "DE"),
    ("Europe/London", "GB"),
    ("Europe/Madrid", "ES"),
    ("Europe/Rome", "IT"),
];

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn entries() -> impl Iterator<Item = Entry> {
    lines(COUNTRIES).filter_map(|line| {
        let mut cells = line.split('\t');
        let mut next = || cells.next();
        let entry =
            Entry { code: next()?, iso: next()?, international: next()?, national: next()?, name: next()? };
        Some(Entry { national: entry.national.trim_start_matches('-'), ..entry })
    })
}

/// Names by code; of countries that share one, the first. Made when the first call abroad is made.
static NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for entry in entries() {
        names.entry(entry.code).or_insert(entry.name);
    }
    names
});

/// Finds the country that a number in international form leads to, without its `+`: its code and its name.
pub(super) fn country_of(digits: &str) -> Option<(&'static str, &'static str)> {
    let longest = |size: usize| NAMES.get_key_value(digits.get(..size)?).map(|(code, name)| (*code, *name));
    (1..=CODE_MAX).rev().find_map(longest)
}

/// Guesses a country from a time zone.
fn country_of_zone(zone: &str) -> Option<Country> {
    let (_, iso) = ZONES.into_iter().find(|(known, _)| *known == zone)?;
    Country::parse(iso).ok()
}

/// How numbers are dialled in a country, where it is one that we know.
fn plan_of(country: Country) -> Option<CountryPlan> {
    let iso = country.to_string();
    let entry = entries().find(|entry| entry.iso == iso)?;
    Some(CountryPlan {
        country: Some(country),
        code: Some(entry.code.to_owned()),
        international: entry.international.to_owned(),
        national: entry.national.to_owned(),
    })
}

/// How numbers are dialled where the exchange stands: as is set, else as in its country, else as in most.
pub(super) fn plan(general: &General) -> CountryPlan {
    let premises = &general.premises;
    let country = premises.country.or_else(|| country_of_zone(premises.time_zone.as_str()));
    let known = country.and_then(plan_of).unwrap_or_else(|| CountryPlan {
        country,
        code: None,
        international: "00".to_owned(),
        national: "0".to_owned(),
    });
    let toll = &general.toll;
    let or =
        |set: &Option<crate::text::Number>, known: String| set.as_ref().map_or(known, ToString::to_string);
    CountryPlan {
        country: known.country,
        code: toll.country_code.as_ref().map(ToString::to_string).or(known.code),
        international: or(&toll.international_prefix, known.international),
        national: or(&toll.national_prefix, known.national),
    }
}

/// The rows that are shipped for a country, those for every country first.
pub(super) fn rows(country: Option<Country>) -> impl Iterator<Item = (&'static str, Class)> {
    let iso = country.map(|country| country.to_string());
    lines(CLASSES).filter_map(move |line| {
        let mut cells = line.split('\t');
        let (of, number, class) = (cells.next()?, cells.next()?, cells.next()?);
        let is_ours = of == "*" || iso.as_deref() == Some(of);
        is_ours.then(|| Some((number, Class::parse(class).ok()?)))?
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_line_of_the_files_is_read() {
        assert_eq!(entries().count(), lines(COUNTRIES).count());
        let all: usize = lines(CLASSES)
            .map(|line| line.split('\t').next().unwrap_or_default())
            .filter(|iso| *iso != "*")
            .collect::<HashSet<_>>()
            .into_iter()
            .map(|iso| rows(Country::parse(iso).ok()).count() - rows(None).count())
            .sum();
        assert_eq!(all + rows(None).count(), lines(CLASSES).count());
        for entry in entries() {
            assert!(
                entry.code.len() <= CODE_MAX && entry.code.bytes().all(|b| b.is_ascii_digit()),
                "{}",
                entry.code
            );
            assert!(Country::parse(entry.iso).is_ok(), "{}", entry.name);
        }
    }

    #[test]
    fn a_country_is_known_by_its_code_and_the_islands_of_plus_one_by_theirs() {
        assert_eq!(country_of("33612345678"), Some(("33", "France")));
        assert_eq!(country_of("18765551234"), Some(("1876", "Jamaica")));
        assert_eq!(country_of("12125551234").map(|found| found.0), Some("1"));
        assert_eq!(country_of("999"), None);
    }
}
