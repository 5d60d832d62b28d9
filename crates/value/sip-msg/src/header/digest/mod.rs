//! Challenges and credentials (RFC 3261 section 20.7, RFC 7616, RFC 8760): their text only. What a right answer is, and
//! which algorithms we take, others decide.

mod algorithm;
mod auth_params;
mod challenge;
mod credentials;

use super::{HeaderName, Headers};
use crate::Malformed;

pub use algorithm::Algorithm;
pub use challenge::{Challenge, DigestChallenge};
pub use credentials::{Credentials, DigestCredentials};

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
