//! The database as the rest of the program holds it: opened once, read by readers, written by the one thread that it starts.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{SendError, SyncSender, sync_channel},
    },
    thread::JoinHandle,
    time::{SystemTime, UNIX_EPOCH},
};

use model::{Binding, Nouns, Revision, record::Stop};
use rusqlite::Connection;

use crate::{
    bindings, cdrs, damage,
    directory::Directory,
    error::Error,
    journal::Journal,
    kept_calls::{self, Found, KeptCalls},
    migrate::migrate,
    nouns::{self, Written},
    reader::Reader,
    stops,
    trouble::Watch,
    vault::{self, Vault},
    writer::{Job, QUEUE, Writer, prepare},
};

/// The database, opened: who holds it may order writes. Dropping the last one stops the writer when its queue is empty.
pub struct Store {
    jobs: SyncSender<Job>,
    database: PathBuf,
    vault: Arc<Vault>,
    watch: Arc<Watch>,
    thread: Option<JoinHandle<()>>,
    kept_calls: KeptCalls,
}

/// Where everything is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The data directory.
    pub data_dir: PathBuf,
    /// The file of the key that passwords are sealed with; `secret.key` in the data directory where none is given.
    pub secret_key: Option<PathBuf>,
}

impl From<&Path> for Place {
    fn from(data_dir: &Path) -> Self {
        Self { data_dir: data_dir.to_owned(), secret_key: None }
    }
}

impl Place {
    /// Tells where the key is.
    pub fn key_file(&self) -> PathBuf {
        self.secret_key.clone().unwrap_or_else(|| self.data_dir.join(SECRET_KEY))
    }
}

/// The name of the database in the data directory.
pub(crate) const DATABASE: &str = "strowger.db";

/// The name of the key's file in the data directory.
const SECRET_KEY: &str = "secret.key";

/// What the database held when it was opened.
#[derive(Debug)]
pub struct Loaded {
    /// The configuration and its revision; none in a new data directory.
    pub nouns: Option<(Nouns, Revision)>,
    /// What is registered with us and has not expired.
    pub bindings: Vec<Binding>,
    /// What is stopped.
    pub stops: Vec<Stop>,
    /// What was kept of answered calls that go on.
    pub calls: Vec<Vec<u8>>,
}

impl Store {
    /// Opens the data directory as [`Store::resume`] does, where no call is to go on.
    ///
    /// # Errors
    /// [`Error`].
    pub fn open(place: impl Into<Place>, now_ms: u64) -> Result<(Self, Loaded), Error> {
        Self::resume(place, now_ms, |_| false)
    }

    /// Opens the data directory, makes it where it is missing, brings the database up to date and reads it. Calls that
    /// an earlier run did not see the end of are closed in the call log, unless they go on: what was kept of those is returned, as
    /// far as `can_go_on` says that it can be read. Passwords that are in clear are sealed.
    ///
    /// # Errors
    /// [`Error`]: the directory is in use, the database is of a later release, or cannot be read, or its key is missing.
    pub fn resume(
        place: impl Into<Place>,
        now_ms: u64,
        can_go_on: impl Fn(&[u8]) -> bool,
    ) -> Result<(Self, Loaded), Error> {
        let place = place.into();
        let data_dir = place.data_dir.as_path();
        let directory = Directory::open(data_dir)?;
        let database = directory.database();
        damage::look(&database)?;
        let mut db = Connection::open(&database)?;
        // Nothing is written into a database whose key is not there.
        let vault = vault::find(&place.key_file(), vault::key_id(&db)?.as_deref())?;
        prepare(&db)?;
        migrate(&mut db)?;
        vault::seal_all(&mut db, &vault)?;
        let vault = Arc::new(vault);
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
        let loaded = Loaded {
            nouns: nouns::load(&db, &vault)?,
            bindings: bindings::load(&db, now_ms)?,
            stops: stops::load(&db)?,
            calls,
        };
        let (jobs, queue) = sync_channel(QUEUE);
        let watch = Arc::<Watch>::default();
        let thread = std::thread::Builder::new()
            .name("store".to_owned())
            .spawn({
                let (vault, watch) = (Arc::clone(&vault), Arc::clone(&watch));
                move || Writer::new(db, directory, vault, watch).run(&queue)
            })
            .map_err(|source| Error::Directory { path: data_dir.to_owned(), source })?;
        Ok((Self { jobs, database, vault, watch, thread: Some(thread), kept_calls }, loaded))
    }

    /// Returns the handle for what is kept of answered calls.
    pub fn kept_calls(&self) -> KeptCalls {
        self.kept_calls.clone()
    }

    /// Returns the handle for what calls and registrations leave behind.
    pub fn journal(&self) -> Journal {
        Journal::new(self.jobs.clone(), Arc::clone(&self.watch))
    }

    /// Tells where the database is.
    pub(crate) fn database(&self) -> &Path {
        &self.database
    }

    /// The key that passwords are sealed with.
    pub(crate) fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Where it is noted how storage fares.
    pub(crate) fn watch(&self) -> &Watch {
        &self.watch
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
        Reader::open(&self.database, Arc::clone(&self.vault))
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
        let (watch, directory) = (Arc::clone(&self.watch), self.data_dir().to_owned());
        let write = move |db: Result<&mut Connection, Error>| {
            let written = db.and_then(write);
            if let Err(error) = &written {
                watch.failed(error, &directory);
            }
            reply(written);
        };
        self.order(Job::Write { what, write: Box::new(write) });
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

impl From<&PathBuf> for Place {
    fn from(data_dir: &PathBuf) -> Self {
        Self::from(data_dir.as_path())
    }
}
