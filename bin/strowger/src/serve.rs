//! `strowger serve`: logging, configuration, build, run, drain.

use std::{
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use admin::{Admin, Host};
use anyhow::{Context, anyhow};
use api::Tls;
use clap::Args;
use engine::Handle;
use store::Store;
use tokio::{runtime, sync::watch};

use crate::{
    certificate,
    config::{self, Config},
    doors::Doors,
    limits, logging,
    signals::{Signals, Wish},
    sip_certificate,
};

/// Seconds that calls may go on after SIGTERM, unless it is said otherwise.
const DRAIN_S: u64 = 10;

/// Threads of the doors: API requests are few, and a slow one must not hold the next.
const DOOR_THREADS: usize = 2;

/// How the exchange is run.
#[derive(Args, Clone, Debug)]
pub(crate) struct Serve {
    /// The configuration file; without it the exchange listens on all addresses and keeps its data in ./strowger-data
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Seconds that calls may go on after SIGTERM
    #[arg(long, value_name = "SECONDS", default_value_t = DRAIN_S)]
    drain: u64,
    #[command(flatten)]
    logging: logging::Logging,
}

/// Runs until a signal ends it.
///
/// # Errors
/// What kept it from starting, with what to do about it.
pub(crate) fn run(serve: &Serve, data_dir: Option<&Path>) -> anyhow::Result<()> {
    logging::start(&serve.logging)?;
    end_on_panic();
    let config = read(serve, data_dir)?;
    limits::keep_files_private();
    limits::forbid_core_files();
    limits::raise_open_files();
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(DOOR_THREADS)
        .thread_name("door")
        .enable_all()
        .build()
        .context("the doors' threads cannot be started")?;
    let exchange = Exchange::build(&runtime, &config)?;
    runtime.block_on(exchange.run(serve, data_dir, &config))
}

/// Reads the configuration file; the command line has the say in the data directory.
fn read(serve: &Serve, data_dir: Option<&Path>) -> anyhow::Result<Config> {
    let config = config::load(serve.config.as_deref())?;
    Ok(match data_dir {
        Some(data_dir) => Config { data_dir: data_dir.to_owned(), ..config },
        None => config,
    })
}

/// Everything that runs.
struct Exchange {
    admin: Arc<Admin>,
    handle: Handle,
    doors: Doors,
}

impl Exchange {
    /// Opens the database, then the doors, then the telephones' side: nobody is answered before all of it stands.
    fn build(runtime: &runtime::Runtime, config: &Config) -> anyhow::Result<Self> {
        let (store, loaded) = Store::open(&config.data_dir, now_ms())
            .map_err(|error| anyhow!("the data directory cannot be opened: {error}{}", remedy(&error)))?;
        let snapshot = Arc::new(runtime.block_on(admin::found(&store, loaded.nouns))?);
        let doors = runtime.block_on(Doors::bind(config.http, &config.encryption, &config.data_dir))?;
        let handle = engine::start(engine::Start {
            config: config.engine.clone(),
            snapshot: snapshot.clone(),
            bindings: loaded.bindings,
            stops: loaded.stops,
            journal: store.journal(),
            tls: sip_certificate::open(config)?,
            sounds: config.data_dir.join("sounds"),
        })?;
        let admin = Admin::new(store, Arc::new(handle.clone()), snapshot);
        admin.set_host(host(config));
        Ok(Self { admin, handle, doors })
    }

    async fn run(self, serve: &Serve, data_dir: Option<&Path>, config: &Config) -> anyhow::Result<()> {
        let Self { admin, handle, doors } = self;
        let mut signals = Signals::listen().context("signals cannot be listened to")?;
        greet(&admin, &doors, config).await?;
        let (stop, stopping) = watch::channel(false);
        // What was called before counts for the limits; reading it keeps no call waiting.
        tokio::spawn({
            let (office, handle) = (Arc::clone(&admin), handle.clone());
            async move { recall(&office, &handle).await }
        });
        // It ends with the runtime.
        tokio::spawn(Arc::clone(&admin).keep_house());
        tokio::spawn(Arc::clone(&admin).keep_watch());
        let (office, tls) = (Arc::clone(&admin), doors.tls());
        let (latest, sip_tls) = watch::channel(config.sip_tls.clone());
        let until_told = async {
            let mut before = config.clone();
            while signals.next().await == Wish::Reload {
                match read(serve, data_dir) {
                    Ok(wanted) => {
                        if reload(config, &before, &wanted, &handle, &office, tls.as_deref()).await {
                            latest.send_replace(wanted.sip_tls.clone());
                            before = wanted;
                        }
                    }
                    Err(error) => tracing::error!("the configuration file stays as it was: {error:#}"),
                }
            }
            tracing::info!(
                seconds = serve.drain,
                "ending: no new calls are taken, those there are may go on; a second signal ends at once"
            );
            tokio::select! {
                () = handle.drain(Duration::from_secs(serve.drain)) => {}
                () = signals.end() => handle.drain(Duration::ZERO).await,
            }
            stop.send_replace(true);
        };
        let certificate = async {
            if let Some(tls) = &tls {
                certificate::keep(tls, config, stopping.clone()).await;
            }
        };
        let sip_certificate = sip_certificate::keep(config, sip_tls, &handle, stopping.clone());
        let served = api::serve(admin, doors.open(), stopping.clone());
        tokio::join!(served, certificate, sip_certificate, until_told);
        tracing::info!("ended");
        Ok(())
    }
}

/// Has the exchange count the calls of earlier runs.
async fn recall(admin: &Arc<Admin>, handle: &Handle) {
    match admin.past_calls().await {
        Ok(past) if past.calls.is_empty() => {}
        Ok(past) => drop(handle.recall(past).await),
        Err(error) => {
            tracing::error!(%error, "the limits count from now on only: the call log cannot be read")
        }
    }
}

/// Says that the exchange is ready, where its web admin and its API are, and how the first administrator is made.
async fn greet(admin: &Arc<Admin>, doors: &Doors, config: &Config) -> anyhow::Result<()> {
    let engine::Config { udp, tcp, tls, .. } = &config.engine;
    tracing::info!(?udp, ?tcp, ?tls, revision = admin.snapshot().revision().0, "ready: calls are taken");
    for warning in admin.warnings() {
        tracing::warn!("{}", warning.message);
    }
    let url = doors.url()?;
    let mut lines = format!("web admin: {url}\n");
    if let Some(tls) = doors.tls().filter(|tls| tls.is_generated()) {
        // Browsers warn of a certificate that nobody vouches for: whoever compares this knows that it is ours.
        lines += &format!("certificate: SHA-256 {}\n", tls.fingerprint());
    }
    if let Some(fingerprint) = sip_certificate::fingerprint(config) {
        lines += &format!("certificate of SIP over TLS: SHA-256 {fingerprint}\n");
    }
    if let Some(token) = admin.setup_token().await? {
        // Behind the #, so that no browser sends it and no log has it.
        lines += &format!("set-up: {url}/setup#{token}\n");
    }
    lines += &format!("api: {url}\n");
    let mut out = std::io::stdout().lock();
    // Whoever started us may not be reading any more; that is no reason to end.
    let _ = out.write_all(lines.as_bytes()).and_then(|()| out.flush());
    Ok(())
}

/// Takes over another reading of the configuration file, and says whether it was: what holds at once holds from now on, all else
/// from the next start.
async fn reload(
    running: &Config,
    latest: &Config,
    wanted: &Config,
    handle: &Handle,
    admin: &Admin,
    tls: Option<&Tls>,
) -> bool {
    if let Err(error) = handle.reload(wanted.engine.clone()).await {
        tracing::error!(%error, "the configuration file was not taken over");
        return false;
    }
    let Host { udp, tcp, tls: sip_tls, .. } = host(running);
    admin.set_host(Host { udp, tcp, tls: sip_tls, ..host(wanted) });
    tracing::info!("the configuration file was read again");
    if let Some(tls) = tls {
        certificate::reload(tls, &wanted.encryption);
    }
    // Where the data are, and who is listened to, stays as it was.
    let sip_tls = wanted.sip_tls.clone();
    sip_certificate::reload(&Config { sip_tls, ..running.clone() }, handle).await;
    for key in latest.live_keys_that_differ(wanted) {
        tracing::info!("{key} is another now; it holds from now on");
    }
    for key in running.fixed_keys_that_differ(wanted) {
        tracing::warn!("{key} is another now; it holds from the next start");
    }
    true
}

/// Says what to do about a data directory that cannot be opened, where the error itself does not.
fn remedy(error: &store::Error) -> &'static str {
    let store::Error::Directory { source, .. } = error else { return "" };
    match source.kind() {
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            "; there is a file of that name: move it away, or set another data_dir"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "; this user may not write there: give him the directory, or set another data_dir"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "; make room there, or set another data_dir",
        _ => "; no directory can be made there: set another data_dir, or --data-dir on the command line",
    }
}

