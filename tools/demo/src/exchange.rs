//! One exchange as `strowger serve` builds it, on addresses and in a data directory of its own, asked by the commands that
//! an administrator types.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    ops::RangeInclusive,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use admin::{
    Actor, Admin, CallLogEntry, CallLogQuery, RegistrationRow,
    site::{Plan, SiteFile},
};
use anyhow::{Result, bail};
use clap::Parser;
use engine::Handle;
use store::Store;
use tokio::{
    net::TcpListener,
    runtime::Runtime,
    signal::unix::{SignalKind, signal},
    sync::watch,
    task::JoinHandle,
};

use crate::{ports, voice::say};

/// A running exchange. It ends with this value.
pub(crate) struct Exchange {
    /// What the page calls it.
    pub(crate) name: &'static str,
    /// Its SIP address.
    pub(crate) address: SocketAddr,
    data_dir: PathBuf,
    admin: Arc<Admin>,
    handle: Handle,
    stop: watch::Sender<bool>,
    api: Option<JoinHandle<()>>,
    runtime: Arc<Runtime>,
}

/// A command line as `strowger` reads it.
#[derive(Debug, Parser)]
#[command(name = "strowger")]
struct CommandLine {
    #[command(flatten)]
    options: cli::Options,
    #[command(subcommand)]
    command: cli::Command,
}

impl Exchange {
    /// Starts it with the configuration of a new exchange, on a free port of an address.
    pub(crate) fn start(
        name: &'static str,
        ip: IpAddr,
        folder: &Path,
        runtime: Arc<Runtime>,
    ) -> Result<Self> {
        let (address, rtp) = (ports::sip(ip)?, ports::rtp(ip)?);
        let data_dir = folder.join(name);
        let (store, loaded) = Store::open(&data_dir, now_ms())?;
        let snapshot = Arc::new(runtime.block_on(admin::found(&store, loaded.nouns))?);
        let tcp = runtime.block_on(TcpListener::bind((ip, 0)))?;
        let unix = {
            let _inside = runtime.enter();
            api::listen_unix(&data_dir)?
        };
        let handle = engine::start(engine::Start {
            config: config(address, rtp),
            snapshot: snapshot.clone(),
            bindings: loaded.bindings,
            stops: vec![],
            journal: store.journal(),
            tls: engine::Tls { server: None, client: engine::ClientTls::new(None, None)? },
            sounds: data_dir.join("sounds"),
        })?;
        let admin = Admin::new(store, Arc::new(handle.clone()), snapshot);
        let (stop, stopping) = watch::channel(false);
        let api =
            Some(runtime.spawn(api::serve(admin.clone(), api::Ways { tcp, tls: None, unix }, stopping)));
        Ok(Self { name, address, data_dir, admin, handle, stop, api, runtime })
    }

    /// Applies a part of a site, and returns what was done to it.
    pub(crate) fn apply(&self, name: &str, text: String) -> Result<Plan> {
        let file = SiteFile { name: name.to_owned(), text };
        Ok(self.runtime.block_on(self.admin.apply(&Actor::Owner, &[file], false))?.value)
    }

    /// Runs a command of the command line, which prints what it says.
    pub(crate) fn command(&self, words: &[&str]) -> Result<()> {
        let typed: Vec<_> = words.iter().map(|word| quoted(word)).collect();
        say!("\n    {}$ strowger {}", self.name, typed.join(" "));
        let data_dir = [std::ffi::OsStr::new("strowger"), "--data-dir".as_ref(), self.data_dir.as_os_str()];
        let typed = data_dir.into_iter().chain(words.iter().map(AsRef::as_ref));
        let CommandLine { options, command } = CommandLine::try_parse_from(typed)?;
        match cli::run(&options, &command) == ExitCode::SUCCESS {
            true => Ok(()),
            false => bail!("on {}: `strowger {}` failed", self.name, words.join(" ")),
        }
    }

    /// Has something done when a signal comes, from now on until the end.
    pub(crate) fn on_signal(&self, kind: SignalKind, act: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let _inside = self.runtime.enter();
        let mut signal = signal(kind)?;
        // It ends with the runtime.
        self.runtime.spawn(async move {
            if signal.recv().await.is_some() {
                act();
            }
        });
        Ok(())
    }

    /// Lists registrations in both directions.
    pub(crate) fn registrations(&self) -> Result<Vec<RegistrationRow>> {
        Ok(self.runtime.block_on(self.admin.registrations())?)
    }

    /// Returns the newest call of the log with its trace, once it has ended.
    pub(crate) fn last_call(&self) -> Result<Option<CallLogEntry>> {
        self.runtime.block_on(async {
            let newest = CallLogQuery { limit: Some(1), ..CallLogQuery::default() };
            let rows = self.admin.call_logs(&newest).await?;
            match rows.items.first().filter(|row| row.times.end_ms.is_some()) {
                Some(row) => Ok(Some(self.admin.call_log(&row.id).await?)),
                None => Ok(None),
            }
        })
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.runtime.block_on(self.handle.drain(Duration::ZERO));
        self.stop.send_replace(true);
        if let Some(api) = self.api.take() {
            // What went wrong with its last request matters to nobody any more.
            let _ = self.runtime.block_on(api);
        }
    }
}

/// Writes a word as it must be typed, so that no shell makes something else of it.
fn quoted(word: &str) -> String {
    match word.chars().all(|c| c.is_ascii_alphanumeric() || "-_.,:/=@%+".contains(c)) {
        true => word.to_owned(),
        false => format!("'{word}'"),
    }
}

fn config(address: SocketAddr, rtp_ports: RangeInclusive<u16>) -> engine::Config {
    engine::Config {
        udp: vec![address],
        tcp: vec![],
        tls: vec![],
        external_address: None,
        local_networks: vec![],
        rtp_address: Some(address.ip()),
        rtp_ports,
        unlimited_sources: vec![],
    }
}

fn now_ms() -> u64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_expand_is_shown_in_quotes() {
        assert_eq!(
            ["--limit", "1", "**99101", "Alice Lab"].map(quoted),
            ["--limit", "1", "'**99101'", "'Alice Lab'"]
        );
    }
}
