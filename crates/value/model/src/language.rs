//! Languages that the web admin speaks.

use serde::{Deserialize, Serialize};

use crate::error::Problem;

/// A language, by its code of ISO 639-1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// Reads a code.
    pub fn parse(code: &str) -> Result<Self, Problem> {
        let known = Self::ALL.into_iter().find(|language| language.code() == code);
        known.ok_or_else(|| Problem::unknown_word(code, "en, fr"))
    }

    /// Returns its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_language_is_the_one_that_json_has() {
        for language in Language::ALL {
            assert_eq!(serde_json::to_value(language).unwrap(), language.code());
            assert_eq!(Language::parse(language.code()), Ok(language));
        }
        assert!(Language::parse("EN").is_err() && Language::parse("").is_err());
    }
}
