//! The generic outgoing request: RFC 3261 section 8.1, with RFC 3263's next target and section 22's second try.
//!
//! Resolves where it goes, dresses it with Via and Contact for that way, runs its client transaction, answers challenges,
//! tries the next target on 503, ICMP and silence, and says in the end what its user is to hear. Requests over 1300 bytes
//! go over UDP all the same, against section 18.1.1: an INVITE with five codecs is that long, few peers in the field listen
//! on TCP, and every network of today carries fragments.

mod cancel;
mod pending;
mod respond;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    time::Duration,
};

use model::TrunkId;
use moment::Moment;
use sip_msg::{HeaderName, Method, NameAddr, Request, Uri, Via, ViaTransport};

pub(crate) use pending::{Account, ContactShape, LoginKey, Pending, User};
pub(crate) use respond::Judged;

use self::pending::{Cancel, Sent};
use super::{legs::Legs, place::Place};
use crate::{
    auth::ClientAuth,
    chance::Chance,
    deadlines::Deadlines,
    dialog::NextHop,
    flow::{Hop, Proof, Server, TlsFault, Transport},
    port::{Action, Failure},
    resolve::{Destination, Lookup, Resolver, Ticket},
    txn::{BRANCH_COOKIE, Clients, Loss, Outbound, client_key, timers},
};

/// One outgoing request over all its tries; never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct RequestId(u64);

/// Nobody's: what is answered to a CANCEL is of no interest.
const NOBODY: RequestId = RequestId(0);

/// Every outgoing request.
#[derive(Debug)]
pub(crate) struct Requests {
    clients: Clients<RequestId>,
    live: HashMap<RequestId, Box<Pending>>,
    resolving: BTreeMap<Ticket, RequestId>,
    due: Deadlines<RequestId>,
    /// Nonces of each trunk's servers, so that they ask once and not for every call.
    logins: HashMap<LoginKey, ClientAuth>,
    /// Where we are registered over a connection, which the trunk's calls take too.
    registered: HashMap<TrunkId, Hop>,
    last: u64,
    lost: Vec<Lost>,
}

/// A request that has no answer.
#[derive(Debug)]
pub(crate) struct Lost {
    pub(crate) user: User,
    pub(crate) trunk: Option<TrunkId>,
    pub(crate) failure: Failure,
    /// Where it was sent last.
    pub(crate) hop: Option<Hop>,
    /// Where it could be sent, for who wanted to know.
    pub(crate) targets: Vec<Hop>,
}

/// What every step needs beside the requests.
pub(crate) struct Kit<'a> {
    pub(crate) now: Moment,
    pub(crate) place: &'a Place,
    pub(crate) resolver: &'a mut Resolver,
    pub(crate) chance: &'a mut Chance,
    pub(crate) legs: &'a mut Legs,
    pub(crate) user_agent: &'a str,
    pub(crate) out: &'a mut Vec<Action>,
}

/// A request to send.
#[derive(Debug)]
pub(crate) struct Errand {
    pub(crate) user: User,
    /// It lacks Via and Contact.
    pub(crate) request: Request,
    pub(crate) to: Target,
    /// Our Contact, for requests that have one.
    pub(crate) contact: Option<ContactShape>,
    /// Whom challenges are answered as.
    pub(crate) account: Option<Account>,
    /// The trunk that it goes to.
    pub(crate) trunk: Option<TrunkId>,
    /// The trunk that must prove to be there where it goes over TLS: the same, and within its calls too.
    pub(crate) peer: Option<TrunkId>,
    /// How long each target may stay silent.
    pub(crate) patience: Option<Duration>,
}

impl Errand {
    /// Who must prove to be there, where it goes over TLS.
    pub(super) fn proof(&self) -> Option<Proof> {
        let server = if matches!(self.user, User::Register(_)) { Server::Registrar } else { Server::Calls };
        self.peer.map(|trunk| Proof { trunk, server })
    }
}

/// Where a request goes.
#[derive(Debug)]
pub(crate) enum Target {
    Hop(Hop),
    Name(Destination),
    /// A URI that we have no way to.
    Nowhere,
}

