//! What is kept of a call: the text of a file that a crash or another release may have left.

use std::sync::Arc;

use calls::{CallId, Exchange, Input, KeptCall};
use model::Snapshot;
use moment::Moment;
use sip_core::{Endpoint, EndpointConfig, Interface, Transport};

/// Reads the bytes, and lets an exchange go on with what they are.
pub(crate) fn run(data: &[u8]) {
    let Ok(call) = KeptCall::read(data) else { return };
    let at = std::net::SocketAddr::from(([192, 0, 2, 1], 5060));
    let config = EndpointConfig {
        listeners: vec![(Transport::Udp, at)],
        external_address: None,
        local_networks: vec![],
        unlimited_sources: vec![],
        seed: [7; 32],
    };
    let snapshot = Arc::new(Snapshot::factory());
    let endpoint = Endpoint::new(config, snapshot.clone());
    let (mut exchange, mut out) = (Exchange::new(endpoint, snapshot, CallId(1)), Vec::new());
    let mut now = Moment::from_unix_ms(1_800_000_000_000);
    let interfaces = vec![Interface { addr: at.ip(), prefix: 24 }];
    exchange.handle(now, Input::Sip(sip_core::Input::Interfaces(interfaces)), &mut out);
    let audio = call.audio();
    exchange.handle(now, Input::Resume(vec![call]), &mut out);
    for audio in audio {
        let fact = calls::MediaFact::Opened { media: audio.media, port: audio.port };
        exchange.handle(now, Input::Media(fact), &mut out);
    }
    for _ in 0..20 {
        let Some(at) = exchange.deadline() else { break };
        now = now.max(at);
        exchange.handle(now, Input::Tick, &mut out);
    }
}
