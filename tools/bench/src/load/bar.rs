//! A reading beside the bar that it is to meet, and the rows of the table that both make.

use std::fmt;

/// One figure of one server.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    /// What it is of; the same words for every server.
    pub(crate) what: &'static str,
    pub(crate) value: f64,
    pub(crate) unit: &'static str,
    pub(crate) bar: Bar,
}

/// What a reading of ours is to meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Bar {
    /// Nothing: it is only told.
    None,
    /// This share of the peer's.
    Share(f64),
    /// This much.
    AtMost(f64),
    /// This much, or more.
    AtLeast(f64),
}

impl Bar {
    /// Whether it is met; `None` where that cannot be told.
    fn is_met(self, ours: f64, peer: Option<f64>) -> Option<bool> {
        match self {
            Self::None => None,
            Self::Share(share) => peer.map(|peer| ours <= peer * share),
            Self::AtMost(most) => Some(ours <= most),
            Self::AtLeast(least) => Some(ours >= least),
        }
    }

    fn words(self, unit: &str) -> String {
        match self {
            Self::None => String::new(),
            Self::Share(share) => format!("ratio <= {share}"),
            Self::AtMost(most) => format!("<= {}", amount(most, unit)),
            Self::AtLeast(least) => format!(">= {}", amount(least, unit)),
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, amount(self.value, self.unit))
    }
}

/// The rows of one figure: what, ours, the peer's, the ratio, the bar, whether it is met.
pub(crate) fn rows(ours: Option<&[Reading]>, peer: Option<&[Reading]>) -> Vec<Vec<String>> {
    let Some(named) = ours.or(peer) else { return Vec::new() };
    let of =
        |all: Option<&[Reading]>, what| all?.iter().find(|reading| reading.what == what).map(|one| one.value);
    named.iter().map(|reading| row(reading, of(ours, reading.what), of(peer, reading.what))).collect()
}

fn row(named: &Reading, ours: Option<f64>, peer: Option<f64>) -> Vec<String> {
    let cell = |value: Option<f64>| value.map_or_else(|| "-".into(), |value| amount(value, named.unit));
    let ratio = ours.zip(peer).filter(|(_, peer)| *peer > 0.0 && matches!(named.bar, Bar::Share(_)));
    let met = ours.and_then(|ours| named.bar.is_met(ours, peer));
    vec![
        named.what.into(),
        cell(ours),
        cell(peer),
        ratio.map_or_else(String::new, |(ours, peer)| format!("{:.3}", ours / peer)),
        named.bar.words(named.unit),
        met.map_or("", |is_met| if is_met { "yes" } else { "NO" }).into(),
    ]
}

/// Three figures, whatever the size, and the unit.
fn amount(value: f64, unit: &str) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if value == value.trunc() => 0,
        ..1.0 => 3,
        1.0..10.0 => 2,
        10.0..100.0 => 1,
        _ => 0,
    };
    if unit.is_empty() { format!("{value:.decimals$}") } else { format!("{value:.decimals$} {unit}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETUP: Reading = Reading { what: "set-up", value: 0.5, unit: "ms", bar: Bar::Share(0.125) };

    #[test]
    fn a_share_is_of_the_peer_of_the_same_run() {
        let peer = Reading { value: 4.0, ..SETUP };
        assert_eq!(
            rows(Some(&[SETUP]), Some(&[peer])),
            [["set-up", "0.500 ms", "4 ms", "0.125", "ratio <= 0.125", "yes"]]
        );
        let fast = Reading { value: 3.9, ..SETUP };
        assert_eq!(rows(Some(&[SETUP]), Some(&[fast]))[0][5], "NO");
    }

    #[test]
    fn without_a_peer_or_without_ours_nothing_is_claimed() {
        assert_eq!(rows(Some(&[SETUP]), None), [["set-up", "0.500 ms", "-", "", "ratio <= 0.125", ""]]);
        assert_eq!(rows(None, Some(&[SETUP])), [["set-up", "-", "0.500 ms", "", "ratio <= 0.125", ""]]);
        assert!(rows(None, None).is_empty());
    }

    #[test]
    fn amounts_have_three_figures() {
        assert_eq!(
            [amount(0.1234, "ms"), amount(98.76, "%"), amount(1594.4, "MB"), amount(7.0, "")],
            ["0.123 ms", "98.8 %", "1594 MB", "7"]
        );
        assert_eq!(Bar::AtLeast(99.0).is_met(98.9, None), Some(false));
        assert_eq!(Bar::AtMost(40.0).is_met(40.0, None), Some(true));
    }
}
