//! Who takes part: two exchanges, four phones, and a tape of the messages between them.

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::{Context, Result};
use sdp::Codec;
use tokio::{runtime, signal::unix::SignalKind};

use crate::{
    exchange::Exchange,
    folder::Folder,
    handset::{Handset, Owner},
    lobby::Lobby,
    pieces::{On, Piece},
    ports,
    voice::say,
    wire::Tape,
};

/// Threads of both exchanges' doors.
const DOOR_THREADS: usize = 2;

/// Everybody. What is named first ends first: the folder goes when nobody writes to it any more.
pub(crate) struct Stage {
    /// XiVO A of the page.
    pub(crate) a: Exchange,
    /// XiVO B of the page.
    pub(crate) b: Exchange,
    /// The phones.
    pub(crate) lobby: Lobby,
    /// What the exchanges send and receive.
    pub(crate) tape: Tape,
    _folder: Folder,
}

impl Stage {
    /// Starts both exchanges as new ones, and plugs the phones in.
    pub(crate) fn set_up() -> Result<Self> {
        let tape = Tape::start()?;
        let folder = Folder::new()?;
        let doors = runtime::Builder::new_multi_thread().worker_threads(DOOR_THREADS).enable_all().build();
        let runtime = Arc::new(doors.context("the doors' threads cannot be started")?);
        let a = Exchange::start("A", host(1), folder.path(), runtime.clone()).context("exchange A")?;
        let b = Exchange::start("B", host(2), folder.path(), runtime).context("exchange B")?;
        let phones = owners().into_iter().zip([&a, &a, &b, &b]).zip(11_u8..);
        let phones = phones
            .map(|((owner, at), last)| Handset::new(owner, ports::sip(desk(last))?, at.address))
            .collect::<Result<_>>()?;
        let lobby = Lobby::new(phones, end_asked(&a)?);
        Ok(Self { a, b, lobby, tape, _folder: folder })
    }

    /// Shows a part of the page as a site file and applies it where it belongs.
    pub(crate) fn apply(&self, piece: &Piece) -> Result<()> {
        say!("\n  {}", piece.page);
        let [a, b] = [&self.a, &self.b].map(|exchange| exchange.address.to_string());
        let text = piece.text.replace("{A}", &a).replace("{B}", &b);
        for line in text.lines() {
            say!("{}", format!("      {line}").trim_end());
        }
        let exchanges: &[&Exchange] = match piece.on {
            On::A => &[&self.a],
            On::B => &[&self.b],
            On::Both => &[&self.a, &self.b],
        };
        for exchange in exchanges {
            let plan = exchange
                .apply(piece.name, text.clone())
                .with_context(|| format!("applying {} to {}", piece.name, exchange.name))?;
            let done: Vec<_> =
                plan.steps.iter().map(|step| format!("{} {}", step.verb, step.subject)).collect();
            say!("    applied to {}: {}", exchange.name, done.join(", "));
            for warning in &plan.warnings {
                say!("    warning: {warning}");
            }
        }
        Ok(())
    }
}

/// Hears of the signals that ask for an end, so that it is a clean one.
fn end_asked(exchange: &Exchange) -> Result<Arc<AtomicBool>> {
    let asked = Arc::new(AtomicBool::new(false));
    for kind in [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()] {
        let asked = asked.clone();
        exchange
            .on_signal(kind, move || asked.store(true, Ordering::Relaxed))
            .context("signals cannot be listened to")?;
    }
    Ok(asked)
}

/// Two phones of A and two of B; codecs such that one call stays GSM and another one is transcoded.
fn owners() -> [Owner; 4] {
    let owner = |name, password, hz, codecs| Owner { name, password, hz, codecs };
    [
        owner("alice", "tulip-7Kq2-drum", 440.0, vec![Codec::gsm()]),
        owner("bob", "plaza-31xWq9", 620.0, vec![Codec::gsm(), Codec::pcmu()]),
        owner("someone", "cedar-5hT-moon", 1_000.0, vec![Codec::gsm(), Codec::pcmu()]),
        owner("carol", "quartz-8mZe", 1_400.0, vec![Codec::pcmu()]),
    ]
}

/// Where a phone is. The phones of two demos that run at once are in different networks: their RTP ports are the same.
fn desk(last: u8) -> IpAddr {
    let network = u8::try_from(std::process::id() % 250).unwrap_or_default() + 1;
    IpAddr::from([127, network, 0, last])
}

fn host(last: u8) -> IpAddr {
    IpAddr::from([127, 0, 0, last])
}
