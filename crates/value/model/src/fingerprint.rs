//! The fingerprint of a certificate: its SHA-256, as people copy it from one exchange to another.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::Problem;

/// The SHA-256 of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Takes the hash.
    pub const fn new(hash: [u8; 32]) -> Self {
        Self(hash)
    }

    /// Reads it as servers, browsers and `openssl x509 -fingerprint -sha256` print it: 64 hexadecimal digits, with or without colons.
    ///
    /// # Errors
    /// [`Problem::BadCharacters`].
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let bad =
            Problem::BadCharacters { allowed: "64 hexadecimal digits of a SHA-256, with or without colons" };
        let lower = raw.trim().to_ascii_lowercase();
        let prefixes = ["sha256 fingerprint=", "sha-256 ", "sha256:"];
        let text = prefixes.iter().find_map(|prefix| lower.strip_prefix(prefix)).unwrap_or(&lower);
        let digits = text.chars().filter(|c| !matches!(c, ':' | ' '));
        let digits: Option<Vec<u8>> =
            digits.map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
        let digits = digits.filter(|digits| digits.len() == 64).ok_or_else(|| bad.clone())?;
        let bytes: Vec<u8> =
            digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
        bytes.try_into().map(Self).map_err(|_| bad)
    }

    /// The hash.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes: Vec<String> = self.0.iter().map(|byte| format!("{byte:02X}")).collect();
        f.write_str(&bytes.join(":"))
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = Problem;

    fn try_from(raw: String) -> Result<Self, Problem> {
        Self::parse(&raw)
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_however_it_was_printed() {
        let wanted = Fingerprint::new([0xab; 32]);
        for text in [
            wanted.to_string(),
            format!("SHA-256 {wanted}"),
            format!("sha256 Fingerprint={wanted}"),
            format!("  {}\n", "ab".repeat(32)),
        ] {
            assert_eq!(Fingerprint::parse(&text), Ok(wanted), "{text}");
        }
        for text in ["", "AB", &"AB".repeat(33), &"GG".repeat(32), &"A".repeat(63)] {
            assert!(Fingerprint::parse(text).is_err(), "{text}");
        }
    }
}
