//! Registrations with digest, 300 a second: challenge, credentials, binding.

use std::fs;

use anyhow::{Result, ensure};

use super::{
    Bench, Server,
    bar::{Bar, Reading},
    net::Host,
    server::users,
    setup::{PATIENCE, failures},
    sipp::{Scenario, Sipp},
};

/// Every user three times over.
pub(crate) fn register(bench: &Bench, server: &Server) -> Result<Vec<Reading>> {
    let folder = bench.folder.path();
    let accounts: String =
        users().map(|n| format!("u{n};[authentication username=u{n} password=pw{n}]\n")).collect();
    fs::write(folder.join("users.csv"), format!("SEQUENTIAL\n{accounts}"))?;
    let (target, count) = (format!("{}:5060", Host::Server.address()), bench.scale(6_000).to_string());
    let words = [&target, "-p", "5075", "-inf", "users.csv", "-r", "300", "-m", &count];
    let before = server.cpu()?;
    let tally = Sipp::start(&bench.net, folder, Host::Caller, Scenario::Register, &words)?.wait(PATIENCE)?;
    let spent = server.cpu()? - before;
    ensure!(tally.good > 0, "nobody was registered: {tally:?}");
    Ok(vec![
        Reading {
            what: "REGISTER with digest at 300/s, CPU each",
            value: spent.as_secs_f64() * 1_000.0 / f64::from(tally.good),
            unit: "ms",
            bar: Bar::Share(0.135),
        },
        failures("failed registrations", tally),
    ])
}