impl Target {
    /// The same over TLS, or nowhere: a path that is not encrypted is none.
    pub(super) fn only_over_tls(self) -> Self {
        match self {
            Self::Hop(hop) if hop.transport != Transport::Tls => Self::Nowhere,
            Self::Name(to) => Self::Name(to.only_over_tls()),
            Self::Hop(_) | Self::Nowhere => self,
        }
    }
}

impl From<&NextHop> for Target {
    fn from(next: &NextHop) -> Self {
        match next {
            NextHop::Path(hop) => Self::Hop(*hop),
            NextHop::Uri(uri) => uri.as_sip().and_then(Destination::of).map_or(Self::Nowhere, Self::Name),
        }
    }
}

impl Requests {
    /// Holds none yet.
    pub(crate) fn new() -> Self {
        Self {
            clients: Clients::new(),
            live: HashMap::new(),
            resolving: BTreeMap::new(),
            due: Deadlines::default(),
            logins: HashMap::new(),
            registered: HashMap::new(),
            last: 0,
            lost: Vec::new(),
        }
    }

    /// Sends a request, as soon as it is known where to.
    pub(crate) fn send(&mut self, errand: Errand, kit: &mut Kit<'_>) -> RequestId {
        self.last += 1;
        let id = RequestId(self.last);
        let proof = errand.proof();
        let Errand { user, mut request, to, contact, account, trunk, peer: _, patience } = errand;
        if let Some(account) = account.as_ref().filter(|_| request.method != Method::Ack) {
            let auth = self.logins.entry(account.key().clone()).or_default();
            auth.authorize(&mut request, account.login(), kit.chance);
        }
        let by_path = matches!(to, Target::Hop(_));
        let pending = Pending::new((user, trunk, proof), request, contact, account, (patience, by_path));
        self.live.insert(id, Box::new(pending));
        match to {
            Target::Hop(hop) => self.found(id, vec![hop], kit),
            Target::Nowhere => self.lose(id, Failure::Unresolved),
            Target::Name(destination) => match kit.resolver.look_up(kit.now, &destination, kit.out) {
                Lookup::Done(hops) => self.found(id, hops, kit),
                Lookup::Waiting(ticket) => {
                    self.resolving.insert(ticket, id);
                }
            },
        }
        id
    }

    /// Takes the targets of a name; tells whether the ticket was one of ours.
    pub(crate) fn resolved(&mut self, ticket: Ticket, hops: &[Hop], kit: &mut Kit<'_>) -> bool {
        let Some(id) = self.resolving.remove(&ticket) else { return false };
        self.found(id, hops.to_vec(), kit);
        true
    }

    fn found(&mut self, id: RequestId, mut hops: Vec<Hop>, kit: &mut Kit<'_>) {
        let Some(pending) = self.live.get_mut(&id) else { return };
        // A name has addresses of both families, a host often one: what leads nowhere is not waited for.
        let reaches = |hop: &Hop| kit.place.reaches(hop.transport, hop.addr.ip());
        if hops.iter().any(reaches) {
            hops.retain(reaches);
        }
        // RFC 5626 section 5.3: of several servers the one that we are registered at has a connection with us.
        let registered = pending.trunk.and_then(|trunk| self.registered.get(&trunk));
        hops.sort_by_key(|hop| {
            registered.is_none_or(|at| (at.transport, at.addr) != (hop.transport, hop.addr))
        });
        if matches!(pending.user, User::Test(_)) {
            pending.way.all.clone_from(&hops);
        }
        pending.way.hops = hops.into();
        if !self.try_next(id, kit) {
            self.lose(id, Failure::Unresolved);
        }
    }

    /// Takes note of where we are registered.
    pub(crate) fn registered(&mut self, trunk: TrunkId, at: Hop) {
        match at.transport.is_reliable() {
            true => self.registered.insert(trunk, at),
            false => self.registered.remove(&trunk),
        };
    }

    /// Sends to the next target; false where there is none.
    fn try_next(&mut self, id: RequestId, kit: &mut Kit<'_>) -> bool {
        let Some(pending) = self.live.get_mut(&id) else { return true };
        let Some(hop) = pending.way.hops.pop_front() else { return false };
        self.attempt(id, hop, kit);
        true
    }

