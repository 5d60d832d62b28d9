//! Streams: one table of connections, opened by us or by peers, with TLS or without, each with a reader and a writer task.

mod carry;
mod ends;

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use tokio::{net::TcpStream, runtime, sync::mpsc, time::Instant};

use crate::{
    error::ListenError,
    tls::{ClientTls, Fault, Peer, ServerTls},
};

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
    /// Whether TLS is spoken on it.
    pub is_tls: bool,
    /// What happened.
    pub kind: StreamEventKind,
}

/// What happened to a connection.
#[derive(Debug)]
pub enum StreamEventKind {
    /// One whole message.
    Message(Vec<u8>),
    /// It is gone, or never came up; with what was wrong with its TLS where it was that.
    Closed(Option<Fault>),
}

/// What protects a connection. A message for one kind of connection never goes out on another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Protection {
    /// Nothing.
    Plain,
    /// TLS that the peer began.
    Accepted,
    /// TLS that we began: the peer has proved to be this one.
    Proved(Arc<Peer>),
}

/// Connections at once, those that have not finished their handshake included; each costs two tasks and its buffers. A PBX of
/// 2,000 phones over TCP needs a fifth of it.
const MOST_STREAMS: usize = 10_000;

/// Those of them on which nobody has proved himself yet: past it, each new one takes the place of the oldest. A phone needs its own
/// for as long as it takes to register, so strangers would have to bring this many in a tenth of a second to be in its way.
const MOST_STRANGERS: usize = 2_000;

/// How often the log may be told that connections are being refused or closed for lack of room.
const TELL: Duration = Duration::from_secs(60);

/// Messages waiting to be written to one peer; a peer that does not read is cut off, it must not hold us up.
const WRITE_QUEUE: usize = 64;

/// Events waiting for the engine, over all connections: readers stop reading when it is full, and TCP slows the peers.
const EVENT_QUEUE: usize = 1024;

/// The table of connections. Lives within one tokio runtime; its tasks end when it is dropped.
pub struct Connections {
    streams: HashMap<StreamId, Stream>,
    /// Those that peers opened and nobody has vouched for, the oldest first.
    strangers: BTreeSet<StreamId>,
    /// The ends of those that had to make room.
    cut: VecDeque<StreamEvent>,
    told: Option<Instant>,
    by_remote: HashMap<(SocketAddr, Protection), StreamId>,
    last: u64,
    /// What we show to those who connect with TLS.
    server: Option<ServerTls>,
    /// What we believe of those whom we connect to with TLS.
    client: Option<ClientTls>,
    /// Where TLS is reckoned; its handshakes take too long for a thread that has calls to see to.
    reckoning: Option<runtime::Handle>,
    opened_rx: mpsc::Receiver<Accepted>,
    opened_tx: mpsc::Sender<Accepted>,
    events_rx: mpsc::Receiver<StreamEvent>,
    events_tx: mpsc::Sender<StreamEvent>,
    acceptors: Vec<tokio::task::JoinHandle<()>>,
}

/// A connection that the kernel has completed.
struct Accepted {
    socket: TcpStream,
    remote: SocketAddr,
    is_tls: bool,
}

struct Stream {
    remote: SocketAddr,
    protection: Protection,
    write: mpsc::Sender<Vec<u8>>,
    task: tokio::task::JoinHandle<()>,
}

impl Default for Connections {
    fn default() -> Self {
        let (opened_tx, opened_rx) = mpsc::channel(WRITE_QUEUE);
        let (events_tx, events_rx) = mpsc::channel(EVENT_QUEUE);
        Self {
            streams: HashMap::new(),
            strangers: BTreeSet::new(),
            cut: VecDeque::new(),
            told: None,
            by_remote: HashMap::new(),
            last: 0,
            server: None,
            client: None,
            reckoning: None,
            opened_rx,
            opened_tx,
            events_rx,
            events_tx,
            acceptors: vec![],
        }
    }
}

impl Connections {
    /// Reckons TLS on another runtime from now on.
    pub fn reckon_on(&mut self, runtime: runtime::Handle) {
        self.reckoning = Some(runtime);
    }

