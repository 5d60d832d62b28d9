//! The one thread that writes.
//!
//! It takes what has gathered in its queue and writes it in one transaction. The configuration is written with `fsync` and
//! answered; the call log and the bindings are written without, so that they survive a `kill -9` but not always a power cut.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use model::{Binding, Cdr};
use rusqlite::{Connection, TransactionBehavior};

use crate::{
    backlog::Backlog,
    bindings,
    cdrs::{self, INDEXED_AT_ONCE},
    directory::Directory,
    error::Error,
    nouns::{self, Written},
    settings,
    trouble::{TroubleKind, Watch},
    vault::Vault,
};

/// Rows that may wait: two a call, so a minute of 600 calls a second while the disk stands still.
pub(crate) const QUEUE: usize = 1 << 16;

/// Rows in one transaction; more would make those who wait for an answer wait longer.
const BATCH: usize = 512;

/// Rows in one transaction where a transaction takes seconds, or where many wait: 4,000 rows a second at 2 s each.
const BATCH_SLOW: usize = 8_192;

/// A transaction that takes longer than this is told to the administrator: it takes some milliseconds on a disk that is well.
const SLOW: Duration = Duration::from_secs(1);

/// How long after a failure it is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// How long rows gather before they are written: a transaction costs several times what a row in it does. A call's answer is
/// in the database within 50 ms.
const GATHER: Duration = Duration::from_millis(30);

/// How many times as long registrations alone gather: the phone of one that is lost with the process registers again, while a
/// call's row is the only one.
const BINDINGS_GATHER: u32 = 4;

/// How long calls that have ended wait for others before they are taken into the index together, and how long after a failure.
const INDEX_AFTER: Duration = Duration::from_secs(1);
const INDEX_AGAIN: Duration = Duration::from_secs(60);

/// How often the process leaves a sign of life: by so much the call log may be wrong of the end of calls that a crash cut.
const BEAT: Duration = Duration::from_secs(5);

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
    pub(crate) fn refuse(self) {
        match self {
            Self::Apply(_, reply) => reply(Err(Error::Stopped)),
            Self::Write { write, .. } => write(Err(Error::Stopped)),
            Self::Cdr(_) | Self::PutBinding(_) | Self::RemoveBinding(_) | Self::Stop => {}
        }
    }
}

/// The thread's own: the connection that writes, and what is due.
pub(crate) struct Writer {
    db: Connection,
    directory: Directory,
    vault: Arc<Vault>,
    watch: Arc<Watch>,
    /// Rows that the disk refused.
    backlog: Backlog,
    /// When they are tried again, or whether the database can be written again.
    again_at: Option<Instant>,
    /// When the next sign of life is due.
    beat_at: Instant,
    /// When calls that have ended are taken into the index; none where none waits.
    index_at: Option<Instant>,
    /// How many calls have ended since that was set.
    ended: usize,
}

impl Writer {
    /// Holds the connection; what an earlier run left waiting for the index comes first.
    pub(crate) fn new(db: Connection, directory: Directory, vault: Arc<Vault>, watch: Arc<Watch>) -> Self {
        let now = Instant::now();
        Self {
            db,
            directory,
            vault,
            watch,
            backlog: Backlog::default(),
            again_at: None,
            beat_at: now,
            index_at: Some(now),
            ended: 0,
        }
    }

    /// Obeys until it is told to stop, or nobody is left who could give an order.
    pub(crate) fn run(mut self, queue: &Receiver<Job>) {
        while let Some(first) = self.next(queue) {
            let mut rows = vec![];
            let most = if self.watch.is_troubled() { BATCH_SLOW } else { BATCH };
            match gather(first, &mut rows, queue, most) {
                Some(Job::Stop) => {
                    self.write(rows);
                    self.end();
                    return;
                }
                Some(order) => {
                    self.write(rows);
                    self.obey(order);
                }
                None => self.write(rows),
            }
            if self.ended >= INDEXED_AT_ONCE || self.index_at.is_some_and(|at| at <= Instant::now()) {
                self.index();
            }
        }
    }

