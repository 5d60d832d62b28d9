//! The key under a passphrase, within a backup: whoever knows it restores the backup anywhere.

use argon2::{Algorithm, Argon2, Params, Version};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::{KEY_ID, KEY_LEN, LOCKED_KEY, Vault, chance, hex};
use crate::{
    error::Error,
    nouns::{document, text},
    settings,
};

/// What one guess costs: the second recommendation of RFC 9106 section 4.
const MEMORY_KIB: u32 = 64 << 10;
const PASSES: u32 = 3;
const LANES: u32 = 4;

/// What a file may ask of us at most: it may be anybody's.
const MEMORY_KIB_MAX: u32 = 256 << 10;
const PASSES_MAX: u32 = 10;
const LANES_MAX: u32 = 16;

/// Bytes of salt (RFC 9106 section 3.1).
const SALT: usize = 16;

/// Where the key stands within what is sealed.
const PLACE: &str = "key";

/// A key under a passphrase.
#[derive(Serialize, Deserialize)]
struct Locked {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    key: String,
}

/// Puts the key into a copy of the database, under a passphrase.
///
/// # Errors
/// [`Error`] of the database; [`Error::NoChance`] where there is no memory for it either.
pub(crate) fn lock(copy: &Connection, vault: &Vault, passphrase: &str) -> Result<(), Error> {
    let salt: [u8; SALT] = chance()?;
    let key = derived(passphrase, &salt, MEMORY_KIB, PASSES, LANES).ok_or(Error::NoChance)?;
    let locked = Locked {
        memory_kib: MEMORY_KIB,
        passes: PASSES,
        lanes: LANES,
        salt: hex::write(&salt),
        key: key.seal(PLACE, &hex::write(&vault.bytes))?,
    };
    settings::put(copy, LOCKED_KEY, &text(&locked)?)
}

/// Finds the key of a backup: our own where that sealed it, or the one that is in it under a passphrase. None where no key is
/// needed, since an earlier release wrote it in clear.
///
/// # Errors
/// [`Error::ForeignKey`], [`Error::PassphraseNeeded`], [`Error::WrongPassphrase`].
pub(crate) fn unlock(
    backup: &Connection,
    own: &Vault,
    passphrase: Option<&str>,
) -> Result<Option<Vault>, Error> {
    let Some(id) = settings::value(backup, KEY_ID)? else { return Ok(None) };
    if id == own.id() {
        return Ok(Some(Vault::new(own.bytes)));
    }
    let locked = settings::value(backup, LOCKED_KEY)?.ok_or(Error::ForeignKey)?;
    let passphrase = passphrase.ok_or(Error::PassphraseNeeded)?;
    let locked: Locked = document("key", &locked)?;
    let vault = opened(&locked, passphrase).ok_or(Error::WrongPassphrase)?;
    if vault.id() == id { Ok(Some(vault)) } else { Err(Error::Sealed(PLACE.to_owned())) }
}

fn opened(locked: &Locked, passphrase: &str) -> Option<Vault> {
    let Locked { memory_kib, passes, lanes, salt, key } = locked;
    if *memory_kib > MEMORY_KIB_MAX || *passes > PASSES_MAX || *lanes > LANES_MAX {
        return None;
    }
    let cover = derived(passphrase, &hex::read(salt)?, *memory_kib, *passes, *lanes)?;
    let bytes: [u8; KEY_LEN] = hex::read(&cover.unseal(PLACE, key)?)?.try_into().ok()?;
    Some(Vault::new(bytes))
}

fn derived(passphrase: &str, salt: &[u8], memory_kib: u32, passes: u32, lanes: u32) -> Option<Vault> {
    let params = Params::new(memory_kib, passes, lanes, Some(KEY_LEN)).ok()?;
    let mut bytes = [0; KEY_LEN];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut bytes)
        .ok()?;
    Some(Vault::new(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_out_with_its_passphrase_only() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("create table setting (name text primary key, value text not null)").unwrap();
        let (vault, other) = (Vault::generate().unwrap(), Vault::generate().unwrap());
        assert!(unlock(&db, &other, None).unwrap().is_none(), "in clear");
        settings::put(&db, KEY_ID, vault.id()).unwrap();
        assert!(matches!(unlock(&db, &other, Some("x")), Err(Error::ForeignKey)));
        lock(&db, &vault, "trois petits chats").unwrap();
        assert!(matches!(unlock(&db, &other, None), Err(Error::PassphraseNeeded)));
        assert!(matches!(unlock(&db, &other, Some("trois petit chats")), Err(Error::WrongPassphrase)));
        let found = unlock(&db, &other, Some("trois petits chats")).unwrap().unwrap();
        assert_eq!(found.bytes, vault.bytes);
        assert_eq!(unlock(&db, &vault, None).unwrap().unwrap().bytes, vault.bytes);
    }

    #[test]
    fn a_file_may_not_ask_for_all_our_memory() {
        let greedy =
            Locked { memory_kib: u32::MAX, passes: 1, lanes: 1, salt: "00".repeat(SALT), key: String::new() };
        assert!(opened(&greedy, "x").is_none());
    }
}
