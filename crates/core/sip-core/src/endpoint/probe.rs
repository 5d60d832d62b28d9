//! Asking a trunk whether it lives: with OPTIONS, from time to time or because somebody wants to know now.

use std::time::Duration;

use model::{Addressing, Trunk, TrunkId};
use moment::Moment;
use sip_msg::{HeaderName, Method, NameAddr, Request, Response, SipUri};

use super::{
    Endpoint, RequestId,
    place_call::{host_of, proxy_route},
    uac::{ContactShape, Errand, Target, User},
};
use crate::{
    dialog::MAX_FORWARDS,
    port::{Action, Event, Failure, Party, ProbeAnswer, ProbeId, Probed},
    resolve::Destination,
};

/// How long each target may stay silent: longer than three resends take. Whoever waits for the answer, and whoever looks at
/// the list of trunks, learns by then that there is none.
const PATIENCE: Duration = Duration::from_secs(4);

impl Endpoint {
    /// Asks because somebody waits for the answer.
    pub(super) fn test(&mut self, now: Moment, probe: ProbeId, trunk: TrunkId, out: &mut Vec<Action>) {
        if let Err(failure) = self.probe(now, trunk, User::Test(probe), out) {
            let probed = Probed { probe, targets: Vec::new(), outcome: Err(failure), hop: None };
            out.push(Action::Event(Event::Probed(Box::new(probed))));
        }
    }

    /// Registers at a trunk at once, unless that is under way.
    pub(super) fn register_now(&mut self, now: Moment, trunk: TrunkId, out: &mut Vec<Action>) {
        let mut orders = Vec::new();
        self.peers.registrations.hurry(now, trunk, &mut orders);
        self.send_orders(now, orders, out);
    }

    /// Asks a trunk whether it lives: any answer will do.
    pub(super) fn probe(
        &mut self,
        now: Moment,
        id: TrunkId,
        user: User,
        out: &mut Vec<Action>,
    ) -> Result<(), Failure> {
        let (uri, to) = self.whom_to_probe(now, id)?;
        let ours = uri.host.ip().map_or_else(|| uri.host.clone(), |ip| self.place.towards(ip).into());
        let mut from = NameAddr::new(SipUri::new(ours).into());
        from.set_tag(&self.chance.token());
        let mut request = Request::new(Method::Options, uri.clone().into());
        let headers = &mut request.headers;
        headers.push(HeaderName::MaxForwards, MAX_FORWARDS.to_string());
        if let Some(proxy) = self.snapshot.trunk(id).and_then(|trunk| trunk.reach.outbound_proxy.as_ref()) {
            headers.push(HeaderName::Route, proxy_route(proxy));
        }
        headers.push(HeaderName::From, from.to_string());
        headers.push(HeaderName::To, NameAddr::new(uri.into()).to_string());
        headers.push(HeaderName::CallId, self.chance.token());
        headers.push(HeaderName::CSeq, "1 OPTIONS");
        let errand = Errand {
            user,
            request,
            to,
            contact: Some(ContactShape::of_user("")),
            account: None,
            trunk: Some(id),
            peer: Some(id),
            patience: Some(PATIENCE),
        };
        self.send(now, errand, out);
        Ok(())
    }

    /// Tells whoever waits for an answer.
    pub(super) fn probed(&self, id: RequestId, probe: ProbeId, response: &Response, out: &mut Vec<Action>) {
        let Some(told) = self.requests.told(id) else { return };
        let answer = ProbeAnswer {
            code: response.status.code(),
            reason: response.reason.to_string(),
            round_trip: told.round_trip,
        };
        let targets = self.requests.targets(id).to_vec();
        let probed = Probed { probe, targets, outcome: Ok(answer), hop: Some(told.hop) };
        out.push(Action::Event(Event::Probed(Box::new(probed))));
    }

    /// Whom an OPTIONS is for, and where it goes.
    fn whom_to_probe(&self, now: Moment, id: TrunkId) -> Result<(SipUri, Target), Failure> {
        let trunk = self.snapshot.trunk(id).filter(|trunk| trunk.enabled).ok_or(Failure::NotRegistered)?;
        match &trunk.reach.addressing {
            Addressing::Static(address) => {
                let to = way_to(trunk).ok_or(Failure::Unresolved)?;
                let mut uri = SipUri::new(host_of(address));
                uri.port = address.port;
                Ok((uri, Target::Name(to)))
            }
            Addressing::Dynamic => {
                let contacts = self.registrar.contacts(Party::Trunk(id), now);
                let binding = contacts.first().ok_or(Failure::NotRegistered)?;
                let hop = self.registrar.hop(binding).ok_or(Failure::NotRegistered)?;
                let mut uri = SipUri::new(hop.addr.ip().into());
                uri.port = Some(hop.addr.port());
                Ok((uri, way_to(trunk).map_or(Target::Hop(hop), Target::Name)))
            }
        }
    }
}

/// Where requests to a trunk go, as far as its form says so: to the outbound proxy, else to its address.
pub(super) fn way_to(trunk: &Trunk) -> Option<Destination> {
    let address = match &trunk.reach.addressing {
        Addressing::Static(address) => Some(address),
        Addressing::Dynamic => None,
    };
    let next = trunk.reach.outbound_proxy.as_ref().or(address)?;
    Destination::of_setting(next, Some(trunk.reach.transport))
}