    /// Sends to one target, in a transaction of its own.
    fn attempt(&mut self, id: RequestId, hop: Hop, kit: &mut Kit<'_>) {
        let Some(pending) = self.live.get_mut(&id) else { return };
        let proof = pending.proof.filter(|_| hop.transport == Transport::Tls && hop.conn.is_none());
        let hop = Hop { proof, ..hop };
        let branch = format!("{BRANCH_COOKIE}{}", kit.chance.token());
        dress(&mut pending.request, pending.contact.as_ref(), hop, &branch, kit);
        let bytes = pending.request.to_bytes();
        if pending.request.method == Method::Ack {
            kit.out.push(Action::Send { hop, bytes });
            self.live.remove(&id);
            return;
        }
        let is_invite = pending.request.method == Method::Invite;
        let key = client_key(&branch, &pending.request.method);
        let outbound = Outbound { key, is_invite, hop, bytes, owner: id };
        match self.clients.start(kit.now, outbound, kit.out) {
            Ok(txn) => {
                pending.sent = Some(Sent { txn, hop, at: kit.now, heard: None });
                // Timer B is patience enough where it comes first.
                pending.wake = pending.way.patience.filter(|p| *p < timers::B).map(|p| kit.now + p);
                self.due.arm(id, pending.wake);
            }
            Err(crate::txn::Full) => self.lose(id, Failure::Unreachable),
        }
    }

    fn lose(&mut self, id: RequestId, failure: Failure) {
        self.due.forget(id);
        if let Some(pending) = self.live.remove(&id) {
            let hop = pending.sent.as_ref().map(|sent| sent.hop);
            let Pending { user, trunk, way, .. } = *pending;
            self.lost.push(Lost { user, trunk, failure, hop, targets: way.all });
        }
    }

    /// Ticks what is due.
    pub(crate) fn tick(&mut self, kit: &mut Kit<'_>) {
        let mut lost = Vec::new();
        self.clients.tick(kit.now, kit.out, &mut lost);
        for (id, loss) in lost {
            self.failed(id, if loss == Loss::Timeout { Failure::Silent } else { Failure::Unreachable }, kit);
        }
        while let Some(id) = self.due.pop_due(kit.now) {
            match self.live.get(&id).and_then(|pending| pending.wake) {
                Some(wake) if wake <= kit.now => self.wake(id, kit),
                later => self.due.arm(id, later),
            }
        }
    }

    /// Fails what waits for a far end that cannot be reached.
    pub(crate) fn unreachable(
        &mut self,
        to: (Transport, std::net::SocketAddr, Option<crate::flow::ConnId>),
        fault: Option<TlsFault>,
        kit: &mut Kit<'_>,
    ) {
        let mut lost = Vec::new();
        self.clients.unreachable(kit.now, to, kit.out, &mut lost);
        for (id, _) in lost {
            self.failed(id, fault.map_or(Failure::Unreachable, Failure::Unproved), kit);
        }
    }

    fn failed(&mut self, id: RequestId, failure: Failure, kit: &mut Kit<'_>) {
        if self.live.contains_key(&id) && !self.try_next(id, kit) {
            self.lose(id, failure);
        }
    }

    /// The patience is over, a CANCEL has brought nothing, or a 2xx is old enough to be forgotten.
    fn wake(&mut self, id: RequestId, kit: &mut Kit<'_>) {
        let Some(pending) = self.live.get_mut(&id) else { return };
        pending.wake = None;
        let (answered, txn) = (pending.answered, pending.sent.as_ref().map(|sent| sent.txn));
        if answered || pending.cancel == Cancel::Sent {
            // RFC 3261 section 9.1: without a final answer for 64 * T1 the INVITE counts as cancelled.
            txn.into_iter().for_each(|txn| self.clients.forget(txn));
            self.live.remove(&id);
        } else if matches!(pending.user, User::Test(_) | User::Probe) {
            txn.into_iter().for_each(|txn| self.clients.forget(txn));
            if !self.try_next(id, kit) {
                self.lose(id, Failure::Silent);
            }
        } else if txn.is_some_and(|txn| self.clients.is_silent(txn)) {
            self.out_of_patience(id, kit);
        }
    }