/// What the office needs to know of the host.
fn host(config: &Config) -> Host {
    let engine::Config { udp, tcp, tls, external_address, local_networks, .. } = &config.engine;
    Host {
        udp: udp.clone(),
        tcp: tcp.clone(),
        tls: tls.clone(),
        external_address: *external_address,
        local_networks: local_networks.clone(),
        alert_networks: config.alert_networks.clone(),
    }
}

/// A panic is a bug of ours after which nobody knows what still holds: the process ends, and is started clean by whoever
/// watches over it.
fn end_on_panic() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        report(panic);
        std::process::exit(PANICKED);
    }));
}

/// The exit code after a panic, as Rust's own programs have it.
const PANICKED: i32 = 101;

fn now_ms() -> u64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_directory_that_cannot_be_is_told_once_with_a_remedy() {
        let file = std::env::temp_dir().join(format!("strowger-file-{}", std::process::id()));
        std::fs::write(&file, "").unwrap();
        let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for (path, remedy) in
            [(Path::new("/proc/nope"), "set another data_dir"), (&file, "there is a file of that name")]
        {
            let config = Config { data_dir: path.to_owned(), ..config::load(None).unwrap() };
            let error = format!("{:#}", Exchange::build(&runtime, &config).err().unwrap());
            assert!(error.contains(remedy), "{error}");
            assert_eq!(error.matches("os error").count(), 1, "{error}");
        }
        std::fs::remove_file(&file).unwrap();
    }

    #[test]
    fn the_command_line_has_the_say_in_the_data_directory() {
        let logging = logging::Logging::default();
        let serve = Serve { config: None, drain: 0, logging };
        assert_eq!(read(&serve, Some(Path::new("/d"))).unwrap().data_dir, Path::new("/d"));
        assert_eq!(read(&serve, None).unwrap().data_dir, Path::new("strowger-data"));
    }
}