    /// Shows this to those who connect from now on; connections that are open keep theirs.
    pub fn show(&mut self, server: ServerTls) {
        self.server = Some(server);
    }

    /// Believes this of those whom we connect to from now on.
    pub fn believe(&mut self, client: ClientTls) {
        self.client = Some(client);
    }

    /// Opens a listener for TLS and returns its address. It lets nobody in before [`Connections::show`].
    ///
    /// # Errors
    /// [`ListenError`], which names the remedy.
    pub fn listen_tls(&mut self, addr: SocketAddr) -> Result<SocketAddr, ListenError> {
        let _where = self.reckoning.as_ref().map(runtime::Handle::enter);
        let listener = ends::open(addr).map_err(|source| ListenError { what: "tls", addr, source })?;
        let bound = listener.local_addr().unwrap_or(addr);
        self.acceptors.push(tokio::spawn(ends::accept(listener, true, self.opened_tx.clone())));
        Ok(bound)
    }

    /// Opens a listener and returns its address.
    ///
    /// # Errors
    /// [`ListenError`], which names the remedy.
    pub fn listen(&mut self, addr: SocketAddr) -> Result<SocketAddr, ListenError> {
        let listener = ends::open(addr).map_err(|source| ListenError { what: "tcp", addr, source })?;
        let bound = listener.local_addr().unwrap_or(addr);
        self.acceptors.push(tokio::spawn(ends::accept(listener, false, self.opened_tx.clone())));
        Ok(bound)
    }

    /// Waits for the next event. Safe to drop and call again.
    pub async fn next(&mut self) -> StreamEvent {
        loop {
            if let Some(event) = self.cut.pop_front() {
                return event;
            }
            tokio::select! {
                Some(accepted) = self.opened_rx.recv() => self.accepted(accepted),
                Some(event) = self.events_rx.recv() => {
                    if matches!(event.kind, StreamEventKind::Closed(_)) {
                        self.forget(event.stream);
                    }
                    return event;
                }
            }
        }
    }

    /// Takes a connection for one of ours from now on: strangers are no reason to close it.
    pub fn vouch(&mut self, stream: StreamId) {
        self.strangers.remove(&stream);
    }

    /// Writes to a connection. False where it is gone, or where its peer does not read: then it is closed.
    pub fn send(&mut self, stream: StreamId, bytes: Vec<u8>) -> bool {
        let taken = self.streams.get(&stream).is_some_and(|s| s.write.try_send(bytes).is_ok());
        if !taken {
            self.forget(stream);
        }
        taken
    }

    /// Writes to a peer on the connection of that kind that we have with it, or opens one. None where there are too many, and where
    /// it is for the peer to open it.
    pub fn send_to(
        &mut self,
        remote: SocketAddr,
        protection: Protection,
        bytes: Vec<u8>,
    ) -> Option<StreamId> {
        let key = (remote, protection);
        if let Some(&known) = self.by_remote.get(&key)
            && self.streams.get(&known).is_some_and(|s| !s.write.is_closed())
        {
            return self.send(known, bytes).then_some(known);
        }
        let id = self.open(remote, key.1)?;
        self.send(id, bytes).then_some(id)
    }

    fn open(&mut self, remote: SocketAddr, protection: Protection) -> Option<StreamId> {
        let id = self.number()?;
        let (write, queue) = mpsc::channel(WRITE_QUEUE);
        let task = match &protection {
            Protection::Plain => tokio::spawn(ends::connect(queue, self.events(id, remote, false))),
            Protection::Accepted => return None,
            Protection::Proved(peer) => {
                let proof = (peer.clone(), self.client.clone()?);
                self.reckon(ends::connect_tls(proof, queue, self.events(id, remote, true)))
            }
        };
        self.insert(id, Stream { remote, protection, write, task });
        Some(id)
    }

