//! Five hundred clients on the stream of events while calls are set up: what they cost, and how soon they hear.
//!
//! They come over the Unix socket, which no network namespace hides; what reads them is not the server, and not counted.

use std::{
    path::PathBuf,
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::UnixStream,
    sync::watch,
    task::JoinSet,
};

use super::{
    Bench, Server,
    bar::{Bar, Reading},
    setup::{PATIENCE, failures},
    sipp::{Scenario, Tally},
};

/// Clients, and calls a second.
const CLIENTS: usize = 500;
const CALLS_PER_S: u32 = 100;

/// The request of a client.
const FOLLOW: &[u8] = b"GET /api/v1/events HTTP/1.1\r\nhost: bench\r\naccept: text/event-stream\r\n\r\n";

/// What one client heard.
#[derive(Clone, Copy, Debug, Default)]
struct Heard {
    bytes: u64,
    calls: u32,
    resyncs: u32,
    latest_ms: u64,
}

/// The same calls without clients and with them.
pub(crate) fn events(bench: &Bench, server: &Server) -> Result<Vec<Reading>> {
    let _callee = bench.callee("0", "PCMU")?;
    let count = bench.scale(3_000);
    let (without, tally) = set_up(bench, server, count)?;
    let socket = bench.folder.path().join("strowger/data/strowger.sock");
    let (stop, stopping) = watch::channel(false);
    let clients = thread::spawn(move || follow(socket, stopping));
    thread::sleep(Duration::from_secs(2));
    let (with, with_clients) = set_up(bench, server, count)?;
    thread::sleep(Duration::from_secs(1));
    stop.send_replace(true);
    let heard = clients.join().map_err(|_| anyhow::anyhow!("the clients failed"))??;
    let first = heard.first().copied().unwrap_or_default();
    let per_call =
        |spent: Duration, tally: Tally| spent.as_secs_f64() * 1_000.0 / f64::from(tally.good.max(1));
    let seconds = f64::from(count) / f64::from(CALLS_PER_S);
    let all_bytes: u64 = heard.iter().map(|client| client.bytes).sum();
    let told = |what, value, unit| Reading { what, value, unit, bar: Bar::None };
    Ok(vec![
        told("100 calls/s, CPU per call, nobody follows events", per_call(without, tally), "ms"),
        told("the same with 500 clients", per_call(with, with_clients), "ms"),
        told(
            "what the clients add, of one core",
            (with.as_secs_f64() - without.as_secs_f64()) / seconds * 100.0,
            "%",
        ),
        told("sent to all of them", all_bytes as f64 / seconds / 1e6, "MB/s"),
        told("events of calls that each heard", f64::from(first.calls), ""),
        Reading {
            what: "resyncs, all clients",
            value: heard.iter().map(|client| f64::from(client.resyncs)).sum(),
            unit: "",
            bar: Bar::AtMost(0.0),
        },
        Reading {
            what: "an event is heard after, at most",
            value: first.latest_ms as f64,
            unit: "ms",
            bar: Bar::AtMost(1_000.0),
        },
        failures("failed of the calls with clients", with_clients),
    ])
}

fn set_up(bench: &Bench, server: &Server, count: u32) -> Result<(Duration, Tally)> {
    let before = server.cpu()?;
    let tally = bench.caller(Scenario::Caller, CALLS_PER_S, count, 0)?.wait(PATIENCE)?;
    ensure!(tally.good > 0, "no call came about: {tally:?}");
    Ok((server.cpu()? - before, tally))
}

/// Follows with all clients until told to stop; the first of them reads what it hears.
fn follow(socket: PathBuf, stopping: watch::Receiver<bool>) -> Result<Vec<Heard>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut clients = JoinSet::new();
        for number in 0..CLIENTS {
            clients.spawn(client(socket.clone(), number == 0, stopping.clone()));
        }
        let mut heard = vec![];
        while let Some(one) = clients.join_next().await {
            heard.push(one??);
        }
        // The one that reads stands first.
        heard.sort_by_key(|one| std::cmp::Reverse(one.calls));
        Ok(heard)
    })
}

async fn client(socket: PathBuf, reads: bool, mut stopping: watch::Receiver<bool>) -> Result<Heard> {
    let mut stream = UnixStream::connect(&socket).await.with_context(|| socket.display().to_string())?;
    stream.write_all(FOLLOW).await?;
    let (mut heard, mut text, mut buffer) = (Heard::default(), String::new(), vec![0; 64 << 10]);
    loop {
        let read = tokio::select! {
            read = stream.read(&mut buffer) => read?,
            _ = stopping.changed() => return Ok(heard),
        };
        ensure!(read > 0, "the server ended the stream");
        let bytes = buffer.get(..read).unwrap_or_default();
        heard.bytes += read as u64;
        let chunk = String::from_utf8_lossy(bytes);
        heard.resyncs += u32::try_from(chunk.matches("event: resync").count()).unwrap_or(u32::MAX);
        if reads {
            text.push_str(&chunk);
            take(&mut text, &mut heard);
        }
    }
}

/// Takes whole events off the text.
fn take(text: &mut String, heard: &mut Heard) {
    while let Some(end) = text.find("\n\n") {
        let event: String = text.drain(..end + 2).collect();
        let data = event.lines().find_map(|line| line.strip_prefix("data: "));
        let Some(call) = data.and_then(|data| serde_json::from_str::<Value>(data).ok()) else { continue };
        if call.get("event").and_then(Value::as_str) == Some("call") {
            heard.calls += 1;
            let at = ["started_ms", "answered_ms", "ended_ms"]
                .iter()
                .filter_map(|name| call.get(*name)?.as_u64())
                .max();
            heard.latest_ms = heard.latest_ms.max(now_ms().saturating_sub(at.unwrap_or(u64::MAX)));
        }
    }
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
