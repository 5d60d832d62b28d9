//! What calls and registrations leave behind, handed to the writer without waiting.

use std::sync::{
    Arc,
    mpsc::{SyncSender, TrySendError},
};

use model::{Binding, Cdr, record::StopChange};

use crate::{stops, trouble::Watch, writer::Job};

/// Hands rows to the writer. Never blocks and never waits for the disk.
#[derive(Clone)]
pub struct Journal {
    jobs: SyncSender<Job>,
    watch: Arc<Watch>,
}

impl Journal {
    pub(crate) fn new(jobs: SyncSender<Job>, watch: Arc<Watch>) -> Self {
        Self { jobs, watch }
    }

    /// Writes a row of the call log, over an earlier one of the same call.
    pub fn cdr(&self, cdr: Box<Cdr>) {
        self.hand(Job::Cdr(cdr));
    }

    /// Writes a new or refreshed binding.
    pub fn put_binding(&self, binding: Box<Binding>) {
        self.hand(Job::PutBinding(binding));
    }

    /// Forgets a binding.
    pub fn remove_binding(&self, binding: Box<Binding>) {
        self.hand(Job::RemoveBinding(binding));
    }

    /// Writes down that a stop began or was lifted.
    pub fn stop(&self, change: StopChange) {
        let write = move |db: Result<&mut rusqlite::Connection, _>| {
            if let Err(error) = db.and_then(|db| stops::put(db, &change)) {
                tracing::error!(%error, "a stop is not written down: a restart would forget it");
            }
        };
        self.hand(Job::Write { what: "stop", write: Box::new(write) });
    }

    /// Waits until everything that was handed over so far is written. Not for the call path.
    pub fn flush(&self) {
        let (done, written) = std::sync::mpsc::sync_channel(1);
        let write = Box::new(move |_: Result<&mut rusqlite::Connection, crate::Error>| {
            // Whoever waited may have gone away.
            let _ = done.send(());
        });
        if self.jobs.send(Job::Write { what: "flush", write }).is_ok() {
            let _ = written.recv();
        }
    }

    fn hand(&self, job: Job) {
        match self.jobs.try_send(job) {
            Ok(()) => {}
            Err(TrySendError::Full(job)) => {
                // The disk has been standing still for a minute of full load: calls go on, and the operator must know.
                self.watch.lost(job.kind(), "the database does not keep up");
            }
            Err(TrySendError::Disconnected(job)) => {
                self.watch.lost(job.kind(), "the database writer has stopped");
            }
        }
    }
}
