//! RAck (RFC 3262 section 7.2): which provisional response a PRACK confirms.

use std::fmt;

use super::{CSeq, HeaderName, Headers};
use crate::lex::{self, Cursor};
use crate::{BadSyntax, Malformed};

/// The response that a PRACK is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RAck {
    /// The RSeq of the response.
    pub rseq: u32,
    /// The CSeq of the response.
    pub cseq: CSeq,
}

impl RAck {
    /// Reads `response-num LWS CSeq-num LWS Method`.
    pub fn parse(text: &str) -> Result<Self, BadSyntax> {
        let mut cursor = Cursor::new(text);
        cursor.skip_lws();
        let rseq = lex::exact_u32(cursor.token()?)?;
        Ok(Self { rseq, cseq: CSeq::parse(cursor.rest())? })
    }
}

impl Headers {
    /// The response that a PRACK is for.
    pub fn rack(&self) -> Result<Option<RAck>, Malformed> {
        self.optional(HeaderName::RAck, RAck::parse)
    }
}

impl fmt::Display for RAck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.rseq, self.cseq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_rfc_is_read_and_printed() {
        let rack = RAck::parse("776656 1 INVITE").unwrap();
        assert_eq!((rack.rseq, rack.cseq.number), (776_656, 1));
        assert_eq!(rack.to_string(), "776656 1 INVITE");
        for bad in ["", "1", "1 INVITE", "1 2", "1 2 INVITE x"] {
            assert!(RAck::parse(bad).is_err(), "{bad}");
        }
    }
}
