//! Whether we may link each package of the lock file: reads its SPDX expression and holds it against the policy of
//! docs/decisions/0002-dependencies.md.

use super::Finding;
use crate::workspace::Package;

/// Licences that we link.
const ALLOWED: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unlicense",
    "CC0-1.0",
    "Unicode-3.0",
    "MPL-2.0",
    "0BSD",
    "BSL-1.0",
];

/// Packages that are allowed one licence more, because they never ship.
const EXCEPTIONS: &[(&str, &str)] = &[("libfuzzer-sys", "NCSA")];

/// Reports the packages whose licence does not let us link them.
pub(crate) fn check(packages: &[Package]) -> Vec<Finding> {
    packages.iter().filter_map(of_package).collect()
}

fn of_package(package: &Package) -> Option<Finding> {
    let place = format!("{} {}", package.name, package.version);
    let Some(expression) = package.license.as_deref() else {
        return Some(Finding::new(place, "names no licence"));
    };
    let extra = EXCEPTIONS.iter().find(|(name, _)| *name == package.name).map(|(_, licence)| *licence);
    let allowed = |licence: &str| ALLOWED.contains(&licence) || extra == Some(licence);
    (!permits(expression, &allowed))
        .then(|| Finding::new(place, format!("licence `{expression}` is not in the list")))
}

/// Whether an SPDX expression can be met with allowed licences only. What it cannot read, it refuses.
fn permits(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { tokens: &tokens, allowed };
    let verdict = reader.any_of();
    verdict.unwrap_or(false) && reader.tokens.is_empty()
}

/// A recursive descent over the tokens; `None` is an expression that it cannot read.
struct Reader<'a> {
    tokens: &'a [&'a str],
    allowed: &'a dyn Fn(&str) -> bool,
}

impl<'a> Reader<'a> {
    fn any_of(&mut self) -> Option<bool> {
        let mut verdict = self.all_of()?;
        while self.take("OR") {
            verdict |= self.all_of()?;
        }
        Some(verdict)
    }

    fn all_of(&mut self) -> Option<bool> {
        let mut verdict = self.one()?;
        while self.take("AND") {
            verdict &= self.one()?;
        }
        Some(verdict)
    }

    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            let verdict = self.any_of()?;
            return self.take(")").then_some(verdict);
        }
        let licence = self.next()?;
        if self.take("WITH") {
            let exception = self.next()?;
            return Some((self.allowed)(&format!("{licence} WITH {exception}")));
        }
        Some((self.allowed)(licence))
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.tokens.first() == Some(&token);
        if found {
            self.next();
        }
        found
    }

    fn next(&mut self) -> Option<&'a str> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, license: Option<&str>) -> Package {
        let license = license.map(Into::into);
        Package { name: name.into(), version: "1.0.0".into(), license, folder: None, dependencies: vec![] }
    }

    fn accepted(expression: &str) -> bool {
        check(&[package("some", Some(expression))]).is_empty()
    }

    #[test]
    fn one_allowed_choice_is_enough() {
        assert!(accepted("MIT OR GPL-3.0"));
        assert!(accepted("MIT/Apache-2.0"));
    }

    #[test]
    fn every_part_of_a_conjunction_must_be_allowed() {
        assert!(accepted("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!accepted("MIT AND GPL-3.0-only"));
        assert!(!accepted("LGPL-2.1"));
    }

    #[test]
    fn an_exception_belongs_to_its_licence() {
        assert!(accepted("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT"));
        assert!(!accepted("GPL-2.0 WITH Classpath-exception-2.0"));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        assert!(["", "MIT OR", "(MIT", "MIT MIT", "AND"].iter().all(|expression| !accepted(expression)));
        assert_eq!(check(&[package("some", None)]).len(), 1);
    }

    #[test]
    fn the_fuzzer_may_have_its_own_and_nobody_else() {
        assert!(check(&[package("libfuzzer-sys", Some("(MIT OR Apache-2.0) AND NCSA"))]).is_empty());
        assert!(!accepted("(MIT OR Apache-2.0) AND NCSA"));
    }
}
