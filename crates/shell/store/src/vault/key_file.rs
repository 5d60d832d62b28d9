//! The file of the key, apart from the database: made once, never written over.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

use super::{KEY_LEN, Vault, hex};
use crate::error::Error;

/// The first line of every key file says what it is to whoever finds it.
const TITLE: &str =
    "# The key of a Strowger exchange: without it, the passwords in its database and backups cannot be read.";

/// Finds the key of a database. `wanted` is the id of the key that the database is sealed with; one is made only where it is
/// sealed with none.
///
/// # Errors
/// [`Error::KeyMissing`], [`Error::KeyWrong`], [`Error::KeyUnreadable`]: nothing was changed then.
pub(crate) fn find(file: &Path, wanted: Option<&str>) -> Result<Vault, Error> {
    let fail = |source| Error::Directory { path: file.to_owned(), source };
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return match wanted {
                Some(_) => Err(Error::KeyMissing(file.to_owned())),
                None => make(file).map_err(|error| match error {
                    Made::Not(error) => error,
                    Made::Failed(source) => fail(source),
                }),
            };
        }
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(Error::KeyUnreadable(file.to_owned()));
        }
        Err(error) => return Err(fail(error)),
    };
    let vault = read(&text).ok_or_else(|| Error::KeyUnreadable(file.to_owned()))?;
    if wanted.is_some_and(|wanted| wanted != vault.id()) {
        return Err(Error::KeyWrong(file.to_owned()));
    }
    if fs::metadata(file).is_ok_and(|found| found.permissions().mode() & 0o077 != 0) {
        tracing::warn!(file = %file.display(), "others than the owner may read the key of the passwords: chmod 600");
    }
    Ok(vault)
}

fn read(text: &str) -> Option<Vault> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let bytes: [u8; KEY_LEN] = hex::read(lines.next()?)?.try_into().ok()?;
    lines.next().is_none().then(|| Vault::new(bytes))
}

/// Why no key was made.
enum Made {
    Not(Error),
    Failed(io::Error),
}

impl From<io::Error> for Made {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// Makes a key, and returns when it is on the disk: what is sealed with a key that a power cut takes is lost.
fn make(file: &Path) -> Result<Vault, Made> {
    let vault = Vault::generate().map_err(Made::Not)?;
    write(file, &vault)?;
    tracing::info!(file = %file.display(), "the key of the passwords was made: keep a copy of it apart from the backups");
    Ok(vault)
}

/// Writes a key into a new file.
///
/// # Errors
/// What the system says; a file that is there is never written over.
fn write(file: &Path, vault: &Vault) -> io::Result<()> {
    // A half-written file would be taken for a key that somebody broke.
    let new = file.with_extension("new");
    let _ = fs::remove_file(&new);
    let mut out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
    let written = out
        .write_all(format!("{TITLE}\n{}\n", hex::write(&vault.bytes)).as_bytes())
        .and_then(|()| out.sync_all())
        // Unlike a renaming, a link does not take the place of a file that appeared meanwhile.
        .and_then(|()| fs::hard_link(&new, file));
    let _ = fs::remove_file(&new);
    written?;
    File::open(file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> std::path::PathBuf {
        let path = std::env::temp_dir().join(format!("strowger-key-{}-{name}", std::process::id()));
        let _ = fs::remove_file(&path);
        path
    }

    #[test]
    fn a_key_is_made_once_for_its_owner_and_found_again() {
        let file = path("made");
        let made = find(&file, None).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let kept = fs::read(&file).unwrap();
        assert_eq!(find(&file, Some(made.id())).unwrap().id(), made.id());
        assert_eq!(find(&file, None).unwrap().id(), made.id());
        assert_eq!(fs::read(&file).unwrap(), kept);
        assert!(!file.with_extension("new").exists());
        fs::remove_file(&file).unwrap();
    }

    #[test]
    fn a_key_that_is_missing_wrong_or_broken_is_told_and_nothing_is_written() {
        let file = path("not");
        assert!(matches!(find(&file, Some("0123")), Err(Error::KeyMissing(_))));
        assert!(!file.exists(), "no other key takes its place");
        find(&file, None).unwrap();
        let kept = fs::read_to_string(&file).unwrap();
        assert!(matches!(find(&file, Some("0123")), Err(Error::KeyWrong(_))));
        for broken in ["", "# nothing", "abcd", &kept[..kept.len() - 3], &format!("{kept}{kept}")] {
            fs::write(&file, broken).unwrap();
            assert!(matches!(find(&file, None), Err(Error::KeyUnreadable(_))), "{broken}");
            assert_eq!(fs::read_to_string(&file).unwrap(), broken);
        }
        fs::remove_file(&file).unwrap();
    }
}
