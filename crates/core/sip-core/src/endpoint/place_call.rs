//! A call that we place: from an order to an INVITE on its way.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use model::{Address, Addressing, Binding, Trunk, TrunkId};
use moment::Moment;
use sip_msg::{HeaderName, Host, Method, NameAddr, Request, SipUri, Uri};

use super::{
    Endpoint,
    legs::Held,
    probe::way_to,
    uac::{Account, ContactShape, Errand, LoginKey, User},
};
use crate::{
    dialog::NextHop,
    flow::{Hop, Transport},
    leg::{
        ALLOW, Calling, Leg, SUPPORTED, Step, attach,
        identity::{Shown, Trust},
    },
    port::{Action, Caller, Event, Failure, LegTarget, Outgoing, Party},
    resolve::Destination,
};

/// Whom the INVITE is for, and how it gets there.
struct Route {
    uri: SipUri,
    next: NextHop,
    /// Where later requests go, whatever the peer's Contact says.
    path: Option<Hop>,
    /// Route headers.
    routes: Vec<String>,
    trunk: Option<TrunkId>,
}

impl Endpoint {
    /// Places a call, or tells at once that it cannot be.
    pub(super) fn place(&mut self, now: Moment, order: Outgoing, out: &mut Vec<Action>) {
        let leg = order.leg;
        let route = match &order.to {
            LegTarget::Contact(binding) => self.to_contact(binding),
            LegTarget::Trunk { trunk, number } => self.to_trunk(now, *trunk, number),
        };
        let room = if self.legs.is_full() { Err(Failure::Unreachable) } else { Ok(()) };
        match room.and(route) {
            Ok(route) => self.invite(now, order, route, out),
            Err(failure) => out.push(Action::Event(Event::Failed { leg, failure })),
        }
    }

    fn invite(&mut self, now: Moment, order: Outgoing, route: Route, out: &mut Vec<Action>) {
        let Outgoing { leg, caller, sdp, max_forwards, diversion, patience, .. } = order;
        let trunk = route.trunk.and_then(|id| self.snapshot.trunk(id));
        let caller = shown_caller(caller, trunk);
        let tag = self.chance.token();
        let mut request = Request::new(Method::Invite, Uri::Sip(route.uri.clone()));
        let headers = &mut request.headers;
        headers.push(HeaderName::MaxForwards, max_forwards.to_string());
        route.routes.iter().for_each(|hop| headers.push(HeaderName::Route, hop.as_str()));
        let shown = Shown {
            caller: &caller,
            from_user: trunk.and_then(|trunk| trunk.identity.from_user.as_ref()).map(|user| user.as_str()),
            host: self.our_name_to(&route, trunk),
            tag: &tag,
            trust: trust_in(trunk),
        };
        shown.write(headers, &diversion);
        headers.push(HeaderName::To, NameAddr::new(bare(&route.uri)).to_string());
        let call_id = self.chance.token() + &self.chance.token();
        headers.push(HeaderName::CallId, call_id.as_str());
        headers.push(HeaderName::CSeq, "1 INVITE");
        headers.push(HeaderName::Allow, ALLOW);
        headers.push(HeaderName::Supported, SUPPORTED);
        let calling = Calling::new(sdp.clone(), route.next.clone(), route.path, self.terms());
        calling.ask_timer(&mut request);
        attach(&mut request.headers, &mut request.body, &sdp);
        // RFC 3323 section 4.1: a Contact would give away what From hides.
        let contact_user = if caller.private { "anonymous" } else { caller.number.as_str() };
        let account = route.trunk.and_then(|id| self.account_of(now, Party::Trunk(id)));
        let errand = Errand {
            user: User::Leg(leg, Step::Invite),
            request,
            to: (&route.next).into(),
            contact: Some(ContactShape::of_user(contact_user)),
            account: account.clone(),
            trunk: route.trunk,
            peer: route.trunk,
            patience: Some(patience),
        };
        let leg_state = Leg::calling(leg, contact_user.to_owned(), calling);
        let (peer, is_secure) = (route.trunk, route.uri.secure);
        self.legs.insert(leg, Held { account, peer, is_secure, ..Held::new(leg_state, tag) });
        out.push(Action::Event(Event::Placed { leg, call_id }));
        let invite = self.send(now, errand, out);
        if let Some(held) = self.legs.get_mut(leg) {
            held.invite = Some(invite);
        }
    }

