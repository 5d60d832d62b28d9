//! One registration: registers, refreshes in time, retries for ever, unregisters (RFC 3261 sections 10.2.1 to 10.2.8).

use std::{net::SocketAddr, time::Duration};

use model::{Address, Fingerprint, Register, TrunkId};
use moment::Moment;
use sip_msg::{Contacts, HeaderName, Host, Method, NameAddr, Request, Response, SipUri, Status, Uri};

use super::{Order, OrderId, RegistrationState, RegistrationStatus};
use crate::{
    chance::Chance,
    endpoint::LoginKey,
    flow::{Hop, Transport},
    identify::{contact_user, line_of},
    resolve::Destination,
    trunk_status::{LastAnswer, NoAnswer},
};

/// What the trunk's form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// The register tab.
    pub(super) register: Register,
    /// Where requests go instead.
    pub(super) proxy: Option<Address>,
    /// The domain of our address there, in place of the server's.
    pub(super) domain: Option<Address>,
    /// The certificate that the server must show: another one has to be shown at once.
    pub(super) pin: Option<Fingerprint>,
}

/// One registration.
#[derive(Debug)]
pub(super) struct Machine {
    plan: Plan,
    call_id: String,
    cseq: u32,
    /// The seconds that we ask for; a server may have raised them (423).
    asked: u32,
    phase: Phase,
    /// Failures in a row.
    failures: u32,
    status: Shown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nothing is on its way; the next REGISTER is due then.
    Waiting { due: Moment },
    /// A REGISTER is on its way.
    Sent(OrderId),
}

/// What is told of it.
#[derive(Debug)]
struct Shown {
    state: RegistrationState,
    since: Moment,
    granted: Option<(Moment, u32)>,
    last_answer: Option<LastAnswer>,
    heard_at: Option<Hop>,
    no_answer: Option<NoAnswer>,
    tried: Option<Moment>,
}

impl Plan {
    /// Where requests go.
    fn server(&self) -> Destination {
        let next = self.proxy.as_ref().unwrap_or(&self.register.remote_server);
        let transport = Some(self.register.transport.into());
        Destination { host: host(next), port: next.port, transport }
    }

    /// Tells whether another plan is about the same binding, so that a refresh will do in place of a new start.
    pub(super) fn reaches_the_same(&self, other: &Self) -> bool {
        let key = |plan: &Self| {
            let register = &plan.register;
            (
                register.remote_server.clone(),
                register.username.clone(),
                register.transport,
                register.contact.clone(),
            )
        };
        key(self) == key(other) && self.domain == other.domain
    }
}

impl Machine {
    /// Starts; the first REGISTER is due at once.
    pub(super) fn start(now: Moment, plan: Plan, chance: &mut Chance) -> Self {
        let status = Shown {
            state: RegistrationState::Trying,
            since: now,
            granted: None,
            last_answer: None,
            heard_at: None,
            no_answer: None,
            tried: None,
        };
        Self {
            call_id: chance.token() + &chance.token(),
            cseq: 0,
            asked: plan.register.expiry,
            phase: Phase::Waiting { due: now },
            failures: 0,
            status,
            plan,
        }
    }

    /// The plan that it follows.
    pub(super) const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Follows a new plan about the same binding; where it differs, it is tried at once.
    pub(super) fn replan(&mut self, now: Moment, plan: Plan) {
        if self.plan != plan {
            self.asked = plan.register.expiry;
            self.failures = 0;
            self.phase = Phase::Waiting { due: now };
            self.plan = plan;
        }
    }

    /// When a REGISTER is due.
    pub(super) const fn due(&self) -> Option<Moment> {
        match self.phase {
            Phase::Waiting { due } => Some(due),
            Phase::Sent(_) => None,
        }
    }

    /// Makes what waits due now.
    pub(super) const fn hurry(&mut self, now: Moment) {
        if let Phase::Waiting { due } = &mut self.phase {
            *due = now;
        }
    }

