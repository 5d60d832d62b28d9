//! Packages that must not come in, not even by way of another, and packages that must not come in twice.

use super::Finding;
use crate::workspace::Package;

/// Each with its reason.
const BANNED: &[(&str, &str)] = &[
    ("openssl", "TLS is rustls with ring"),
    ("openssl-sys", "TLS is rustls with ring"),
    ("native-tls", "TLS is rustls with ring"),
    ("aws-lc-rs", "TLS is rustls with ring: half of its build time"),
    ("aws-lc-sys", "TLS is rustls with ring: half of its build time"),
    ("chrono", "time is jiff or Moment"),
    ("reqwest", "the HTTP client is ureq"),
    ("sqlx", "the store is rusqlite on one thread"),
    ("quinn-udp", "it refuses datagrams over the MTU instead of fragmenting them"),
];

/// Large or linked once only: a second version costs a minute, or does not link.
const ONCE: &[&str] =
    &["regex", "regex-automata", "libsqlite3-sys", "rusqlite", "tokio", "hyper", "rustls", "ring"];

/// Reports banned packages, and second versions of those that must be alone.
pub(crate) fn check(packages: &[Package]) -> Vec<Finding> {
    let banned = packages.iter().filter_map(|package| {
        let (name, why) = BANNED.iter().find(|(name, _)| *name == package.name)?;
        Some(Finding::new(*name, format!("is banned: {why}")))
    });
    let twice = ONCE.iter().filter_map(|name| {
        let versions: Vec<&str> = packages
            .iter()
            .filter(|package| package.name == *name)
            .map(|package| package.version.as_str())
            .collect();
        (versions.len() > 1)
            .then(|| Finding::new(*name, format!("is there in versions {}", versions.join(", "))))
    });
    banned.chain(twice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, version: &str) -> Package {
        Package {
            name: name.into(),
            version: version.into(),
            license: None,
            folder: None,
            dependencies: vec![],
        }
    }

    #[test]
    fn a_banned_crate_is_refused_with_its_reason() {
        let findings = check(&[package("openssl-sys", "0.9.0"), package("ring", "0.17.0")]);
        assert_eq!(findings, [Finding::new("openssl-sys", "is banned: TLS is rustls with ring")]);
    }

    #[test]
    fn a_second_version_is_refused_where_one_must_be_alone() {
        let findings = check(&[
            package("ring", "0.16.1"),
            package("ring", "0.17.0"),
            package("itoa", "0.4"),
            package("itoa", "1.0"),
        ]);
        assert_eq!(findings, [Finding::new("ring", "is there in versions 0.16.1, 0.17.0")]);
    }
}
