//! The database as the rest of the program holds it: opened once, read by readers, written by the one thread that it starts.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::mpsc::{SendError, SyncSender, sync_channel},
    thread::JoinHandle,
    time::{SystemTime, UNIX_EPOCH},
};

use model::{Binding, Nouns, Revision};
use rusqlite::Connection;

use crate::{
    bindings, cdrs,
    directory::Directory,
    error::Error,
    journal::Journal,
    kept_calls::{self, Found, KeptCalls},
    migrate::migrate,
    nouns::{self, Written},
    reader::Reader,
    writer::{Job, QUEUE, Writer, prepare},
};

/// The database, opened: who holds it may order writes. Dropping the last one stops the writer when its queue is empty.
pub struct Store {
    jobs: SyncSender<Job>,
    database: PathBuf,
    thread: Option<JoinHandle<()>>,
    kept_calls: KeptCalls,
}

/// What the database held when it was opened.
#[derive(Debug)]
pub struct Loaded {
    /// The configuration and its revision; none in a new data directory.
    pub nouns: Option<(Nouns, Revision)>,
    /// What is registered with us and has not expired.
    pub bindings: Vec<Binding>,
    /// What was kept of answered calls that go on.
    pub calls: Vec<Vec<u8>>,
}

impl Store {
    /// Opens the data directory as [`Store::resume`] does, where no call is to go on.
    ///
    /// # Errors
    /// [`Error`].
    pub fn open(data_dir: &Path, now_ms: u64) -> Result<(Self, Loaded), Error> {
        Self::resume(data_dir, now_ms, |_| false)
    }

    /// Opens the data directory, makes it where it is missing, brings the database up to date and reads it. Calls that
    /// an earlier run did not see the end of are closed in the call log, unless they go on: what was kept of those is returned, as
    /// far as `can_go_on` says that it can be read.
    ///
    /// # Errors
    /// [`Error`]: the directory is in use, the database is of a later release, or cannot be read.
    pub fn resume(
        data_dir: &Path,
        now_ms: u64,
        can_go_on: impl Fn(&[u8]) -> bool,
    ) -> Result<(Self, Loaded), Error> {
        let directory = Directory::open(data_dir)?;
        let database = directory.database();
        let mut db = Connection::open(&database)?;
        prepare(&db)?;
        migrate(&mut db)?;
        let ended_ms = directory.was_alive().and_then(unix_ms).map_or(now_ms, |alive| alive.min(now_ms));
        let calls = going_on(&db, data_dir, can_go_on)?;
        let interrupted = cdrs::close_interrupted(&mut db, ended_ms, |call| calls.contains_key(&call))?;
        if interrupted > 0 {
            tracing::warn!(
                calls = interrupted,
                "calls that an earlier run did not end are closed in the call log"
            );
        }
        let kept = calls.iter().map(|(call, text)| (*call, text.as_slice()));
        let kept_calls = kept_calls::start(data_dir, kept).unwrap_or_else(|error| {
            tracing::error!(%error, "what calls need to outlive the process cannot be written: they will not");
            KeptCalls::nowhere()
        });
        let calls = calls.into_values().collect();
        let loaded = Loaded { nouns: nouns::load(&db)?, bindings: bindings::load(&db, now_ms)?, calls };
        let (jobs, queue) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || Writer::new(db, directory).run(&queue))
            .map_err(|source| Error::Directory { path: data_dir.to_owned(), source })?;
        Ok((Self { jobs, database, thread: Some(thread), kept_calls }, loaded))
    }

    /// Returns the handle for what is kept of answered calls.
    pub fn kept_calls(&self) -> KeptCalls {
        self.kept_calls.clone()
    }

    /// Returns the handle for what calls and registrations leave behind.
    pub fn journal(&self) -> Journal {
        Journal::new(self.jobs.clone())
    }

    /// Tells where the database is.
    pub(crate) fn database(&self) -> &Path {
        &self.database
    }

    /// Returns the data directory.
    pub fn data_dir(&self) -> &Path {
        self.database.parent().unwrap_or(Path::new("."))
    }

    /// Opens a connection for reading, to be used by one thread.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn reader(&self) -> Result<Reader, Error> {
        Reader::open(&self.database)
    }

    /// Writes a change of the configuration with its revision, and calls `reply` from the writer's thread. Waits while the queue is full: only doors call this.
    pub fn apply(&self, change: Written, reply: impl FnOnce(Result<(), Error>) + Send + 'static) {
        self.order(Job::Apply(Box::new(change), Box::new(reply)));
    }

    /// Orders a small write, and calls `reply` from the writer's thread when it is on the disk.
    pub(crate) fn write<T: 'static>(
        &self,
        what: &'static str,
        write: impl FnOnce(&mut Connection) -> Result<T, Error> + Send + 'static,
        reply: impl FnOnce(Result<T, Error>) + Send + 'static,
    ) {
        self.order(Job::Write { what, write: Box::new(move |db| reply(db.and_then(write))) });
    }

    /// Deletes the oldest rows of calls that began before a time, at most so many, and says how many there were.
    pub fn purge_call_log(
        &self,
        before_ms: u64,
        most: u32,
        reply: impl FnOnce(Result<usize, Error>) + Send + 'static,
    ) {
        self.write("call log's end", move |db| cdrs::purge(db, before_ms, most), reply);
    }

    /// Writes all that is queued and ends the thread.
    pub fn close(mut self) {
        self.stop();
    }

    fn order(&self, job: Job) {
        if let Err(SendError(refused)) = self.jobs.send(job) {
            tracing::error!(row = refused.kind(), "the database writer has stopped: an order is lost");
            refused.refuse();
        }
    }

    fn stop(&mut self) {
        let Some(thread) = self.thread.take() else { return };
        self.kept_calls.flush();
        let _ = self.jobs.send(Job::Stop);
        if thread.join().is_err() {
            tracing::error!("the database writer failed");
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What was kept of calls that go on: those that can be read, and whose row does not say that they are over.
fn going_on(
    db: &Connection,
    data_dir: &Path,
    can_go_on: impl Fn(&[u8]) -> bool,
) -> Result<HashMap<u64, Vec<u8>>, Error> {
    let Found { mut calls, unreadable, is_newer } = kept_calls::read(data_dir);
    if is_newer {
        tracing::error!("a later release kept the calls in progress: they end here");
    }
    if unreadable > 0 {
        tracing::warn!(lines = unreadable, "some of what was kept of calls cannot be read and is left out");
    }
    let mut over = Vec::new();
    for (call, text) in &calls {
        if !can_go_on(text) {
            tracing::warn!(call, "what was kept of a call cannot be read: it ends here");
            over.push(*call);
        } else if cdrs::is_over(db, *call)? {
            over.push(*call);
        }
    }
    over.iter().for_each(|call| drop(calls.remove(call)));
    Ok(calls)
}

fn unix_ms(time: SystemTime) -> Option<u64> {
    u64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
}
