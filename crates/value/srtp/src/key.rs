//! A master key with its salt, as SDES carries them: one after the other.

use std::{error::Error, fmt};

use zeroize::Zeroizing;

use crate::Suite;

/// The key and salt that one direction of a stream is protected with. It is wiped when it is dropped, and never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey {
    suite: Suite,
    bytes: Zeroizing<[u8; Self::MAX_BYTES]>,
}

/// Bytes that are no key of their suite: too few or too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadKey;

impl fmt::Display for BadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not as long as a key and salt of the suite")
    }
}

impl Error for BadKey {}

impl MasterKey {
    /// The longest: a key of 256 bits and a salt of 112.
    const MAX_BYTES: usize = 32 + 14;

    /// Takes key and salt, which must be exactly as long as the suite wants them.
    ///
    /// # Errors
    /// [`BadKey`].
    pub fn new(suite: Suite, key_and_salt: &[u8]) -> Result<Self, BadKey> {
        if key_and_salt.len() != suite.key_bytes() + suite.salt_bytes() {
            return Err(BadKey);
        }
        let mut bytes = Zeroizing::new([0; Self::MAX_BYTES]);
        bytes.iter_mut().zip(key_and_salt).for_each(|(to, from)| *to = *from);
        Ok(Self { suite, bytes })
    }

    /// The suite that it is for.
    pub const fn suite(&self) -> Suite {
        self.suite
    }

    pub(crate) fn key(&self) -> &[u8] {
        self.bytes.get(..self.suite.key_bytes()).unwrap_or_default()
    }

    /// The salt in 112 bits; a shorter one is followed by zeros (RFC 7714 section 11).
    pub(crate) fn salt(&self) -> [u8; 14] {
        let mut salt = [0; 14];
        let bytes = self.bytes.iter().skip(self.suite.key_bytes()).take(self.suite.salt_bytes());
        salt.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        salt
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({:?})", self.suite)
    }
}
