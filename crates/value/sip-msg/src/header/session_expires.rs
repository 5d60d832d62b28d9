//! Session-Expires (RFC 4028 section 4): how long a session lives without a refresh, and who refreshes.

use std::fmt;

use super::{HeaderName, Headers};
use crate::lex;
use crate::{BadSyntax, Malformed, Params};

/// Who refreshes the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresher {
    /// Whoever sent the request.
    Uac,
    /// Whoever answered it.
    Uas,
}

/// The session interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionExpires {
    /// Seconds from one refresh to the end.
    pub secs: u32,
    /// Who refreshes, where that is settled.
    pub refresher: Option<Refresher>,
}

impl SessionExpires {
    /// Reads `delta-seconds *(SEMI se-params)`.
    pub fn parse(text: &str) -> Result<Self, BadSyntax> {
        let (secs, params) = text.find(';').and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
        let refresher = match Params::parse(params)?.get("refresher") {
            None => None,
            Some(uac) if uac.eq_ignore_ascii_case("uac") => Some(Refresher::Uac),
            Some(uas) if uas.eq_ignore_ascii_case("uas") => Some(Refresher::Uas),
            Some(_) => return Err(BadSyntax("refresher")),
        };
        Ok(Self { secs: lex::saturating_u32(lex::trim(secs))?, refresher })
    }
}

impl Headers {
    /// The session interval.
    pub fn session_expires(&self) -> Result<Option<SessionExpires>, Malformed> {
        self.optional(HeaderName::SessionExpires, SessionExpires::parse)
    }
}

impl fmt::Display for SessionExpires {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let refresher = match self.refresher {
            None => "",
            Some(Refresher::Uac) => ";refresher=uac",
            Some(Refresher::Uas) => ";refresher=uas",
        };
        write!(f, "{}{refresher}", self.secs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_refresher_may_be_open() {
        let read = SessionExpires::parse("4000;refresher=UAS").unwrap();
        assert_eq!(read, SessionExpires { secs: 4000, refresher: Some(Refresher::Uas) });
        assert_eq!(read.to_string(), "4000;refresher=uas");
        assert_eq!(SessionExpires::parse("90").unwrap().refresher, None);
        for bad in ["", "x", "90;refresher=me", "90;"] {
            assert!(SessionExpires::parse(bad).is_err(), "{bad}");
        }
    }
}
