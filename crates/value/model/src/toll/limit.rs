//! Limits: how many calls and minutes of a class a user, a trunk and the whole exchange may have.

use serde::{Deserialize, Serialize};

use super::class::Class;
use crate::{
    error::{FieldError, Findings, Problem},
    text::Label,
};

/// Which set of limits a line's or a trunk's calls keep.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum LimitsPolicy {
    /// The default set.
    #[default]
    Default,
    /// No limit: for who must never be throttled, such as a load generator or another exchange of the same house.
    None,
    /// The set of this name; what it does not say is as in the default set.
    Set(Label),
}

impl LimitsPolicy {
    /// Reads the word.
    pub fn parse(word: &str) -> Result<Self, Problem> {
        match word {
            DEFAULT => Ok(Self::Default),
            NONE => Ok(Self::None),
            name => set_name(name).map(Self::Set),
        }
    }

    /// Returns the word.
    pub fn word(&self) -> &str {
        match self {
            Self::Default => DEFAULT,
            Self::None => NONE,
            Self::Set(name) => name.as_str(),
        }
    }
}

impl TryFrom<String> for LimitsPolicy {
    type Error = Problem;

    fn try_from(word: String) -> Result<Self, Problem> {
        Self::parse(&word)
    }
}

impl From<LimitsPolicy> for String {
    fn from(policy: LimitsPolicy) -> Self {
        policy.word().to_owned()
    }
}

/// A text: the words and the names of sets.
#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for LimitsPolicy {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        String::schema()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for LimitsPolicy {
    fn name() -> std::borrow::Cow<'static, str> {
        "LimitsPolicy".into()
    }
}

/// The words of the two sets that have no table.
const DEFAULT: &str = "default";
const NONE: &str = "none";

/// Longest name of a set.
const SET_MAX: usize = 40;

/// Whose calls a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum LimitOf {
    /// Each user's.
    User,
    /// Each trunk's.
    Trunk,
    /// All of the exchange's together.
    Exchange,
}

/// When a limit holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum LimitWhen {
    /// At all times.
    #[default]
    Always,
    /// Out of the opening hours.
    Closed,
}

/// How much there may be; none is without limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caps {
    /// Calls at once.
    pub at_once: Option<u32>,
    /// Calls within an hour of the clock.
    pub calls_hour: Option<u32>,
    /// Calls within 24 such hours.
    pub calls_day: Option<u32>,
    /// Minutes begun within an hour of the clock.
    pub minutes_hour: Option<u32>,
    /// Minutes begun within 24 such hours.
    pub minutes_day: Option<u32>,
}

/// One limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// The set that it is in.
    pub set: Label,
    /// Whose calls it counts.
    pub of: LimitOf,
    /// Calls of this class; none is every class that costs something.
    pub class: Option<Class>,
    /// When it holds.
    pub when: LimitWhen,
    /// How much there may be.
    pub caps: Caps,
}

draft! {
    /// One limit as it was typed.
    pub struct LimitDraft {
        /// The set that it is in; `default` holds for all lines and trunks that name no other.
        pub set: String,
        /// Whose calls it counts.
        pub of: LimitOf,
        /// The class: national, mobile, special, international, premium, or `any`.
        pub class: String,
        /// When it holds: `always`, or `closed` for out of the opening hours.
        pub when: LimitWhen,
        /// Calls at once.
        pub at_once: u32,
        /// Calls within an hour.
        pub calls_hour: u32,
        /// Calls within 24 hours.
        pub calls_day: u32,
        /// Minutes within an hour.
        pub minutes_hour: u32,
        /// Minutes within 24 hours.
        pub minutes_day: u32,
    }
}

/// The word for every class.
const ANY: &str = "any";

/// Largest figure of a limit.
const MOST: u32 = 1_000_000;

impl Limit {
    /// Reads one limit.
    pub(super) fn parse(draft: LimitDraft) -> Result<Self, Vec<FieldError>> {
        let mut found = Findings::default();
        let set = found.keep("set", set_name(draft.set.as_deref().unwrap_or(DEFAULT)));
        let of = found.keep("of", draft.of.ok_or(Problem::Missing));
        let class = found.keep("class", class(draft.class.as_deref().unwrap_or(ANY)));
        let figures = [
            ("at_once", draft.at_once),
            ("calls_hour", draft.calls_hour),
            ("calls_day", draft.calls_day),
            ("minutes_hour", draft.minutes_hour),
            ("minutes_day", draft.minutes_day),
        ];
        for (field, figure) in figures {
            if figure.is_some_and(|figure| figure > MOST) {
                found.note(field, Problem::OutOfRange { min: 0, max: MOST });
            }
        }
        if figures.iter().all(|(_, figure)| figure.is_none()) {
            found.note("calls_hour", Problem::Missing);
        }
        let caps = Caps {
            at_once: draft.at_once,
            calls_hour: draft.calls_hour,
            calls_day: draft.calls_day,
            minutes_hour: draft.minutes_hour,
            minutes_day: draft.minutes_day,
        };
        let when = draft.when.unwrap_or_default();
        let limit = set.zip(of).zip(class).map(|((set, of), class)| Self { set, of, class, when, caps });
        found.finish(limit)
    }

