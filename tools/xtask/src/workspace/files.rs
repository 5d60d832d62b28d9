//! Reads the text files of the repository. Build output, data of a running exchange and version control are not ours.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::Source;

/// Folders that hold no text of ours.
const SKIPPED: &[&str] = &[".git", "target", "strowger-data", "node_modules", "dist", "__pycache__"];

/// Endings of the files that people write here; others (captures, recordings) are test data and not read.
const TEXT: &[&str] =
    &["rs", "toml", "md", "py", "sh", "sql", "ts", "tsx", "css", "html", "yml", "yaml", "xml", "tsv"];

/// Text files that have no ending.
const NAMED: &[&str] = &["Makefile", "run", ".gitignore"];

/// Returns every text file below `root`, sorted by path so that findings come in the same order each time.
pub(crate) fn read_all(root: &Path) -> Result<Vec<Source>> {
    let mut found = Vec::new();
    walk(root, root, &mut found)?;
    found.sort_by(|a, b| a.path.cmp(&b.path));
    let test_modules: Vec<String> =
        found.iter().filter(|source| source.is_rust()).flat_map(Source::test_modules).collect();
    found.iter_mut().filter(|source| source.is_rust()).for_each(|source| source.mark_tests(&test_modules));
    Ok(found)
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<Source>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if entry.file_type()?.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                walk(root, &path, found)?;
            }
        } else if is_text(&name) {
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let relative = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            found.push(Source::new(relative, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok(())
}

fn is_text(name: &str) -> bool {
    NAMED.contains(&name) || name.rsplit_once('.').is_some_and(|(_, ending)| TEXT.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_and_entry_points_are_text_and_captures_are_not() {
        assert!(["lib.rs", "Makefile", "run", "site-a.toml"].iter().all(|name| is_text(name)));
        assert!(["wsinv.dat", "hello.wav", "LICENSE"].iter().all(|name| !is_text(name)));
    }
}
