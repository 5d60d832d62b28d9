//! The passwords of the configuration, sealed: who finds the database, or a backup of it, without the key's file finds no password.
//!
//! AES-256-GCM (NIST SP 800-38D) with a nonce drawn for each value; the place of a value is authenticated with it, so that a sealed
//! password cannot be moved to another noun. What an earlier release wrote in clear is read as it is, and sealed at the start.

mod hex;
mod key_file;
mod passphrase;
mod sealing;

use std::{borrow::Cow, fmt};

use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest::{SHA256, digest},
    rand::{SecureRandom, SystemRandom},
};
use rusqlite::Connection;

use crate::{error::Error, settings};
pub(crate) use key_file::find;
pub(crate) use passphrase::{lock, unlock};
pub(crate) use sealing::seal_all;

/// Bytes of a key.
pub(crate) const KEY_LEN: usize = 32;

/// What every sealed value begins with, before the key's id.
const VERSION: &str = "sealed-1";

/// The setting with the id of the key that a database is sealed with.
const KEY_ID: &str = "secret_key";

/// The setting with that key under a passphrase: only in a backup that was made so.
const LOCKED_KEY: &str = "locked_key";

/// A key, ready to seal and to open.
pub(crate) struct Vault {
    key: LessSafeKey,
    bytes: [u8; KEY_LEN],
    id: String,
}

impl Vault {
    /// Holds a key.
    pub(crate) fn new(bytes: [u8; KEY_LEN]) -> Self {
        let Ok(key) = UnboundKey::new(&AES_256_GCM, &bytes) else {
            unreachable!("a key of AES-256 has as many bytes")
        };
        // The id tells keys apart and gives nothing away: half of a hash of 256 random bits.
        let mut named = b"strowger key id ".to_vec();
        named.extend_from_slice(&bytes);
        let id = hex::write(digest(&SHA256, &named).as_ref().get(..8).unwrap_or_default());
        Self { key: LessSafeKey::new(key), bytes, id }
    }

    /// Draws a key.
    ///
    /// # Errors
    /// [`Error::NoChance`].
    pub(crate) fn generate() -> Result<Self, Error> {
        Ok(Self::new(chance()?))
    }

    /// Tells this key from others.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Seals a JSON document; what comes out is one too.
    ///
    /// # Errors
    /// [`Error::NoChance`].
    pub(crate) fn seal(&self, place: &str, clear: &str) -> Result<String, Error> {
        let nonce: [u8; NONCE_LEN] = chance()?;
        let mut sealed = clear.as_bytes().to_vec();
        let place = Aad::from(place.as_bytes());
        // It fails only for what has gigabytes.
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), place, &mut sealed)
            .map_err(|_| Error::NoChance)?;
        Ok(format!("\"{VERSION}:{}:{}{}\"", self.id, hex::write(&nonce), hex::write(&sealed)))
    }

    /// Opens what was sealed; a document in clear, of an earlier release, is given as it is.
    ///
    /// # Errors
    /// [`Error::Sealed`] where another key sealed it, where it stood elsewhere, or where somebody changed it.
    pub(crate) fn open<'a>(&self, place: &str, kept: &'a str) -> Result<Cow<'a, str>, Error> {
        if !is_sealed(kept) {
            return Ok(Cow::Borrowed(kept));
        }
        self.unseal(place, kept).map(Cow::Owned).ok_or_else(|| Error::Sealed(place.to_owned()))
    }

    fn unseal(&self, place: &str, kept: &str) -> Option<String> {
        let (version, rest) = kept.strip_prefix('"')?.strip_suffix('"')?.split_once(':')?;
        let (id, text) = rest.split_once(':')?;
        if version != VERSION || id != self.id {
            return None;
        }
        let mut bytes = hex::read(text)?;
        let (nonce, sealed) = bytes.split_first_chunk_mut::<NONCE_LEN>()?;
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let clear = self.key.open_in_place(nonce, Aad::from(place.as_bytes()), sealed).ok()?;
        String::from_utf8(clear.to_vec()).ok()
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault({})", self.id)
    }
}

/// Says whether a column's text is sealed: what is in clear is an object or a list.
fn is_sealed(kept: &str) -> bool {
    kept.starts_with('"')
}

/// Names the place of a noun's passwords.
pub(crate) fn noun_place(kind: &str, id: u32) -> String {
    format!("noun/{kind}/{id}")
}

/// Names the place of a revision's passwords.
pub(crate) fn revision_place(number: i64) -> String {
    format!("revision/{number}")
}

/// Reads which key a database is sealed with; none where it is new, or of an earlier release.
///
/// # Errors
/// [`Error::Database`].
pub(crate) fn key_id(db: &Connection) -> Result<Option<String>, Error> {
    let has_settings = db.query_row(
        "select count(*) from sqlite_schema where type = 'table' and name = 'setting'",
        [],
        |row| row.get::<_, i64>(0),
    )?;
    if has_settings == 0 { Ok(None) } else { settings::value(db, KEY_ID) }
}

fn chance<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Error::NoChance)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_key_in_its_place_only() {
        let (vault, other) = (Vault::generate().unwrap(), Vault::generate().unwrap());
        let clear = r#"{"password":"Wq7-long-enough"}"#;
        let sealed = vault.seal("noun/line/7", clear).unwrap();
        assert!(!sealed.contains("Wq7") && serde_json::from_str::<String>(&sealed).is_ok(), "{sealed}");
        assert_eq!(vault.open("noun/line/7", &sealed).unwrap(), clear);
        assert_ne!(vault.seal("noun/line/7", clear).unwrap(), sealed, "another nonce every time");
        for (vault, place) in [(&other, "noun/line/7"), (&vault, "noun/line/8")] {
            assert!(matches!(vault.open(place, &sealed), Err(Error::Sealed(_))));
        }
    }

    #[test]
    fn no_byte_of_it_can_be_changed() {
        let vault = Vault::generate().unwrap();
        let sealed = vault.seal("p", "{}").unwrap();
        for at in 1..sealed.len() - 1 {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(vault.open("p", &changed).is_err(), "{changed}");
        }
    }

    #[test]
    fn an_earlier_release_wrote_in_clear() {
        let vault = Vault::generate().unwrap();
        assert_eq!(vault.open("p", r#"{"password":"x"}"#).unwrap(), r#"{"password":"x"}"#);
        assert_eq!(format!("{vault:?}"), format!("Vault({})", vault.id()));
    }
}
