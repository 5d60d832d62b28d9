//! Streams: one table of connections, opened by us or by peers, each with a reader and a writer task.

use std::{collections::HashMap, io, net::SocketAddr, time::Duration};

use sip_msg::{Frame, Framer};
use socket2::{Domain, Protocol, Socket, TcpKeepalive, Type};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpSocket, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::mpsc,
    time::timeout,
};

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

/// How long a new connection may take, longer than three SYNs.
const CONNECT: Duration = Duration::from_secs(8);

/// How long a message may stay incomplete, and a new connection without any: as long as a transaction (RFC 3261, 64*T1).
const INCOMPLETE: Duration = Duration::from_secs(32);

/// How long a connection that carried messages may rest: twice the longest registration.
const IDLE: Duration = Duration::from_secs(7200);

/// How long one write may take before the peer counts as stuck.
const WRITE: Duration = Duration::from_secs(10);

/// How long answers may still be written when nothing more is read.
const LINGER: Duration = Duration::from_secs(1);

/// What is read from a socket at once.
const READ: usize = 16 << 10;

/// The table of connections. Lives within one tokio runtime; its tasks end when it is dropped.
pub struct Connections {
    streams: HashMap<StreamId, Stream>,
    by_remote: HashMap<SocketAddr, StreamId>,
    last: u64,
    opened_rx: mpsc::Receiver<TcpStream>,
    opened_tx: mpsc::Sender<TcpStream>,
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
        let listener = open(addr).map_err(|source| ListenError { what: "tcp", addr, source })?;
        let bound = listener.local_addr().unwrap_or(addr);
        self.acceptors.push(tokio::spawn(accept(listener, self.opened_tx.clone())));
        Ok(bound)
    }

    /// Waits for the next event. Safe to drop and call again.
    pub async fn next(&mut self) -> StreamEvent {
        loop {
            tokio::select! {
                Some(socket) = self.opened_rx.recv() => self.accepted(socket),
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
        let task = tokio::spawn(connect(id, remote, queue, self.events_tx.clone()));
        self.insert(id, Stream { remote, write, task });
        Some(id)
    }

    fn accepted(&mut self, socket: TcpStream) {
        let (Ok(remote), Some(id)) = (socket.peer_addr(), self.number()) else { return };
        let (write, queue) = mpsc::channel(WRITE_QUEUE);
        let task = tokio::spawn(carry(id, socket, queue, self.events_tx.clone()));
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

fn open(addr: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(addr), Type::STREAM.nonblocking(), Some(Protocol::TCP))?;
    if addr.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    // A restart must not wait for connections in TIME_WAIT; a second listener is still refused.
    socket.set_reuse_address(true)?;
    socket.bind(&addr.into())?;
    socket.listen(1024)?;
    TcpListener::from_std(socket.into())
}

async fn accept(listener: TcpListener, opened: mpsc::Sender<TcpStream>) {
    loop {
        match listener.accept().await {
            Ok((socket, _)) => {
                if opened.send(socket).await.is_err() {
                    return;
                }
            }
            Err(error) => {
                // Out of file descriptors, as a rule: accepting again at once would spin.
                tracing::warn!(%error, "a TCP connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn connect(
    id: StreamId,
    remote: SocketAddr,
    queue: mpsc::Receiver<Vec<u8>>,
    events: mpsc::Sender<StreamEvent>,
) {
    let socket = if remote.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() };
    let connected = match socket {
        Ok(socket) => timeout(CONNECT, socket.connect(remote)).await,
        Err(error) => Ok(Err(error)),
    };
    match connected {
        Ok(Ok(stream)) => carry(id, stream, queue, events).await,
        Ok(Err(error)) => {
            tracing::debug!(%remote, %error, "TCP connection refused");
            closed(id, unspecified(remote), remote, &events).await;
        }
        Err(_elapsed) => closed(id, unspecified(remote), remote, &events).await,
    }
}

async fn carry(
    id: StreamId,
    socket: TcpStream,
    queue: mpsc::Receiver<Vec<u8>>,
    events: mpsc::Sender<StreamEvent>,
) {
    let (Ok(local), Ok(remote)) = (socket.local_addr(), socket.peer_addr()) else {
        return;
    };
    let _ = socket.set_nodelay(true);
    let _ = socket2::SockRef::from(&socket)
        .set_tcp_keepalive(&TcpKeepalive::new().with_time(Duration::from_secs(60)));
    let (reader, writer) = socket.into_split();
    let (pong_tx, pong_rx) = mpsc::channel(1);
    let mut reading =
        Reading { id, local, remote, framer: Framer::default(), events: events.clone(), pong: pong_tx };
    let mut writing = std::pin::pin!(write(writer, queue, pong_rx));
    let read_out = tokio::select! {
        () = reading.run(reader) => true,
        () = &mut writing => false,
    };
    if read_out {
        let _ = timeout(LINGER, writing).await;
    }
    closed(id, local, remote, &events).await;
}

async fn closed(stream: StreamId, local: SocketAddr, remote: SocketAddr, events: &mpsc::Sender<StreamEvent>) {
    // The receiver is gone only when the table itself is.
    let _ = events.send(StreamEvent { stream, local, remote, kind: StreamEventKind::Closed }).await;
}

/// The reading side of one connection.
struct Reading {
    id: StreamId,
    local: SocketAddr,
    remote: SocketAddr,
    framer: Framer,
    events: mpsc::Sender<StreamEvent>,
    pong: mpsc::Sender<()>,
}

impl Reading {
    /// Reads until the peer closes, breaks the framing, or rests for too long.
    async fn run(&mut self, mut reader: OwnedReadHalf) {
        let mut buffer = vec![0; READ];
        let mut patience = INCOMPLETE;
        while let Ok(Ok(read @ 1..)) = timeout(patience, reader.read(&mut buffer)).await {
            self.framer.push(buffer.get(..read).unwrap_or_default());
            if !self.deliver().await {
                return;
            }
            patience = if self.framer.is_empty() { IDLE } else { INCOMPLETE };
        }
    }

    /// Hands on every whole message; false where nothing more can come of this connection.
    async fn deliver(&mut self) -> bool {
        loop {
            match self.framer.next() {
                Ok(None) => return true,
                Ok(Some(Frame::Message(bytes))) => {
                    if !self.tell(bytes).await {
                        return false;
                    }
                }
                // RFC 5626 section 4.4.1: a ping is answered with a pong; one waiting is enough.
                Ok(Some(Frame::KeepAlive)) => {
                    let _ = self.pong.try_send(());
                }
                // A pong, or a stray line end.
                Ok(Some(Frame::Pong)) => {}
                Err(error) => {
                    tracing::debug!(remote = %self.remote, %error, "framing lost: the connection is closed");
                    // Its head may be good enough to be answered (RFC 4475 section 3.1.2.3).
                    let at_fault = self.framer.at_fault().to_vec();
                    self.tell(at_fault).await;
                    return false;
                }
            }
        }
    }

    async fn tell(&self, bytes: Vec<u8>) -> bool {
        let Self { id, local, remote, .. } = *self;
        let kind = StreamEventKind::Message(bytes);
        self.events.send(StreamEvent { stream: id, local, remote, kind }).await.is_ok()
    }
}

async fn write(mut writer: OwnedWriteHalf, mut queue: mpsc::Receiver<Vec<u8>>, mut pong: mpsc::Receiver<()>) {
    loop {
        let bytes = tokio::select! {
            Some(bytes) = queue.recv() => bytes,
            Some(()) = pong.recv() => b"\r\n".to_vec(),
            else => return,
        };
        if !matches!(timeout(WRITE, writer.write_all(&bytes)).await, Ok(Ok(()))) {
            return;
        }
    }
}

fn unspecified(like: SocketAddr) -> SocketAddr {
    if like.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { (std::net::Ipv6Addr::UNSPECIFIED, 0).into() }
}