    /// Leaves a silent target to itself, and tries the next one. Should it answer after all, that is ended.
    fn out_of_patience(&mut self, id: RequestId, kit: &mut Kit<'_>) {
        let Some(pending) = self.live.get_mut(&id) else { return };
        self.last += 1;
        let stray_id = RequestId(self.last);
        let Some(stray) = pending.leave_behind() else { return };
        stray.sent.iter().for_each(|sent| self.clients.hand_over(sent.txn, stray_id));
        self.live.insert(stray_id, Box::new(stray));
        if !self.try_next(id, kit) {
            self.lose(id, Failure::Silent);
        }
    }

    /// Where a request could be sent, for who wanted to know.
    pub(crate) fn targets(&self, id: RequestId) -> &[Hop] {
        self.live.get(&id).map_or(&[], |pending| &pending.way.all)
    }

    /// Which trunk a request goes to, and how long each target may stay silent.
    pub(crate) fn terms(&self, id: Option<RequestId>) -> (Option<TrunkId>, Option<Duration>) {
        let pending = id.and_then(|id| self.live.get(&id));
        pending.map_or((None, None), |pending| (pending.trunk, pending.way.patience))
    }

    /// A trunk leads to another peer now, or nowhere: what the old one still answers is not told of it, and it is not
    /// asked any more whether it lives.
    pub(crate) fn disown(&mut self, trunk: TrunkId) {
        let mut questions = Vec::new();
        for (id, pending) in self.live.iter_mut().filter(|(_, pending)| pending.trunk == Some(trunk)) {
            pending.trunk = None;
            if pending.user == User::Probe {
                questions.push((*id, pending.sent.as_ref().map(|sent| sent.txn)));
            }
        }
        for (id, txn) in questions {
            txn.into_iter().for_each(|txn| self.clients.forget(txn));
            self.due.forget(id);
            self.live.remove(&id);
        }
    }

    /// Forgets the nonces of all other servers.
    pub(crate) fn keep_logins(&mut self, in_use: &HashSet<LoginKey>) {
        self.logins.retain(|login, _| in_use.contains(login));
    }

    /// Takes what was lost since the last call.
    pub(crate) fn take_lost(&mut self) -> Vec<Lost> {
        std::mem::take(&mut self.lost)
    }

    /// When something is due.
    pub(crate) fn deadline(&self) -> Option<Moment> {
        self.clients.deadline().into_iter().chain(self.due.next()).min()
    }

    /// Whether a request has no final answer yet.
    pub(crate) fn is_awaiting_answers(&self) -> bool {
        !self.live.is_empty()
    }

    /// How many transactions there are.
    pub(crate) fn transactions(&self) -> usize {
        self.clients.len()
    }
}

/// Dresses a request for the way that it takes.
fn dress(request: &mut Request, contact: Option<&ContactShape>, hop: Hop, branch: &str, kit: &Kit<'_>) {
    let ours = kit.place.reachable_at(hop.transport, hop.addr.ip());
    let transport = match hop.transport {
        Transport::Udp => ViaTransport::Udp,
        Transport::Tcp => ViaTransport::Tcp,
        Transport::Tls => ViaTransport::Tls,
    };
    let mut via = Via::new(transport, ours.ip().into(), Some(ours.port()), branch);
    // RFC 3581: behind a NAT, answers come back the way that the request went.
    via.set_rport(None);
    request.headers.remove(&HeaderName::Via);
    request.headers.push_front(HeaderName::Via, via.to_string());
    if let Some(contact) = contact {
        let secure = is_secure(request);
        request.headers.set(HeaderName::Contact, contact.at(ours, hop.transport, secure));
    }
    request.headers.set(HeaderName::UserAgent, kit.user_agent);
}

/// RFC 3261 section 8.1.1.8: where the Request-URI or the first route is a sips URI, our Contact is one.
fn is_secure(request: &Request) -> bool {
    let is_sips = |uri: &Uri| uri.as_sip().is_some_and(|uri| uri.secure);
    let route = request.headers.get(&HeaderName::Route).and_then(|text| NameAddr::parse(text).ok());
    is_sips(&request.uri) || route.is_some_and(|route| is_sips(&route.uri))
}
