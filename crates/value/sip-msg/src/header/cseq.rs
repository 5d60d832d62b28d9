//! CSeq (RFC 3261 section 20.16): the number and method that order the requests of a dialog.

use std::fmt;
use std::str::FromStr;

use super::{HeaderName, Headers};
use crate::lex::{self, Cursor};
use crate::text::serde_as_text;
use crate::{BadSyntax, Malformed, Method};

/// A sequence number with its method.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CSeq {
    /// The number.
    pub number: u32,
    /// The method of the request, which is also that of its responses.
    pub method: Method,
}

impl CSeq {
    /// Reads `1*DIGIT LWS Method`. A number over 32 bits is an error, never cut off (RFC 4475 section 3.1.2.4).
    pub fn parse(text: &str) -> Result<Self, BadSyntax> {
        let mut cursor = Cursor::new(text);
        cursor.skip_lws();
        let number = lex::exact_u32(cursor.token()?)?;
        cursor.skip_lws();
        let method = Method::parse(cursor.token()?)?;
        cursor.end()?;
        Ok(Self { number, method })
    }
}

impl Headers {
    /// The CSeq.
    pub fn cseq(&self) -> Result<CSeq, Malformed> {
        self.required(HeaderName::CSeq, CSeq::parse)
    }
}

impl fmt::Display for CSeq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number, self.method)
    }
}

impl FromStr for CSeq {
    type Err = BadSyntax;

    fn from_str(text: &str) -> Result<Self, BadSyntax> {
        Self::parse(text)
    }
}

serde_as_text!(CSeq);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_zeros_and_white_space_are_read() {
        assert_eq!(CSeq::parse("0009   INVITE"), Ok(CSeq { number: 9, method: Method::Invite }));
    }

    #[test]
    fn numbers_over_32_bits_are_never_cut_off() {
        for bad in
            ["36893488147419103232 INVITE", "4294967296 BYE", "-1 BYE", "1", "BYE 1", "1BYE", "1 BYE x", ""]
        {
            assert!(CSeq::parse(bad).is_err(), "{bad}");
        }
    }
}
