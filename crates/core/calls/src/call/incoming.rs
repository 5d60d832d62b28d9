//! Begins a call: who calls, where it goes, whether it may. Routing decides where; here its decision is carried out, and
//! limits, hops and codecs are kept.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use model::{HangupCause, Snapshot, UserId};
use routing::{Ask, Decision, NoRoute, Play, Router};
use sdp::Codec;
use sip_core::{Incoming, LegTarget, Party, Transport};
use sip_msg::Status;

use super::{
    Call, Gone, Path, Stage, Told,
    audio::{Allowed, LegAudio},
    cdr::{Record, person},
    identity,
    leg::{Leg, LegState},
};
use crate::{load::Seat, media::Sound, work::Work};

/// Whether the exchange takes calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// It does.
    Open,
    /// It has as many as it may have; calls for help still get in.
    Full,
    /// There is no room for any call.
    Packed,
    /// It is about to end.
    Draining,
}

impl Call {
    /// Makes the call of an INVITE that has arrived.
    pub(crate) fn new(work: &mut Work<'_>, router: Arc<Router>, incoming: &Incoming) -> Self {
        let snapshot = router.snapshot();
        let caller = identity::caller(snapshot, incoming);
        let mut record =
            Record::new(work.now, incoming.dialled.clone(), person(snapshot, incoming.party, &caller.number));
        record.context = context_of(snapshot, incoming.party);
        let addr = work.endpoint.local_address_for(incoming.flow.remote.ip());
        let allowed = Allowed {
            signalling: Some(incoming.flow.remote.ip()),
            is_private: incoming.flow.transport == Transport::Tls,
            ..allowed(snapshot, incoming.party, addr)
        };
        let media = work.new_media();
        let leg = Leg {
            id: incoming.leg,
            party: incoming.party,
            number: caller.number.clone(),
            state: LegState::Calling,
            audio: LegAudio::new(media, allowed, work.now, &mut |out| work.endpoint.draw(out)),
        };
        Self {
            id: work.call,
            router,
            caller: leg,
            shown: caller,
            told: Told::Nothing,
            stage: Stage::Arrived,
            path: Path {
                diversion: incoming.diversion.clone(),
                hops: incoming.max_forwards,
                forwards: 0,
                sent_on_by: None,
            },
            seats: Vec::new(),
            charge: None,
            help: None,
            gone: Vec::<Gone>::new(),
            record,
            is_changed: true,
            is_unkept: false,
            kept_at: work.now,
            is_resuming: false,
            is_carried: false,
        }
    }

    /// Judges the call and sends it on its way.
    pub(crate) fn begin(&mut self, work: &mut Work<'_>, incoming: &Incoming, admission: Admission) {
        let router = self.router.clone();
        let ask = Ask {
            caller: asker(incoming.party),
            dialled: &incoming.dialled,
            caller_number: &incoming.caller.number,
            forwards: 0,
        };
        let (decision, trace) = router.route(&ask);
        self.record.trace = serde_json::to_string(&trace).unwrap_or_default();
        // Whoever calls for help gets in as long as there is anything left to call with.
        let is_help = Self::is_for_help(&decision);
        match admission {
            Admission::Draining | Admission::Full if is_help => {}
            Admission::Draining => {
                return self.refuse(work, Status::SERVICE_UNAVAILABLE, "The exchange is about to stop");
            }
            Admission::Full | Admission::Packed => {
                return self.refuse(work, Status::SERVICE_UNAVAILABLE, "Too many calls");
            }
            Admission::Open => {}
        }
        if let Some(body) = &incoming.sdp
            && let Err(unusable) = self.caller.audio.take_offer(body, &mut |out| work.endpoint.draw(out))
        {
            return self.refuse(work, Status::NOT_ACCEPTABLE_HERE, &unusable.text());
        }
        if !self.take_callers_seat(work, is_help) {
            return;
        }
        self.follow(work, decision);
    }

    /// Carries routing's decision out.
    pub(super) fn follow(&mut self, work: &mut Work<'_>, decision: Decision) {
        self.record.destination = words(self.router.snapshot(), &decision);
        match decision {
            Decision::Trunks(_) | Decision::User(_) if self.path.hops == 0 => {
                self.refuse(work, Status::TOO_MANY_HOPS, "");
            }
            Decision::Trunks(route) => self.try_trunks(work, route),
            Decision::User(route) => self.ring_user(work, route),
            Decision::Play(play) => self.start_playing(work, sound(play)),
            Decision::Hangup(HangupCause::Busy) => self.refuse(work, Status::BUSY_HERE, ""),
            Decision::Hangup(HangupCause::Congestion) => self.refuse(work, Status::SERVICE_UNAVAILABLE, ""),
            Decision::Hangup(HangupCause::Normal) => self.refuse(work, Status::DECLINE, ""),
            Decision::NoRoute(reason) => self.refuse(work, no_route(reason), reason.words()),
        }
    }