    /// Registers anew soon, where the connection that it registered over is gone: the other side calls us on that one and on no other
    /// (RFC 5626 section 4.5).
    pub(super) fn connection_lost(&mut self, now: Moment, far: (Transport, SocketAddr), chance: &mut Chance) {
        let is_ours = self.status.heard_at.is_some_and(|hop| (hop.transport, hop.addr) == far);
        if let Phase::Waiting { due } = &mut self.phase
            && is_ours
            && self.status.state == RegistrationState::Registered
        {
            *due = (*due).min(now + less_by_chance(RECONNECT, chance));
        }
    }

    /// Tells whether the outcome of an order concerns it.
    pub(super) fn awaits(&self, order: OrderId) -> bool {
        self.phase == Phase::Sent(order)
    }

    /// Whose nonces may be used for its REGISTERs.
    pub(super) fn login(&self, trunk: TrunkId) -> LoginKey {
        let username = self.plan.register.username.as_str().into();
        LoginKey { trunk, username, server: Some(self.plan.server()) }
    }

    /// Registers or refreshes.
    pub(super) fn register(&mut self, trunk: TrunkId, id: OrderId, chance: &mut Chance) -> Order {
        self.phase = Phase::Sent(id);
        self.order(trunk, id, self.asked, chance)
    }

    /// Unregisters, where the server may hold a binding of ours (section 10.2.2).
    pub(super) fn leave(
        mut self,
        now: Moment,
        trunk: TrunkId,
        id: OrderId,
        chance: &mut Chance,
    ) -> Option<Order> {
        let held = self.status.granted.is_some_and(|(at, seconds)| now < at + span(seconds));
        let on_its_way = matches!(self.phase, Phase::Sent(_));
        (held || on_its_way).then(|| self.order(trunk, id, 0, chance))
    }

    /// Takes the final answer to a REGISTER, with where it came from.
    pub(super) fn answered(
        &mut self,
        now: Moment,
        trunk: TrunkId,
        (response, hop): (&Response, Hop),
        chance: &mut Chance,
    ) {
        if let Ok(cseq) = response.headers.cseq() {
            // The endpoint counted on where it answered a challenge.
            self.cseq = self.cseq.max(cseq.number);
        }
        let answer =
            LastAnswer { code: response.status.code(), reason: response.reason.to_string(), at: now };
        self.status.last_answer = Some(answer);
        self.status.heard_at = Some(hop);
        self.status.tried = Some(now);
        self.status.no_answer = None;
        if response.status.is_success() {
            let seconds = self.granted_seconds(trunk, response);
            self.failures = 0;
            self.status.granted = Some((now, seconds));
            self.turn(now, RegistrationState::Registered);
            self.phase = Phase::Waiting { due: now + refresh(seconds, chance) };
            return;
        }
        match response.headers.min_expires() {
            // Section 10.2.8: ask again at once, for as long as the server wants it.
            Ok(Some(min)) if response.status == Status::INTERVAL_TOO_BRIEF && min > self.asked => {
                self.asked = min;
                self.phase = Phase::Waiting { due: now };
            }
            _ => {
                let wanted = response.headers.retry_after().ok().flatten().map_or(Duration::ZERO, span);
                self.turn(now, RegistrationState::Refused);
                self.retry(now, wanted, chance);
            }
        }
    }

    /// Notes that there was no answer.
    pub(super) fn silent(&mut self, now: Moment, no_answer: Option<NoAnswer>, chance: &mut Chance) {
        // What was sent after a challenge carried numbers that nobody told us of.
        self.cseq = self.cseq.saturating_add(UNTOLD_CSEQS);
        self.status.no_answer = no_answer;
        self.status.tried = Some(now);
        self.turn(now, RegistrationState::Unreachable);
        self.retry(now, Duration::ZERO, chance);
    }

    /// How it stands.
    pub(super) fn status(&self) -> RegistrationStatus {
        RegistrationStatus {
            server: self.plan.register.remote_server.to_string(),
            username: self.plan.register.username.to_string(),
            state: self.status.state,
            since: self.status.since,
            next: self.due(),
            expiry: self.status.granted.map_or(self.asked, |(_, seconds)| seconds),
            granted_at: self.status.granted.map(|(at, _)| at),
            last_answer: self.status.last_answer.clone(),
            heard_at: self.status.heard_at,
            no_answer: self.status.no_answer,
            tried: self.status.tried,
        }
    }

