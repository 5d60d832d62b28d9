//! Opens everything and starts the engine's thread.

use std::{io, net::SocketAddr, sync::Arc};

use calls::{CallId, Exchange};
use media_io::Clock;
use model::{Binding, Snapshot, record::Stop};
use net::{ClientTls, Connections, Dns, ListenError, ServerTls, Udp};
use sip_core::{Endpoint, EndpointConfig, Seed, Transport};
use store::Journal;
use tokio::{
    runtime,
    sync::{broadcast, mpsc, oneshot},
};

use crate::{
    config::Config,
    handle::{Ask, Handle},
    media::Media,
    proofs::Proofs,
    run::{Engine, Out, Probes, Tests},
    trail::{self, Trail},
};

/// Questions of doors that may wait; a door that asks more waits itself.
const ASKS: usize = 256;

/// Events that a subscriber may be behind before it is told to read the state again.
const EVENTS: usize = 4096;

/// Answers of the DNS that may wait for the loop.
const ANSWERS: usize = 256;

/// An engine that could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A listener could not be opened; the text names the remedy.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The system refused something else.
    #[error("{what}: {source}")]
    System {
        /// What was to be done.
        what: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system gives no random bytes, and without them nothing can be kept secret: {0}")]
    NoChance(getrandom::Error),
}

/// What an engine starts with.
pub struct Start {
    /// The host.
    pub config: Config,
    /// The configuration.
    pub snapshot: Arc<Snapshot>,
    /// What was registered when the last run ended.
    pub bindings: Vec<Binding>,
    /// What was stopped when the last run ended.
    pub stops: Vec<Stop>,
    /// Where rows go.
    pub journal: Journal,
    /// What is shown and believed over TLS.
    pub tls: Tls,
    /// Recorded announcements are in this directory.
    pub sounds: std::path::PathBuf,
}

/// What is shown and believed over TLS.
pub struct Tls {
    /// To whom connects; nothing where nobody is listened to.
    pub server: Option<ServerTls>,
    /// Of whom we connect to.
    pub client: ClientTls,
}

/// Opens the listeners and starts the thread. Returns when SIP is answered.
///
/// # Errors
/// [`StartError`], which names the remedy.
pub fn start(start: Start) -> Result<Handle, StartError> {
    let (asks_tx, asks_rx) = mpsc::channel(ASKS);
    let (events, _) = broadcast::channel(EVENTS);
    let handle = Handle::new(asks_tx, events.clone());
    let (ready_tx, ready_rx) = oneshot::channel();
    let system = |what| move |source| StartError::System { what, source };
    std::thread::Builder::new()
        .name("engine".to_owned())
        .spawn(move || thread(start, events, asks_rx, ready_tx))
        .map_err(system("the engine's thread cannot be started"))?;
    match ready_rx.blocking_recv() {
        Ok(Ok(())) => Ok(handle),
        Ok(Err(error)) => Err(error),
        Err(_) => Err(system("the engine's thread ended")(io::ErrorKind::BrokenPipe.into())),
    }
}

type Ready = oneshot::Sender<Result<(), StartError>>;

fn thread(
    start: Start,
    events: broadcast::Sender<Arc<calls::CallEvent>>,
    asks: mpsc::Receiver<Ask>,
    ready: Ready,
) {
    let runtime = match runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(source) => {
            let _ = ready
                .send(Err(StartError::System { what: "the engine's runtime cannot be started", source }));
            return;
        }
    };
    // Handshakes take their time, and calls do not wait for them.
    let reckoning =
        runtime::Builder::new_multi_thread().worker_threads(1).thread_name("tls").enable_all().build();
    let reckoning = match reckoning {
        Ok(reckoning) => reckoning,
        Err(source) => {
            let _ =
                ready.send(Err(StartError::System { what: "the thread of TLS cannot be started", source }));
            return;
        }
    };
    runtime.block_on(async {
        match open(start, events, reckoning.handle()) {
            Ok(mut engine) => {
                engine.dispatch();
                let _ = ready.send(Ok(()));
                engine.run(asks).await;
            }
            Err(error) => {
                let _ = ready.send(Err(error));
            }
        }
    });
    reckoning.shutdown_background();
}

fn open(
    start: Start,
    events: broadcast::Sender<Arc<calls::CallEvent>>,
    reckoning: &runtime::Handle,
) -> Result<Engine, StartError> {
    let Start { config, snapshot, bindings, stops, journal, tls, sounds } = start;
    let udp = config.udp.iter().map(|&addr| Udp::bind(addr)).collect::<Result<Vec<_>, _>>()?;
    let (streams, listeners) = listen(&config, &udp, reckoning, tls)?;
    let clock = Clock::start();
    let media = Media::start(&config, clock, &sounds)
        .map_err(|source| StartError::System { what: "the media path cannot be started", source })?;
    let mut seed: Seed = [0; 32];
    getrandom::fill(&mut seed).map_err(StartError::NoChance)?;
    let premises = snapshot.general().premises.clone();
    let (external_address, local_networks) = config.addressing(&premises);
    let endpoint = EndpointConfig {
        listeners,
        external_address,
        local_networks,
        unlimited_sources: config.unlimited_sources.clone(),
        seed,
    };
    let kept_mb = snapshot.general().kept_messages_mb;
    let endpoint = Endpoint::new(endpoint, snapshot.clone());
    let mut proofs = Proofs::default();
    proofs.configure(&snapshot);
    // Microseconds since the epoch: above every number of an earlier run.
    let exchange = Exchange::new(endpoint, snapshot, CallId(clock.now().as_micros()));
    let datagrams = udp.iter().map(|_| vec![]).collect();
    let mut engine = Engine {
        clock,
        exchange,
        udp,
        streams,
        proofs,
        dns: Dns::from_system(),
        media,
        journal,
        events,
        answers: mpsc::channel(ANSWERS),
        host: config,
        premises,
        interfaces: vec![],
        networks: vec![],
        trail: Trail::new(trail::bytes(kept_mb)),
        kept_mb,
        probes: Probes::default(),
        tests: Tests::default(),
        out: Out { actions: vec![], datagrams },
    };
    engine.begin(bindings, stops);
    Ok(engine)
}

type Listeners = Vec<(Transport, SocketAddr)>;

/// Opens the listeners of streams; lists them with those of datagrams.
fn listen(
    config: &Config,
    udp: &[Udp],
    reckoning: &runtime::Handle,
    tls: Tls,
) -> Result<(Connections, Listeners), StartError> {
    let mut streams = Connections::default();
    streams.reckon_on(reckoning.clone());
    streams.believe(tls.client);
    if let Some(server) = tls.server {
        streams.show(server);
    }
    let mut listeners: Listeners = udp.iter().map(|u| (Transport::Udp, u.bound())).collect();
    for &addr in &config.tcp {
        listeners.push((Transport::Tcp, streams.listen(addr)?));
    }
    for &addr in &config.tls {
        listeners.push((Transport::Tls, streams.listen_tls(addr)?));
    }
    Ok((streams, listeners))
}

impl Engine {
    /// Tells the exchange where it is and who was registered.
    fn begin(&mut self, bindings: Vec<Binding>, stops: Vec<Stop>) {
        let now = self.clock.now();
        self.read_interfaces();
        let restore = sip_core::Input::Restore(bindings);
        self.exchange.handle(now, calls::Input::Sip(restore), &mut self.out.actions);
        self.exchange.handle(now, calls::Input::Stops(stops), &mut self.out.actions);
        self.exchange.handle(now, calls::Input::Tick, &mut self.out.actions);
    }
}