    fn to_contact(&self, binding: &Binding) -> Result<Route, Failure> {
        let hop = self.registrar.hop(binding).ok_or(Failure::NotRegistered)?;
        let uri = contact_uri(binding).ok_or(Failure::NotRegistered)?;
        Ok(Route {
            uri,
            next: NextHop::Path(hop),
            path: Some(hop),
            routes: binding.path.clone(),
            trunk: None,
        })
    }

    fn to_trunk(&self, now: Moment, id: TrunkId, number: &str) -> Result<Route, Failure> {
        // A call that began before the trunk was disabled does not leave by it either.
        let trunk = self.snapshot.trunk(id).filter(|trunk| trunk.enabled).ok_or(Failure::NotRegistered)?;
        let mut route = match &trunk.reach.addressing {
            Addressing::Dynamic => self.to_registered(now, id)?,
            Addressing::Static(address) => {
                let mut uri = SipUri::new(host_of(address));
                uri.port = address.port;
                match trunk.reach.transport {
                    model::Transport::Udp => {}
                    named @ (model::Transport::Tcp | model::Transport::Tls) => {
                        uri.params.set("transport", Some(&named.to_string()));
                    }
                }
                let next = next_hop(address, trunk.reach.transport);
                Route { uri, next, path: None, routes: vec![], trunk: None }
            }
        };
        route.uri.user = Some(number.into());
        route.trunk = Some(id);
        if let Some(proxy) = &trunk.reach.outbound_proxy {
            route.routes.insert(0, proxy_route(proxy));
            route.next = next_hop(proxy, trunk.reach.transport);
            route.path = None;
        }
        Ok(route)
    }

    /// The host, port and transport that a dynamic trunk registered from.
    fn to_registered(&self, now: Moment, id: TrunkId) -> Result<Route, Failure> {
        let contacts = self.registrar.contacts(Party::Trunk(id), now);
        let binding = contacts.first().ok_or(Failure::NotRegistered)?;
        self.to_contact(binding)
    }

    /// Our address as the peer of a call that is about to be placed can use it: for the offer. Where the peer has a name
    /// that was not resolved yet, it is taken to be outside.
    pub fn local_address_to(&self, now: Moment, target: &LegTarget) -> IpAddr {
        let remote = self.route_to(now, target).ok().and_then(|route| match route.next {
            NextHop::Path(hop) => Some(hop.addr.ip()),
            NextHop::Uri(uri) => {
                let uri = uri.as_sip()?;
                let transport = Destination::of(uri)?.transport.unwrap_or(Transport::Udp);
                self.resolver.known_address(&uri.host, |ip| self.place.reaches(transport, ip))
            }
        });
        self.place.towards(remote.unwrap_or(OUTSIDE))
    }

    /// Whether the INVITE of a call that is about to be placed goes over TLS or nowhere.
    pub fn is_private_to(&self, now: Moment, target: &LegTarget) -> bool {
        let is_pinned = match target {
            LegTarget::Trunk { trunk, .. } => self
                .snapshot
                .trunk(*trunk)
                .is_some_and(|trunk| trunk.reach.transport == model::Transport::Tls),
            LegTarget::Contact(_) => false,
        };
        let transport = self.route_to(now, target).ok().and_then(|route| match route.next {
            NextHop::Path(hop) => Some(hop.transport),
            NextHop::Uri(uri) => Destination::of(uri.as_sip()?)?.transport,
        });
        is_pinned || transport == Some(Transport::Tls)
    }

    fn route_to(&self, now: Moment, target: &LegTarget) -> Result<Route, Failure> {
        match target {
            LegTarget::Contact(binding) => self.to_contact(binding),
            LegTarget::Trunk { trunk, number } => self.to_trunk(now, *trunk, number),
        }
    }

