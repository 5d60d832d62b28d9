//! One call: the caller's leg, whoever is sought for it, and what became of it.
//!
//! Split by verb: [`incoming`] begins it, [`ring`] and [`trunks`] seek the called side, [`bridge`] joins both, [`hold`]
//! renegotiates, [`play`] answers by itself, [`test_call`] tries a trunk, [`end`] ends it and [`cdr`] writes it down.

mod audio;
mod bridge;
mod cdr;
mod charging;
mod dtmf;
mod end;
mod hold;
mod identity;
mod incoming;
mod leg;
mod play;
mod redirect;
mod ring;
mod setback;
mod test_call;
mod trunks;
mod view;

use std::{sync::Arc, time::Duration};

use model::{TrunkId, UserId};
use moment::Moment;
use routing::Router;
use serde::{Deserialize, Serialize};
use sip_core::{Caller, Event, Failure, LegId, Party};
use sip_msg::{NameAddr, Status};

use self::{audio::Ports, cdr::Record, leg::Leg, setback::Setback};
use crate::{
    limits::Charge,
    load::Seat,
    media::{MediaFact, MediaId, MediaReport, Sound},
    port::{CallId, HelpCalled},
    work::Work,
};
pub(crate) use incoming::Admission;

/// One call. Everything but the snapshot can be written down and read back.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Call {
    /// Its number.
    pub(crate) id: CallId,
    /// The configuration that it started with.
    #[serde(skip, default = "unknown_configuration")]
    router: Arc<Router>,
    /// The caller's leg; that of the trunk where the exchange itself calls.
    caller: Leg,
    /// The caller as the called side is to see it.
    shown: Caller,
    /// What the caller was told so far.
    told: Told,
    /// How far it is.
    stage: Stage,
    /// Where it was diverted from, and how far it may still go.
    path: Path,
    /// The limits that it counts against, as long as it lasts.
    seats: Vec<Seat>,
    /// What it costs, where it leaves for the outside at a cost.
    #[serde(default)]
    charge: Option<Charge>,
    /// That it is a call for help, until that was told.
    #[serde(skip)]
    help: Option<HelpCalled>,
    /// The legs that are over, for the call log.
    gone: Vec<Gone>,
    /// What the call log will say.
    record: Record,
    /// Whether those who watch have something new to see.
    is_changed: bool,
}

/// How far a call is.
#[derive(Debug, Serialize, Deserialize)]
enum Stage {
    /// It was not decided yet where it goes.
    Arrived,
    /// Phones ring, or a trunk is tried.
    Seeking(Seek),
    /// Both sides are up.
    Joined(Box<Leg>),
    /// The exchange itself is the other side.
    Playing(Sound),
    /// The exchange itself calls, and listens until then.
    Testing(Moment),
    /// It is over; the last statistics are awaited until then.
    Over(Moment),
}

/// The search for the called side.
#[derive(Debug, Serialize, Deserialize)]
struct Seek {
    /// The legs that are being called.
    branches: Vec<Leg>,
    /// Who is called next when these fail.
    plan: Plan,
    /// When the ring time is over.
    until: Option<Moment>,
    /// The weightiest setback so far.
    setback: Option<Setback>,
}

/// Who is called.
#[derive(Debug, Serialize, Deserialize)]
enum Plan {
    /// All phones of a user at once; early media pass only where there is but one.
    Phones {
        /// Whose they are.
        user: UserId,
        /// How many there were.
        count: usize,
    },
    /// One trunk after the other.
    Trunks {
        /// Those that were not tried yet, the next one last.
        left: Vec<TrunkId>,
        /// What is dialled there.
        number: String,
        /// It is an emergency number: nothing holds it up.
        #[serde(default)]
        is_help: bool,
    },
}

/// What the caller was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Told {
    /// Nothing but 100.
    Nothing,
    /// That it rings.
    Ringing,
    /// It hears the far end already; a 180 now would make its phone play its own tone over it.
    Early,
}

/// Where a call was diverted from, and how far it may still go.
#[derive(Debug, Serialize, Deserialize)]
struct Path {
    /// Who diverted it, the last one first (RFC 5806). A call that still looks for its way does not outlive a restart.
    #[serde(skip)]
    diversion: Vec<NameAddr>,
    /// Hops left (Max-Forwards).
    hops: u8,
    /// How often phones of ours have sent it elsewhere.
    forwards: u8,
    /// Whose phone did it last: who sends a call on pays for it.
    #[serde(default)]
    sent_on_by: Option<Party>,
}

