//! Replaces (RFC 3891 section 6.1): which dialog the new one takes the place of.

use std::fmt;
use std::str::FromStr;

use super::{HeaderName, Headers};
use crate::lex;
use crate::{BadSyntax, Malformed, Params};

/// The dialog to be replaced, as its receiver sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaces {
    /// Its Call-ID.
    pub call_id: Box<str>,
    /// The tag of its receiver.
    pub to_tag: Box<str>,
    /// The tag of its peer.
    pub from_tag: Box<str>,
    /// Whether it may only be replaced while it is ringing.
    pub early_only: bool,
}

impl Replaces {
    /// Reads `callid *(SEMI replaces-param)`.
    pub fn parse(text: &str) -> Result<Self, BadSyntax> {
        let at = text.find(';').ok_or(BadSyntax("Replaces"))?;
        let (call_id, params) = text.split_at_checked(at).ok_or(BadSyntax("Replaces"))?;
        let params = Params::parse(params)?;
        let tag = |name| params.get(name).map(Box::from).ok_or(BadSyntax("Replaces"));
        match lex::trim(call_id) {
            "" => Err(BadSyntax("callid")),
            call_id => Ok(Self {
                call_id: call_id.into(),
                to_tag: tag("to-tag")?,
                from_tag: tag("from-tag")?,
                early_only: params.has("early-only"),
            }),
        }
    }
}

impl Headers {
    /// The dialog that an INVITE replaces.
    pub fn replaces(&self) -> Result<Option<Replaces>, Malformed> {
        self.optional(HeaderName::Replaces, Replaces::parse)
    }
}

impl fmt::Display for Replaces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{};to-tag={};from-tag={}", self.call_id, self.to_tag, self.from_tag)?;
        f.write_str(if self.early_only { ";early-only" } else { "" })
    }
}

impl FromStr for Replaces {
    type Err = BadSyntax;

    fn from_str(text: &str) -> Result<Self, BadSyntax> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tags_are_needed() {
        let text = "98732@sip.example.com;to-tag=r33th4x0r;from-tag=ff87ff;early-only";
        let replaces =
            Replaces::parse("98732@sip.example.com ; from-tag=ff87ff ;to-tag=r33th4x0r;early-only").unwrap();
        assert_eq!(replaces.to_string(), text);
        for bad in ["", "a@b", "a@b;to-tag=1", ";to-tag=1;from-tag=2"] {
            assert!(Replaces::parse(bad).is_err(), "{bad}");
        }
    }
}
