//! What doors hold of an engine: a way to ask it, and its events.

use std::{net::IpAddr, sync::Arc, time::Duration};

use calls::{CallEvent, CallId, Command, Exchange, Tested};
use model::{
    Snapshot, TrunkId,
    record::{Past, StopOf},
};
use moment::Moment;
use sip_core::{Probed, TrunkCommand};
use tokio::sync::{broadcast, mpsc, oneshot};

use crate::{config::Config, start::Tls, trail::KeptCall};

/// Something asked of the engine's thread.
pub(crate) enum Ask {
    /// Take this configuration.
    Config(Arc<Snapshot>),
    /// Take what the host's configuration file says now; listeners stay.
    Host(Box<Config>),
    /// Show and believe this over TLS from now on.
    Tls(Box<Tls>),
    /// Do this.
    Command(Command),
    /// Ask a trunk whether it lives.
    Probe(TrunkId, oneshot::Sender<Probed>),
    /// Try a trunk with a short call.
    TestCall {
        /// The trunk.
        trunk: TrunkId,
        /// What is dialled there.
        number: String,
        /// Who wants it, for the call log.
        by: String,
        /// Where to tell what comes of it.
        reply: oneshot::Sender<Tested>,
    },
    /// Copy out the messages that are kept of a call.
    Kept(CallId, oneshot::Sender<Option<KeptCall>>),
    /// Count what the calls of earlier runs come to.
    Past(Past),
    /// Read this sound file again when it is played next.
    ForgetSound(String),
    /// Look at the exchange; must be quick, since calls wait for it.
    Look(Look),
    /// End: with BYE for what is left.
    Stop(oneshot::Sender<()>),
}

/// What somebody wants to see of the exchange.
type Look = Box<dyn FnOnce(&Exchange, Moment) + Send>;

/// The engine has ended.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the engine has stopped")]
pub struct Gone;

/// How often a draining engine is asked whether its last call has ended.
const DRAIN_POLL: Duration = Duration::from_millis(100);

/// A running engine, for those who administer it. Cheap to clone.
#[derive(Clone)]
pub struct Handle {
    asks: mpsc::Sender<Ask>,
    events: broadcast::Sender<Arc<CallEvent>>,
}

impl Handle {
    pub(crate) fn new(asks: mpsc::Sender<Ask>, events: broadcast::Sender<Arc<CallEvent>>) -> Self {
        Self { asks, events }
    }

    /// Gives the engine a new configuration; calls in progress keep theirs.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn configure(&self, snapshot: Arc<Snapshot>) -> Result<(), Gone> {
        self.ask(Ask::Config(snapshot)).await
    }

    /// Gives the engine the host's configuration again: external address, local networks, the host's own addresses.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn reload(&self, config: Config) -> Result<(), Gone> {
        self.ask(Ask::Host(Box::new(config))).await
    }

    /// Gives the engine its certificates again; connections that are open keep theirs.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn renew_tls(&self, tls: Tls) -> Result<(), Gone> {
        self.ask(Ask::Tls(Box::new(tls))).await
    }

    /// Ends a call.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn hangup(&self, call: CallId) -> Result<(), Gone> {
        self.ask(Ask::Command(Command::Hangup(call))).await
    }

    /// Lets an address in again that was shut out for guessing passwords, or one account from there.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn lift(&self, source: IpAddr, account: Option<String>) -> Result<(), Gone> {
        self.ask(Ask::Command(Command::Lift(source, account))).await
    }

    /// Lifts a stop of calls that cost something.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn lift_stop(&self, of: StopOf) -> Result<(), Gone> {
        self.ask(Ask::Command(Command::LiftStop(of))).await
    }

    /// Has the exchange count what the calls of earlier runs come to; once, soon after the start.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn recall(&self, past: Past) -> Result<(), Gone> {
        self.ask(Ask::Past(past)).await
    }

    /// Has a sound file, which has changed, read again when it is played next.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn forget_sound(&self, name: String) -> Result<(), Gone> {
        self.ask(Ask::ForgetSound(name)).await
    }

    /// Reads something off the exchange, on its own thread; `look` must be quick.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Exchange, Moment) -> T + Send + 'static,
    ) -> Result<T, Gone> {
        let (reply, answer) = oneshot::channel();
        let look = move |exchange: &Exchange, now| {
            // Whoever asked may have gone away meanwhile.
            let _ = reply.send(look(exchange, now));
        };
        self.ask(Ask::Look(Box::new(look))).await?;
        answer.await.map_err(|_| Gone)
    }

    /// Asks a trunk with OPTIONS whether it lives, and waits for what comes of it.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn probe(&self, trunk: TrunkId) -> Result<Probed, Gone> {
        let (reply, answer) = oneshot::channel();
        self.ask(Ask::Probe(trunk, reply)).await?;
        answer.await.map_err(|_| Gone)
    }

    /// Tries a trunk with a short call to a number, and waits for what comes of it; the call log will say by whom.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn test_call(&self, trunk: TrunkId, number: String, by: String) -> Result<Tested, Gone> {
        let (reply, answer) = oneshot::channel();
        self.ask(Ask::TestCall { trunk, number, by, reply }).await?;
        answer.await.map_err(|_| Gone)
    }

    /// Registers at a trunk now rather than when it is due.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn register(&self, trunk: TrunkId) -> Result<(), Gone> {
        self.ask(Ask::Command(Command::Trunk(TrunkCommand::Register(trunk)))).await
    }

    /// Copies out the SIP messages that are kept of a call; nothing where none are, any more.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn kept(&self, call: CallId) -> Result<Option<KeptCall>, Gone> {
        let (reply, answer) = oneshot::channel();
        self.ask(Ask::Kept(call, reply)).await?;
        answer.await.map_err(|_| Gone)
    }

    /// Subscribes to events. A subscriber that falls behind is told how many it missed, and should read the state again.
    pub fn events(&self) -> broadcast::Receiver<Arc<CallEvent>> {
        self.events.subscribe()
    }

    /// Takes no new calls, waits until the last one has ended or `patience` is over, then ends what is left and stops.
    pub async fn drain(&self, patience: Duration) {
        let until = tokio::time::Instant::now() + patience;
        let mut busy = self.ask(Ask::Command(Command::Drain)).await.is_ok();
        while busy && tokio::time::Instant::now() < until {
            busy = self.look(|exchange, _| exchange.call_count() > 0).await.unwrap_or(false);
            if busy {
                tokio::time::sleep(DRAIN_POLL).await;
            }
        }
        let (done, stopped) = oneshot::channel();
        if self.ask(Ask::Stop(done)).await.is_ok() {
            let _ = stopped.await;
        }
    }

    async fn ask(&self, ask: Ask) -> Result<(), Gone> {
        self.asks.send(ask).await.map_err(|_| Gone)
    }
}
