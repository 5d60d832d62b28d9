//! Challenges and credentials (RFC 3261 section 20.7, RFC 7616, RFC 8760): their text only. What a right answer is, and
//! which algorithms we take, others decide.

use std::fmt;
use std::str::FromStr;

use super::{HeaderName, Headers};
use crate::lex::{self, Cursor};
use crate::{BadSyntax, Malformed, Params};

/// The algorithm of a digest. Where none is written it is MD5.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RFC 2617.
    Md5,
    /// RFC 8760.
    Sha256,
    /// RFC 8760.
    Sha512Trunc256,
    /// One that we don't know, the `-sess` forms among them.
    Other(Box<str>),
}

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

impl Algorithm {
    /// Reads the name of an algorithm, in any case.
    pub fn parse(text: &str) -> Self {
        let known = [Self::Md5, Self::Sha256, Self::Sha512Trunc256];
        let found = known.into_iter().find(|known| known.as_str().eq_ignore_ascii_case(text));
        found.unwrap_or_else(|| Self::Other(text.into()))
    }

    /// The name as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha256 => "SHA-256",
            Self::Sha512Trunc256 => "SHA-512-256",
            Self::Other(name) => name,
        }
    }
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
            qop: qop.split(',').map(lex::trim).filter(|qop| !qop.is_empty()).map(Box::from).collect(),
        }))
    }
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

/// RFC 2617 `nc-value`: hexadecimal, eight digits by the grammar, fewer from some.
fn nonce_count(text: &str) -> Result<u32, BadSyntax> {
    let hexadecimal = text.bytes().all(|b| b.is_ascii_hexdigit());
    u32::from_str_radix(text, 16).ok().filter(|_| hexadecimal).ok_or(BadSyntax("nc-value"))
}

/// The parameters behind a scheme, unquoted.
struct AuthParams(Params);

impl AuthParams {
    /// Reads the scheme, and behind Digest the parameters. One that stands there twice is an error: two readers could take
    /// different ones.
    fn read(text: &str) -> Result<(Box<str>, Option<Self>), BadSyntax> {
        let mut cursor = Cursor::new(text);
        cursor.skip_lws();
        let scheme = cursor.token()?;
        if !scheme.eq_ignore_ascii_case("Digest") {
            return Ok((scheme.into(), None));
        }
        let mut params = Params::new();
        for item in lex::list(cursor.rest()).filter(|item| !item.is_empty()) {
            let mut item = Cursor::new(item);
            let name = item.token()?;
            let value = if item.eat('=') { auth_value(item)? } else { return Err(BadSyntax("auth-param")) };
            if params.has(name) {
                return Err(BadSyntax("auth-param"));
            }
            params.append(name.into(), Some(value))?;
        }
        Ok((scheme.into(), Some(Self(params))))
    }

    fn value(&self, name: &str) -> Option<Box<str>> {
        self.0.get(name).map(Box::from)
    }

    fn need(&self, name: &str) -> Result<Box<str>, BadSyntax> {
        self.value(name).ok_or(BadSyntax("digest"))
    }
}

fn auth_value(mut cursor: Cursor<'_>) -> Result<Box<str>, BadSyntax> {
    let value = match cursor.peek() {
        Some(b'"') => lex::unquote(cursor.quoted()?),
        _ => cursor.take_while(|b| b > b' ' && b != 0x7f && b != b'"').into(),
    };
    cursor.end()?;
    Ok(Box::from(&*value))
}

impl Headers {
    /// Credentials for us.
    pub fn authorization(&self) -> Result<Vec<Credentials>, Malformed> {
        self.each(HeaderName::Authorization, Credentials::parse)
    }

    /// Credentials for us as a proxy.
    pub fn proxy_authorization(&self) -> Result<Vec<Credentials>, Malformed> {
        self.each(HeaderName::ProxyAuthorization, Credentials::parse)
    }

    /// Challenges of a server, in its order of preference.
    pub fn www_authenticate(&self) -> Result<Vec<Challenge>, Malformed> {
        self.each(HeaderName::WwwAuthenticate, Challenge::parse)
    }

    /// Challenges of a proxy, in its order of preference.
    pub fn proxy_authenticate(&self) -> Result<Vec<Challenge>, Malformed> {
        self.each(HeaderName::ProxyAuthenticate, Challenge::parse)
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

fn quoted(f: &mut fmt::Formatter<'_>, name: &str, value: Option<&str>) -> fmt::Result {
    match value {
        Some(value) => {
            write!(f, ", {name}=")?;
            lex::write_quoted(f, value)
        }
        None => Ok(()),
    }
}

/// RFC 3261 section 25.1 has these bare; text that is no token is quoted all the same, so that it stays one value.
fn plain(f: &mut fmt::Formatter<'_>, name: &str, value: Option<&str>) -> fmt::Result {
    match value {
        Some(value) if lex::is_token(value) => write!(f, ", {name}={value}"),
        other => quoted(f, name, other),
    }
}

impl FromStr for Challenge {
    type Err = BadSyntax;

    fn from_str(text: &str) -> Result<Self, BadSyntax> {
        Self::parse(text)
    }
}

impl FromStr for Credentials {
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

    /// RFC 8760 section 2: a list of challenges is in the server's order.
    #[test]
    fn several_challenges_keep_their_order() {
        let mut headers = Headers::new();
        for algorithm in ["SHA-512-256", "sha-256", "MD5-sess"] {
            let value = format!(r#"Digest realm="r", nonce="n", algorithm={algorithm}"#);
            headers.push(HeaderName::WwwAuthenticate, value);
        }
        let algorithms: Vec<_> = headers.www_authenticate().unwrap().into_iter().collect();
        let named = |at: usize| match &algorithms[at] {
            Challenge::Digest(challenge) => challenge.algorithm.clone().unwrap(),
            Challenge::Other(scheme) => panic!("{scheme}"),
        };
        assert_eq!([named(0), named(1)], [Algorithm::Sha512Trunc256, Algorithm::Sha256]);
        assert_eq!(named(2), Algorithm::Other("MD5-sess".into()));
    }

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
}
