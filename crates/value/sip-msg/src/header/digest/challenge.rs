//! Challenges: what a server asks for (RFC 3261 section 20.44, RFC 7616 section 3.3).

use std::fmt;
use std::str::FromStr;

use super::Algorithm;
use super::auth_params::{AuthParams, plain, quoted};
use crate::BadSyntax;
use crate::lex;

/// What a server asks for (WWW-Authenticate, Proxy-Authenticate).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// A digest.
    Digest(DigestChallenge),
    /// Another scheme, by its name.
    Other(Box<str>),
}

/// The parameters of a digest challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestChallenge {
    /// What the password is for.
    pub realm: Box<str>,
    /// The server's challenge.
    pub nonce: Box<str>,
    /// What the client is to send back unchanged.
    pub opaque: Option<Box<str>>,
    /// Whether the answer was right and only its nonce too old.
    pub stale: bool,
    /// The algorithm, where it is written.
    pub algorithm: Option<Algorithm>,
    /// Qualities of protection on offer, in order.
    pub qop: Vec<Box<str>>,
}

impl Challenge {
    /// Reads one challenge, all of the text.
    pub fn parse(text: &str) -> Result<Self, BadSyntax> {
        let auth = match AuthParams::read(text)? {
            (_, Some(auth)) => auth,
            (scheme, None) => return Ok(Self::Other(scheme)),
        };
        let qop = auth.value("qop").unwrap_or_default();
        Ok(Self::Digest(DigestChallenge {
            realm: auth.need("realm")?,
            nonce: auth.need("nonce")?,
            opaque: auth.value("opaque"),
            stale: auth.value("stale").is_some_and(|stale| stale.eq_ignore_ascii_case("true")),
            algorithm: auth.value("algorithm").map(|name| Algorithm::parse(&name)),
            // RFC 7616 section 3.3: options that are not understood are passed over, and so is what is no token at all.
            qop: qop.split(',').map(lex::trim).filter(|qop| lex::is_token(qop)).map(Box::from).collect(),
        }))
    }
}

impl fmt::Display for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digest(challenge) => challenge.fmt(f),
            Self::Other(scheme) => f.write_str(scheme),
        }
    }
}

impl fmt::Display for DigestChallenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest realm=")?;
        lex::write_quoted(f, &self.realm)?;
        quoted(f, "nonce", Some(&self.nonce))?;
        quoted(f, "opaque", self.opaque.as_deref())?;
        plain(f, "stale", self.stale.then_some("true"))?;
        plain(f, "algorithm", self.algorithm.as_ref().map(Algorithm::as_str))?;
        quoted(f, "qop", (!self.qop.is_empty()).then(|| self.qop.join(",")).as_deref())
    }
}

impl FromStr for Challenge {
    type Err = BadSyntax;

    fn from_str(text: &str) -> Result<Self, BadSyntax> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3261 section 20.44.
    #[test]
    fn a_challenge_is_read_and_printed() {
        let text = r#"Digest realm="atlanta.com", domain="sip:boxesbybob.com", qop="auth, auth-int", nonce="f84f1c", opaque="", stale=FALSE, algorithm=MD5"#;
        let Challenge::Digest(challenge) = Challenge::parse(text).unwrap() else { panic!("a digest") };
        assert_eq!((&*challenge.realm, &*challenge.nonce, challenge.stale), ("atlanta.com", "f84f1c", false));
        assert_eq!(challenge.qop, ["auth".into(), "auth-int".into()]);
        let printed = challenge.to_string();
        assert_eq!(Challenge::parse(&printed), Ok(Challenge::Digest(challenge)));
    }

    /// RFC 7616 section 3.3: `qop-value` is a token. Found by fuzzing: a line end in one came out as another challenge.
    #[test]
    fn a_quality_of_protection_that_is_no_token_is_passed_over() {
        let text = "Digest realm=\"r\", nonce=\"n\", qop=\"\n\0x, auth, ,au th\"";
        let Challenge::Digest(challenge) = Challenge::parse(text).unwrap() else { panic!("a digest") };
        assert_eq!(challenge.qop, ["auth".into()]);
    }
}
