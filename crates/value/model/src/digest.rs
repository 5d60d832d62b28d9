//! Digest algorithms (RFC 7616, RFC 8760) that a line or a trunk is challenged with, best first.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::error::Problem;

/// A digest algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DigestAlgorithm {
    /// MD5: broken as a hash, yet what every phone speaks.
    #[serde(rename = "md5")]
    Md5,
    /// SHA-256.
    #[serde(rename = "sha-256")]
    Sha256,
    /// SHA-512/256.
    #[serde(rename = "sha-512-256")]
    Sha512Of256,
}

impl DigestAlgorithm {
    /// Every algorithm.
    pub const ALL: [Self; 3] = [Self::Md5, Self::Sha256, Self::Sha512Of256];

    /// Returns the name that settings use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha256 => "sha-256",
            Self::Sha512Of256 => "sha-512-256",
        }
    }
}

impl fmt::Display for DigestAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for DigestAlgorithm {
    type Err = Problem;

    fn from_str(raw: &str) -> Result<Self, Problem> {
        Self::ALL
            .into_iter()
            .find(|algorithm| raw.eq_ignore_ascii_case(algorithm.name()))
            .ok_or_else(|| Problem::unknown_word(raw, "md5, sha-256, sha-512-256"))
    }
}

/// Reads what is offered; nothing said means MD5 alone, because common phones give up on two challenges.
pub(crate) fn parse_list(raw: Option<Vec<String>>) -> Result<Vec<DigestAlgorithm>, Problem> {
    let mut list = Vec::with_capacity(DigestAlgorithm::ALL.len());
    for name in raw.unwrap_or_default() {
        let algorithm: DigestAlgorithm = name.parse()?;
        if !list.contains(&algorithm) {
            list.push(algorithm);
        }
    }
    if list.is_empty() {
        list.push(DigestAlgorithm::Md5);
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn md5_alone_is_offered_unless_told_otherwise() {
        assert_eq!(parse_list(None), Ok(vec![DigestAlgorithm::Md5]));
        assert_eq!(
            parse_list(Some(vec!["SHA-256".into(), "md5".into()])),
            Ok(vec![DigestAlgorithm::Sha256, DigestAlgorithm::Md5])
        );
        assert!(parse_list(Some(vec!["rot13".into()])).is_err());
    }
}
