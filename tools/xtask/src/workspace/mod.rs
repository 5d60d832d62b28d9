//! What the checks look at: the packages as cargo sees them, and the text of every file of ours.

mod files;
pub(crate) mod metadata;
mod source;

use anyhow::Result;

pub(crate) use self::metadata::Package;
pub(crate) use self::source::{Kind, Source};

/// The whole workspace, read once.
pub(crate) struct Workspace {
    /// Every package of the lock file, ours and others'.
    pub(crate) packages: Vec<Package>,
    /// Every text file under the workspace root, build output and data apart.
    pub(crate) sources: Vec<Source>,
}

impl Workspace {
    /// Asks cargo for the packages, then reads the files below the workspace root.
    pub(crate) fn load() -> Result<Self> {
        let (root, packages) = metadata::load()?;
        let sources = files::read_all(&root)?;
        Ok(Self { packages, sources })
    }

    /// Yields the packages that live in this repository.
    pub(crate) fn ours(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.folder.is_some())
    }
}
