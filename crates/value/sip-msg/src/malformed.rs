//! What is wrong with a message, and the answer that it deserves.
//!
//! Names the guilty header and octet; decides the status (400, 501, 505) but never whether or where to send it.

use std::fmt;

use crate::{HeaderName, Response, Status};

/// The rule of the grammar that a piece of text does not follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadSyntax(
    /// The rule, in the RFC's word for it.
    pub &'static str,
);

impl fmt::Display for BadSyntax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a valid {}", self.0)
    }
}

impl std::error::Error for BadSyntax {}

/// What is wrong with one header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It must be there and is not.
    Missing,
    /// It stands there more often than once (RFC 3261 section 7.3.1), or twice with different values.
    Repeated,
    /// Its value does not follow its grammar.
    Syntax(BadSyntax),
    /// Its value contradicts the rest of the message: CSeq and the method, Content-Length and the octets that came.
    Contradiction,
}

/// What is wrong with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// More octets than a message may have.
    TooLarge,
    /// The first line is neither a request line nor a status line.
    StartLine,
    /// The Request-URI does not follow the grammar, or holds what RFC 3261 section 19.1.1 forbids there.
    RequestUri(BadSyntax),
    /// Another version of SIP than 2.0.
    Version,
    /// A line that is not a header field, or ends without CR LF.
    HeaderLine,
    /// A header field that is not UTF-8.
    NotUtf8,
    /// More header fields than a message may have.
    TooManyHeaders,
    /// A header field longer than one may be.
    HeaderTooLong,
    /// The empty line that ends the headers never came.
    Unterminated,
    /// One header is at fault.
    Header(HeaderName, Fault),
    /// A method that we don't know and that its CSeq contradicts: RFC 4475 section 3.1.2.18 prefers 501.
    UnknownMethodContradicted,
}

impl Flaw {
    /// The status that answers it.
    pub fn status(&self) -> Status {
        match self {
            Self::Version => Status::VERSION_NOT_SUPPORTED,
            Self::UnknownMethodContradicted => Status::NOT_IMPLEMENTED,
            Self::TooLarge => Status::MESSAGE_TOO_LARGE,
            Self::StartLine
            | Self::RequestUri(_)
            | Self::HeaderLine
            | Self::NotUtf8
            | Self::TooManyHeaders
            | Self::HeaderTooLong
            | Self::Unterminated
            | Self::Header(..) => Status::BAD_REQUEST,
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("message too large"),
            Self::StartLine => f.write_str("bad start line"),
            Self::RequestUri(why) => write!(f, "bad Request-URI: {why}"),
            Self::Version => f.write_str("SIP version not supported"),
            Self::HeaderLine => f.write_str("bad header line"),
            Self::NotUtf8 => f.write_str("header is not UTF-8"),
            Self::TooManyHeaders => f.write_str("too many headers"),
            Self::HeaderTooLong => f.write_str("header too long"),
            Self::Unterminated => f.write_str("headers without an end"),
            Self::Header(name, Fault::Missing) => write!(f, "{name} is missing"),
            Self::Header(name, Fault::Repeated) => write!(f, "{name} is repeated"),
            Self::Header(name, Fault::Syntax(why)) => write!(f, "bad {name}: {why}"),
            Self::Header(name, Fault::Contradiction) => write!(f, "{name} contradicts the message"),
            Self::UnknownMethodContradicted => f.write_str("unknown method, and CSeq has another"),
        }
    }
}

/// A message, or a header of one, that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// What is wrong.
    pub flaw: Flaw,
    /// Where the line at fault starts, in octets of the message, where that is known.
    pub offset: Option<usize>,
    /// The answer, ready to be sent, with what could be copied. Never there for an ACK or a response, nor where no Via
    /// could be read.
    pub answer: Option<Box<Response>>,
}

impl Malformed {
    /// Says that one header of an otherwise readable message is at fault.
    pub(crate) fn header(name: HeaderName, fault: Fault) -> Self {
        Self { flaw: Flaw::Header(name, fault), offset: None, answer: None }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.flaw.fmt(f)?;
        match self.offset {
            Some(offset) => write!(f, " (at octet {offset})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Malformed {}
