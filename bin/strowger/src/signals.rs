//! Signals: what an operator asks of a running exchange.

use admin::RestartWish;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals that are listened to.
pub(crate) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
    user2: Signal,
}

/// What a signal asks for.
#[derive(Debug)]
pub(crate) enum Wish {
    /// End, after the calls (SIGTERM, SIGINT).
    End,
    /// Read the configuration file again (SIGHUP).
    Reload,
    /// Go on in a new process, with calls and sockets (SIGUSR2, or whoever asks for it over the API and waits for the answer).
    Restart(Option<RestartWish>),
}

impl Signals {
    /// Starts to listen; from here on these signals no longer end the process by themselves.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn listen() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hangup: signal(SignalKind::hangup())?,
            user2: signal(SignalKind::user_defined2())?,
        })
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) -> Wish {
        tokio::select! {
            _ = self.terminate.recv() => Wish::End,
            _ = self.interrupt.recv() => Wish::End,
            _ = self.hangup.recv() => Wish::Reload,
            _ = self.user2.recv() => Wish::Restart(None),
        }
    }

    /// Waits until somebody asks for the end.
    pub(crate) async fn end(&mut self) {
        while !matches!(self.next().await, Wish::End) {}
    }
}
