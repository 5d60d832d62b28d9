//! Calls without audio: what a set-up costs, what a held call keeps, and a storm of them.

use std::{thread, time::Duration};

use anyhow::{Result, ensure};

use super::{
    Bench, Server,
    bar::{Bar, Reading},
    net::Host,
    sipp::{Scenario, Sipp, Tally},
};

/// What a server with 2,000 users keeps in memory that nobody calls.
pub(crate) fn idle(_: &Bench, server: &Server) -> Result<Vec<Reading>> {
    thread::sleep(Duration::from_secs(4));
    let value = server.resident_kb()? / 1024.0;
    Ok(vec![Reading { what: "memory when idle", value, unit: "MB", bar: Bar::AtMost(40.0) }])
}

/// INVITE to BYE, 200 a second.
pub(crate) fn calls(bench: &Bench, server: &Server) -> Result<Vec<Reading>> {
    let _callee = bench.callee("0", "PCMU")?;
    let before = server.cpu()?;
    let tally = bench.call(SETUPS_PER_S, bench.scale(3_000), 0)?.wait(PATIENCE)?;
    let spent = server.cpu()? - before;
    ensure!(tally.good > 0, "no call came about: {tally:?}");
    Ok(vec![
        Reading {
            what: "call set-up at 200/s, CPU per call",
            value: spent.as_secs_f64() * 1_000.0 / f64::from(tally.good),
            unit: "ms",
            bar: Bar::Share(0.125),
        },
        failures("failed of them", tally),
        Reading { what: "resent by the caller", value: f64::from(tally.resent), unit: "", bar: Bar::None },
    ])
}

/// Calls that all stay up: what each keeps in memory.
pub(crate) fn held(bench: &Bench, server: &Server) -> Result<Vec<Reading>> {
    let _callee = bench.callee("0", "PCMU")?;
    let (count, hold_s) = (bench.scale(3_000), 20);
    let before = server.resident_kb()?;
    let caller = bench.call(SETUPS_PER_S, count, hold_s)?;
    thread::sleep(Duration::from_secs(u64::from(count / SETUPS_PER_S + hold_s / 2)));
    let during = server.resident_kb()?;
    let tally = caller.wait(PATIENCE)?;
    Ok(vec![
        Reading {
            what: "a held call, memory",
            value: (during - before) / f64::from(count),
            unit: "KB",
            bar: Bar::AtMost(30.0),
        },
        failures("failed of the held", tally),
    ])
}

/// 600 calls a second for a minute, three times: none may fail, and memory must come back.
pub(crate) fn storm(bench: &Bench, server: &Server) -> Result<Vec<Reading>> {
    let _callee = bench.callee("0", "PCMU")?;
    let count = bench.scale(STORM_PER_S * 60);
    let (mut tally, mut resident_mb) = (Tally::default(), [0.0; 3]);
    for after in &mut resident_mb {
        let minute = bench.call(STORM_PER_S, count, 0)?.wait(PATIENCE)?;
        tally = Tally {
            good: tally.good + minute.good,
            failed: tally.failed + minute.failed,
            resent: tally.resent + minute.resent,
        };
        thread::sleep(Duration::from_secs(2));
        *after = server.resident_kb()? / 1024.0;
    }
    let [first, second, third] = resident_mb;
    let megabytes = |what, value| Reading { what, value, unit: "MB", bar: Bar::None };
    Ok(vec![
        failures("600 calls/s, three minutes: failed", tally),
        Reading { what: "resent in them", value: f64::from(tally.resent), unit: "", bar: Bar::None },
        megabytes("memory after the first minute", first),
        megabytes("memory after the second", second),
        Reading {
            what: "what the third minute adds",
            value: (third - second) / second * 100.0,
            unit: "%",
            bar: Bar::AtMost(5.0),
        },
    ])
}

impl Bench {
    /// Someone who answers with one codec and echoes what is said.
    pub(crate) fn callee(&self, payload_type: &str, codec: &str) -> Result<Sipp> {
        let words = ["-p", "5080", "-rtp_echo", "-key", "payload_type", payload_type, "-key", "codec", codec];
        let callee = Sipp::start(&self.net, self.folder.path(), Host::Callee, Scenario::Callee, &words)?;
        thread::sleep(Duration::from_millis(500));
        Ok(callee)
    }

    fn call(&self, rate: u32, count: u32, hold_s: u32) -> Result<Sipp> {
        self.caller(Scenario::Caller, rate, count, hold_s)
    }

    /// Somebody who makes so many calls at this rate.
    pub(crate) fn caller(&self, scenario: Scenario, rate: u32, count: u32, hold_s: u32) -> Result<Sipp> {
        let [rate, count, hold_ms] = [rate, count, hold_s * 1_000].map(|number| number.to_string());
        let target = format!("{}:5060", Host::Server.address());
        let words = [
            &target, "-p", "5070", "-s", "5551234", "-r", &rate, "-m", &count, "-d", &hold_ms, "-l", "20000",
        ];
        Sipp::start(&self.net, self.folder.path(), Host::Caller, scenario, &words)
    }
}

/// Calls that did not end well; none is allowed.
pub(crate) fn failures(what: &'static str, tally: Tally) -> Reading {
    Reading { what, value: f64::from(tally.failed), unit: "", bar: Bar::AtMost(0.0) }
}

const SETUPS_PER_S: u32 = 200;
const STORM_PER_S: u32 = 600;
/// How long a run may take: the longest takes a minute, and a lost call gives up after half of one.
pub(crate) const PATIENCE: Duration = Duration::from_secs(150);
