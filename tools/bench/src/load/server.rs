//! A server under load, of whatever kind.

use std::{path::Path, process::Child, time::Duration};

use anyhow::Result;

use super::{net::Net, process};

/// A kind of server. Each takes calls from [`Host::Caller`](super::net::Host) for any number that begins with 5 and sends
/// them to port 5080 of `Host::Callee`, and knows the users of [`users`].
pub(crate) trait Kind {
    /// Its name in tables.
    fn name(&self) -> &'static str;
    /// Starts one on the server's host, with what it writes in `folder`, and waits until it takes calls.
    fn start(&self, net: &Net, folder: &Path) -> Result<Server>;
}

/// A server that runs; killed where it is dropped before it was stopped.
pub(crate) struct Server(Child);

impl Server {
    /// Takes over a process.
    pub(crate) const fn new(child: Child) -> Self {
        Self(child)
    }

    /// The processor time that it has used.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        process::cpu(self.0.id())
    }

    /// Its resident memory in KB.
    pub(crate) fn resident_kb(&self) -> Result<f64> {
        process::resident_kb(self.0.id())
    }

    /// Whether it has ended by itself.
    pub(crate) fn is_gone(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }

    /// Ends it at once: nothing that it has kept is wanted.
    pub(crate) fn stop(self) {
        drop(self);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The numbers of the users u10000 to u11999, whose passwords are pw10000 and so on.
pub(crate) fn users() -> std::ops::Range<u32> {
    10_000..12_000
}
