//! One connection from its first octet to its last: a reader that cuts messages, a writer, and how long both are patient.

use std::{net::SocketAddr, time::Duration};

use sip_msg::{Frame, Framer};
use socket2::TcpKeepalive;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    sync::mpsc,
    time::{Instant, timeout, timeout_at},
};

use super::Events;
use crate::tls::{Fault, FaultKind};

/// How long a message may stay incomplete, and a new connection without any: as long as a transaction (RFC 3261, 64*T1).
pub(super) const INCOMPLETE: Duration = Duration::from_secs(32);

/// How long a connection that carried messages may rest: twice the longest registration.
pub(super) const IDLE: Duration = Duration::from_secs(7200);

/// How long one write may take before the peer counts as stuck.
const WRITE: Duration = Duration::from_secs(10);

/// How long answers may still be written when nothing more is read.
const LINGER: Duration = Duration::from_secs(1);

/// After how long a silence the kernel asks whether the peer is still there.
const PROBE: Duration = Duration::from_secs(60);

/// What is read from a socket at once.
const READ: usize = 16 << 10;

/// Makes a new socket ready; returns our end of it, or nothing where the peer has reset it meanwhile.
pub(super) fn prepare(socket: &TcpStream) -> Option<SocketAddr> {
    let _ = socket.set_nodelay(true);
    let _ = socket2::SockRef::from(socket).set_tcp_keepalive(&TcpKeepalive::new().with_time(PROBE));
    socket.local_addr().ok()
}

/// Reads and writes until either side is done, then reports the end.
pub(super) async fn carry(
    local: SocketAddr,
    (reader, writer): (impl AsyncRead + Unpin, impl AsyncWrite + Unpin),
    queue: mpsc::Receiver<Vec<u8>>,
    events: Events,
) {
    let (pong_tx, pong_rx) = mpsc::channel(1);
    let mut reading = Reading { local, framer: Framer::default(), events: &events, pong: pong_tx };
    let mut writing = std::pin::pin!(write(writer, queue, pong_rx));
    let read_out = tokio::select! {
        fault = reading.run(reader) => Some(fault),
        () = &mut writing => None,
    };
    if read_out.is_some() {
        let _ = timeout(LINGER, writing).await;
    }
    events.closed(Some(local), read_out.flatten()).await;
}

/// The reading side of one connection.
struct Reading<'a> {
    local: SocketAddr,
    framer: Framer,
    events: &'a Events,
    pong: mpsc::Sender<()>,
}

impl Reading<'_> {
    /// Reads until the peer closes, breaks the framing, or tries our patience; says what was wrong with its TLS where it was that.
    async fn run(&mut self, mut reader: impl AsyncRead + Unpin) -> Option<Fault> {
        let mut buffer = vec![0; READ];
        let mut patience = Patience::new(Instant::now());
        loop {
            match timeout_at(patience.until, reader.read(&mut buffer)).await {
                Ok(Ok(read @ 1..)) => {
                    self.framer.push(buffer.get(..read).unwrap_or_default());
                    let messages = self.deliver().await?;
                    patience.heard(Instant::now(), messages > 0, self.framer.is_empty());
                }
                Ok(Ok(0)) | Err(_) => return None,
                Ok(Err(error)) => return FaultKind::of_reading(&error).map(Fault::of_kind),
            }
        }
    }

    /// Hands on every whole message and counts them; nothing where no more can come of this connection.
    async fn deliver(&mut self) -> Option<usize> {
        let mut messages = 0;
        loop {
            match self.framer.next() {
                Ok(None) => return Some(messages),
                Ok(Some(Frame::Message(bytes))) => {
                    messages += 1;
                    if !self.events.message(self.local, bytes).await {
                        return None;
                    }
                }
                // RFC 5626 section 4.4.1: a ping is answered with a pong; one waiting is enough.
                Ok(Some(Frame::KeepAlive)) => {
                    let _ = self.pong.try_send(());
                }
                Err(error) => {
                    tracing::debug!(remote = %self.events.remote, %error, "framing lost: the connection is closed");
                    // Its head may be good enough to be answered (RFC 4475 section 3.1.2.3).
                    let at_fault = self.framer.at_fault().to_vec();
                    self.events.message(self.local, at_fault).await;
                    return None;
                }
            }
        }
    }
}

/// Until when the peer may take its time. Neither keep-alives nor single octets buy more of it: only whole messages do.
struct Patience {
    until: Instant,
    /// Whether a message has come on this connection.
    carried: bool,
    /// Whether the last read ended with a message, and not within one.
    between: bool,
}

impl Patience {
    fn new(now: Instant) -> Self {
        Self { until: now + INCOMPLETE, carried: false, between: true }
    }

    /// Takes note of a read: whether it completed a message, and whether nothing incomplete is left.
    fn heard(&mut self, now: Instant, message: bool, between: bool) {
        let begun = message || self.between;
        self.carried |= message;
        self.between = between;
        match (self.carried, between) {
            (true, true) => self.until = now + IDLE,
            (true, false) if begun => self.until = now + INCOMPLETE,
            (true, false) | (false, _) => {}
        }
    }
}

/// Writes what is queued, and pongs, until the peer is stuck or gone or the table has forgotten the connection.
async fn write(
    mut writer: impl AsyncWrite + Unpin,
    mut queue: mpsc::Receiver<Vec<u8>>,
    mut pong: mpsc::Receiver<()>,
) {
    loop {
        let bytes = tokio::select! {
            Some(bytes) = queue.recv() => bytes,
            Some(()) = pong.recv() => b"\r\n".to_vec(),
            else => return,
        };
        let written = async {
            writer.write_all(&bytes).await?;
            // TLS may hold some of it back.
            writer.flush().await
        };
        if !matches!(timeout(WRITE, written).await, Ok(Ok(()))) {
            return;
        }
    }
}
