//! A folder for the exchanges' data that is gone when the demo ends, well or not.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, Result};

/// The folder.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Makes one that no other run has.
    pub(crate) fn new() -> Result<Self> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let name = format!("strowger-demo-{}-{}", std::process::id(), now.as_nanos());
        let path = std::env::temp_dir().join(name);
        // Not a folder that is there already: it would be emptied at the end.
        fs::create_dir(&path).with_context(|| format!("no data can be kept in {}", path.display()))?;
        Ok(Self(path))
    }

    /// Returns where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            // Where standard error is gone there is nobody to tell.
            let _ = writeln!(io::stderr(), "{} is left behind: {error}", self.0.display());
        }
    }
}
