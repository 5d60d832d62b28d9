//! The database as the rest of the program holds it: opened once, read by readers, written by the one thread that it starts.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{SendError, SyncSender, sync_channel},
    thread::JoinHandle,
    time::{SystemTime, UNIX_EPOCH},
};

use model::{Binding, Nouns, Revision, record::Stop};
use rusqlite::Connection;

use crate::{
    bindings, cdrs,
    directory::Directory,
    error::Error,
    journal::Journal,
    migrate::migrate,
    nouns::{self, Written},
    reader::Reader,
    stops,
    writer::{Job, QUEUE, Writer, prepare},
};

/// The database, opened: who holds it may order writes. Dropping the last one stops the writer when its queue is empty.
pub struct Store {
    jobs: SyncSender<Job>,
    database: PathBuf,
    thread: Option<JoinHandle<()>>,
}

/// What the database held when it was opened.
#[derive(Debug)]
pub struct Loaded {
    /// The configuration and its revision; none in a new data directory.
    pub nouns: Option<(Nouns, Revision)>,
    /// What is registered with us and has not expired.
    pub bindings: Vec<Binding>,
    /// What is stopped.
    pub stops: Vec<Stop>,
}

impl Store {
    /// Opens the data directory, makes it where it is missing, brings the database up to date and reads it. Calls that
    /// an earlier run did not see the end of are closed in the call log.
    ///
    /// # Errors
    /// [`Error`]: the directory is in use, the database is of a later release, or cannot be read.
    pub fn open(data_dir: &Path, now_ms: u64) -> Result<(Self, Loaded), Error> {
        let directory = Directory::open(data_dir)?;
        let database = directory.database();
        let mut db = Connection::open(&database)?;
        prepare(&db)?;
        migrate(&mut db)?;
        let ended_ms = directory.was_alive().and_then(unix_ms).map_or(now_ms, |alive| alive.min(now_ms));
        let interrupted = cdrs::close_interrupted(&mut db, ended_ms)?;
        if interrupted > 0 {
            tracing::warn!(
                calls = interrupted,
                "calls that an earlier run did not end are closed in the call log"
            );
        }
        let loaded = Loaded {
            nouns: nouns::load(&db)?,
            bindings: bindings::load(&db, now_ms)?,
            stops: stops::load(&db)?,
        };
        let (jobs, queue) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || Writer::new(db, directory).run(&queue))
            .map_err(|source| Error::Directory { path: data_dir.to_owned(), source })?;
        Ok((Self { jobs, database, thread: Some(thread) }, loaded))
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

fn unix_ms(time: SystemTime) -> Option<u64> {
    u64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
}