/// A leg that is over.
#[derive(Debug, Serialize, Deserialize)]
struct Gone {
    leg: Leg,
    setback: Option<Setback>,
}

impl Call {
    /// Hears what the endpoint says about one of its legs.
    pub(crate) fn hear(&mut self, work: &mut Work<'_>, event: Event) {
        let event = match self.stage {
            Stage::Testing(_) => self.hear_test(work, event),
            Stage::Arrived | Stage::Seeking(_) | Stage::Joined(_) | Stage::Playing(_) | Stage::Over(_) => {
                Some(event)
            }
        };
        let Some(event) = event else { return };
        match event {
            Event::Placed { leg, call_id } => self.note_leg(work, leg, call_id),
            Event::Progress { leg, status, sdp } => self.progress(work, leg, status, sdp.as_deref()),
            Event::Answered { leg, sdp } => self.answered(work, leg, sdp.as_deref()),
            Event::Confirmed { leg: _, sdp } => self.confirmed(work, sdp.as_deref()),
            Event::Failed { leg, failure: Failure::Redirected { status, to } } => {
                self.redirected(work, leg, status, &to);
            }
            Event::Failed { leg, failure } => self.failed(work, leg, failure.into()),
            Event::Offered { leg, sdp } => self.offered(work, leg, sdp.as_deref()),
            Event::OfferAnswered { leg, sdp } => self.offer_answered(work, leg, &sdp),
            Event::OfferRefused { leg, status: _ } => self.offer_refused(work, leg),
            Event::Ended { leg, cause } => self.ended(work, leg, &cause),
            Event::Info { leg, content_type, body } => self.info(work, leg, &content_type, &body),
            Event::Incoming(_)
            | Event::Trunk(_)
            | Event::Bindings(_)
            | Event::ShutOut(_)
            | Event::Bans
            | Event::Probed(_) => {}
        }
    }

    /// Hears what the media path says about one of its audios.
    pub(crate) fn sound(&mut self, work: &mut Work<'_>, fact: MediaFact) {
        match fact {
            MediaFact::Opened { media, port } => {
                if let Some(leg) = self.leg_of(media) {
                    leg.audio.opened(port);
                }
                self.go_on(work);
            }
            MediaFact::Refused { media } => self.no_port(work, media),
            MediaFact::Silent { media } => self.silent(work, media),
            MediaFact::Finished { media: _ } => self.played(work),
            MediaFact::Closed { media, report } => {
                work.forget_media(media);
                self.report(work, media, report, true);
                if let Some(leg) = self.leg_of(media) {
                    leg.audio.ports = Ports::Closed;
                }
            }
            MediaFact::Report { media, report } => self.report(work, media, report, false),
            MediaFact::Heard { media, hearing } => {
                if let Some(leg) = self.leg_of(media) {
                    leg.audio.measured.hearing = Some(hearing);
                }
            }
            // The media path relays RFC 4733 events and tones by itself; nothing here listens for keys yet.
            MediaFact::Digit { .. } => {}
        }
    }

    /// Wakes at the deadline.
    pub(crate) fn wake(&mut self, work: &mut Work<'_>) {
        if self.deadline().is_none_or(|at| at > work.now) {
            return;
        }
        match &self.stage {
            Stage::Seeking(_) => self.not_answered(work),
            Stage::Joined(_) if self.is_minute_due(work) => self.begin_minute(work),
            Stage::Joined(_) | Stage::Playing(_) => {
                self.end_all(work, None, Status::OK, "Longest call time reached");
            }
            Stage::Testing(_) => self.wake_test(work),
            // A media path that does not answer must not keep a call for ever.
            Stage::Over(_) => self.legs_mut().for_each(|leg| {
                work.forget_media(leg.audio.media);
                leg.audio.ports = Ports::Closed;
            }),
            Stage::Arrived => {}
        }
    }

    /// Tells when it wants to be woken.
    pub(crate) fn deadline(&self) -> Option<Moment> {
        match &self.stage {
            Stage::Seeking(seek) => seek.until,
            Stage::Joined(_) | Stage::Playing(_) => {
                let minute = self.charge.as_ref().and_then(Charge::next_minute);
                self.longest().into_iter().chain(minute).min()
            }
            Stage::Arrived => None,
            Stage::Testing(until) | Stage::Over(until) => Some(*until),
        }
    }

