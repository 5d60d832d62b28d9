//! Which process or host a connection comes from.

use std::net::SocketAddr;

use tokio::net::UnixStream;

/// The other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    /// A host.
    Tcp(SocketAddr),
    /// A process of this host, of a user with this number; none where the system does not say.
    Unix(Option<u32>),
}

/// The number of the superuser.
const ROOT: u32 = 0;

impl Peer {
    /// Asks the system who is at the other end of a Unix socket.
    pub(crate) fn of_unix(stream: &UnixStream) -> Self {
        Self::Unix(stream.peer_cred().ok().map(|credentials| credentials.uid()))
    }

    /// Says whether it is a process of our own user, or of root: the owner of the data directory.
    pub(crate) fn is_owner(self) -> bool {
        match self {
            Self::Tcp(_) => false,
            Self::Unix(uid) => uid.is_some_and(|uid| uid == ROOT || Some(uid) == own_uid()),
        }
    }
}

/// Returns the number of the user that we run as: that of either end of a socket pair of our own.
fn own_uid() -> Option<u32> {
    let (ours, _other) = UnixStream::pair().ok()?;
    ours.peer_cred().ok().map(|credentials| credentials.uid())
}
