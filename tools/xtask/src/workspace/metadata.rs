//! `cargo metadata`, reduced to what the checks need.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

/// One package of the lock file.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    /// Its name on the registry, or ours.
    pub(crate) name: String,
    /// Its version as cargo prints it.
    pub(crate) version: String,
    /// The SPDX expression of its manifest, where it has one.
    pub(crate) license: Option<String>,
    /// Where it lives below the workspace root, for packages of ours only.
    pub(crate) folder: Option<String>,
    /// What it asks for, of every kind.
    pub(crate) dependencies: Vec<Dependency>,
}

/// One line of a manifest's dependency tables.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Dependency {
    /// The package that is asked for.
    pub(crate) name: String,
    /// `dev` or `build`; nothing for a normal one.
    pub(crate) kind: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<RawPackage>,
    workspace_members: HashSet<String>,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct RawPackage {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
}

/// Runs cargo and returns the workspace root with every package of the lock file.
pub(crate) fn load() -> Result<(PathBuf, Vec<Package>)> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked"])
        .output()
        .context("cargo metadata did not start")?;
    ensure!(output.status.success(), "cargo metadata failed:\n{}", String::from_utf8_lossy(&output.stderr));
    parse(&output.stdout)
}

fn parse(json: &[u8]) -> Result<(PathBuf, Vec<Package>)> {
    let metadata: Metadata = serde_json::from_slice(json).context("cargo metadata printed something else")?;
    let root = metadata.workspace_root;
    let members = metadata.workspace_members;
    let packages = metadata.packages.into_iter().map(|raw| reduce(raw, &root, &members)).collect();
    Ok((root, packages))
}

fn reduce(raw: RawPackage, root: &Path, members: &HashSet<String>) -> Package {
    let folder = members.contains(&raw.id).then(|| {
        let folder = raw.manifest_path.parent().unwrap_or(root);
        folder.strip_prefix(root).unwrap_or(folder).display().to_string()
    });
    Package {
        name: raw.name,
        version: raw.version,
        license: raw.license,
        folder,
        dependencies: raw.dependencies,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = r#"{
        "packages": [
            {"id": "a", "name": "rtp", "version": "0.1.0", "license": "MIT", "manifest_path": "/r/crates/value/rtp/Cargo.toml",
             "dependencies": [{"name": "moment", "kind": null}, {"name": "proptest", "kind": "dev"}]},
            {"id": "b", "name": "serde", "version": "1.0.1", "license": null, "manifest_path": "/c/serde/Cargo.toml",
             "dependencies": []}],
        "workspace_members": ["a"], "workspace_root": "/r"}"#;

    #[test]
    fn only_members_have_a_folder() {
        let (root, packages) = parse(TWO.as_bytes()).unwrap();
        assert_eq!(root, Path::new("/r"));
        let folders: Vec<Option<&str>> = packages.iter().map(|package| package.folder.as_deref()).collect();
        assert_eq!(folders, [Some("crates/value/rtp"), None]);
    }

    #[test]
    fn dependencies_of_every_kind_are_kept() {
        let (_, packages) = parse(TWO.as_bytes()).unwrap();
        let kinds: Vec<Option<&str>> =
            packages[0].dependencies.iter().map(|one| one.kind.as_deref()).collect();
        assert_eq!(kinds, [None, Some("dev")]);
    }

    #[test]
    fn what_is_not_metadata_is_an_error() {
        assert!(parse(b"error: no such command").is_err());
    }
}
