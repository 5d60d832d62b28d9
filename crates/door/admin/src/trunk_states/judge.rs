//! From what the exchange knows of a trunk to the one state that is shown: the worst that explains why calls fail, else the
//! best that is known.

use engine::{Hop, LastAnswer, NoAnswer, Reach, RegistrationState, RegistrationStatus, TrunkStatus, Why};
use model::{Address, Addressing, Binding, Register, Trunk};
use moment::Moment;

use super::state::{Health, Place, Refusal, RefusedRequest, TrunkState};
use crate::{live::TrunkFacts, peers::address_of, registrations::SIP_PORT};

/// Judges one trunk.
pub(super) fn judge(trunk: &Trunk, facts: &TrunkFacts) -> TrunkState {
    if !trunk.enabled {
        return TrunkState::Disabled;
    }
    let register = trunk.register.as_ref().filter(|register| register.enabled);
    let registration = register.zip(facts.registration.as_ref());
    let ours = registration.map(|(register, status)| registration_state(trunk, register, status));
    match (&trunk.reach.addressing, ours) {
        (_, Some(bad)) if !matches!(bad, TrunkState::Registered { .. }) => bad,
        (Addressing::Dynamic, ours) => dynamic(trunk, facts, ours),
        (Addressing::Static(address), ours) => {
            let at = |hop| reached(trunk, address, hop);
            let reach = facts.status.as_ref().and_then(|status| reach_state(trunk, &at, status));
            match (ours, reach) {
                (Some(ours), Some(TrunkState::Reachable { .. }) | None) => ours,
                (_, Some(reach)) => reach,
                (None, None) if !trunk.reach.connection.is_called() => TrunkState::IncomingOnly,
                (None, None) => TrunkState::NotProbed { at: reached(trunk, address, None) },
            }
        }
    }
}

fn registration_state(trunk: &Trunk, register: &Register, status: &RegistrationStatus) -> TrunkState {
    let at = registered_place(trunk, register, Some(status));
    let since_ms = status.since.as_unix_ms();
    match (status.state, &status.last_answer) {
        (RegistrationState::Trying, _) => TrunkState::Registering { at, since_ms },
        (RegistrationState::Registered, _) => TrunkState::Registered {
            at,
            username: status.username.clone(),
            since_ms,
            expires_seconds: status.expiry,
            next_refresh_ms: status.next.map(Moment::as_unix_ms),
        },
        (RegistrationState::Refused, Some(answer)) => {
            refused(at, RefusedRequest::Register, answer, register.password.is_some(), since_ms)
        }
        (RegistrationState::Refused | RegistrationState::Unreachable, _) => {
            unanswered(at, status.no_answer, since_ms)
        }
    }
}

/// Where our registration goes, with the address that was really used.
pub(crate) fn registered_place(
    trunk: &Trunk,
    register: &Register,
    status: Option<&RegistrationStatus>,
) -> Place {
    let hop = status.and_then(|status| status.no_answer.and_then(|it| it.hop).or(status.heard_at));
    let next = trunk.reach.outbound_proxy.as_ref().unwrap_or(&register.remote_server);
    place(next, register.transport, hop)
}

/// How the peer's address does; nothing where it was not tried.
fn reach_state(trunk: &Trunk, at: &dyn Fn(Option<Hop>) -> Place, status: &TrunkStatus) -> Option<TrunkState> {
    let since_ms = status.since.as_unix_ms();
    Some(match (status.reach, &status.refused) {
        (Reach::Unknown, _) => return None,
        (Reach::Unreachable(no_answer), _) => unanswered(at(no_answer.hop), Some(no_answer), since_ms),
        (Reach::Reachable { .. }, Some(answer)) => {
            let at = at(status.heard_at);
            let has_password = trunk.auth.password.is_some();
            refused(at, RefusedRequest::Invite, answer, has_password, answer.at.as_unix_ms())
        }
        (Reach::Reachable { round_trip }, None) => TrunkState::Reachable {
            at: at(status.heard_at),
            round_trip_ms: round_trip.as_secs_f32() * 1000.0,
            since_ms,
        },
    })
}

