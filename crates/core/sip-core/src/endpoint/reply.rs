//! What all our responses have in common: where they go, and a To tag that needs no state.

use std::net::{IpAddr, SocketAddr};

use sha2::{Digest, Sha256};
use sip_msg::{HeaderName, Request, Response, Via};

use crate::{
    chance::Chance,
    flow::{Flow, SIP_PORT, Transport},
    port::Seed,
};

/// Makes tags of stateless responses, so that a repeated request gets the same one (RFC 3261 section 8.2.7).
pub(crate) struct Tags {
    key: Seed,
}

impl Tags {
    /// Draws the key.
    pub(crate) fn new(chance: &mut Chance) -> Self {
        let mut key = Seed::default();
        for chunk in key.chunks_mut(8) {
            let drawn = chance.next_u64().to_be_bytes();
            chunk.iter_mut().zip(drawn).for_each(|(byte, drawn)| *byte = drawn);
        }
        Self { key }
    }

    /// Gives a response outside of any dialog its To tag, where it has none.
    pub(crate) fn complete(&self, response: &mut Response) {
        let Ok(mut to) = response.headers.to() else { return };
        if to.tag().is_some() {
            return;
        }
        to.set_tag(&self.tag(response));
        response.headers.set(HeaderName::To, to.to_string());
    }

    fn tag(&self, response: &Response) -> String {
        let mut hash = Sha256::new().chain_update(self.key);
        for name in [HeaderName::CallId, HeaderName::From, HeaderName::CSeq] {
            hash.update(response.headers.get(&name).unwrap_or_default());
            hash.update(b"\n");
        }
        let bytes = hash.finalize();
        bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl std::fmt::Debug for Tags {
    /// Keeps the key out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tags")
    }
}

/// Notes in the topmost Via where a request came from (RFC 3261 section 18.2.1, RFC 3581 section 4).
pub(crate) fn note_source(request: &mut Request, via: &mut Via, source: SocketAddr) {
    let asks_port = via.rport().is_some();
    if !asks_port && via.host.ip() == Some(source.ip()) {
        return;
    }
    via.set_received(source.ip());
    if asks_port {
        via.set_rport(Some(source.port()));
    }
    request.headers.set_top_via(via);
}

/// The path that responses take (RFC 3261 section 18.2.2, RFC 3581 section 4): the connection; the source where rport asks
/// for it; else the source's address at the port that Via names. `maddr` would let anybody aim our answers: not followed.
pub(crate) fn reply_path(flow: Flow, via: &Via) -> Flow {
    match flow.transport {
        Transport::Tcp | Transport::Tls => flow,
        Transport::Udp if via.rport().is_some() => flow,
        Transport::Udp => {
            let ip: IpAddr = flow.remote.ip();
            Flow { remote: SocketAddr::new(ip, via.port.unwrap_or(SIP_PORT)), ..flow }
        }
    }
}

#[cfg(test)]
mod tests {
    use sip_msg::{Method, Status, Uri};

    use super::*;

    fn request(via: &str) -> Request {
        let mut request = Request::new(Method::Options, Uri::parse("sip:192.0.2.1").unwrap());
        request.headers.push(HeaderName::Via, via);
        request.headers.push(HeaderName::From, "<sip:a@192.0.2.9>;tag=1");
        request.headers.push(HeaderName::To, "<sip:192.0.2.1>");
        request.headers.push(HeaderName::CallId, "c");
        request.headers.push(HeaderName::CSeq, "1 OPTIONS");
        request
    }

    fn noted(via: &str, source: &str) -> (String, SocketAddr) {
        let source: SocketAddr = source.parse().unwrap();
        let mut request = request(via);
        let mut via = request.headers.via().unwrap();
        note_source(&mut request, &mut via, source);
        let local = "192.0.2.1:5060".parse().unwrap();
        let flow = Flow { transport: Transport::Udp, local, remote: source, conn: None };
        (request.headers.get(&HeaderName::Via).unwrap().to_owned(), reply_path(flow, &via).remote)
    }

    /// RFC 3261 section 18.2.2.
    #[test]
    fn answer_goes_to_the_source_at_the_port_that_via_names() {
        let (via, to) = noted("SIP/2.0/UDP 192.0.2.9:5070;branch=z9hG4bKa", "192.0.2.9:40000");
        assert_eq!(via, "SIP/2.0/UDP 192.0.2.9:5070;branch=z9hG4bKa");
        assert_eq!(to, "192.0.2.9:5070".parse().unwrap());
        let (via, to) = noted("SIP/2.0/UDP phone.example.org;branch=z9hG4bKa", "192.0.2.9:40000");
        assert!(via.contains("received=192.0.2.9"));
        assert_eq!(to, "192.0.2.9:5060".parse().unwrap());
    }

    /// RFC 3581 section 4.
    #[test]
    fn answer_goes_to_the_source_port_where_rport_asks_for_it() {
        let (via, to) = noted("SIP/2.0/UDP 10.0.0.9:5070;rport;branch=z9hG4bKa", "192.0.2.9:40000");
        assert!(via.contains("received=192.0.2.9") && via.contains("rport=40000"));
        assert_eq!(to, "192.0.2.9:40000".parse().unwrap());
    }

    #[test]
    fn stateless_tag_is_the_same_for_the_same_request_and_unlike_others() {
        let tags = Tags::new(&mut Chance::new([1; 32]));
        let tag = |request: &Request| {
            let mut response = request.response(Status::UNAUTHORIZED);
            tags.complete(&mut response);
            response.headers.to().unwrap().tag().unwrap().to_owned()
        };
        let one = request("SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKa");
        let mut other = one.clone();
        other.headers.set(HeaderName::CallId, "d");
        assert_eq!(tag(&one), tag(&one));
        assert_ne!(tag(&one), tag(&other));
    }
}
