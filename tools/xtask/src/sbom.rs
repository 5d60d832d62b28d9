//! `cargo xtask sbom`: what the binary `strowger` is made of, in CycloneDX 1.6's JSON: every crate that is linked into it, with its version,
//! licence and checksum. The same sources give the same text.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

/// The package whose binary it is.
const ROOT: &str = "strowger";

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
    repository: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    kind: Option<String>,
}

/// Prints it.
///
/// # Errors
/// What cargo says.
pub(crate) fn run() -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", TARGET])
        .output()
        .context("cargo metadata did not start")?;
    ensure!(output.status.success(), "cargo metadata failed:\n{}", String::from_utf8_lossy(&output.stderr));
    let lock = std::fs::read_to_string("Cargo.lock").context("Cargo.lock: run it in the repository")?;
    println!("{:#}", document(&output.stdout, &lock)?);
    Ok(())
}

/// What packages are built for.
const TARGET: &str = "x86_64-unknown-linux-gnu";

fn document(metadata: &[u8], lock: &str) -> Result<Value> {
    let Metadata { packages, resolve } =
        serde_json::from_slice(metadata).context("cargo metadata printed something else")?;
    let root =
        packages.iter().find(|package| package.name == ROOT).context("there is no package strowger")?;
    let linked = linked(&root.id, &resolve.nodes);
    let checksums = checksums(lock);
    let mut components: Vec<&Package> = packages
        .iter()
        .filter(|package| package.id != root.id && linked.contains(package.id.as_str()))
        .collect();
    components.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    let components: Vec<Value> =
        components.into_iter().map(|package| component(package, &checksums)).collect();
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {
            "type": "application",
            "name": root.name,
            "version": root.version,
            "licenses": [{"expression": root.license}],
        }},
        "components": components,
    }))
}

/// The packages that are linked into the root: build scripts and tests are not.
fn linked<'m>(root: &'m str, nodes: &'m [Node]) -> BTreeSet<&'m str> {
    let edges: HashMap<&str, &[Edge]> =
        nodes.iter().map(|node| (node.id.as_str(), node.deps.as_slice())).collect();
    let (mut found, mut waiting) = (BTreeSet::new(), vec![root]);
    while let Some(id) = waiting.pop() {
        if !found.insert(id) {
            continue;
        }
        for edge in edges.get(id).copied().unwrap_or_default() {
            if edge.dep_kinds.iter().any(|kind| kind.kind.is_none()) {
                waiting.push(&edge.pkg);
            }
        }
    }
    found
}

fn component(package: &Package, checksums: &BTreeMap<(String, String), String>) -> Value {
    let Package { name, version, license, source, repository, .. } = package;
    // An older manifest separates licences by a slash.
    let licence = license.as_deref().unwrap_or("NOASSERTION").replace('/', " OR ");
    let mut fields = vec![
        ("type", json!("library")),
        ("name", json!(name)),
        ("version", json!(version)),
        ("licenses", json!([{"expression": licence}])),
    ];
    fields.extend(source.as_ref().map(|_| ("purl", json!(format!("pkg:cargo/{name}@{version}")))));
    let checksum = checksums.get(&(name.clone(), version.clone()));
    fields.extend(checksum.map(|sum| ("hashes", json!([{"alg": "SHA-256", "content": sum}]))));
    let at = repository.as_ref();
    fields.extend(at.map(|url| ("externalReferences", json!([{"type": "vcs", "url": url}]))));
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The checksums of Cargo.lock by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let value = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""))?;
        Some(line.strip_suffix('"')?.to_owned())
    };
    lock.split("[[package]]")
        .filter_map(|block| {
            Some(((value(block, "name")?, value(block, "version")?), value(block, "checksum")?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const METADATA: &str = r#"{
        "packages": [
            {"id": "s", "name": "strowger", "version": "0.1.0", "license": "MIT OR Apache-2.0", "source": null, "repository": null},
            {"id": "a", "name": "serde", "version": "1.0.1", "license": "MIT/Apache-2.0", "source": "registry", "repository": "https://r"},
            {"id": "b", "name": "cc", "version": "1.2.0", "license": "MIT", "source": "registry", "repository": null},
            {"id": "c", "name": "insta", "version": "1.0.0", "license": "MIT", "source": "registry", "repository": null}],
        "resolve": {"nodes": [
            {"id": "s", "deps": [
                {"pkg": "a", "dep_kinds": [{"kind": null}]},
                {"pkg": "b", "dep_kinds": [{"kind": "build"}]},
                {"pkg": "c", "dep_kinds": [{"kind": "dev"}]}]},
            {"id": "a", "deps": []}]}}"#;

    const LOCK: &str = "[[package]]\nname = \"serde\"\nversion = \"1.0.1\"\nchecksum = \"abcd\"\n";

    #[test]
    fn what_is_linked_is_listed_with_its_licence_and_checksum_and_nothing_else() {
        let document = document(METADATA.as_bytes(), LOCK).unwrap();
        let components = document["components"].as_array().unwrap();
        assert_eq!(components.len(), 1, "no build script, no test");
        let serde = &components[0];
        assert_eq!(serde["purl"], "pkg:cargo/serde@1.0.1");
        assert_eq!(serde["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(serde["hashes"][0]["content"], "abcd");
        assert_eq!(document["metadata"]["component"]["name"], "strowger");
    }
}