    fn turn(&mut self, now: Moment, state: RegistrationState) {
        if self.status.state != state {
            self.status.state = state;
            self.status.since = now;
        }
    }

    /// Waits 1, 2, 4 ... 30 s, a little less by chance so that exchanges which failed together do not return together.
    fn retry(&mut self, now: Moment, wanted: Duration, chance: &mut Chance) {
        let doubled = Duration::from_secs(1) * 2_u32.saturating_pow(self.failures.min(5));
        let wait = doubled.max(wanted).min(LONGEST_WAIT);
        self.failures = self.failures.saturating_add(1);
        self.phase = Phase::Waiting { due: now + less_by_chance(wait, chance) };
    }

    /// The seconds that the server grants our contact: its own `expires`, else the Expires header, else what we asked.
    fn granted_seconds(&self, trunk: TrunkId, response: &Response) -> u32 {
        let listed = match response.headers.contacts() {
            Ok(Contacts::List(listed)) => listed,
            Ok(Contacts::Star) | Err(_) => Vec::new(),
        };
        let line = line_of(trunk);
        let user = contact_user(&self.plan.register);
        let marked = |contact: &&NameAddr| contact.uri.as_sip().and_then(SipUri::line) == Some(&line);
        let named = |contact: &&NameAddr| contact.uri.user() == Some(user);
        let ours = listed.iter().find(marked).or_else(|| listed.iter().find(named));
        let header = response.headers.expires().ok().flatten();
        let seconds = ours.and_then(NameAddr::expires).or(header).unwrap_or(self.asked);
        seconds.clamp(1, MAX_GRANTED)
    }

    fn order(&mut self, trunk: TrunkId, id: OrderId, expires: u32, chance: &mut Chance) -> Order {
        let register = &self.plan.register;
        let mut server = SipUri::new(host(&register.remote_server));
        server.port = register.remote_server.port;
        let domain = self.plan.domain.as_ref().unwrap_or(&register.remote_server);
        let mut own = NameAddr::new(Uri::Sip(SipUri::of_user(register.username.as_str(), host(domain))));
        self.cseq = self.cseq.saturating_add(1);

        let mut request = Request::new(Method::Register, Uri::Sip(server));
        request.headers.push(HeaderName::To, own.to_string());
        own.set_tag(&chance.token());
        request.headers.push(HeaderName::From, own.to_string());
        request.headers.push(HeaderName::CallId, self.call_id.as_str());
        request.headers.push(HeaderName::CSeq, format!("{} REGISTER", self.cseq));
        request.headers.push(HeaderName::MaxForwards, "70");
        request.headers.push(HeaderName::Expires, expires.to_string());
        Order {
            id,
            trunk,
            request,
            to: self.plan.server(),
            username: register.username.to_string(),
            password: register.password.clone(),
            contact: contact_user(register).to_owned(),
        }
    }
}

fn host(address: &Address) -> Host {
    match &address.host {
        model::Host::Ip(ip) => Host::from(*ip),
        model::Host::Name(name) => Host::Name(name.as_str().into()),
    }
}

/// Refreshes when nine tenths of the time are gone, or somewhat before: enough is left for a few tries.
fn refresh(seconds: u32, chance: &mut Chance) -> Duration {
    less_by_chance(span(seconds) * 9 / 10, chance)
}

/// Takes up to a tenth away.
fn less_by_chance(wait: Duration, chance: &mut Chance) -> Duration {
    let tenth = u64::try_from(wait.as_micros() / 10).unwrap_or(u64::MAX);
    wait - Duration::from_micros(chance.below(tenth))
}

fn span(seconds: u32) -> Duration {
    Duration::from_secs(u64::from(seconds))
}

/// Longest wait between two tries: an outage is over for us half a minute after it is over for the other side.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// How soon it registers anew when its connection is gone: a server that starts again has got time to.
const RECONNECT: Duration = Duration::from_secs(2);

/// Longest grant that we believe, a day: a server that loses us is found out by then.
const MAX_GRANTED: u32 = 86_400;

/// More than the challenges that one REGISTER answers.
const UNTOLD_CSEQS: u32 = 5;
