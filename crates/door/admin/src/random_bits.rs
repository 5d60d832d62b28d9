//! Random bits that open something: tokens, cookies, the set-up link. What opens is shown once; what is kept is its SHA-256.

use sha2::{Digest, Sha256};

use crate::error::Error;

/// Makes 256 random bits, as 64 hexadecimal digits.
pub(crate) fn random_hex() -> Result<String, Error> {
    Ok(random::<32>()?.iter().map(|byte| format!("{byte:02x}")).collect())
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
