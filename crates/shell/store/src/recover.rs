//! Puts a backup in the place of a database that is damaged, which is kept aside.

use std::{
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use crate::{
    backup::{is_good, newest_good},
    directory::Directory,
    error::Error,
};

/// The database with its log and the index of that.
const PARTS: [&str; 3] = ["strowger.db", "strowger.db-wal", "strowger.db-shm"];

/// What was put in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The backup.
    pub from: PathBuf,
    /// Where the files are that were there before; none where there were none.
    pub aside: Option<PathBuf>,
}

/// Puts a backup in the place of the database, or the newest automatic one that is whole. What was there is moved aside and never
/// deleted. No exchange may run.
///
/// # Errors
/// [`Error::InUse`]; [`Error::NoBackup`] where there is none that is whole; what the disk says. Then everything is as it was.
pub fn recover(data_dir: &Path, backup: Option<&Path>, now_ms: u64) -> Result<Recovered, Error> {
    let _directory = Directory::open(data_dir)?;
    let from = match backup {
        Some(file) if is_good(file) => file.to_owned(),
        Some(_) => return Err(Error::NoBackup),
        None => newest_good(data_dir).ok_or(Error::NoBackup)?.path,
    };
    let fail = |path: &Path| {
        let path = path.to_owned();
        move |source: io::Error| Error::Directory { path, source }
    };
    // Copied first: a disk that is full says so before anything was moved.
    let new = data_dir.join("recovered");
    let copied = fs::copy(&from, &new).and_then(|_| File::open(&new)?.sync_all());
    if let Err(source) = copied {
        let _ = fs::remove_file(&new);
        return Err(fail(&new)(source));
    }
    let aside = data_dir.join(format!("damaged-{}", now_ms / 1000));
    let mut is_aside = false;
    for part in PARTS {
        let path = data_dir.join(part);
        if path.exists() {
            DirBuilder::new().recursive(true).mode(0o700).create(&aside).map_err(fail(&aside))?;
            fs::rename(&path, aside.join(part)).map_err(fail(&path))?;
            is_aside = true;
        }
    }
    fs::rename(&new, data_dir.join("strowger.db")).map_err(fail(&new))?;
    File::open(data_dir).and_then(|directory| directory.sync_all()).map_err(fail(data_dir))?;
    Ok(Recovered { from, aside: is_aside.then_some(aside) })
}
