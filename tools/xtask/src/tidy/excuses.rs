//! Every lint that is switched off says why: `reason = "..."`, or a comment on the line above or in the line itself.

use super::Finding;
use crate::workspace::Source;

/// How far down an attribute that rustfmt broke over lines may have its reason.
const ATTRIBUTE_LINES: usize = 8;

/// Reports the `allow` and `expect` attributes that give no reason.
pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    sources.iter().filter(|source| source.is_rust()).flat_map(of_source).collect()
}

fn of_source(source: &Source) -> Vec<Finding> {
    let lines: Vec<&str> = source.text().lines().collect();
    let bare = (0..lines.len()).filter(|at| is_excuse(&lines, *at) && !has_reason(&lines, *at));
    bare.map(|at| {
        Finding::new(format!("{}:{}", source.path, at + 1), "switches a lint off and does not say why")
    })
    .collect()
}

fn is_excuse(lines: &[&str], at: usize) -> bool {
    let starts = ["#[allow(", "#![allow(", "#[expect(", "#![expect("];
    lines.get(at).is_some_and(|line| starts.iter().any(|start| line.trim_start().starts_with(start)))
}

fn has_reason(lines: &[&str], at: usize) -> bool {
    let above = at.checked_sub(1).and_then(|above| lines.get(above)).map_or("", |line| line.trim_start());
    let rest = lines.get(at..).unwrap_or_default();
    let end = rest.iter().position(|line| line.contains(")]")).unwrap_or(0).min(ATTRIBUTE_LINES);
    let own = rest.get(..=end).unwrap_or_default();
    above.starts_with("// ") || own.iter().any(|line| line.contains("reason = ") || line.contains("//"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrongs(text: &str) -> usize {
        check(&[Source::new("src/lib.rs".into(), text.into())]).len()
    }

    #[test]
    fn an_attribute_without_a_reason_is_found() {
        assert_eq!(wrongs("#[allow(dead_code)]\nfn a() {}\n"), 1);
        assert_eq!(wrongs("/// Documents a.\n#[expect(\n    dead_code\n)]\nfn a() {} // not a reason\n"), 1);
    }

    #[test]
    fn a_reason_may_stand_in_the_attribute_or_in_a_comment() {
        assert_eq!(wrongs("#![allow(\n    dead_code,\n    reason = \"why\"\n)]\n"), 0);
        assert_eq!(wrongs("// Why.\n#[allow(dead_code)]\nfn a() {}\n"), 0);
        assert_eq!(wrongs("#[allow(dead_code)] // why\nfn a() {}\n"), 0);
    }
}
