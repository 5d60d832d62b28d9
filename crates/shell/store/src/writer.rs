//! The one thread that writes.
//!
//! It takes what has gathered in its queue and writes it in one transaction. The configuration is written with `fsync` and
//! answered; the call log and the bindings are written without, so that they survive a `kill -9` but not always a power cut.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, SendError, SyncSender, sync_channel},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use model::{Binding, Cdr, Nouns, Revision};
use rusqlite::{Connection, TransactionBehavior};

use crate::{
    bindings,
    cdrs::{self, INDEXED_AT_ONCE},
    directory::Directory,
    error::Error,
    journal::Journal,
    migrate::migrate,
    nouns::{self, Written},
    reader::Reader,
};

/// Rows that may wait: two a call, so a minute of 600 calls a second while the disk stands still.
const QUEUE: usize = 1 << 16;

/// Rows in one transaction; more would make those who wait for an answer wait longer.
const BATCH: usize = 512;

/// How long rows gather before they are written: a transaction costs several times what a row in it does. A call's answer is
/// in the database within 50 ms.
const GATHER: Duration = Duration::from_millis(30);

/// How many times as long registrations alone gather: the phone of one that is lost with the process registers again, while a
/// call's row is the only one.
const BINDINGS_GATHER: u32 = 4;

/// How long calls that have ended wait for others before they are taken into the index together, and how long after a failure.
const INDEX_AFTER: Duration = Duration::from_secs(1);
const INDEX_AGAIN: Duration = Duration::from_secs(60);

/// How long SQLite may wait for a reader that holds a lock.
pub(crate) const BUSY: Duration = Duration::from_secs(5);

/// Pages of cache, in KiB (SQLite counts them negative): the configuration is in memory anyway.
const CACHE_KIB: i32 = -2048;

/// How an order for the writer is answered.
type Reply<T> = Box<dyn FnOnce(Result<T, Error>) + Send>;

/// A small write, made on the writer's connection; it hears why where there is none.
type Write = Box<dyn FnOnce(Result<&mut Connection, Error>) + Send>;

/// An order for the writer.
pub(crate) enum Job {
    Cdr(Box<Cdr>),
    PutBinding(Box<Binding>),
    RemoveBinding(Box<Binding>),
    Apply(Box<Written>, Reply<()>),
    Write { what: &'static str, write: Write },
    Stop,
}

impl Job {
    /// Whether nobody waits for it.
    const fn is_row(&self) -> bool {
        matches!(self, Self::Cdr(_) | Self::PutBinding(_) | Self::RemoveBinding(_))
    }

    const fn is_binding(&self) -> bool {
        matches!(self, Self::PutBinding(_) | Self::RemoveBinding(_))
    }

    /// Whether it is a call that has ended: it will be looked for.
    const fn is_ended_call(&self) -> bool {
        matches!(self, Self::Cdr(cdr) if cdr.times.end_ms.is_some())
    }

    /// Names the row for a log line.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Cdr(_) => "call log",
            Self::PutBinding(_) | Self::RemoveBinding(_) => "binding",
            Self::Apply(..) => "configuration",
            Self::Write { what, .. } => what,
            Self::Stop => "stop",
        }
    }

    /// Tells whoever waits for the order that nobody will obey it.
    fn refuse(self) {
        match self {
            Self::Apply(_, reply) => reply(Err(Error::Stopped)),
            Self::Write { write, .. } => write(Err(Error::Stopped)),
            Self::Cdr(_) | Self::PutBinding(_) | Self::RemoveBinding(_) | Self::Stop => {}
        }
    }
}

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
        let interrupted = cdrs::close_interrupted(&mut db, now_ms)?;
        if interrupted > 0 {
            tracing::warn!(
                calls = interrupted,
                "calls that an earlier run did not end are closed in the call log"
            );
        }
        let loaded = Loaded { nouns: nouns::load(&db)?, bindings: bindings::load(&db, now_ms)? };
        let (jobs, queue) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || {
                // What an earlier run left waiting comes first.
                let index_at = Some(Instant::now());
                Writer { db, _directory: directory, index_at, ended: 0 }.run(&queue);
            })
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

struct Writer {
    db: Connection,
    _directory: Directory,
    /// When calls that have ended are taken into the index; none where none waits.
    index_at: Option<Instant>,
    /// How many calls have ended since that was set.
    ended: usize,
}

impl Writer {
    fn run(mut self, queue: &Receiver<Job>) {
        while let Some(first) = self.next(queue) {
            let mut rows = vec![];
            match gather(first, &mut rows, queue) {
                Some(Job::Stop) => {
                    self.write(&rows);
                    while self.index_at.is_some() && self.index() {}
                    return;
                }
                Some(order) => {
                    self.write(&rows);
                    self.obey(order);
                }
                None => self.write(&rows),
            }
            if self.ended >= INDEXED_AT_ONCE || self.index_at.is_some_and(|at| at <= Instant::now()) {
                self.index();
            }
        }
    }

