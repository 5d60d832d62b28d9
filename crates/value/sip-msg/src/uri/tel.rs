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
    /// Makes a tel URI from what a person may write: visual separators (`-`, `.`, parentheses) are dropped.
    pub fn new(number: &str) -> Result<Self, BadSyntax> {
        let number: Box<str> = number.chars().filter(|c| !matches!(c, '-' | '.' | '(' | ')')).collect();
        let symbols = number.strip_prefix('+').unwrap_or(&number);
        let dialable = |b: u8| b.is_ascii_hexdigit() || matches!(b, b'*' | b'#');
        match !symbols.is_empty() && symbols.bytes().all(dialable) {
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

    /// Tells whether two URIs mean the same number (RFC 3966 section 4): separators, case and order don't matter.
    pub fn equivalent(&self, other: &Self) -> bool {
        let covered = |a: &Params, b: &Params| {
            a.iter().all(|(name, value)| match (value, b.get(name)) {
                (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
                (a, b) => a == b && other.params.has(name) == self.params.has(name),
            })
        };
        self.number.eq_ignore_ascii_case(&other.number)
            && covered(&self.params, &other.params)
            && covered(&other.params, &self.params)
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

    #[test]
    fn the_context_of_a_local_number_counts() {
        let uri = |text: &str| text.parse::<TelUri>().unwrap();
        let local = uri("tel:7042;phone-context=Example.com");
        assert!(local.equivalent(&uri("tel:70-42;phone-context=example.com")));
        assert!(!local.equivalent(&uri("tel:7042")));
        assert!(!uri("tel:7042").equivalent(&local));
    }

    #[test]
    fn what_cannot_be_dialled_is_refused() {
        for bad in ["tel:", "tel:+", "tel:alice", "tel:1+2", "tel:1;;", "sip:1@h"] {
            assert!(bad.parse::<TelUri>().is_err(), "{bad}");
        }
    }
}
