//! Keys in a session description: `a=crypto` (RFC 4568), with the suites of RFC 6188 and RFC 7714.
//!
//! What is read is bounded and either usable or passed over with a reason; the key of what is passed over is not kept. A key
//! is never shown by `Debug`, and is written out by [`Crypto::line`] and by serialisation alone, which storage needs.

use std::{error::Error, fmt};

use base64ct::{Base64, Base64Unpadded, Encoding};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use zeroize::Zeroizing;

/// Most `a=crypto` lines of a stream that are looked at; there are a dozen registered suites, and phones offer four.
pub const MAX_CRYPTO: usize = 16;

/// One `a=crypto` line that can be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crypto {
    /// Tells the lines of an offer apart; the answer repeats the one that it takes. At most nine digits.
    pub tag: u32,
    /// The suite.
    pub suite: Suite,
    /// The key with which the describing side sends.
    pub key: KeySalt,
    /// How many packets it may protect, where that is less than the suite allows. It binds whoever sends with the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifetime: Option<u64>,
}

/// A crypto suite by its name in session descriptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Suite {
    /// RFC 4568 section 6.2.1.
    #[serde(rename = "AES_CM_128_HMAC_SHA1_80")]
    AesCm128Sha1Tag80,
    /// RFC 4568 section 6.2.2.
    #[serde(rename = "AES_CM_128_HMAC_SHA1_32")]
    AesCm128Sha1Tag32,
    /// RFC 6188.
    #[serde(rename = "AES_256_CM_HMAC_SHA1_80")]
    AesCm256Sha1Tag80,
    /// RFC 6188.
    #[serde(rename = "AES_256_CM_HMAC_SHA1_32")]
    AesCm256Sha1Tag32,
    /// RFC 7714.
    #[serde(rename = "AEAD_AES_128_GCM")]
    AesGcm128,
    /// RFC 7714.
    #[serde(rename = "AEAD_AES_256_GCM")]
    AesGcm256,
}

impl Suite {
    /// Every suite in the order in which we offer them: what protects best first. Tags of 32 bits are last of all.
    pub const ALL: [Self; 6] = [
        Self::AesGcm256,
        Self::AesGcm128,
        Self::AesCm256Sha1Tag80,
        Self::AesCm128Sha1Tag80,
        Self::AesCm256Sha1Tag32,
        Self::AesCm128Sha1Tag32,
    ];

    /// The registered name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AesCm128Sha1Tag80 => "AES_CM_128_HMAC_SHA1_80",
            Self::AesCm128Sha1Tag32 => "AES_CM_128_HMAC_SHA1_32",
            Self::AesCm256Sha1Tag80 => "AES_256_CM_HMAC_SHA1_80",
            Self::AesCm256Sha1Tag32 => "AES_256_CM_HMAC_SHA1_32",
            Self::AesGcm128 => "AEAD_AES_128_GCM",
            Self::AesGcm256 => "AEAD_AES_256_GCM",
        }
    }

    /// The bytes of its key and salt together.
    pub const fn key_salt_bytes(self) -> usize {
        match self {
            Self::AesCm128Sha1Tag80 | Self::AesCm128Sha1Tag32 => 16 + 14,
            Self::AesCm256Sha1Tag80 | Self::AesCm256Sha1Tag32 => 32 + 14,
            Self::AesGcm128 => 16 + 12,
            Self::AesGcm256 => 32 + 12,
        }
    }

    /// Whether its RTP has a tag of 32 bits: taken where a peer offers nothing better, and not offered.
    pub const fn has_short_tag(self) -> bool {
        matches!(self, Self::AesCm128Sha1Tag32 | Self::AesCm256Sha1Tag32)
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A master key followed by its salt. It is wiped when it is dropped, and not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct KeySalt {
    bytes: Zeroizing<[u8; Self::MAX_BYTES]>,
    len: usize,
}

/// Text that is no key and salt in base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadKeySalt;

impl fmt::Display for BadKeySalt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no key and salt in base64")
    }
}

impl Error for BadKeySalt {}