    /// Waits for the next order, and takes calls into the index where it waits for long.
    fn next(&mut self, queue: &Receiver<Job>) -> Option<Job> {
        loop {
            let Some(at) = self.index_at else { return queue.recv().ok() };
            match queue.recv_timeout(at.saturating_duration_since(Instant::now())) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Timeout) => drop(self.index()),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// Takes some of the calls that have ended into the index; says whether that worked.
    fn index(&mut self) -> bool {
        self.ended = 0;
        match cdrs::take_waiting(&mut self.db) {
            Ok(taken) => {
                self.index_at = (taken >= INDEXED_AT_ONCE).then(Instant::now);
                true
            }
            Err(error) => {
                tracing::error!(%error, "calls could not be taken into the index of the call log; it is tried again");
                self.index_at = Some(Instant::now() + INDEX_AGAIN);
                false
            }
        }
    }

    /// Writes rows of the call log and bindings; a row that cannot be written costs itself, not the others.
    fn write(&mut self, rows: &[Job]) {
        if rows.is_empty() {
            return;
        }
        let ended = rows.iter().filter(|row| row.is_ended_call()).count();
        if ended > 0 {
            self.ended += ended;
            self.index_at.get_or_insert_with(|| Instant::now() + INDEX_AFTER);
        }
        if let Err(error) = self.write_together(rows) {
            tracing::error!(%error, rows = rows.len(), "rows could not be written together: each is tried alone");
            for row in rows {
                if let Err(error) = self.write_together(std::slice::from_ref(row)) {
                    tracing::error!(%error, row = row.kind(), "a row is lost");
                }
            }
        }
    }

    fn write_together(&mut self, rows: &[Job]) -> Result<(), Error> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for row in rows {
            match row {
                Job::Cdr(cdr) => cdrs::put(&transaction, cdr)?,
                Job::PutBinding(binding) => bindings::put(&transaction, binding)?,
                Job::RemoveBinding(binding) => bindings::remove(&transaction, binding)?,
                Job::Apply(..) | Job::Write { .. } | Job::Stop => {}
            }
        }
        Ok(transaction.commit()?)
    }

    fn obey(&mut self, order: Job) {
        match order {
            Job::Apply(change, reply) => reply(self.apply(&change)),
            Job::Write { write, .. } => self.write_one(write),
            Job::Cdr(_) | Job::PutBinding(_) | Job::RemoveBinding(_) | Job::Stop => {}
        }
    }

    /// Who may come in is not to be forgotten by a power cut, so it is written as the configuration is.
    fn write_one(&mut self, write: Write) {
        match self.db.pragma_update(None, "synchronous", "full") {
            Ok(()) => write(Ok(&mut self.db)),
            Err(error) => write(Err(error.into())),
        }
        if let Err(error) = self.db.pragma_update(None, "synchronous", "normal") {
            tracing::error!(%error, "the database goes on with a wait for the disk at every row");
        }
        // It may have brought calls that have ended: those of a backup come so.
        self.index_at.get_or_insert_with(|| Instant::now() + INDEX_AFTER);
    }

    fn apply(&mut self, change: &Written) -> Result<(), Error> {
        self.db.pragma_update(None, "synchronous", "full")?;
        let written = self.apply_together(change);
        // Whatever became of it, the rows of calls are not to wait for the disk.
        self.db.pragma_update(None, "synchronous", "normal")?;
        written
    }

    fn apply_together(&mut self, change: &Written) -> Result<(), Error> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        nouns::apply(&transaction, change)?;
        Ok(transaction.commit()?)
    }
}

/// Takes the rows that are queued, and those of the next moments, up to a transaction's worth. Returns the order that came
/// among them, if one did: it is carried out after them.
fn gather(first: Job, rows: &mut Vec<Job>, queue: &Receiver<Job>) -> Option<Job> {
    if !first.is_row() {
        return Some(first);
    }
    rows.push(first);
    for _ in 0..BINDINGS_GATHER {
        std::thread::sleep(GATHER);
        while rows.len() < BATCH {
            match queue.try_recv() {
                Ok(row) if row.is_row() => rows.push(row),
                Ok(order) => return Some(order),
                Err(_none_now) => break,
            }
        }
        if rows.len() >= BATCH || !rows.iter().all(Job::is_binding) {
            break;
        }
    }
    None
}

fn prepare(db: &Connection) -> Result<(), Error> {
    db.busy_timeout(BUSY)?;
    db.pragma_update(None, "journal_mode", "wal")?;
    db.pragma_update(None, "synchronous", "normal")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "cache_size", CACHE_KIB)?;
    Ok(())
}
