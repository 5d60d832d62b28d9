//! One contact: the binding that is kept, and the way to it that only lives as long as the process.

use std::net::SocketAddr;

use model::Binding;
use sip_msg::{SipUri, Uri};

use crate::{
    flow::{Flow, Hop, SIP_PORT, Transport},
    port::BindingChange,
};

/// A registered contact.
#[derive(Clone, Debug)]
pub(super) struct Contact {
    /// What is stored and shown.
    pub(super) binding: Binding,
    /// The URI, read.
    pub(super) uri: SipUri,
    /// Where requests to it go.
    pub(super) hop: Hop,
}

impl Contact {
    /// Reads what was stored; nothing where it cannot be called any more.
    pub(super) fn restored(binding: Binding) -> Option<Self> {
        let uri = match Uri::parse(&binding.contact).ok()? {
            Uri::Sip(uri) => uri,
            Uri::Tel(_) | Uri::Other(_) => return None,
        };
        let flow = Flow {
            transport: Transport::from(binding.transport),
            local: binding.local.parse().ok()?,
            remote: binding.received.parse().ok()?,
            conn: None,
        };
        let hop = way_to(&uri, &flow);
        Some(Self { binding, uri, hop })
    }

    /// Tells whether another one takes this one's place (RFC 3261 section 19.1.4, RFC 5626 section 6).
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.binding.instance, &other.binding.instance);
        (ours.is_some() && ours == theirs) || self.uri.equivalent(&other.uri)
    }

    /// Prints it for a Contact header, with the seconds that it has left.
    pub(super) fn listed(&self, now_ms: u64) -> String {
        let left = self.binding.expires_at_ms.saturating_sub(now_ms).div_ceil(1000);
        match self.binding.q {
            1000 => format!("<{}>;expires={left}", self.binding.contact),
            q => format!("<{}>;q=0.{q:03};expires={left}", self.binding.contact),
        }
    }

    /// Says that it is gone.
    pub(super) fn removed(self) -> BindingChange {
        BindingChange::Remove(Box::new(self.binding))
    }
}

/// Where requests to a contact go.
///
/// Over a stream: the connection that it registered on. Over UDP: the contact's own port where its address is the one that
/// the REGISTER came from, and that source where it is another, because then a NAT stands between. A contact that asks
/// for another transport than it registered over is called as it asks, but what registered over TLS is never called in clear, and
/// no connection with TLS is opened to a phone, which has nothing to prove itself with.
pub(super) fn way_to(uri: &SipUri, flow: &Flow) -> Hop {
    let asked = match uri.transport() {
        _ if flow.transport == Transport::Tls => Transport::Tls,
        Some(name) if name.eq_ignore_ascii_case("tcp") => Transport::Tcp,
        Some(name) if name.eq_ignore_ascii_case("udp") => Transport::Udp,
        Some(_) | None => flow.transport,
    };
    let own = uri.host.ip().map(|ip| SocketAddr::new(ip, uri.port.unwrap_or(SIP_PORT)));
    match own {
        Some(addr) if asked != flow.transport => Hop { transport: asked, addr, conn: None, proof: None },
        Some(addr)
            if asked == Transport::Udp && addr.ip().to_canonical() == flow.remote.ip().to_canonical() =>
        {
            Hop { transport: asked, addr, conn: None, proof: None }
        }
        Some(_) | None => Hop::from(*flow),
    }
}
