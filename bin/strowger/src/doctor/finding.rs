//! What a look finds, and how it is told.

use serde::Serialize;

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Area {
    Configuration,
    Exchange,
    Host,
    Time,
    Disk,
    Database,
    Ports,
    Firewall,
    Certificate,
    Dns,
    Trunk,
}

impl Area {
    const fn word(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Exchange => "exchange",
            Self::Host => "host",
            Self::Time => "time",
            Self::Disk => "disk",
            Self::Database => "database",
            Self::Ports => "ports",
            Self::Firewall => "firewall",
            Self::Certificate => "certificate",
            Self::Dns => "DNS",
            Self::Trunk => "trunk",
        }
    }
}

/// How good or bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Level {
    /// As it should be.
    Good,
    /// Worth knowing, or not to be found out.
    Notice,
    /// It will be a trouble.
    Warning,
    /// It is one.
    Broken,
}

impl Level {
    const fn mark(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Notice => "note",
            Self::Warning => "WARN",
            Self::Broken => "FAIL",
        }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    pub(super) area: Area,
    pub(super) level: Level,
    pub(super) says: String,
    pub(super) remedy: Option<String>,
}

impl Finding {
    pub(super) fn new(area: Area, level: Level, says: impl Into<String>) -> Self {
        Self { area, level, says: says.into(), remedy: None }
    }

    /// Says what to do about it.
    pub(super) fn remedy(self, remedy: impl Into<String>) -> Self {
        Self { remedy: Some(remedy.into()), ..self }
    }
}

/// Everything that was found.
#[derive(Debug, Default)]
pub(super) struct Report(Vec<Finding>);

impl Report {
    pub(super) fn add(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Says whether something is broken.
    pub(super) fn is_broken(&self) -> bool {
        self.count(Level::Broken) > 0
    }

    fn count(&self, level: Level) -> usize {
        self.0.iter().filter(|finding| finding.level == level).count()
    }

    pub(super) fn json(&self) -> String {
        // Texts and words always become JSON.
        serde_json::to_string_pretty(&self.0).map(|text| text + "\n").unwrap_or_default()
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for Finding { area, level, says, remedy } in &self.0 {
            text += &format!("{:4} {:13} {}\n", level.mark(), area.word(), printable(says));
            if let Some(remedy) = remedy {
                text += &format!("{:18} -> {}\n", "", printable(remedy));
            }
        }
        let (broken, warnings) = (self.count(Level::Broken), self.count(Level::Warning));
        text + &format!("{} looked at, {broken} broken, {warnings} to be seen to\n", self.0.len())
    }
}

/// What a peer, or a file, says must not steer the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_is_told_with_its_remedy_and_counted() {
        let mut report = Report::default();
        report.add(Finding::new(Area::Disk, Level::Good, "40 GB are free"));
        assert!(!report.is_broken());
        report.add(
            Finding::new(Area::Trunk, Level::Broken, "to-b\u{1b}[2J: refused").remedy("give it a password"),
        );
        assert!(report.is_broken());
        insta::assert_snapshot!(report.text(), @r"
        ok   disk          40 GB are free
        FAIL trunk         to-b [2J: refused
                           -> give it a password
        2 looked at, 1 broken, 0 to be seen to
        ");
        let json: serde_json::Value = serde_json::from_str(&report.json()).unwrap();
        assert_eq!(json[1]["level"], "broken");
    }
}
