//! Credentials: what a client answers (RFC 3261 section 20.7, RFC 7616 section 3.4).

use std::fmt;
use std::str::FromStr;

use super::Algorithm;
use super::auth_params::{AuthParams, plain, quoted};
use crate::BadSyntax;
use crate::lex;

/// What a client answers (Authorization, Proxy-Authorization).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// A digest.
    Digest(DigestCredentials),
    /// Another scheme, by its name. RFC 4475 section 3.3.7: as good as none.
    Other(Box<str>),
}

/// The parameters of digest credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestCredentials {
    /// Who answers.
    pub username: Box<str>,
    /// The realm of the challenge.
    pub realm: Box<str>,
    /// The nonce of the challenge.
    pub nonce: Box<str>,
    /// The URI that went into the digest, as written.
    pub uri: Box<str>,
    /// The digest in hexadecimal.
    pub response: Box<str>,
    /// The algorithm, where it is written.
    pub algorithm: Option<Algorithm>,
    /// The client's own nonce.
    pub cnonce: Option<Box<str>>,
    /// The quality of protection that was chosen.
    pub qop: Option<Box<str>>,
    /// How often the nonce was used, this time included.
    pub nc: Option<u32>,
    /// The challenge's `opaque`.
    pub opaque: Option<Box<str>>,
}

impl Credentials {
    /// Reads credentials, all of the text.
    pub fn parse(text: &str) -> Result<Self, BadSyntax> {
        let auth = match AuthParams::read(text)? {
            (_, Some(auth)) => auth,
            (scheme, None) => return Ok(Self::Other(scheme)),
        };
        Ok(Self::Digest(DigestCredentials {
            username: auth.need("username")?,
            realm: auth.need("realm")?,
            nonce: auth.need("nonce")?,
            uri: auth.need("uri")?,
            response: auth.need("response")?,
            algorithm: auth.value("algorithm").map(|name| Algorithm::parse(&name)),
            cnonce: auth.value("cnonce"),
            qop: auth.value("qop"),
            nc: auth.value("nc").map(|nc| nonce_count(&nc)).transpose()?,
            opaque: auth.value("opaque"),
        }))
    }
}

impl fmt::Display for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digest(credentials) => credentials.fmt(f),
            Self::Other(scheme) => f.write_str(scheme),
        }
    }
}

impl fmt::Display for DigestCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest username=")?;
        lex::write_quoted(f, &self.username)?;
        quoted(f, "realm", Some(&self.realm))?;
        quoted(f, "nonce", Some(&self.nonce))?;
        quoted(f, "uri", Some(&self.uri))?;
        quoted(f, "response", Some(&self.response))?;
        plain(f, "algorithm", self.algorithm.as_ref().map(Algorithm::as_str))?;
        quoted(f, "cnonce", self.cnonce.as_deref())?;
        plain(f, "qop", self.qop.as_deref())?;
        plain(f, "nc", self.nc.map(|nc| format!("{nc:08x}")).as_deref())?;
        quoted(f, "opaque", self.opaque.as_deref())
    }
}

impl FromStr for Credentials {
    type Err = BadSyntax;

    fn from_str(text: &str) -> Result<Self, BadSyntax> {
        Self::parse(text)
    }
}

/// RFC 2617 `nc-value`: hexadecimal, eight digits by the grammar, fewer from some.
fn nonce_count(text: &str) -> Result<u32, BadSyntax> {
    let hexadecimal = text.bytes().all(|b| b.is_ascii_hexdigit());
    u32::from_str_radix(text, 16).ok().filter(|_| hexadecimal).ok_or(BadSyntax("nc-value"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_read_and_printed() {
        let text = r#"Digest username="b\"ob", realm="r", nonce="n", uri="sip:h", response="00ff", algorithm=MD5, cnonce="c", qop=auth, nc=0000001f, opaque="o""#;
        let credentials = Credentials::parse(text).unwrap();
        let Credentials::Digest(digest) = &credentials else { panic!("a digest") };
        assert_eq!((&*digest.username, digest.nc), ("b\"ob", Some(31)));
        assert_eq!(credentials.to_string(), text);
    }

    /// RFC 4475 section 3.3.7.
    #[test]
    fn unknown_schemes_are_recognised_as_such() {
        let read = Credentials::parse("NoOneKnowsThisScheme opaque-data=here");
        assert_eq!(read, Ok(Credentials::Other("NoOneKnowsThisScheme".into())));
    }

    #[test]
    fn digests_that_lack_or_repeat_something_are_refused() {
        for bad in [
            "",
            "Digest",
            r#"Digest username="a", realm="r", nonce="n", uri="u""#,
            r#"Digest username="a", username="b", realm="r", nonce="n", uri="u", response="x""#,
            r#"Digest username="a, realm="r", nonce="n", uri="u", response="x""#,
            r#"Digest username="a", realm="r", nonce="n", uri="u", response="x", nc=+1"#,
        ] {
            assert!(Credentials::parse(bad).is_err(), "{bad}");
        }
    }

    /// Phones quote what the grammar has bare and leave bare what it has quoted; RFC 3261 section 25.1 lets any scheme be read
    /// in any case.
    #[test]
    fn quotes_and_case_are_forgiven() {
        let text = r#"digest USERNAME="a", realm=r, nonce=n/+=, uri=sip:h, response="x", algorithm="md5", qop="auth", nc=1"#;
        let Credentials::Digest(read) = Credentials::parse(text).unwrap() else { panic!("a digest") };
        assert_eq!((&*read.nonce, &*read.uri, read.algorithm), ("n/+=", "sip:h", Some(Algorithm::Md5)));
        assert_eq!((read.qop.as_deref(), read.nc, read.cnonce), (Some("auth"), Some(1), None));
    }

    /// RFC 7616 section 3.4: a count of more than eight digits is no count, and none is guessed.
    #[test]
    fn a_nonce_count_is_at_most_32_bits_of_hexadecimal() {
        let nc = |nc: &str| {
            let text =
                format!(r#"Digest username="a", realm="r", nonce="n", uri="u", response="x", nc={nc}"#);
            Credentials::parse(&text).map(|read| match read {
                Credentials::Digest(digest) => digest.nc,
                Credentials::Other(scheme) => panic!("{scheme}"),
            })
        };
        assert_eq!(nc("ffffffff"), Ok(Some(u32::MAX)));
        assert_eq!(nc("0000000A"), Ok(Some(10)));
        for bad in ["100000000", "0x1", "g", "-1"] {
            assert!(nc(bad).is_err(), "{bad}");
        }
    }
}
