//! Content-Length and Content-Type (RFC 3261 sections 20.14 and 20.15).

use std::fmt;

use super::{HeaderName, Headers};
use crate::lex::{self, Cursor};
use crate::malformed::Fault;
use crate::{BadSyntax, Malformed, Params};

/// The type of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaType {
    /// The part before the slash, in lower case.
    pub kind: Box<str>,
    /// The part after the slash, in lower case.
    pub subtype: Box<str>,
    /// Parameters such as `boundary`.
    pub params: Params,
}

impl MediaType {
    /// Reads `m-type SLASH m-subtype *(SEMI m-parameter)`.
    pub fn parse(text: &str) -> Result<Self, BadSyntax> {
        let mut cursor = Cursor::new(text);
        cursor.skip_lws();
        let kind = cursor.token()?.to_ascii_lowercase().into();
        if !cursor.eat('/') {
            return Err(BadSyntax("media type"));
        }
        let subtype = cursor.token()?.to_ascii_lowercase().into();
        Ok(Self { kind, subtype, params: Params::read(cursor)? })
    }

    /// Tells whether it is this type, whatever the parameters.
    pub fn is(&self, kind: &str, subtype: &str) -> bool {
        *self.kind == *kind && *self.subtype == *subtype
    }

    /// Tells whether it is a session description.
    pub fn is_sdp(&self) -> bool {
        self.is("application", "sdp")
    }

    /// Tells whether this range of an Accept covers a type (`application/*`, `*/*`).
    pub fn covers(&self, kind: &str, subtype: &str) -> bool {
        (*self.kind == *"*" || *self.kind == *kind) && (*self.subtype == *"*" || *self.subtype == *subtype)
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}{}", self.kind, self.subtype, self.params)
    }
}

impl Headers {
    /// The length of the body, as written. Two that differ are an error: they are how messages are smuggled (RFC 4475 section
    /// 3.3.9).
    pub fn content_length(&self) -> Result<Option<usize>, Malformed> {
        let lengths = self.each(HeaderName::ContentLength, content_length)?;
        match lengths.split_first() {
            None => Ok(None),
            Some((first, others)) if others.iter().all(|other| other == first) => Ok(Some(*first)),
            Some(_) => Err(Malformed::header(HeaderName::ContentLength, Fault::Repeated)),
        }
    }

    /// The type of the body.
    pub fn content_type(&self) -> Result<Option<MediaType>, Malformed> {
        self.optional(HeaderName::ContentType, MediaType::parse)
    }

    /// The types that the sender can read; nothing where it doesn't say (RFC 3261 section 20.1 has it mean SDP).
    pub fn accept(&self) -> Result<Option<Vec<MediaType>>, Malformed> {
        if !self.has(&HeaderName::Accept) {
            return Ok(None);
        }
        // An empty Accept is lawful: the sender reads nothing.
        let ranges = self.all(&HeaderName::Accept).flat_map(lex::list).filter(|range| !range.is_empty());
        let ranges: Result<Vec<_>, _> = ranges.map(MediaType::parse).collect();
        ranges.map(Some).map_err(|why| Malformed::header(HeaderName::Accept, Fault::Syntax(why)))
    }
}

/// Reads a Content-Length; one too large for our arithmetic is an error, never cut off.
pub(crate) fn content_length(text: &str) -> Result<usize, BadSyntax> {
    let length = lex::exact_u32(text)?;
    usize::try_from(length).map_err(|_| BadSyntax("number out of range"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: HeaderName, values: &[&str]) -> Headers {
        let mut headers = Headers::new();
        values.iter().for_each(|value| headers.push(name.clone(), *value));
        headers
    }

    /// RFC 4475 sections 3.1.2.3 and 3.3.9.
    #[test]
    fn lengths_are_plain_numbers_and_agree() {
        let length = |values: &[&str]| with(HeaderName::ContentLength, values).content_length();
        assert_eq!(length(&[]), Ok(None));
        assert_eq!(length(&["150"]), Ok(Some(150)));
        assert_eq!(length(&["7", "007"]), Ok(Some(7)));
        for bad in [&["-999"][..], &["13", "5"], &["4294967296"], &[""], &["1, 1"], &["+1"]] {
            assert!(length(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn types_are_compared_without_case_and_parameters() {
        let headers = with(HeaderName::ContentType, &["Application/SDP ; charset=utf-8"]);
        let media = headers.content_type().unwrap().unwrap();
        assert!(media.is_sdp());
        assert_eq!(media.to_string(), "application/sdp;charset=utf-8");
        assert!(with(HeaderName::ContentType, &["application"]).content_type().is_err());
    }

    /// RFC 3261 section 20.1.
    #[test]
    fn accept_has_ranges_and_may_be_empty() {
        let ranges =
            with(HeaderName::Accept, &["text/*;q=0.5, application/pkcs7-mime"]).accept().unwrap().unwrap();
        assert!(!ranges.iter().any(|range| range.covers("application", "sdp")));
        assert!(ranges.iter().any(|range| range.covers("text", "plain")));
        assert_eq!(with(HeaderName::Accept, &[""]).accept(), Ok(Some(vec![])));
        assert_eq!(Headers::new().accept(), Ok(None));
    }
}
