//! What calls and registrations leave behind, handed to the writer without waiting.

use std::sync::mpsc::{SyncSender, TrySendError};

use model::{Binding, Cdr, record::StopChange};

use crate::{stops, writer::Job};

/// Hands rows to the writer. Never blocks and never waits for the disk.
#[derive(Clone)]
pub struct Journal {
    jobs: SyncSender<Job>,
}

impl Journal {
    pub(crate) fn new(jobs: SyncSender<Job>) -> Self {
        Self { jobs }
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

    fn hand(&self, job: Job) {
        match self.jobs.try_send(job) {
            Ok(()) => {}
            Err(TrySendError::Full(job)) => {
                // The disk has been standing still for a minute of full load: calls go on, and the operator must know.
                tracing::error!(row = job.kind(), "the database does not keep up: a row is lost");
            }
            Err(TrySendError::Disconnected(job)) => {
                tracing::error!(row = job.kind(), "the database writer has stopped: a row is lost");
            }
        }
    }
}
