//! Streams: one table of connections, opened by us or by peers, each with a reader and a writer task.

mod carry;
mod ends;

use std::{collections::HashMap, net::SocketAddr};

use tokio::{net::TcpStream, sync::mpsc};

use crate::error::ListenError;

/// One connection, never reused within a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamId(pub u64);

/// Something that happened to a connection.
#[derive(Debug)]
pub struct StreamEvent {
    /// The connection.
    pub stream: StreamId,
    /// Our end; unspecified where it never came up.
    pub local: SocketAddr,
    /// The other end.
    pub remote: SocketAddr,
    /// What happened.
    pub kind: StreamEventKind,
}

/// What happened to a connection.
#[derive(Debug)]
pub enum StreamEventKind {
    /// One whole message.
    Message(Vec<u8>),
    /// It is gone, or never came up.
    Closed,
}

/// Connections at once; each costs two tasks and its buffers. A PBX of 2,000 phones over TCP needs a fifth of it.
const MOST_STREAMS: usize = 10_000;

/// Messages waiting to be written to one peer; a peer that does not read is cut off, it must not hold us up.
const WRITE_QUEUE: usize = 64;

/// Events waiting for the engine, over all connections: readers stop reading when it is full, and TCP slows the peers.
const EVENT_QUEUE: usize = 1024;

/// The table of connections. Lives within one tokio runtime; its tasks end when it is dropped.
pub struct Connections {
    streams: HashMap<StreamId, Stream>,
    by_remote: HashMap<SocketAddr, StreamId>,
    last: u64,
    opened_rx: mpsc::Receiver<(TcpStream, SocketAddr)>,
    opened_tx: mpsc::Sender<(TcpStream, SocketAddr)>,
    events_rx: mpsc::Receiver<StreamEvent>,
    events_tx: mpsc::Sender<StreamEvent>,
    acceptors: Vec<tokio::task::JoinHandle<()>>,
}

struct Stream {
    remote: SocketAddr,
    write: mpsc::Sender<Vec<u8>>,
    task: tokio::task::JoinHandle<()>,
}

impl Default for Connections {
    fn default() -> Self {
        let (opened_tx, opened_rx) = mpsc::channel(WRITE_QUEUE);
        let (events_tx, events_rx) = mpsc::channel(EVENT_QUEUE);
        Self {
            streams: HashMap::new(),
            by_remote: HashMap::new(),
            last: 0,
            opened_rx,
            opened_tx,
            events_rx,
            events_tx,
            acceptors: vec![],
        }
    }
}

impl Connections {
    /// Opens a listener and returns its address.
    ///
    /// # Errors
    /// [`ListenError`], which names the remedy.
    pub fn listen(&mut self, addr: SocketAddr) -> Result<SocketAddr, ListenError> {
        let listener = ends::open(addr).map_err(|source| ListenError { what: "tcp", addr, source })?;
        let bound = listener.local_addr().unwrap_or(addr);
        self.acceptors.push(tokio::spawn(ends::accept(listener, self.opened_tx.clone())));
        Ok(bound)
    }

    /// Waits for the next event. Safe to drop and call again.
    pub async fn next(&mut self) -> StreamEvent {
        loop {
            tokio::select! {
                Some((socket, remote)) = self.opened_rx.recv() => self.accepted(socket, remote),
                Some(event) = self.events_rx.recv() => {
                    if matches!(event.kind, StreamEventKind::Closed) {
                        self.forget(event.stream);
                    }
                    return event;
                }
            }
        }
    }

    /// Writes to a connection. False where it is gone, or where its peer does not read: then it is closed.
    pub fn send(&mut self, stream: StreamId, bytes: Vec<u8>) -> bool {
        let taken = self.streams.get(&stream).is_some_and(|s| s.write.try_send(bytes).is_ok());
        if !taken {
            self.forget(stream);
        }
        taken
    }

    /// Writes to a peer on the connection that we have with it, or opens one. None where there are too many.
    pub fn send_to(&mut self, remote: SocketAddr, bytes: Vec<u8>) -> Option<StreamId> {
        if let Some(&known) = self.by_remote.get(&remote)
            && self.streams.get(&known).is_some_and(|s| !s.write.is_closed())
        {
            return self.send(known, bytes).then_some(known);
        }
        let id = self.open(remote)?;
        self.send(id, bytes).then_some(id)
    }

    fn open(&mut self, remote: SocketAddr) -> Option<StreamId> {
        let id = self.number()?;
        let (write, queue) = mpsc::channel(WRITE_QUEUE);
        let events = Events { id, remote, events: self.events_tx.clone() };
        let task = tokio::spawn(ends::connect(queue, events));
        self.insert(id, Stream { remote, write, task });
        Some(id)
    }

    fn accepted(&mut self, socket: TcpStream, remote: SocketAddr) {
        let Some(id) = self.number() else { return };
        let (write, queue) = mpsc::channel(WRITE_QUEUE);
        let events = Events { id, remote, events: self.events_tx.clone() };
        let task = tokio::spawn(carry::carry(socket, queue, events));
        self.insert(id, Stream { remote, write, task });
    }

    fn number(&mut self) -> Option<StreamId> {
        if self.streams.len() >= MOST_STREAMS {
            tracing::warn!(limit = MOST_STREAMS, "too many TCP connections: a new one is refused");
            return None;
        }
        self.last += 1;
        Some(StreamId(self.last))
    }

    fn insert(&mut self, id: StreamId, stream: Stream) {
        self.by_remote.insert(stream.remote, id);
        self.streams.insert(id, stream);
    }

    fn forget(&mut self, id: StreamId) {
        let Some(stream) = self.streams.remove(&id) else { return };
        stream.task.abort();
        if self.by_remote.get(&stream.remote) == Some(&id) {
            self.by_remote.remove(&stream.remote);
        }
    }
}

impl Drop for Connections {
    fn drop(&mut self) {
        self.acceptors.iter().for_each(tokio::task::JoinHandle::abort);
        self.streams.values().for_each(|s| s.task.abort());
    }
}

/// Where one connection's task reports what happens to it.
struct Events {
    id: StreamId,
    remote: SocketAddr,
    events: mpsc::Sender<StreamEvent>,
}

impl Events {
    /// Reports one message, and waits while the engine has too many; false where nobody listens any more.
    async fn message(&self, local: SocketAddr, bytes: Vec<u8>) -> bool {
        self.tell(local, StreamEventKind::Message(bytes)).await
    }

    /// Reports the end, without which the connection would stay in the table.
    async fn closed(&self, local: Option<SocketAddr>) {
        // The receiver is gone only when the table itself is.
        let _ = self.tell(local.unwrap_or(unspecified(self.remote)), StreamEventKind::Closed).await;
    }

    async fn tell(&self, local: SocketAddr, kind: StreamEventKind) -> bool {
        let Self { id, remote, .. } = *self;
        self.events.send(StreamEvent { stream: id, local, remote, kind }).await.is_ok()
    }
}

fn unspecified(like: SocketAddr) -> SocketAddr {
    if like.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { (std::net::Ipv6Addr::UNSPECIFIED, 0).into() }
}

#[cfg(test)]
mod tests;