/// A trunk that registers with us, whether or not we are registered with it too.
fn dynamic(trunk: &Trunk, facts: &TrunkFacts, ours: Option<TrunkState>) -> TrunkState {
    if let Some(binding) = facts.contacts.first() {
        // It is registered, and perhaps gone all the same, or it takes no calls of ours.
        let at = |hop: Option<Hop>| hop.map_or_else(|| origin(binding), Place::of_hop);
        let reach = facts.status.as_ref().and_then(|status| reach_state(trunk, &at, status));
        if let Some(bad) = reach.filter(|state| state.health() == Health::Down) {
            return bad;
        }
        return ours.unwrap_or_else(|| TrunkState::RegisteredWithUs {
            at: origin(binding),
            contact: binding.contact.clone(),
            user_agent: binding.user_agent.clone(),
            expires_ms: binding.expires_at_ms,
        });
    }
    let is_called = trunk.reach.connection.is_called();
    match (ours, &facts.departure) {
        (Some(TrunkState::Registered { at, .. }), _) if is_called => TrunkState::AddressMissing { at },
        (Some(ours), _) => ours,
        (None, Some(gone)) => {
            let (at, since_ms) = (origin(&gone.binding), gone.at.as_unix_ms());
            match gone.has_expired {
                true => TrunkState::RegistrationExpired { at, since_ms },
                false => TrunkState::Unregistered { at, since_ms },
            }
        }
        (None, None) if !is_called => TrunkState::IncomingOnly,
        (None, None) => TrunkState::NeverRegistered { username: trunk.digest_username().to_owned() },
    }
}

fn refused(
    at: Place,
    request: RefusedRequest,
    answer: &LastAnswer,
    has_password: bool,
    since_ms: u64,
) -> TrunkState {
    TrunkState::Refused {
        at,
        request,
        status: answer.code,
        reason: answer.reason.clone(),
        refusal: Refusal::of(answer.code, has_password),
        since_ms,
    }
}

fn unanswered(at: Place, no_answer: Option<NoAnswer>, since_ms: u64) -> TrunkState {
    match no_answer.map_or(Why::Silent, |no_answer| no_answer.why) {
        Why::Silent => TrunkState::Silent { at, since_ms },
        Why::Unreachable => TrunkState::Unreachable { at, since_ms },
        Why::Unresolved => TrunkState::NameNotFound { at, since_ms },
    }
}

/// Where requests of calls go.
fn reached(trunk: &Trunk, address: &Address, hop: Option<Hop>) -> Place {
    place(trunk.reach.outbound_proxy.as_ref().unwrap_or(address), trunk.reach.transport, hop)
}

/// A configured address, with what was really used.
pub(crate) fn place(address: &Address, transport: model::Transport, hop: Option<Hop>) -> Place {
    Place {
        host: address.host.to_string(),
        port: address.port.unwrap_or(SIP_PORT),
        transport: hop.map_or(transport, |hop| spoken(hop.transport)),
        address: hop.map(|hop| canonical(hop.addr).to_string()),
    }
}

impl Place {
    /// Shows an address that was used, where no other is configured.
    pub(crate) fn of_hop(hop: Hop) -> Self {
        let addr = canonical(hop.addr);
        Self {
            host: addr.ip().to_string(),
            port: addr.port(),
            transport: spoken(hop.transport),
            address: None,
        }
    }
}

fn origin(binding: &Binding) -> Place {
    let (host, port) = address_of(binding);
    Place { host, port, transport: binding.transport, address: None }
}

fn canonical(addr: std::net::SocketAddr) -> std::net::SocketAddr {
    std::net::SocketAddr::new(addr.ip().to_canonical(), addr.port())
}

const fn spoken(transport: engine::Transport) -> model::Transport {
    match transport {
        engine::Transport::Udp => model::Transport::Udp,
        engine::Transport::Tcp => model::Transport::Tcp,
    }
}