    /// Tells that it is over and nothing more is to come.
    pub(crate) fn is_done(&self) -> bool {
        let is_closed = |leg: &Leg| matches!(leg.audio.ports, Ports::None | Ports::Closed);
        matches!(self.stage, Stage::Over(_)) && self.legs().all(is_closed)
    }

    /// Tells once that there is something new to see.
    pub(crate) fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.is_changed)
    }

    /// Does what waited for a port.
    fn go_on(&mut self, work: &mut Work<'_>) {
        if self.caller.audio.ports != Ports::Open {
            return;
        }
        match &self.stage {
            Stage::Seeking(_) => self.invite_ready(work),
            Stage::Playing(_) => self.answer_alone(work),
            Stage::Testing(_) => self.invite_test(work),
            Stage::Arrived | Stage::Joined(_) | Stage::Over(_) => {}
        }
    }

    /// When an answered call has lasted as long as calls may.
    fn longest(&self) -> Option<Moment> {
        let seconds = self.router.snapshot().general().max_call_duration;
        let answered = self.record.answered.filter(|_| seconds > 0)?;
        Some(answered + Duration::from_secs(seconds.into()))
    }

    fn report(&mut self, work: &Work<'_>, media: MediaId, report: MediaReport, is_last: bool) {
        let at_ms = u32::try_from(work.now.since(self.record.started).as_millis()).unwrap_or(u32::MAX);
        if let Some(leg) = self.leg_of(media) {
            leg.audio.measured.take(at_ms, report, is_last);
        }
    }

    fn leg_of(&mut self, media: MediaId) -> Option<&mut Leg> {
        self.legs_mut().find(|leg| leg.audio.media == media)
    }

    /// Every leg, the caller's first, those that are over last.
    fn legs(&self) -> impl Iterator<Item = &Leg> {
        let (branches, called) = match &self.stage {
            Stage::Seeking(seek) => (seek.branches.as_slice(), None),
            Stage::Joined(called) => (Default::default(), Some(&**called)),
            Stage::Arrived | Stage::Playing(_) | Stage::Testing(_) | Stage::Over(_) => {
                (Default::default(), None)
            }
        };
        std::iter::once(&self.caller)
            .chain(branches)
            .chain(called)
            .chain(self.gone.iter().map(|gone| &gone.leg))
    }

    fn legs_mut(&mut self) -> impl Iterator<Item = &mut Leg> {
        let (branches, called) = match &mut self.stage {
            Stage::Seeking(seek) => (seek.branches.as_mut_slice(), None),
            Stage::Joined(called) => (Default::default(), Some(&mut **called)),
            Stage::Arrived | Stage::Playing(_) | Stage::Testing(_) | Stage::Over(_) => {
                (Default::default(), None)
            }
        };
        let gone = self.gone.iter_mut().map(|gone| &mut gone.leg);
        std::iter::once(&mut self.caller).chain(branches).chain(called).chain(gone)
    }

    /// The leg of that number with the one at the other end, if there is one.
    fn pair(&mut self, leg: LegId) -> Option<(&mut Leg, Option<&mut Leg>)> {
        let Self { caller, stage, .. } = self;
        let is_caller = leg == caller.id;
        match stage {
            Stage::Joined(called) => {
                let called: &mut Leg = called;
                match is_caller {
                    true => Some((caller, Some(called))),
                    false => (leg == called.id).then_some((called, Some(caller))),
                }
            }
            Stage::Seeking(_) | Stage::Playing(_) | Stage::Testing(_) if is_caller => Some((caller, None)),
            Stage::Seeking(seek) => {
                let branch = seek.branches.iter_mut().find(|branch| branch.id == leg);
                branch.map(|branch| (branch, Some(caller)))
            }
            Stage::Arrived | Stage::Playing(_) | Stage::Testing(_) | Stage::Over(_) => None,
        }
    }
}

/// What a call that was read back knows of the configuration until it is told the present one.
fn unknown_configuration() -> Arc<Router> {
    Arc::new(Router::new(Arc::new(model::Snapshot::factory())))
}