    /// What a peer knows us as: the trunk's From domain; else our address where the peer's is one; else the peer's own
    /// name, as providers expect.
    fn our_name_to(&self, route: &Route, trunk: Option<&Trunk>) -> Host {
        if let Some(domain) = trunk.and_then(|trunk| trunk.identity.from_domain.as_ref()) {
            return host_of(domain);
        }
        let remote = route.path.map(|hop| hop.addr.ip()).or_else(|| route.uri.host.ip());
        remote.map_or_else(|| route.uri.host.clone(), |ip| self.place.towards(ip).into())
    }

    /// Whom a party's challenges are answered as: the username and password of the trunk's General tab.
    pub(super) fn account_of(&self, now: Moment, party: Party) -> Option<Account> {
        let Party::Trunk(id) = party else { return None };
        let trunk = self.snapshot.trunk(id)?;
        let contact = || {
            let hop = self.registrar.hop(self.registrar.contacts(party, now).first()?)?;
            let (host, port) = (hop.addr.ip().into(), Some(hop.addr.port()));
            Some(Destination { host, port, transport: Some(hop.transport) })
        };
        let server = way_to(trunk).or_else(contact);
        let key = LoginKey { trunk: id, username: trunk.digest_username().into(), server };
        Some(Account::new(key, trunk.auth.password.as_ref()?))
    }
}

/// An address that is certainly not a local one (RFC 5737, TEST-NET-1).
const OUTSIDE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

/// The caller, or the trunk's own caller id where there is none.
fn shown_caller(caller: Caller, trunk: Option<&Trunk>) -> Caller {
    let fallback = trunk.and_then(|trunk| trunk.identity.caller_id.as_ref());
    match fallback {
        Some(own) if caller.number.is_empty() => Caller {
            name: own.name.as_ref().map(|name| name.to_string()).unwrap_or(caller.name),
            number: own.number.as_ref().map(|number| number.to_string()).unwrap_or_default(),
            private: caller.private,
        },
        Some(_) | None => caller,
    }
}

fn trust_in(trunk: Option<&Trunk>) -> Trust {
    match trunk {
        None => Trust::Phone,
        Some(trunk) if trunk.identity.trust => Trust::Domain,
        Some(_) => Trust::Stranger,
    }
}

/// The Request-URI of a contact: all that was registered, but no header that it asks for (RFC 3261 section 19.1.5).
fn contact_uri(binding: &Binding) -> Option<SipUri> {
    let uri: Uri = binding.contact.parse().ok()?;
    let mut uri = uri.as_sip()?.clone();
    uri.headers = sip_msg::Params::new();
    Some(uri)
}

/// The To URI: who is meant, without how to get there.
fn bare(uri: &SipUri) -> Uri {
    SipUri { params: sip_msg::Params::new(), headers: sip_msg::Params::new(), ..uri.clone() }.into()
}

pub(super) fn host_of(address: &Address) -> Host {
    match &address.host {
        model::Host::Ip(ip) => Host::from(*ip),
        model::Host::Name(name) => Host::Name(name.as_str().into()),
    }
}

/// The next hop that a setting names; an explicit transport keeps NAPTR from choosing another (RFC 3263 section 4.1).
fn next_hop(address: &Address, transport: model::Transport) -> NextHop {
    if let model::Host::Ip(ip) = &address.host {
        let port = address.port.unwrap_or(transport.default_port());
        let addr = SocketAddr::new(*ip, port);
        return NextHop::Path(Hop { transport: transport.into(), addr, conn: None, proof: None });
    }
    let mut uri = SipUri::new(host_of(address));
    uri.port = address.port;
    uri.params.set("transport", Some(&transport.to_string()));
    NextHop::Uri(uri.into())
}

/// The Route header of an outbound proxy: a loose router (RFC 3261 section 8.1.2).
pub(super) fn proxy_route(proxy: &Address) -> String {
    let mut uri = SipUri::new(host_of(proxy));
    uri.port = proxy.port;
    uri.params.set("lr", None);
    format!("<{uri}>")
}
