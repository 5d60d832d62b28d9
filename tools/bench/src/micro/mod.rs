//! What single operations take in this process, on one thread, without sockets: the cores alone.

mod audio;
mod call;
mod clock;
mod messages;
mod register;
mod routes;
mod secrecy;
mod sessions;

use anyhow::Result;

use self::clock::{Clock, Spread};
use crate::{options::Options, table::Table};

/// One operation.
struct Figure {
    /// The name for `--only`.
    name: &'static str,
    /// What one operation is.
    what: &'static str,
    /// The longest that it may take, where a bar is set.
    bar_ns: Option<f64>,
    /// Takes the figure.
    measure: fn(&Clock) -> Result<Spread>,
}

/// Measures what was asked for.
pub(crate) fn run(options: &Options) -> Result<()> {
    let clock = Clock::new(options.quick);
    let mut table = Table::new(&["one operation, one core", "median", "min", "max", "bar", "met"]);
    for figure in FIGURES.iter().filter(|figure| options.wants(figure.name)) {
        eprintln!("measuring {}", figure.name);
        table.push(row(figure, &(figure.measure)(&clock)?));
    }
    if !table.is_empty() {
        println!("{table}");
    }
    Ok(())
}

fn row(figure: &Figure, spread: &Spread) -> Vec<String> {
    let met = figure.bar_ns.map(|bar| if spread.median_ns < bar { "yes" } else { "NO" });
    vec![
        figure.what.into(),
        clock::words(spread.median_ns),
        clock::words(spread.min_ns),
        clock::words(spread.max_ns),
        figure.bar_ns.map_or_else(String::new, |bar| format!("< {}", clock::words(bar))),
        met.unwrap_or_default().into(),
    ]
}

/// All of them, in the order of the page.
const FIGURES: &[Figure] = &[
    Figure { name: "micro/parse", what: "parse an INVITE", bar_ns: None, measure: messages::parse },
    Figure { name: "micro/print", what: "print an INVITE", bar_ns: None, measure: messages::print },
    Figure {
        name: "micro/digest",
        what: "read Authorization, compute MD5 digest",
        bar_ns: None,
        measure: messages::digest,
    },
    Figure {
        name: "micro/answer",
        what: "parse an SDP offer, answer, print",
        bar_ns: None,
        measure: sessions::answer,
    },
    Figure {
        name: "micro/route-number",
        what: "route to one of 10,000 extensions",
        bar_ns: Some(ROUTE_BAR_NS),
        measure: routes::number,
    },
    Figure {
        name: "micro/route-pattern",
        what: "route by the last of 1,000 patterns",
        bar_ns: Some(ROUTE_BAR_NS),
        measure: routes::pattern,
    },
    Figure {
        name: "micro/register",
        what: "REGISTER: challenge, digest, binding",
        bar_ns: None,
        measure: register::register,
    },
    Figure {
        name: "micro/call",
        what: "a call, INVITE to BYE, both legs",
        bar_ns: None,
        measure: call::call,
    },
    Figure { name: "micro/relay", what: "relay an RTP packet", bar_ns: None, measure: audio::relay },
    Figure {
        name: "micro/srtp-cm",
        what: "protect and open 20 ms of PCMU, AES-CM-128 with HMAC-SHA1",
        bar_ns: None,
        measure: secrecy::counter_mode,
    },
    Figure {
        name: "micro/srtp-gcm",
        what: "protect and open 20 ms of PCMU, AES-GCM-256",
        bar_ns: None,
        measure: secrecy::gcm,
    },
    Figure {
        name: "micro/transcode",
        what: "transcode 20 ms, PCMU to GSM and GSM to PCMU",
        bar_ns: None,
        measure: audio::transcode,
    },
];

/// Routing among 10,000 extensions and 1,000 patterns stays below this.
const ROUTE_BAR_NS: f64 = 5_000.0;
