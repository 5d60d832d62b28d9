//! tel URIs (RFC 3966): a global or local number with its parameters.

use std::fmt;
use std::str::FromStr;

use super::Uri;
use crate::text::serde_as_text;
use crate::{BadSyntax, Params};

/// A telephone number as a URI.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TelUri {
    number: Box<str>,
    /// Parameters such as `phone-context` and `ext`.
    pub params: Params,
}

impl TelUri {
    /// Makes a tel URI from what a person may write: visual separators (`-`, `.`, parentheses) are dropped. A global number
    /// has digits alone; a local one may also have `*`, `#` and the letters A to F.
    pub fn new(number: &str) -> Result<Self, BadSyntax> {
        let number: Box<str> = without_separators(number).collect();
        let valid = match number.strip_prefix('+') {
            Some(global) => !global.is_empty() && global.bytes().all(|b| b.is_ascii_digit()),
            None => {
                !number.is_empty()
                    && number.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b'*' | b'#'))
            }
        };
        match valid {
            true => Ok(Self { number, params: Params::new() }),
            false => Err(BadSyntax("telephone number")),
        }
    }

    /// The number, with its `+` where it is global, without visual separators.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Whether the number is meant world-wide.
    pub fn is_global(&self) -> bool {
        self.number.starts_with('+')
    }

    /// Tells whether two URIs mean the same number (RFC 3966 section 4): case and the order of parameters don't matter, but a
    /// parameter of one alone does.
    pub fn equivalent(&self, other: &Self) -> bool {
        let covered =
            |(name, value)| other.params.has(name) && same_value(name, value, other.params.get(name));
        self.number.eq_ignore_ascii_case(&other.number)
            && self.params.len() == other.params.len()
            && self.params.iter().all(covered)
    }

    /// Reads what follows the scheme's colon.
    pub(super) fn parse_rest(rest: &str) -> Result<Self, BadSyntax> {
        let (number, params) = match rest.find(';').and_then(|at| rest.split_at_checked(at)) {
            Some((number, params)) => (number, Params::parse(params)?),
            None => (rest, Params::new()),
        };
        Ok(Self { params, ..Self::new(number)? })
    }
}

/// The text without RFC 3966 `visual-separator`s.
fn without_separators(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !matches!(c, '-' | '.' | '(' | ')'))
}

/// RFC 3966 section 4: an extension, and a context that is a number, are compared digit by digit.
fn same_value(name: &str, a: Option<&str>, b: Option<&str>) -> bool {
    let numeric = |value: &str| {
        name.eq_ignore_ascii_case("ext")
            || name.eq_ignore_ascii_case("phone-context") && value.starts_with('+')
    };
    match (a, b) {
        (Some(a), Some(b)) if numeric(a) && numeric(b) => without_separators(a).eq(without_separators(b)),
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

impl fmt::Display for TelUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tel:{}{}", self.number, self.params)
    }
}

impl FromStr for TelUri {
    type Err = BadSyntax;

    fn from_str(text: &str) -> Result<Self, BadSyntax> {
        match Uri::parse(text)? {
            Uri::Tel(uri) => Ok(uri),
            Uri::Sip(_) | Uri::Other(_) => Err(BadSyntax("tel URI")),
        }
    }
}

serde_as_text!(TelUri);

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3966 section 3: visual separators carry no meaning.
    #[test]
    fn visual_separators_are_dropped() {
        let uri: TelUri = "tel:+1-(201).555-0123;ext=7".parse().unwrap();
        assert_eq!(uri.number(), "+12015550123");
        assert!(uri.is_global());
        assert_eq!(uri.to_string(), "tel:+12015550123;ext=7");
    }

    /// RFC 3966 section 4.
    #[test]
    fn numbers_are_compared_digit_by_digit_and_parameters_in_any_order() {
        let uri = |text: &str| text.parse::<TelUri>().unwrap_or_else(|e| panic!("{text}: {e}"));
        let same = [
            ("tel:+1-201-555-0123", "tel:+1(201)555.0123"),
            ("tel:7042;phone-context=Example.com", "tel:70-42;phone-context=example.com"),
            ("tel:863-1234;phone-context=+1-914-555", "tel:8631234;Phone-Context=+1914555"),
            ("tel:+1201;ext=1-2;a=b", "tel:+1201;A=B;ext=12"),
            ("tel:1a*#;x", "tel:1A*#;X"),
        ];
        for (a, b) in same {
            assert!(uri(a).equivalent(&uri(b)) && uri(b).equivalent(&uri(a)), "{a} {b}");
        }
        let different = [
            ("tel:7042", "tel:7042;phone-context=example.com"),
            ("tel:7042;phone-context=a-b.example", "tel:7042;phone-context=ab.example"),
            ("tel:+1201", "tel:1201"),
            ("tel:1;a", "tel:1;a="),
            ("tel:1;a;b", "tel:1;a;c"),
            ("tel:1;ext=1", "tel:1;ext=2"),
        ];
        for (a, b) in different {
            assert!(!uri(a).equivalent(&uri(b)) && !uri(b).equivalent(&uri(a)), "{a} {b}");
        }
    }

    #[test]
    fn what_cannot_be_dialled_is_refused() {
        for bad in [
            "tel:",
            "tel:+",
            "tel:-",
            "tel:alice",
            "tel:1+2",
            "tel:+1*",
            "tel:+1a",
            "tel:1;;",
            "tel:1;a=1;A=2",
            "sip:1@h",
        ] {
            assert!(bad.parse::<TelUri>().is_err(), "{bad}");
        }
    }
}
