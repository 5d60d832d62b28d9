//! Which class a number belongs to: by the emergency numbers, by a table of beginnings, and by its form.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    digits,
    numbering::{self, CountryPlan},
};
use crate::{
    error::{FieldError, Findings, Problem, optional, required},
    general::General,
    text::{Label, Number},
};

/// A class of destination: what a call there costs, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DestinationClass))]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// A number of another exchange of ours: short, and of no public numbering plan. Never limited.
    Internal,
    /// Help. Never limited, never stopped.
    Emergency,
    /// Who is called pays. Never limited.
    Free,
    /// In the country.
    National,
    /// Mobile phones in the country.
    Mobile,
    /// Short numbers and shared costs: dearer than national calls, not by much.
    Special,
    /// Abroad.
    International,
    /// Premium rate, satellites, networks of no country: where stolen calls go.
    Premium,
}

impl Class {
    /// All of them, the cheapest first.
    pub const ALL: [Self; 8] = [
        Self::Internal,
        Self::Emergency,
        Self::Free,
        Self::National,
        Self::Mobile,
        Self::Special,
        Self::International,
        Self::Premium,
    ];

    /// Those that a phone may send a call on to, unless it is set otherwise.
    pub const DIVERTED: [Self; 4] = [Self::Internal, Self::Free, Self::National, Self::Mobile];

    /// The words, for errors.
    pub(super) const WORDS: &str = "internal, free, national, mobile, special, international, premium";

    /// Returns its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Emergency => "emergency",
            Self::Free => "free",
            Self::National => "national",
            Self::Mobile => "mobile",
            Self::Special => "special",
            Self::International => "international",
            Self::Premium => "premium",
        }
    }

    /// Reads a word. `emergency` is none that can be given: those numbers are a setting of their own.
    pub fn parse(word: &str) -> Result<Self, Problem> {
        let known = Self::ALL.into_iter().filter(|class| *class != Self::Emergency);
        known
            .into_iter()
            .find(|class| class.word() == word)
            .ok_or_else(|| Problem::unknown_word(word, Self::WORDS))
    }

    /// Says whether calls of this class are counted: those that cost something.
    pub const fn is_counted(self) -> bool {
        match self {
            Self::Internal | Self::Emergency | Self::Free => false,
            Self::National | Self::Mobile | Self::Special | Self::International | Self::Premium => true,
        }
    }
}

impl std::fmt::Display for Class {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

/// One row of the table of classes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassRow {
    /// How numbers begin: in international form with `+`, else as they are sent. Each `X` at the end is one more digit, and
    /// no more.
    pub prefix: Label,
    /// Their class.
    pub class: Class,
    /// A note of the administrator's.
    pub note: Option<Label>,
}

draft! {
    /// One row of the table of classes as it was typed.
    pub struct DestinationClassDraft {
        /// How numbers begin: `+3389`, `0899`, `118XXX`.
        pub prefix: String,
        /// Their class: internal, free, national, mobile, special, international, premium.
        pub class: String,
        /// A note.
        pub note: String,
    }
}

impl ClassRow {
    /// Reads one row.
    pub(super) fn parse(draft: DestinationClassDraft) -> Result<Self, Vec<FieldError>> {
        let mut found = Findings::default();
        let prefix = found.keep("prefix", required(draft.prefix).and_then(|raw| prefix(&raw)));
        let class = found.keep("class", required(draft.class).and_then(|raw| Class::parse(&raw)));
        let note = found.keep("note", optional(draft.note, Label::parse));
        let row = prefix.zip(class).zip(note).map(|((prefix, class), note)| Self { prefix, class, note });
        found.finish(row)
    }

    /// Writes it as a draft.
    pub(super) fn draft(&self) -> DestinationClassDraft {
        DestinationClassDraft {
            prefix: Some(self.prefix.to_string()),
            class: Some(self.class.word().to_owned()),
            note: self.note.as_ref().map(Label::to_string),
        }
    }
}

