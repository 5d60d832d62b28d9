//! Random bits that open something: tokens, cookies, the set-up link. What opens is shown once; what is kept is its SHA-256.

use sha2::{Digest, Sha256};

use crate::error::Error;

/// Makes 256 random bits, as 64 hexadecimal digits.
pub(crate) fn random_hex() -> Result<String, Error> {
    Ok(random::<32>()?.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What passwords for telephones are made of: 32 characters that nobody takes for one another, and that a keypad can type.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Makes a password of so many characters, five random bits each.
pub(crate) fn random_password(chars: usize) -> Result<String, Error> {
    let bits = random::<64>()?;
    let char = |byte: &u8| ALPHABET.get(usize::from(byte % 32)).copied().map(char::from);
    Ok(bits.iter().take(chars).filter_map(char).collect())
}

/// Makes random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bits = [0; N];
    getrandom::fill(&mut bits).map_err(|_| Error::Interrupted("the system gives no random bits"))?;
    Ok(bits)
}

/// Returns what is kept of it. A fast hash will do: nobody guesses 256 bits.
pub(crate) fn sha256(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
