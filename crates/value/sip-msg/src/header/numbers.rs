//! Headers that hold one number: Max-Forwards, Expires, Min-Expires, RSeq, Min-SE, Retry-After.

use super::{HeaderName, Headers};
use crate::Malformed;
use crate::lex::{self, Cursor};

impl Headers {
    /// How many hops are left. More than 255 counts as 255 (RFC 4475 section 3.1.2.4).
    pub fn max_forwards(&self) -> Result<Option<u8>, Malformed> {
        let hops = self.optional(HeaderName::MaxForwards, lex::saturating_u32)?;
        Ok(hops.map(|hops| u8::try_from(hops).unwrap_or(u8::MAX)))
    }

    /// Seconds that a binding or an invitation holds.
    pub fn expires(&self) -> Result<Option<u32>, Malformed> {
        self.optional(HeaderName::Expires, lex::saturating_u32)
    }

    /// Shortest expiry that the registrar takes, in seconds.
    pub fn min_expires(&self) -> Result<Option<u32>, Malformed> {
        self.optional(HeaderName::MinExpires, lex::saturating_u32)
    }

    /// Shortest session interval that the sender takes, in seconds (RFC 4028).
    pub fn min_se(&self) -> Result<Option<u32>, Malformed> {
        self.optional(HeaderName::MinSe, |value| {
            let (seconds, _params) = value.split_once(';').unwrap_or((value, ""));
            lex::saturating_u32(lex::trim(seconds))
        })
    }

    /// The number of a reliable provisional response (RFC 3262).
    pub fn rseq(&self) -> Result<Option<u32>, Malformed> {
        self.optional(HeaderName::RSeq, lex::exact_u32)
    }

    /// Seconds after which to try again; a comment and parameters may follow (RFC 3261 section 20.33).
    pub fn retry_after(&self) -> Result<Option<u32>, Malformed> {
        self.optional(HeaderName::RetryAfter, |value| {
            lex::saturating_u32(Cursor::new(value).take_while(|b| b.is_ascii_digit()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: HeaderName, value: &str) -> Headers {
        let mut headers = Headers::new();
        headers.push(name, value);
        headers
    }

    #[test]
    fn numbers_out_of_range_are_bounded() {
        assert_eq!(with(HeaderName::MaxForwards, "0068").max_forwards(), Ok(Some(68)));
        assert_eq!(with(HeaderName::MaxForwards, "300").max_forwards(), Ok(Some(255)));
        assert_eq!(with(HeaderName::Expires, "10000000000000000000").expires(), Ok(Some(u32::MAX)));
        assert_eq!(Headers::new().expires(), Ok(None));
        assert!(with(HeaderName::MaxForwards, "-1").max_forwards().is_err());
    }

    /// RFC 3261 section 20.33: `Retry-After: 18000;duration=3600`, `120 (I'm in a meeting)`.
    #[test]
    fn what_follows_a_number_is_passed_over_where_the_header_has_it() {
        assert_eq!(with(HeaderName::RetryAfter, "18000;duration=3600").retry_after(), Ok(Some(18000)));
        assert_eq!(with(HeaderName::RetryAfter, "120 (I'm in a meeting)").retry_after(), Ok(Some(120)));
        assert_eq!(with(HeaderName::MinSe, "90 ;x=1").min_se(), Ok(Some(90)));
        assert!(with(HeaderName::RetryAfter, "soon").retry_after().is_err());
        assert!(with(HeaderName::RSeq, "4294967296").rseq().is_err());
        assert_eq!(with(HeaderName::MinExpires, "60").min_expires(), Ok(Some(60)));
    }
}