/// Reads a beginning of numbers: digits, with a `+` in front or not, and `X`s behind or not.
fn prefix(raw: &str) -> Result<Label, Problem> {
    let inner = raw.strip_prefix('+').unwrap_or(raw).trim_end_matches('X');
    if raw.len() > Number::MAX {
        return Err(Problem::TooLong { max: Number::MAX });
    }
    if inner.is_empty() {
        return Err(Problem::BadForm { form: "+3389, 0899 or 118XXX" });
    }
    digits(inner).map_err(|_| Problem::BadForm { form: "+3389, 0899 or 118XXX" })?;
    Label::parse(raw)
}

/// What a number was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classified {
    /// Its class.
    pub class: Class,
    /// The number as it was compared: in international form, where it has one.
    pub number: String,
    /// What decided: the row's beginning, or the country's code; none where the number's form did.
    pub by: Option<String>,
    /// The country that it leads to, where it leads abroad to one.
    pub country: Option<&'static str>,
}

/// The table of classes, compiled for one configuration.
#[derive(Clone, Debug)]
pub struct Classes {
    emergency: Vec<Number>,
    rows: HashMap<String, Row>,
    longest: usize,
    plan: CountryPlan,
}

#[derive(Clone, Debug)]
struct Row {
    class: Class,
    /// How many digits the whole number has, where that is said.
    length: Option<usize>,
    text: String,
}

/// Digits of a number that is taken for one in international form without its `+`: as long as no number in a country is dialled.
const E164_LENGTH: usize = 11;

/// Most digits of a number that belongs to no public numbering plan: extensions of another exchange.
const SHORT: usize = 6;

impl Classes {
    /// Compiles the table of a configuration: the shipped rows of its country, and the administrator's over them.
    pub fn of(general: &General) -> Self {
        let plan = numbering::plan(general);
        let mut rows = HashMap::new();
        let mut put = |text: &str, class| {
            let literal = text.trim_end_matches('X');
            let length = (literal.len() < text.len()).then(|| text.trim_start_matches('+').len());
            rows.insert(literal.to_owned(), Row { class, length, text: text.to_owned() });
        };
        numbering::rows(plan.country).for_each(|(text, class)| put(text, class));
        general.toll.classes.iter().for_each(|row| put(row.prefix.as_str(), row.class));
        let longest = rows.keys().map(String::len).max().unwrap_or(0);
        Self { emergency: general.premises.emergency_numbers.clone(), rows, longest, plan }
    }

    /// How numbers of the country are written.
    pub const fn plan(&self) -> &CountryPlan {
        &self.plan
    }

    /// Gives the rows that are shipped for the country, as drafts.
    pub fn shipped(&self) -> Vec<DestinationClassDraft> {
        let row = |(prefix, class): (&str, Class)| DestinationClassDraft {
            prefix: Some(prefix.to_owned()),
            class: Some(class.word().to_owned()),
            note: None,
        };
        numbering::rows(self.plan.country).map(row).collect()
    }

    /// Says whether a number is one for help.
    pub fn is_emergency(&self, number: &str) -> bool {
        self.emergency.iter().any(|known| known.as_str() == number)
    }

    /// Says which class a number is of, as it is sent to a trunk.
    pub fn classify(&self, sent: &str) -> Classified {
        let of = |class, number: &str, by: Option<String>| Classified {
            class,
            number: number.to_owned(),
            by,
            country: None,
        };
        if self.is_emergency(sent) {
            return of(Class::Emergency, sent, None);
        }
        let Some(number) = bare(sent) else {
            let is_service = sent.starts_with(['*', '#']);
            return of(if is_service { Class::Special } else { Class::Internal }, sent, None);
        };
        if self.is_emergency(&number) {
            return of(Class::Emergency, &number, None);
        }
        let whole = self.international(&number);
        let as_sent = self.row(&number);
        let as_whole = whole.as_deref().and_then(|whole| self.row(whole));
        // The longer beginning knows better; a + is no digit.
        let weight = |row: &&Row| row.text.trim_start_matches('+').trim_end_matches('X').len();
        let row = [as_whole, as_sent].into_iter().flatten().max_by_key(weight);
        let shown = whole.as_deref().unwrap_or(&number);
        if let Some(row) = row {
            return of(row.class, shown, Some(row.text.clone()));
        }
        let Some(whole) = whole.as_deref() else {
            let class = if number.len() <= SHORT { Class::Internal } else { Class::National };
            return of(class, &number, None);
        };
        if self.is_in_country(whole) {
            return of(Class::National, whole, self.plan.code.as_ref().map(|code| format!("+{code}")));
        }
        let known = numbering::country_of(whole.trim_start_matches('+'));
        Classified {
            class: Class::International,
            number: whole.to_owned(),
            by: known.map(|(code, _)| format!("+{code}")),
            country: known.map(|(_, name)| name),
        }
    }