impl KeySalt {
    /// The longest: a key of 256 bits with a salt of 112.
    pub const MAX_BYTES: usize = 46;
    /// Room for the longest in base64.
    const MAX_TEXT: usize = 64;

    /// Fills a new one for a suite; `draw` writes bytes that nobody can guess.
    pub fn draw(suite: Suite, draw: &mut dyn FnMut(&mut [u8])) -> Self {
        let mut key = Self { bytes: Zeroizing::new([0; Self::MAX_BYTES]), len: suite.key_salt_bytes() };
        draw(key.bytes.get_mut(..key.len).unwrap_or_default());
        key
    }

    /// The bytes themselves.
    pub fn expose(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// Reads base64, with padding or without: phones do either.
    fn parse(text: &str) -> Result<Self, BadKeySalt> {
        let mut bytes = Zeroizing::new([0; Self::MAX_BYTES]);
        let len =
            Base64Unpadded::decode(text.trim_end_matches('='), &mut *bytes).map_err(|_| BadKeySalt)?.len();
        Ok(Self { bytes, len })
    }

    fn text(&self) -> Zeroizing<String> {
        let mut room = Zeroizing::new([0; Self::MAX_TEXT]);
        Zeroizing::new(Base64::encode(self.expose(), &mut *room).unwrap_or_default().to_owned())
    }
}

impl fmt::Debug for KeySalt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("********")
    }
}

impl Serialize for KeySalt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for KeySalt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        Self::parse(&text).map_err(de::Error::custom)
    }
}

impl Crypto {
    /// Reads what stands behind `a=crypto:`; the error names the suite and what is wrong with the line.
    pub(crate) fn parse(value: &str) -> Result<Self, String> {
        let mut words = value.split_ascii_whitespace();
        let (Some(tag), Some(name), Some(key)) = (words.next(), words.next(), words.next()) else {
            return Err("a line that is none".to_owned());
        };
        let name = short(name);
        let suite = Suite::from_name(name).ok_or_else(|| name.to_owned())?;
        let tag = tag.parse().ok().filter(|tag| (1..=999_999_999).contains(tag));
        let tag: u32 = tag.ok_or_else(|| format!("{name} with a bad tag"))?;
        if let Some(parameter) = words.find(|word| !may_be_ignored(word)) {
            return Err(format!("{name} with {}", short(parameter)));
        }
        let (key, lifetime) = inline(key, suite).map_err(|why| format!("{name} with {why}"))?;
        Ok(Self { tag, suite, key, lifetime })
    }

    /// What stands behind `a=crypto:`, the key included.
    pub(crate) fn line(&self) -> String {
        let Self { tag, suite, key, lifetime } = self;
        let lifetime = lifetime.map(|packets| format!("|{packets}")).unwrap_or_default();
        format!("{tag} {suite} inline:{}{lifetime}", *key.text())
    }
}

/// Cuts a word of the peer's that goes into a message for people.
fn short(word: &str) -> &str {
    word.char_indices().nth(LONGEST_WORD).map_or(word, |(at, _)| word.get(..at).unwrap_or_default())
}

/// The longest registered suite has 23 letters.
const LONGEST_WORD: usize = 40;

/// Session parameters that change nothing for us (RFC 4568 section 6.3): those that say so themselves, a hint for the size of
/// the replay window, and a derivation rate of none.
fn may_be_ignored(parameter: &str) -> bool {
    parameter.starts_with('-') || parameter.starts_with("WSH=") || parameter == "KDR=0"
}

/// Reads `inline:key|lifetime|mki:length` (section 6.1).
fn inline(text: &str, suite: Suite) -> Result<(KeySalt, Option<u64>), &'static str> {
    let text = text.strip_suffix(';').unwrap_or(text);
    if text.contains(';') {
        return Err("more than one key");
    }
    let mut parts = text.split('|');
    let (method, key) = parts.next().and_then(|part| part.split_once(':')).ok_or("no key")?;
    if !method.eq_ignore_ascii_case("inline") {
        return Err("a key of another kind");
    }
    let key = KeySalt::parse(key).ok().filter(|key| key.len == suite.key_salt_bytes());
    let key = key.ok_or("a key of the wrong length")?;
    let mut lifetime = None;
    for part in parts {
        if part.contains(':') {
            return Err("MKI");
        }
        lifetime = Some(packets(part).ok_or("a bad lifetime")?);
    }
    Ok((key, lifetime))
}

