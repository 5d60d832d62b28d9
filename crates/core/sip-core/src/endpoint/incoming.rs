//! A call that arrives: from an INVITE whose sender is proved to a leg that rings.

use model::{Addressing, DidSource, Trunk};
use moment::Moment;
use sip_msg::{Contacts, HeaderName, NameAddr, Request, Status, Uri};

use super::Endpoint;
use crate::{
    dialog::MAX_FORWARDS,
    flow::{Flow, Hop},
    leg::{Asked, Leg, RETRY_AFTER, Ringing, Terms, identity, sdp},
    port::{Action, Event, Incoming, Party},
    txn::ServerId,
};

use super::legs::Held;

/// The largest first RSeq (RFC 3262 section 3): any number below 2^31 will do.
const FIRST_RSEQ: u64 = 1 << 16;

impl Endpoint {
    /// Makes the leg and tells of it.
    pub(super) fn incoming(
        &mut self,
        now: Moment,
        (flow, txn): (Flow, ServerId),
        party: Party,
        request: Request,
        out: &mut Vec<Action>,
    ) {
        if self.legs.is_full() {
            let mut refusal = request.response(Status::SERVICE_UNAVAILABLE);
            refusal.headers.push(HeaderName::RetryAfter, RETRY_AFTER);
            return self.respond(now, txn, refusal, out);
        }
        let tag = self.chance.token();
        let first_rseq = u32::try_from(1 + self.chance.below(FIRST_RSEQ)).unwrap_or(1);
        let path = self.follows_flow(party).then(|| Hop::from(flow));
        let id = self.legs.reserve();
        let Some(incoming) = self.describe(id, party, flow, &request) else {
            return self.respond(now, txn, request.response(Status::BAD_REQUEST), out);
        };
        let asked = Asked { txn, request };
        match Ringing::new(asked.clone(), &tag, path, first_rseq, self.terms()) {
            Ok(ringing) => {
                let leg = Leg::ringing(id, incoming.dialled.clone(), ringing);
                self.servers.belongs_to(txn, id);
                let peer = match party {
                    Party::Line(_) => None,
                    Party::Trunk(trunk) => Some(trunk),
                };
                let (account, is_secure) = (self.account_of(now, party), is_secure(&asked.request));
                self.legs.insert(id, Held { account, peer, is_secure, ..Held::new(leg, tag) });
                out.push(Action::Event(Event::Incoming(Box::new(incoming))));
            }
            Err(why) => self.respond(now, txn, why.response(&asked.request), out),
        }
    }

    /// The session timers that the configuration asks for.
    pub(super) fn terms(&self) -> Terms {
        let session = &self.snapshot.general().session;
        Terms { interval: session.expires, min_se: session.min_se }
    }

    /// Phones and dynamic trunks are reached over the path that they came by; what has an address is reached there.
    fn follows_flow(&self, party: Party) -> bool {
        match party {
            Party::Line(_) => true,
            Party::Trunk(id) => {
                self.snapshot.trunk(id).is_none_or(|trunk| trunk.reach.addressing == Addressing::Dynamic)
            }
        }
    }

    fn describe(
        &self,
        leg: crate::port::LegId,
        party: Party,
        flow: Flow,
        request: &Request,
    ) -> Option<Incoming> {
        let headers = &request.headers;
        let trunk = match party {
            Party::Line(_) => None,
            Party::Trunk(id) => self.snapshot.trunk(id),
        };
        let trusted = trunk.is_some_and(|trunk| trunk.identity.trust);
        let to = headers.to().ok()?.uri;
        Some(Incoming {
            leg,
            party,
            dialled: dialled(request, trunk).unwrap_or_default(),
            request_uri: request.uri.clone(),
            to,
            caller: identity::caller(request, trusted),
            diversion: identity::diversion(request, trusted),
            max_forwards: headers.max_forwards().ok().flatten().unwrap_or(MAX_FORWARDS),
            sdp: sdp(headers, &request.body).map(<[u8]>::to_vec),
            call_id: headers.call_id().ok()?.to_owned(),
            flow,
        })
    }
}

/// Tells whether our Contact must be a sips URI (RFC 3261 section 12.1.1): where the call is for one, or comes by one.
fn is_secure(invite: &Request) -> bool {
    let headers = &invite.headers;
    let route = headers.record_routes().ok().and_then(|routes| routes.into_iter().next());
    let from = || match headers.contacts() {
        Ok(Contacts::List(list)) => list.into_iter().next(),
        Ok(Contacts::Star) | Err(_) => None,
    };
    let is_sips = |uri: &Uri| uri.as_sip().is_some_and(|uri| uri.secure);
    is_sips(&invite.uri) || route.or_else(from).is_some_and(|by| is_sips(&by.uri))
}

/// The number that is called: where the trunk's form says, the Request-URI for everybody else.
fn dialled(request: &Request, trunk: Option<&Trunk>) -> Option<String> {
    let headers = &request.headers;
    let elsewhere = match trunk.map(|trunk| trunk.calls.did_source) {
        None | Some(DidSource::RequestUri) => None,
        Some(DidSource::To) => headers.to().ok()?.uri.user().map(str::to_owned),
        Some(DidSource::CalledPartyId) => {
            // RFC 7315 section 4.2.
            let name = HeaderName::Other("P-Called-Party-ID".into());
            let called = headers.get(&name).and_then(|text| NameAddr::parse(text).ok());
            called.and_then(|called| called.uri.user().map(str::to_owned))
        }
    };
    elsewhere.or_else(|| request.uri.user().map(str::to_owned))
}