    /// Counts the call against the limit of who calls.
    fn take_callers_seat(&mut self, work: &mut Work<'_>, is_help: bool) -> bool {
        let router = self.router.clone();
        let snapshot = router.snapshot();
        let (seat, limit, status) = match self.caller.party {
            Party::Line(line) => {
                let Some(user) = snapshot.line(line).and_then(|line| snapshot.user(line.user)) else {
                    return true;
                };
                (Seat::User(user.id), user.simultaneous_calls, Status::BUSY_HERE)
            }
            Party::Trunk(trunk) => {
                let Some(trunk) = snapshot.trunk(trunk) else { return true };
                // 503, so that the other exchange may try its next trunk.
                (Seat::Trunk(trunk.id), trunk.calls.call_limit, Status::SERVICE_UNAVAILABLE)
            }
        };
        let has_seat = self.take_seat(work, seat, if is_help { 0 } else { limit });
        if !has_seat {
            self.refuse(work, status, "Call limit reached");
        }
        has_seat
    }
}

/// Who asks routing.
pub(super) const fn asker(party: Party) -> routing::Caller {
    match party {
        Party::Line(line) => routing::Caller::Line(line),
        Party::Trunk(trunk) => routing::Caller::Trunk(trunk),
    }
}

/// The name of the context that a party dials in.
fn context_of(snapshot: &Snapshot, party: Party) -> String {
    let context = match party {
        Party::Line(line) => snapshot.line(line).map(|line| line.context),
        Party::Trunk(trunk) => snapshot.trunk(trunk).map(|trunk| trunk.context),
    };
    context.and_then(|id| snapshot.context(id)).map(|context| context.name.to_string()).unwrap_or_default()
}

/// What the leg of a party that we call may speak.
pub(super) fn allowed_to(work: &Work<'_>, snapshot: &Snapshot, party: Party, target: &LegTarget) -> Allowed {
    let signalling = match target {
        LegTarget::Contact(binding) => binding.received.parse().ok().map(|addr: SocketAddr| addr.ip()),
        LegTarget::Trunk { .. } => None,
    };
    let addr = work.endpoint.local_address_to(work.now, target);
    let is_private = work.endpoint.is_private_to(work.now, target);
    Allowed { signalling, is_private, ..allowed(snapshot, party, addr) }
}

fn allowed(snapshot: &Snapshot, party: Party, addr: IpAddr) -> Allowed {
    let general = snapshot.general();
    let (own, encryption) = match party {
        Party::Line(line) => {
            snapshot.line(line).map(|line| (line.codecs.as_deref(), line.media_encryption)).unzip()
        }
        Party::Trunk(trunk) => {
            snapshot.trunk(trunk).map(|trunk| (trunk.codecs.as_deref(), trunk.media_encryption)).unzip()
        }
    };
    let codecs = own.flatten().unwrap_or(&general.codecs).iter();
    Allowed {
        codecs: codecs
            .map(|codec| Codec::new(codec.payload_type(), codec.rtp_name(), codec.clock_rate()))
            .collect(),
        addr,
        signalling: None,
        timeout_s: general.rtp_timeout,
        encryption: encryption.unwrap_or_default(),
        is_private: false,
    }
}

fn sound(play: Play) -> Sound {
    match play {
        Play::Echo => Sound::Echo,
        Play::Milliwatt => Sound::Milliwatt,
        Play::Announcement(name) => Sound::Announcement(name.to_string()),
    }
}

const fn no_route(reason: NoRoute) -> Status {
    match reason {
        NoRoute::NotFound => Status::NOT_FOUND,
        NoRoute::NoTransit | NoRoute::CallerDisabled => Status::FORBIDDEN,
        // As where every trunk has failed: the caller hears congestion.
        NoRoute::TrunksDisabled => Status::SERVICE_UNAVAILABLE,
        NoRoute::NoLine => Status::TEMPORARILY_UNAVAILABLE,
        NoRoute::TooManyForwards => Status::LOOP_DETECTED,
        NoRoute::UnknownCaller => Status::FORBIDDEN,
        NoRoute::TooLong => Status::ADDRESS_INCOMPLETE,
    }
}

/// Says in a few words where a call goes, for the call log.
fn words(snapshot: &Snapshot, decision: &Decision) -> String {
    let user = |id: UserId| snapshot.user(id).map(model::User::full_name).unwrap_or_default();
    match decision {
        Decision::Trunks(route) => {
            let call = snapshot.outgoing_call(route.outgoing_call).map(|call| call.name.to_string());
            format!("outgoing call {}", call.unwrap_or_default())
        }
        Decision::User(route) => format!("user {}", user(route.user)),
        Decision::Play(Play::Echo) => "echo".to_owned(),
        Decision::Play(Play::Milliwatt) => "milliwatt".to_owned(),
        Decision::Play(Play::Announcement(name)) => format!("announcement {name}"),
        Decision::Hangup(cause) => format!("hang up: {cause}"),
        Decision::NoRoute(reason) => format!("nowhere: {}", reason.words()),
    }
}
