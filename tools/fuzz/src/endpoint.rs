//! A SIP endpoint that strangers speak to: it never panics, keeps nothing of them, and sends little for what they sent.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use model::Snapshot;
use moment::Moment;
use sip_core::{Action, Endpoint, EndpointConfig, Flow, Input, Interface, Transport};

/// What divides one datagram from the next in an input.
const BREAK: &[u8] = b"\n~~\n";

/// Datagrams of one input at the most: more only make a run slow.
const MOST: usize = 16;

/// Octets that one answer may have beyond the request that it copies from.
const ANSWER_MORE: usize = 1024;

/// Gives the datagrams to a new endpoint, half a second apart, with its timers run in between.
pub(crate) fn run(data: &[u8]) {
    let here = SocketAddr::from((Ipv4Addr::new(192, 0, 2, 1), 5060));
    let mut endpoint = endpoint(here);
    let mut now = Moment::from_unix_ms(1_800_000_000_000);
    let mut out = vec![];
    let interface = Interface { addr: here.ip(), prefix: 24 };
    endpoint.handle(now, Input::Interfaces(vec![interface]), &mut out);
    for bytes in pieces(data).take(MOST) {
        out.clear();
        let flow = Flow {
            transport: Transport::Udp,
            local: here,
            remote: SocketAddr::from((Ipv4Addr::new(198, 51, 100, 7), 5060)),
            conn: None,
        };
        endpoint.handle(now, Input::Received { flow, bytes }, &mut out);
        let sent: usize = out.iter().map(octets).sum();
        assert!(sent <= bytes.len() + ANSWER_MORE, "{sent} octets for {}", bytes.len());
        assert_eq!((endpoint.legs(), endpoint.transactions()), (0, 0), "a stranger leaves nothing behind");
        now += Duration::from_millis(500);
        endpoint.handle(now, Input::Tick, &mut out);
    }
}

fn endpoint(here: SocketAddr) -> Endpoint {
    let config = EndpointConfig {
        listeners: vec![(Transport::Udp, here)],
        external_address: None,
        local_networks: vec![],
        unlimited_sources: Vec::new(),
        seed: [7; 32],
    };
    Endpoint::new(config, Arc::new(Snapshot::factory()))
}

fn octets(action: &Action) -> usize {
    match action {
        Action::Reply { bytes, .. } | Action::Send { bytes, .. } => bytes.len(),
        Action::Resolve { .. } | Action::Store(_) | Action::Vouch(_) | Action::Event(_) => 0,
    }
}

/// Cuts an input at its breaks.
fn pieces(data: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(data);
    std::iter::from_fn(move || {
        let all = rest.take()?;
        match all.windows(BREAK.len()).position(|window| window == BREAK) {
            Some(at) => {
                rest = all.get(at + BREAK.len()..);
                all.get(..at)
            }
            None => Some(all),
        }
    })
}