    /// Says whether a number in international form is of the own country. +1 has many: theirs are longer codes.
    fn is_in_country(&self, whole: &str) -> bool {
        let rest = whole.trim_start_matches('+');
        let Some(code) = self.plan.code.as_deref().filter(|code| rest.starts_with(*code)) else {
            return false;
        };
        match numbering::country_of(rest) {
            Some((longest, _)) => longest == code,
            None => true,
        }
    }

    /// Writes a number in international form, where it has one.
    fn international(&self, number: &str) -> Option<String> {
        let plan = &self.plan;
        let abroad = plan.international.as_str();
        let rest = match number.strip_prefix('+') {
            Some(rest) => rest.to_owned(),
            None => match number.strip_prefix(abroad).filter(|rest| !abroad.is_empty() && rest.len() > 3) {
                Some(rest) => rest.to_owned(),
                None => {
                    let national = plan.national.as_str();
                    let inside = number.strip_prefix(national).filter(|_| !national.is_empty());
                    return match (inside, plan.code.as_deref()) {
                        (Some(rest), Some(code)) if rest.len() > 3 => Some(format!("+{code}{rest}")),
                        // Providers that want international numbers without their +.
                        _ if number.len() >= E164_LENGTH && !number.starts_with('0') => {
                            Some(format!("+{}", self.without_trunk_prefix(number)))
                        }
                        (None, Some(code)) if national.is_empty() && number.len() > SHORT => {
                            Some(format!("+{code}{number}"))
                        }
                        _ => None,
                    };
                }
            },
        };
        Some(format!("+{}", self.without_trunk_prefix(&rest)))
    }

    /// Takes out a national prefix that stands behind the country's code: some providers do, and what they call is what counts.
    fn without_trunk_prefix(&self, digits: &str) -> String {
        let (Some(code), national) = (self.plan.code.as_deref(), self.plan.national.as_str()) else {
            return digits.to_owned();
        };
        let rest = digits.strip_prefix(code).and_then(|rest| rest.strip_prefix(national));
        match rest.filter(|_| !national.is_empty()) {
            Some(rest) => format!("{code}{rest}"),
            None => digits.to_owned(),
        }
    }

    /// The row of the longest beginning that fits.
    fn row(&self, number: &str) -> Option<&Row> {
        let digits = number.trim_start_matches('+').len();
        let fits = |row: &&Row| row.length.is_none_or(|length| length == digits);
        let most = self.longest.min(number.len());
        (1..=most).rev().filter_map(|at| self.rows.get(number.get(..at)?)).find(fits)
    }
}

/// Takes off what a provider takes off: separators, a feature code in front (`*31#`), what follows the digits. None where no
/// digits are left.
fn bare(sent: &str) -> Option<String> {
    let mut rest = sent;
    while rest.starts_with(['*', '#']) {
        rest = rest.get(1..)?.split_once('#').map(|(_, rest)| rest)?;
    }
    let kept: String = rest.chars().filter(|c| !matches!(c, '-' | '.' | ' ' | '(' | ')')).collect();
    let digits = kept.strip_prefix('+').unwrap_or(&kept);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let digits = digits.get(..end).filter(|digits| !digits.is_empty())?;
    Some(if kept.starts_with('+') { format!("+{digits}") } else { digits.to_owned() })
}
