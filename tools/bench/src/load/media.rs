//! Calls with audio, 50 packets a second each way: what a relayed and a transcoded call cost, and whether all is heard.

use std::{fs, thread, time::Duration};

use anyhow::{Result, ensure};
use dsp::{g711, tone::Sine};

use super::{
    Bench, Server,
    bar::{Bar, Reading},
    net::Host,
    setup::{PATIENCE, failures},
    sipp::Scenario,
};

/// The words of one of the two figures.
struct Words {
    cost: &'static str,
    heard: &'static str,
    failed: &'static str,
}

/// PCMU on both sides.
pub(crate) fn relay(bench: &Bench, server: &Server) -> Result<Vec<Reading>> {
    let words = Words {
        cost: "relayed PCMU call, of a core",
        heard: "of its packets heard",
        failed: "failed of the relayed",
    };
    audio(bench, server, ("0", "PCMU"), &words, Bar::Share(0.45))
}

/// PCMU on one side, GSM on the other.
pub(crate) fn transcode(bench: &Bench, server: &Server) -> Result<Vec<Reading>> {
    let words = Words {
        cost: "PCMU to GSM call, of a core",
        heard: "of its packets heard (GSM)",
        failed: "failed of the transcoded",
    };
    audio(bench, server, ("3", "GSM"), &words, Bar::Share(0.40))
}

fn audio(
    bench: &Bench,
    server: &Server,
    codec: (&str, &str),
    words: &Words,
    bar: Bar,
) -> Result<Vec<Reading>> {
    fs::write(bench.folder.path().join("tone.ul"), tone())?;
    let window_s = bench.scale(WINDOW_S);
    let ramp_s = CALLS / RAMP_PER_S + SETTLE_S;
    let _callee = bench.callee(codec.0, codec.1)?;
    let caller = bench.caller(Scenario::Speaker, RAMP_PER_S, CALLS, ramp_s + window_s + SETTLE_S)?;
    thread::sleep(Duration::from_secs(u64::from(ramp_s)));
    let (cpu, packets) = (server.cpu()?, bench.net.packets(Host::Caller)?);
    thread::sleep(Duration::from_secs(u64::from(window_s)));
    let (spent, now) = (server.cpu()? - cpu, bench.net.packets(Host::Caller)?);
    let tally = caller.wait(PATIENCE)?;
    let (sent, heard) = (now.sent - packets.sent, now.heard - packets.heard);
    // SIPp that has no time to speak would flatter the server.
    ensure!(sent >= u64::from(CALLS * window_s * 45), "SIPp sent {sent} packets only in {window_s} s");
    Ok(vec![
        Reading {
            what: words.cost,
            value: spent.as_secs_f64() / f64::from(window_s) / f64::from(CALLS) * 100.0,
            unit: "%",
            bar,
        },
        Reading {
            what: words.heard,
            value: heard as f64 / sent as f64 * 100.0,
            unit: "%",
            bar: Bar::AtLeast(99.0),
        },
        failures(words.failed, tally),
    ])
}

/// Twenty seconds of a tone, as SIPp reads them.
fn tone() -> Vec<u8> {
    let mut pcm = vec![0; 20 * 8_000];
    Sine::new(400.0, -10.0, 8_000).fill(&mut pcm);
    let mut bytes = vec![0; pcm.len()];
    g711::Law::Mu.encode(&pcm, &mut bytes);
    bytes
}

/// Calls at once.
const CALLS: u32 = 200;
const RAMP_PER_S: u32 = 50;
/// After the last call came up, and before the first goes down.
const SETTLE_S: u32 = 5;
const WINDOW_S: u32 = 15;