    /// Waits for the next order, and takes calls into the index where it waits for long.
    fn next(&mut self, queue: &Receiver<Job>) -> Option<Job> {
        loop {
            self.beat();
            self.try_again();
            let due = [self.index_at, self.again_at].into_iter().flatten();
            let at = due.min().map_or(self.beat_at, |at| at.min(self.beat_at));
            match queue.recv_timeout(at.saturating_duration_since(Instant::now())) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Timeout) if self.index_at.is_some_and(|at| at <= Instant::now()) => {
                    self.index();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// Leaves a sign of life where one is due.
    fn beat(&mut self) {
        let now = Instant::now();
        if self.beat_at <= now {
            self.beat_at = now + BEAT;
            self.directory.beat();
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

    /// Writes rows of the call log and bindings. What the disk refuses waits; a row that is itself at fault is lost, and no other.
    fn write(&mut self, rows: Vec<Job>) {
        if rows.is_empty() {
            return;
        }
        let ended = rows.iter().filter(|row| row.is_ended_call()).count();
        if ended > 0 {
            self.ended += ended;
            self.index_at.get_or_insert_with(|| Instant::now() + INDEX_AFTER);
        }
        // What waits is older than these, and a row about the same call must not be written before it.
        if self.backlog.is_empty() && self.write_together(&rows.iter().collect::<Vec<_>>()).is_ok() {
            return;
        }
        for row in rows {
            if let Some(lost) = self.backlog.push(row) {
                self.watch
                    .lost(lost.kind(), "the database cannot be written, and too many rows wait already");
            }
        }
        self.watch.waiting(self.backlog.len());
        if self.again_at.is_none() {
            self.flush();
        }
    }

    /// Tries again where that is due: rows that wait, or whether the database can be written at all.
    fn try_again(&mut self) {
        if self.again_at.is_none_or(|at| at > Instant::now()) {
            return;
        }
        self.again_at = None;
        match self.backlog.is_empty() {
            false => self.flush(),
            true => {
                if self.write_together(&[]).is_err() {
                    self.again_at = Some(Instant::now() + AGAIN);
                }
            }
        }
    }

    /// Writes what waits, as far as the disk takes it.
    fn flush(&mut self) {
        while !self.backlog.is_empty() {
            // By value: the rows are borrowed while the connection writes them.
            let backlog = std::mem::take(&mut self.backlog);
            let rows: Vec<&Job> = backlog.first(BATCH_SLOW).collect();
            let (count, written) = (rows.len(), self.write_together(&rows));
            self.backlog = backlog;
            match written {
                Ok(()) => self.backlog.forget(count),
                Err(Refusal::Disk) => break,
                Err(Refusal::Row) if !self.write_singly(count) => break,
                Err(Refusal::Row) => {}
            }
        }
        self.watch.waiting(self.backlog.len());
        if !self.backlog.is_empty() {
            self.again_at = Some(Instant::now() + AGAIN);
        }
    }

    /// Writes the first rows that wait one by one, and drops those that are themselves at fault; false where the disk refuses.
    fn write_singly(&mut self, count: usize) -> bool {
        for _ in 0..count {
            let Some(row) = self.backlog.pop() else { return true };
            match self.write_together(&[&row]) {
                Ok(()) => {}
                Err(Refusal::Row) => self.watch.lost(row.kind(), "it cannot be written"),
                Err(Refusal::Disk) => {
                    self.backlog.put_back(row);
                    return false;
                }
            }
        }
        true
    }

    /// Writes rows in one transaction, and notes how that went.
    fn write_together(&mut self, rows: &[&Job]) -> Result<(), Refusal> {
        let began = Instant::now();
        match put_rows(&mut self.db, rows) {
            Ok(()) => {
                self.written_in(began.elapsed());
                Ok(())
            }
            Err(error) => match self.watch.failed(&error, self.directory.path()) {
                Some(_) => {
                    self.again_at = Some(Instant::now() + AGAIN);
                    Err(Refusal::Disk)
                }
                None => {
                    tracing::error!(%error, rows = rows.len(), "rows could not be written: each is tried alone");
                    Err(Refusal::Row)
                }
            },
        }
    }

    /// Notes that a write worked, and how long it took.
    fn written_in(&mut self, took: Duration) {
        if took < SLOW {
            return self.watch.worked();
        }
        self.watch.note(TroubleKind::Slow, &format!("a transaction took {} ms", took.as_millis()));
        self.again_at.get_or_insert_with(|| Instant::now() + AGAIN);
    }

    /// Writes what can be written before the end.
    fn end(&mut self) {
        self.again_at = None;
        self.flush();
        while self.index_at.is_some() && self.index() {}
        while let Some(row) = self.backlog.pop() {
            self.watch.lost(row.kind(), "the exchange ends, and the database cannot be written");
        }
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
        let began = Instant::now();
        match self.db.pragma_update(None, "synchronous", "full") {
            Ok(()) => write(Ok(&mut self.db)),
            Err(error) => write(Err(error.into())),
        }
        if let Err(error) = self.db.pragma_update(None, "synchronous", "normal") {
            tracing::error!(%error, "the database goes on with a wait for the disk at every row");
        }
        self.ordered_in(began.elapsed());
        // It may have brought calls that have ended: those of a backup come so.
        self.index_at.get_or_insert_with(|| Instant::now() + INDEX_AFTER);
    }

    fn apply(&mut self, change: &Written) -> Result<(), Error> {
        let began = Instant::now();
        self.db.pragma_update(None, "synchronous", "full")?;
        let written = self.apply_together(change);
        if let Err(error) = &written {
            self.watch.failed(error, self.directory.path());
        }
        self.ordered_in(began.elapsed());
        // Whatever became of it, the rows of calls are not to wait for the disk.
        self.db.pragma_update(None, "synchronous", "normal")?;
        written
    }

    /// After an order: a slow one is told, and after one that failed it is found out when the database can be written again.
    fn ordered_in(&mut self, took: Duration) {
        if took >= SLOW {
            self.written_in(took);
        }
        if self.watch.is_troubled() {
            self.again_at.get_or_insert_with(|| Instant::now() + AGAIN);
        }
    }

    fn apply_together(&mut self, change: &Written) -> Result<(), Error> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        nouns::apply(&transaction, change, &self.vault)?;
        Ok(transaction.commit()?)
    }
}

/// Why rows were not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// The disk, or whoever holds the database: they can be written later.
    Disk,
    /// One of them cannot be written at all.
    Row,
}

/// Writes rows in one transaction; without any it is found out whether the database can be written.
fn put_rows(db: &mut Connection, rows: &[&Job]) -> Result<(), Error> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for row in rows {
        match row {
            Job::Cdr(cdr) => cdrs::put(&transaction, cdr)?,
            Job::PutBinding(binding) => bindings::put(&transaction, binding)?,
            Job::RemoveBinding(binding) => bindings::remove(&transaction, binding)?,
            Job::Apply(..) | Job::Write { .. } | Job::Stop => {}
        }
    }
    if rows.is_empty() {
        settings::put(&transaction, PROBE, "")?;
    }
    Ok(transaction.commit()?)
}

/// The setting that is written to find out whether the database can be.
const PROBE: &str = "probe";

/// Takes the rows that are queued, and those of the next moments, up to a transaction's worth. Returns the order that came
/// among them, if one did: it is carried out after them.
fn gather(first: Job, rows: &mut Vec<Job>, queue: &Receiver<Job>, most: usize) -> Option<Job> {
    if !first.is_row() {
        return Some(first);
    }
    rows.push(first);
    for _ in 0..BINDINGS_GATHER {
        std::thread::sleep(GATHER);
        while rows.len() < most {
            match queue.try_recv() {
                Ok(row) if row.is_row() => rows.push(row),
                Ok(order) => return Some(order),
                Err(_none_now) => break,
            }
        }
        if rows.len() >= most || !rows.iter().all(Job::is_binding) {
            break;
        }
    }
    None
}

/// Sets a connection up that writes.
///
/// # Errors
/// [`Error::Database`].
pub(crate) fn prepare(db: &Connection) -> Result<(), Error> {
    db.busy_timeout(BUSY)?;
    db.pragma_update(None, "journal_mode", "wal")?;
    db.pragma_update(None, "synchronous", "normal")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "cache_size", CACHE_KIB)?;
    Ok(())
}
