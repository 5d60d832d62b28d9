//! SIP as it goes over the wire, for operators: every message is an event of the target `sip` at level trace, which
//! `strowger serve --log info,sip=trace` shows. What proves a password is left out: a digest in a log is a password that
//! can be tried at leisure.

use std::net::SocketAddr;

use sip_core::Transport;
use tracing::{Level, field::display};

use crate::mask::masked;

/// What a log calls these events; not the module, so that operators need not know it.
const TARGET: &str = "sip";

/// Tells of a message that came.
pub(crate) fn received(transport: Transport, local: SocketAddr, remote: SocketAddr, bytes: &[u8]) {
    if tracing::enabled!(target: TARGET, Level::TRACE) {
        tracing::trace!(target: TARGET, sent = false, ?transport, %local, %remote, text = text(bytes), "SIP message");
    }
}

/// Tells of a message that goes; a connection of ours that is still to be opened has no address yet.
pub(crate) fn sent(transport: Transport, local: Option<SocketAddr>, remote: SocketAddr, bytes: &[u8]) {
    if tracing::enabled!(target: TARGET, Level::TRACE) {
        let local = local.map(display);
        tracing::trace!(target: TARGET, sent = true, ?transport, local, %remote, text = text(bytes), "SIP message");
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&masked(bytes)).into_owned()
}
