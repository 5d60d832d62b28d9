//! The SIP messages of both exchanges, taken from what they tell their logs (target `sip`, credentials already left out).

use std::{
    fmt,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    Layer, filter::Targets, layer::Context, layer::SubscriberExt, util::SubscriberInitExt,
};

/// Messages that are kept between two calls; a call has about thirty, and the rest is not worth the memory.
const MESSAGES_MAX: usize = 4096;

/// One message, as an exchange sent or received it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Time since the tape was started.
    pub(crate) at: Duration,
    /// Who sent it.
    pub(crate) from: SocketAddr,
    /// Who got it.
    pub(crate) to: SocketAddr,
    /// Seen by the one who sent it.
    pub(crate) is_senders: bool,
    /// The message.
    pub(crate) text: String,
}

/// Keeps what is seen, for all exchanges of this process.
#[derive(Clone)]
pub(crate) struct Tape {
    started: Instant,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Tape {
    /// Starts to listen; once in a process.
    pub(crate) fn start() -> Result<Self> {
        let tape = Self { started: Instant::now(), seen: Arc::default() };
        let only_sip = Targets::new().with_target("sip", Level::TRACE);
        tracing_subscriber::registry()
            .with(tape.clone().with_filter(only_sip))
            .try_init()
            .context("this process logs already")?;
        Ok(tape)
    }

    /// Forgets what it has.
    pub(crate) fn rewind(&self) {
        self.lock().clear();
    }

    /// Returns what it has, in the order in which it was seen.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Subscriber> Layer<S> for Tape {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let Fields { sent, local: Some(local), remote: Some(remote), text } = fields else { return };
        let (from, to) = if sent { (local, remote) } else { (remote, local) };
        let mut seen = self.lock();
        if seen.len() < MESSAGES_MAX {
            seen.push(Seen { at: self.started.elapsed(), from, to, is_senders: sent, text });
        }
    }
}

/// The fields of an event that the demo reads.
#[derive(Default)]
struct Fields {
    sent: bool,
    local: Option<SocketAddr>,
    remote: Option<SocketAddr>,
    text: String,
}

impl Visit for Fields {
    fn record_bool(&mut self, field: &Field, value: bool) {
        if field.name() == "sent" {
            self.sent = value;
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "text" {
            value.clone_into(&mut self.text);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match field.name() {
            "local" => self.local = format!("{value:?}").parse().ok(),
            "remote" => self.remote = format!("{value:?}").parse().ok(),
            _ => {}
        }
    }
}