    fn accepted(&mut self, Accepted { socket, remote, is_tls }: Accepted) {
        let Some(id) = self.number() else { return };
        let (write, queue) = mpsc::channel(WRITE_QUEUE);
        let events = self.events(id, remote, is_tls);
        let (task, protection) = match (is_tls, self.server.clone()) {
            (false, _) => (tokio::spawn(ends::serve(socket, queue, events)), Protection::Plain),
            (true, Some(tls)) => {
                (self.reckon(ends::serve_tls(socket, tls, queue, events)), Protection::Accepted)
            }
            // Whoever listens for TLS is told what to show before anybody is heard.
            (true, None) => return,
        };
        self.insert(id, Stream { remote, protection, write, task });
        self.strangers.insert(id);
        if self.strangers.len() > MOST_STRANGERS {
            self.cut_the_oldest_stranger();
        }
    }

    /// Closes the connection that nobody has vouched for in the longest time; false where there is none.
    fn cut_the_oldest_stranger(&mut self) -> bool {
        let Some(oldest) = self.strangers.pop_first() else { return false };
        self.tell_of_crowd();
        if let Some(Stream { remote, protection, .. }) = self.streams.get(&oldest) {
            let (remote, is_tls) = (*remote, *protection != Protection::Plain);
            let kind = StreamEventKind::Closed(None);
            self.cut.push_back(StreamEvent {
                stream: oldest,
                local: unspecified(remote),
                remote,
                is_tls,
                kind,
            });
        }
        self.forget(oldest);
        true
    }

    /// Tells the log, and does not let strangers fill it.
    fn tell_of_crowd(&mut self) {
        let now = Instant::now();
        if self.told.is_none_or(|told| now - told >= TELL) {
            self.told = Some(now);
            let (open, strangers) = (self.streams.len(), self.strangers.len());
            tracing::warn!(
                open,
                strangers,
                "crowded with TCP connections: those that prove nothing make room, the oldest first"
            );
        }
    }

    /// Runs a task where TLS is reckoned.
    fn reckon(&self, task: impl Future<Output = ()> + Send + 'static) -> tokio::task::JoinHandle<()> {
        match &self.reckoning {
            Some(runtime) => runtime.spawn(task),
            None => tokio::spawn(task),
        }
    }

    fn events(&self, id: StreamId, remote: SocketAddr, is_tls: bool) -> Events {
        Events { id, remote, is_tls, events: self.events_tx.clone() }
    }

    fn number(&mut self) -> Option<StreamId> {
        if self.streams.len() >= MOST_STREAMS && !self.cut_the_oldest_stranger() {
            self.tell_of_crowd();
            return None;
        }
        self.last += 1;
        Some(StreamId(self.last))
    }

    fn insert(&mut self, id: StreamId, stream: Stream) {
        self.by_remote.insert((stream.remote, stream.protection.clone()), id);
        self.streams.insert(id, stream);
    }

    fn forget(&mut self, id: StreamId) {
        let Some(stream) = self.streams.remove(&id) else { return };
        self.strangers.remove(&id);
        stream.task.abort();
        let key = (stream.remote, stream.protection);
        if self.by_remote.get(&key) == Some(&id) {
            self.by_remote.remove(&key);
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
    is_tls: bool,
    events: mpsc::Sender<StreamEvent>,
}

impl Events {
    /// Reports one message, and waits while the engine has too many; false where nobody listens any more.
    async fn message(&self, local: SocketAddr, bytes: Vec<u8>) -> bool {
        self.tell(local, StreamEventKind::Message(bytes)).await
    }

    /// Reports the end, without which the connection would stay in the table.
    async fn closed(&self, local: Option<SocketAddr>, fault: Option<Fault>) {
        // The receiver is gone only when the table itself is.
        let _ = self.tell(local.unwrap_or(unspecified(self.remote)), StreamEventKind::Closed(fault)).await;
    }

    async fn tell(&self, local: SocketAddr, kind: StreamEventKind) -> bool {
        let Self { id, remote, is_tls, .. } = *self;
        self.events.send(StreamEvent { stream: id, local, remote, is_tls, kind }).await.is_ok()
    }
}

fn unspecified(like: SocketAddr) -> SocketAddr {
    if like.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { (std::net::Ipv6Addr::UNSPECIFIED, 0).into() }
}

#[cfg(test)]
mod tests;