/// A number of packets, in digits or as a power of two, of the 2^48 that there can be.
fn packets(text: &str) -> Option<u64> {
    let count = match text.strip_prefix("2^") {
        Some(power) => 1_u64.checked_shl(power.parse().ok()?)?,
        None => text.parse().ok()?,
    };
    Some(count).filter(|count| (1..=1 << 48).contains(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";

    /// RFC 4568 section 9's example, with what may be passed over.
    #[test]
    fn a_line_is_read_and_written() {
        let line = format!("1 AES_CM_128_HMAC_SHA1_80 inline:{KEY}|2^20");
        let crypto = Crypto::parse(&format!("{line} WSH=128 -X=1 KDR=0")).unwrap();
        assert_eq!((crypto.tag, crypto.suite), (1, Suite::AesCm128Sha1Tag80));
        assert_eq!(crypto.key.expose(), b"wDfvg&T+)xG7@fb5jU,RaA}\\|p0%*#");
        assert_eq!(crypto.lifetime, Some(1 << 20));
        assert_eq!(crypto.line(), format!("1 AES_CM_128_HMAC_SHA1_80 inline:{KEY}|1048576"));
    }

    #[test]
    fn padding_may_be_left_out_and_every_suite_has_its_length() {
        for suite in Suite::ALL {
            let key = KeySalt::draw(suite, &mut |bytes| bytes.fill(0x5a));
            let crypto = Crypto { tag: 3, suite, key, lifetime: None };
            assert_eq!(Crypto::parse(&crypto.line()), Ok(crypto.clone()));
            assert_eq!(Crypto::parse(crypto.line().trim_end_matches('=')), Ok(crypto.clone()));
            assert!(Crypto::parse(&crypto.line().replace("inline:", "inline:AAAA")).is_err());
        }
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        let why = |line: &str| Crypto::parse(line).unwrap_err();
        let ours = "AES_CM_128_HMAC_SHA1_80";
        assert_eq!(why(&format!("1 F8_128_HMAC_SHA1_80 inline:{KEY}")), "F8_128_HMAC_SHA1_80");
        assert_eq!(why(&format!("1 {ours} inline:{KEY}|2^20|1:4")), format!("{ours} with MKI"));
        assert_eq!(why(&format!("1 {ours} inline:{KEY}|1:4")), format!("{ours} with MKI"));
        assert_eq!(
            why(&format!("1 {ours} inline:{KEY};inline:{KEY}")),
            format!("{ours} with more than one key")
        );
        assert_eq!(
            why(&format!("1 {ours} inline:{KEY} UNENCRYPTED_SRTP")),
            format!("{ours} with UNENCRYPTED_SRTP")
        );
        assert_eq!(why(&format!("1 {ours} inline:{KEY} KDR=4")), format!("{ours} with KDR=4"));
        assert_eq!(why(&format!("0 {ours} inline:{KEY}")), format!("{ours} with a bad tag"));
        assert_eq!(why(&format!("1 {ours} inline:{KEY}|2^49")), format!("{ours} with a bad lifetime"));
        assert_eq!(why(&format!("1 {ours} inline:{KEY}|2^99")), format!("{ours} with a bad lifetime"));
        assert_eq!(why(&format!("1 {ours} uri:{KEY}")), format!("{ours} with a key of another kind"));
        assert_eq!(why(&format!("1 {ours} inline:")), format!("{ours} with a key of the wrong length"));
        assert_eq!(why(ours), "a line that is none");
        assert_eq!(why(&format!("1 {} x", "é".repeat(999))).chars().count(), LONGEST_WORD);
    }

    #[test]
    fn a_key_is_not_shown() {
        let crypto = Crypto::parse(&format!("1 AES_CM_128_HMAC_SHA1_80 inline:{KEY}")).unwrap();
        assert!(!format!("{crypto:?}").contains("d0Rm"));
    }
}