    /// Writes it as a draft.
    pub(super) fn draft(&self) -> LimitDraft {
        LimitDraft {
            set: Some(self.set.to_string()),
            of: Some(self.of),
            class: Some(self.class.map_or(ANY, Class::word).to_owned()),
            when: Some(self.when),
            at_once: self.caps.at_once,
            calls_hour: self.caps.calls_hour,
            calls_day: self.caps.calls_day,
            minutes_hour: self.caps.minutes_hour,
            minutes_day: self.caps.minutes_day,
        }
    }
}

/// Reads the name of a set.
fn set_name(raw: &str) -> Result<Label, Problem> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    match raw {
        "" => Err(Problem::Missing),
        NONE => Err(Problem::BadForm { form: "default, or a name of your own" }),
        _ if raw.len() > SET_MAX => Err(Problem::TooLong { max: SET_MAX }),
        _ if !raw.chars().all(is_word) => Err(Problem::BadCharacters { allowed: "letters, digits, _ and -" }),
        _ => Label::parse(raw),
    }
}

fn class(word: &str) -> Result<Option<Class>, Problem> {
    const KNOWN: &str = "any, national, mobile, special, international, premium";
    if word == ANY {
        return Ok(None);
    }
    match Class::parse(word) {
        Ok(class) if class.is_counted() => Ok(Some(class)),
        Ok(_) | Err(_) => Err(Problem::unknown_word(word, KNOWN)),
    }
}

/// The limits that hold for some call.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    limits: &'a [Limit],
    policy: &'a LimitsPolicy,
}

impl<'a> Rules<'a> {
    /// Takes those that hold for somebody of this policy.
    pub const fn new(limits: &'a [Limit], policy: &'a LimitsPolicy) -> Self {
        Self { limits, policy }
    }

    /// Gives the limits on the calls of somebody of this kind, of this class, each with the class that it counts. What the
    /// policy's own set says of the same kind, class and time takes the place of what the default set says.
    pub fn of(self, of: LimitOf, class: Class) -> impl Iterator<Item = &'a Limit> {
        let set = match self.policy {
            LimitsPolicy::None => None,
            policy => Some(policy.word()),
        };
        let limits = self.limits;
        let concerns = move |limit: &&Limit| limit.of == of && limit.class.is_none_or(|own| own == class);
        let named = move |limit: &&Limit| set == Some(limit.set.as_str());
        let is_replaced = move |limit: &Limit| {
            let same = |other: &&Limit| {
                (other.of, other.class, other.when) == (limit.of, limit.class, limit.when) && named(other)
            };
            limits.iter().any(|other| same(&other))
        };
        limits.iter().filter(concerns).filter(move |limit| {
            set.is_some() && (named(limit) || (limit.set.as_str() == DEFAULT && !is_replaced(limit)))
        })
    }
}

/// The limits that are shipped. They are far above what an honest company does and far below what a thief wants: somebody who
/// calls abroad all day makes ten calls an hour, who sells stolen minutes makes hundreds.
pub(super) fn shipped() -> &'static [Limit] {
    use Class::{International, Premium};
    use LimitOf::{Exchange, Trunk, User};
    use LimitWhen::{Always, Closed};
    static SHIPPED: std::sync::LazyLock<Vec<Limit>> = std::sync::LazyLock::new(|| {
        let Ok(set) = Label::parse(DEFAULT) else { unreachable!("a word is a label") };
        let row = |of, class, when, [at_once, calls_hour, calls_day, minutes_hour, minutes_day]: [u32; 5]| {
            // 0 in this table is no limit; a limit of no call at all is not shipped.
            let cap = |figure: u32| (figure > 0).then_some(figure);
            let caps = Caps {
                at_once: cap(at_once),
                calls_hour: cap(calls_hour),
                calls_day: cap(calls_day),
                minutes_hour: cap(minutes_hour),
                minutes_day: cap(minutes_day),
            };
            Limit { set: set.clone(), of, class, when, caps }
        };
        vec![
            row(User, Some(Premium), Always, [1, 5, 10, 20, 60]),
            row(User, Some(Premium), Closed, [1, 2, 3, 5, 10]),
            row(User, Some(International), Always, [3, 20, 80, 120, 300]),
            row(User, Some(International), Closed, [1, 6, 15, 60, 120]),
            row(User, None, Always, [0, 300, 2_000, 0, 0]),
            row(Trunk, Some(Premium), Always, [3, 20, 60, 60, 240]),
            row(Trunk, Some(Premium), Closed, [1, 5, 10, 15, 30]),
            row(Trunk, Some(International), Always, [15, 150, 800, 600, 2_400]),
            row(Trunk, Some(International), Closed, [4, 30, 80, 120, 300]),
            row(Exchange, Some(Premium), Always, [5, 30, 100, 100, 400]),
            row(Exchange, Some(Premium), Closed, [2, 8, 15, 20, 40]),
            row(Exchange, Some(International), Always, [30, 300, 1_500, 1_200, 5_000]),
            row(Exchange, Some(International), Closed, [6, 50, 120, 200, 500]),
        ]
    });
    &SHIPPED
}
