//! Where files are: no empty crate, `folder/mod.rs` rather than `folder.rs` beside `folder/`, a module doc in each file.

use super::Finding;
use crate::workspace::{Kind, Package, Source};

/// Reports empty crates, modules in the other style, and files that do not say what they are for.
pub(crate) fn check(ours: &[&Package], sources: &[Source]) -> Vec<Finding> {
    let rust: Vec<&Source> = sources.iter().filter(|source| source.is_rust()).collect();
    let mut findings: Vec<Finding> = ours.iter().filter_map(|package| empty(package, &rust)).collect();
    findings.extend(rust.iter().filter_map(|source| self_named(source, &rust)));
    findings.extend(rust.iter().filter_map(|source| undocumented(source)));
    findings
}

fn empty(package: &Package, rust: &[&Source]) -> Option<Finding> {
    let folder = format!("{}/", package.folder.as_deref()?);
    let mut code =
        rust.iter().filter(|source| source.path.starts_with(&folder)).flat_map(|source| source.lines());
    let is_code = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    (!code.any(|(_, _, line)| is_code(line))).then(|| Finding::new(&package.name, "is an empty crate"))
}

fn self_named(source: &Source, rust: &[&Source]) -> Option<Finding> {
    let folder = format!("{}/", source.path.strip_suffix(".rs")?);
    let has_folder = rust.iter().any(|other| other.path.starts_with(&folder));
    // An integration test may have a folder of its own parts: cargo gives `tests/a.rs` no other way.
    let is_target = source.path.contains("/tests/") || source.path.contains("/bin/");
    (has_folder && !is_target).then(|| Finding::new(&source.path, format!("move it to {folder}mod.rs")))
}

fn undocumented(source: &Source) -> Option<Finding> {
    let first =
        source.lines_of(Kind::Production).map(|(_, line)| line).find(|line| !line.starts_with("#!["))?;
    (!first.starts_with("//!")).then(|| Finding::new(&source.path, "has no module doc: say what it decides"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(folder: &str) -> Package {
        Package {
            name: "rtp".into(),
            version: "0.1.0".into(),
            license: None,
            folder: Some(folder.into()),
            dependencies: vec![],
        }
    }

    fn wrongs(files: &[(&str, &str)]) -> Vec<String> {
        let sources: Vec<Source> =
            files.iter().map(|(path, text)| Source::new((*path).into(), (*text).into())).collect();
        check(&[&package("crates/value/rtp")], &sources).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_crate_of_comments_is_empty() {
        assert_eq!(wrongs(&[("crates/value/rtp/src/lib.rs", "//! Soon.\n")]), ["rtp: is an empty crate"]);
        assert!(wrongs(&[("crates/value/rtp/src/lib.rs", "//! Now.\nmod packet;\n")]).is_empty());
    }

    #[test]
    fn a_file_beside_a_folder_of_its_name_is_refused() {
        let files = [
            ("crates/value/rtp/src/rtcp.rs", "//! One.\nmod report;\n"),
            ("crates/value/rtp/src/rtcp/report.rs", "//! Two.\n"),
        ];
        assert_eq!(
            wrongs(&files),
            ["crates/value/rtp/src/rtcp.rs: move it to crates/value/rtp/src/rtcp/mod.rs"]
        );
    }

    #[test]
    fn a_file_without_a_module_doc_is_refused() {
        assert_eq!(wrongs(&[("crates/value/rtp/src/lib.rs", "mod packet;\n")]).len(), 1);
    }
}
