//! URIs: sip and sips (RFC 3261 section 19.1), tel (RFC 3966), and any other scheme as it stands, so that whoever asked
//! for it can be told 416 and not 400.

mod escape;
mod sip;
mod tel;

use std::fmt;
use std::str::FromStr;

use crate::BadSyntax;
use crate::text::serde_as_text;

pub use sip::SipUri;
pub use tel::TelUri;

/// Longest URI we read. RFC 3261 names no limit; phones cut off far below this one.
const URI_MAX: usize = 4096;

/// Any absolute URI.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Uri {
    /// A sip or sips URI.
    Sip(SipUri),
    /// A telephone number.
    Tel(TelUri),
    /// A URI of another scheme, not looked into.
    Other(OtherUri),
}

/// An absolute URI of a scheme that we don't know.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OtherUri {
    scheme: Box<str>,
    rest: Box<str>,
}

impl Uri {
    /// Reads a URI, all of the text. No white space and no angle bracket may stand in it.
    pub fn parse(text: &str) -> Result<Self, BadSyntax> {
        if text.len() > URI_MAX {
            return Err(BadSyntax("length of URI"));
        }
        if text.bytes().any(|b| b <= b' ' || matches!(b, 0x7f | b'<' | b'>' | b'"')) {
            return Err(BadSyntax("URI"));
        }
        let (scheme, rest) = text.split_once(':').ok_or(BadSyntax("URI scheme"))?;
        match scheme {
            s if s.eq_ignore_ascii_case("sip") => SipUri::parse_rest(false, rest).map(Self::Sip),
            s if s.eq_ignore_ascii_case("sips") => SipUri::parse_rest(true, rest).map(Self::Sip),
            s if s.eq_ignore_ascii_case("tel") => TelUri::parse_rest(rest).map(Self::Tel),
            _ => OtherUri::new(scheme, rest).map(Self::Other),
        }
    }

    /// The sip or sips URI, where it is one.
    pub fn as_sip(&self) -> Option<&SipUri> {
        match self {
            Self::Sip(uri) => Some(uri),
            Self::Tel(_) | Self::Other(_) => None,
        }
    }

    /// What was dialled or who is meant: the user of a sip URI, the bare number of a tel URI.
    pub fn user(&self) -> Option<&str> {
        match self {
            Self::Sip(uri) => uri.user.as_deref(),
            Self::Tel(uri) => Some(uri.number()),
            Self::Other(_) => None,
        }
    }

    /// Tells whether two URIs mean the same, by the rules of their scheme (RFC 3261 section 19.1.4, RFC 3966 section 4).
    pub fn equivalent(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Sip(a), Self::Sip(b)) => a.equivalent(b),
            (Self::Tel(a), Self::Tel(b)) => a.equivalent(b),
            (Self::Other(a), Self::Other(b)) => a.scheme.eq_ignore_ascii_case(&b.scheme) && a.rest == b.rest,
            (Self::Sip(_) | Self::Tel(_) | Self::Other(_), _) => false,
        }
    }
}

impl OtherUri {
    /// The scheme, as written.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// What follows the colon.
    pub fn rest(&self) -> &str {
        &self.rest
    }

    fn new(scheme: &str, rest: &str) -> Result<Self, BadSyntax> {
        let valid = scheme.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
        match valid && !rest.is_empty() && rest.is_ascii() {
            true => Ok(Self { scheme: scheme.into(), rest: rest.into() }),
            false => Err(BadSyntax("URI")),
        }
    }
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sip(uri) => uri.fmt(f),
            Self::Tel(uri) => uri.fmt(f),
            Self::Other(uri) => write!(f, "{}:{}", uri.scheme, uri.rest),
        }
    }
}

impl FromStr for Uri {
    type Err = BadSyntax;

    fn from_str(text: &str) -> Result<Self, BadSyntax> {
        Self::parse(text)
    }
}

impl From<SipUri> for Uri {
    fn from(uri: SipUri) -> Self {
        Self::Sip(uri)
    }
}

impl From<TelUri> for Uri {
    fn from(uri: TelUri) -> Self {
        Self::Tel(uri)
    }
}

serde_as_text!(Uri);

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4475 sections 3.3.2 to 3.3.4: unknown schemes are read, for others to refuse.
    #[test]
    fn unknown_schemes_are_read_as_they_stand() {
        for text in
            ["nobodyKnowsThisScheme:totallyopaquecontent", "soap.beep://192.0.2.103:3002", "isbn:2983792873"]
        {
            let uri = Uri::parse(text).unwrap();
            assert!(matches!(uri, Uri::Other(_)), "{text}");
            assert_eq!(uri.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_uri_is_refused() {
        let long = format!("sip:{}@h", "a".repeat(URI_MAX));
        for bad in
            ["", "alice", ":x", "sip:", "1a:b", "x:", "sip:a b@h", "<sip:h>", "sip:h\r\n", "x:é", &long]
        {
            assert!(Uri::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_stored_uri_is_its_text() {
        let uri = Uri::parse("SIP:alice@PBX.example;LR").unwrap();
        let stored = serde_json::to_string(&uri).unwrap();
        assert_eq!(stored, r#""sip:alice@PBX.example;LR""#);
        assert_eq!(serde_json::from_str::<Uri>(&stored).unwrap(), uri);
    }
}
