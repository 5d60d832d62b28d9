//! Reason (RFC 3326): why a call ended, as Q.850 cause or SIP status.

use std::fmt;

use super::{HeaderName, Headers};
use crate::lex::Cursor;
use crate::{BadSyntax, Malformed, Params};

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// `Q.850`, `SIP` or another namespace of causes.
    pub protocol: Box<str>,
    /// The cause within it.
    pub cause: Option<u16>,
    /// Words for people.
    pub text: Option<Box<str>>,
}

impl Reason {
    /// Reads one `reason-value`.
    pub fn parse(text: &str) -> Result<Self, BadSyntax> {
        let mut cursor = Cursor::new(text);
        cursor.skip_lws();
        let protocol = cursor.token()?.into();
        let params = Params::read(cursor)?;
        let cause = params.get("cause").and_then(|cause| cause.parse().ok());
        Ok(Self { protocol, cause, text: params.text("text").map(|text| Box::from(&*text)) })
    }

    /// Makes a Q.850 reason.
    pub fn q850(cause: u8, text: &str) -> Self {
        Self { protocol: "Q.850".into(), cause: Some(cause.into()), text: Some(text.into()) }
    }

    /// Makes a reason of a SIP status.
    pub fn sip(status: crate::Status, text: &str) -> Self {
        Self { protocol: "SIP".into(), cause: Some(status.code()), text: Some(text.into()) }
    }
}

impl Headers {
    /// Every reason.
    pub fn reason(&self) -> Result<Vec<Reason>, Malformed> {
        self.items(HeaderName::Reason, Reason::parse)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.protocol)?;
        if let Some(cause) = self.cause {
            write!(f, ";cause={cause}")?;
        }
        match &self.text {
            Some(text) => {
                f.write_str(";text=")?;
                crate::lex::write_quoted(f, text)
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_rfc_are_read_and_printed() {
        let mut headers = Headers::new();
        headers
            .push(HeaderName::Reason, r#"SIP ;cause=200 ;text="Call completed elsewhere", Q.850;cause=16"#);
        let reasons = headers.reason().unwrap();
        assert_eq!(reasons[0], Reason::sip(crate::Status::OK, "Call completed elsewhere"));
        assert_eq!(reasons[1].to_string(), "Q.850;cause=16");
        assert_eq!(Reason::q850(17, "busy").to_string(), r#"Q.850;cause=17;text="busy""#);
    }

    #[test]
    fn a_cause_that_is_no_number_is_passed_over() {
        assert_eq!(Reason::parse("SIP;cause=x").unwrap().cause, None);
        assert!(Reason::parse(";cause=1").is_err());
    }
}
