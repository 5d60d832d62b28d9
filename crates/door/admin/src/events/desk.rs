//! The desk where events are gathered, kept and read.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::{Notify, watch};
use tokio_stream::{Stream, StreamExt};

use super::{
    Event,
    gather::Gather,
    shelf::{Chunk, Shelf, Unseen},
};
use crate::live::Noticed;

/// How long after something was told the next is told. The first event after a pause goes out at once, and nobody sees
/// anything later than this; with hundreds of pages open every telling costs hundreds of packets.
const PAUSE: Duration = Duration::from_millis(200);

/// What the exchange notices.
type NoticedStream = Pin<Box<dyn Stream<Item = Noticed> + Send>>;

/// The desk.
#[derive(Debug)]
pub(crate) struct Desk {
    books: Mutex<Books>,
    /// Wakes the clerk when the office has something to tell.
    added: Notify,
    newest: watch::Sender<Newest>,
}

#[derive(Debug)]
struct Books {
    gather: Gather,
    shelf: Shelf,
    /// Somebody followed once; before, there is nobody to tell.
    is_open: bool,
}

/// How far the telling is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Newest {
    sequence: u64,
    /// The exchange has ended, and nothing more will be told.
    has_ended: bool,
}

impl Desk {
    /// Makes the desk of a process that started at this moment, in milliseconds since the epoch.
    pub(crate) fn new(start: u64) -> Arc<Self> {
        let books = Books { gather: Gather::default(), shelf: Shelf::new(start), is_open: false };
        Arc::new(Self {
            books: Mutex::new(books),
            added: Notify::new(),
            newest: watch::Sender::new(Newest::default()),
        })
    }

    /// Begins to listen to the exchange, the first time that somebody follows.
    pub(super) fn open<T>(self: &Arc<Self>, listen: impl FnOnce() -> NoticedStream, tell: T)
    where
        T: Fn(Noticed) -> Option<Event> + Send + Sync + 'static,
    {
        if std::mem::replace(&mut self.books().is_open, true) {
            return;
        }
        // It ends with the exchange, or with the runtime of the doors.
        tokio::spawn(Self::clerk(Arc::clone(self), listen(), tell));
    }

    /// Takes something that the office did.
    pub(crate) fn add(&self, event: Event) {
        let mut books = self.books();
        if books.is_open {
            books.gather.add(event);
            drop(books);
            self.added.notify_one();
        }
    }

    async fn clerk(self: Arc<Self>, mut noticed: NoticedStream, tell: impl Fn(Noticed) -> Option<Event>) {
        loop {
            tokio::select! {
                first = noticed.next() => {
                    let Some(event) = first.and_then(&tell) else { break };
                    self.books().gather.add(event);
                }
                () = self.added.notified() => {}
            }
            if !self.take_waiting(&mut noticed, &tell).await {
                break;
            }
            self.publish(false);
            tokio::time::sleep(PAUSE).await;
        }
        self.publish(true);
    }

    /// Takes what the exchange has noticed already; says whether it goes on.
    async fn take_waiting(
        &self,
        noticed: &mut NoticedStream,
        tell: &impl Fn(Noticed) -> Option<Event>,
    ) -> bool {
        loop {
            tokio::select! {
                biased;
                next = noticed.next() => {
                    let Some(event) = next.and_then(tell) else { return false };
                    self.books().gather.add(event);
                }
                () = std::future::ready(()) => return true,
            }
        }
    }

    fn publish(&self, has_ended: bool) {
        let sequence = {
            let mut books = self.books();
            let events = books.gather.take();
            books.shelf.put(&events);
            books.shelf.last()
        };
        let newest = Newest { sequence, has_ended };
        self.newest.send_if_modified(|known| std::mem::replace(known, newest) != newest);
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody who follows what happens.
pub struct Follower {
    desk: Arc<Desk>,
    newest: watch::Receiver<Newest>,
    seen: u64,
    /// What he is told before anything happens.
    first: Option<Chunk>,
}

impl Follower {
    pub(super) fn new(desk: &Arc<Desk>, last: Option<&str>) -> Self {
        let newest = desk.newest.subscribe();
        let books = desk.books();
        let shelf = &books.shelf;
        let (seen, first) = match last.map(|last| shelf.sequence(last)) {
            None => (shelf.last(), shelf.greeting(shelf.last())),
            Some(Some(seen)) => (seen, shelf.greeting(seen)),
            Some(None) => (shelf.last(), shelf.advice()),
        };
        drop(books);
        Self { desk: Arc::clone(desk), newest, seen, first: Some(first) }
    }

    /// Waits for what happens next; none when nothing more will. Safe to drop and call again.
    pub async fn next(&mut self) -> Option<Chunk> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        loop {
            let has_ended = self.newest.borrow_and_update().has_ended;
            if let Some(chunk) = self.unseen() {
                return Some(chunk);
            }
            if has_ended || self.newest.changed().await.is_err() {
                return None;
            }
        }
    }

    fn unseen(&mut self) -> Option<Chunk> {
        let books = self.desk.books();
        match books.shelf.after(self.seen) {
            Unseen::Nothing => None,
            Unseen::Next(chunk, last) => {
                self.seen = last;
                Some(chunk)
            }
            Unseen::Lost => {
                self.seen = books.shelf.last();
                Some(books.shelf.advice())
            }
        }
    }
}
