//! Follows a dialled number to its end: through incoming calls and extensions, to phones, a trunk, a sound or the end.

use model::{CallerIdEdit, ContextId, Destination, LineId, Snapshot, Target, UserId};

use crate::{
    ask::{Ask, Caller},
    decision::{Decision, NoRoute, Play, UserRoute},
    outgoing,
    router::Router,
    search::{note_elsewhere, search},
    trace::{Step, Trace},
};

/// Most hops from number to number, forwards of the call before counted in: a circle of extensions ends here.
pub const HOPS_MAX: u8 = 10;

/// Longest number that is looked up, in bytes: twice the longest extension. A user part may be as long as a datagram.
pub const DIALLED_MAX: usize = 80;

/// Decides where a call goes.
pub(crate) fn decide(router: &Router, ask: &Ask<'_>, trace: &mut Trace) -> Decision {
    let decision = match start(router.snapshot(), ask, trace) {
        Ok(context) => Walk { router, ask, caller_id: None }.follow(context, trace),
        Err(reason) => Decision::NoRoute(reason),
    };
    if let Decision::NoRoute(reason) = &decision {
        trace.push(Step::NoRoute { reason: *reason });
    }
    decision
}

/// Finds the context in which the caller dials.
fn start(snapshot: &Snapshot, ask: &Ask<'_>, trace: &mut Trace) -> Result<ContextId, NoRoute> {
    let (caller, context) = match ask.caller {
        Caller::Line(id) => snapshot.line(id).map(|line| (format!("line {}", line.username), line.context)),
        Caller::Trunk(id) => snapshot.trunk(id).map(|trunk| (format!("trunk {}", trunk.name), trunk.context)),
        Caller::Context(id) => Some(("anyone".to_owned(), id)),
    }
    .ok_or(NoRoute::UnknownCaller)?;
    let context_name = snapshot.context(context).ok_or(NoRoute::UnknownCaller)?.name.to_string();
    if ask.dialled.len() > DIALLED_MAX {
        return Err(NoRoute::TooLong);
    }
    trace.push(Step::Dialled { number: ask.dialled.to_owned(), caller, context: context_name });
    match ask.caller {
        // The endpoint takes no call of it; this is for people who ask what would be.
        Caller::Trunk(id) if snapshot.trunk(id).is_some_and(|trunk| !trunk.enabled) => {
            Err(NoRoute::CallerDisabled)
        }
        Caller::Trunk(_) | Caller::Line(_) | Caller::Context(_) => Ok(context),
    }
}

struct Walk<'r, 'a> {
    router: &'r Router,
    ask: &'r Ask<'a>,
    /// What incoming calls on the way do to the caller's name; the first one decides.
    caller_id: Option<CallerIdEdit>,
}

/// Where a number leads: to an end, or on to another number.
enum Next<'r> {
    End(Decision),
    On(&'r str, ContextId),
}

impl<'r> Walk<'r, '_> {
    /// Follows the number from its context. A number for help that one of ours dials finds its way out whatever the context
    /// permits: by an outgoing call that is for it, else as the context leads out, else by any outgoing call that takes it.
    fn follow(&mut self, context: ContextId, trace: &mut Trace) -> Decision {
        let number = self.ask.dialled;
        // A call that a phone sends on is not its owner's call for help.
        let is_ours = !matches!(self.ask.caller, Caller::Trunk(_)) && self.ask.forwards == 0;
        if !is_ours || !self.router.classes().is_emergency(number) {
            return self.follow_in(context, trace);
        }
        trace.push(Step::Emergency { number: number.to_owned() });
        let by = |way, trace: &mut Trace| outgoing::leave(self.router, self.ask.caller, number, way, trace);
        if let Some(way) = self.router.way_for_help(number, true)
            && let decision @ Decision::Trunks(_) = by(way, trace)
        {
            return decision;
        }
        let decision = self.follow_in(context, trace);
        match (&decision, self.router.way_for_help(number, false)) {
            (Decision::NoRoute(_), Some(way)) => {
                outgoing::leave(self.router, self.ask.caller, number, way, trace)
            }
            _ => decision,
        }
    }

    fn follow_in(&mut self, context: ContextId, trace: &mut Trace) -> Decision {
        let (mut number, mut context) = (self.ask.dialled, context);
        for _ in self.ask.forwards..=HOPS_MAX {
            let Some(target) = search(self.router, self.ask, context, number, trace) else {
                note_elsewhere(self.router, self.ask, number, trace);
                return Decision::NoRoute(NoRoute::NotFound);
            };
            match self.step(number, target, trace) {
                Next::End(decision) => return decision,
                Next::On(next, within) => (number, context) = (next, within),
            }
        }
        Decision::NoRoute(NoRoute::TooManyForwards)
    }

    fn step(&mut self, number: &str, target: &'r Target, trace: &mut Trace) -> Next<'r> {
        let snapshot = self.router.snapshot();
        match target {
            Target::Lines(lines) => {
                let user = lines.first().and_then(|id| snapshot.line(*id)).map(|line| line.user);
                Next::End(self.ring(user, lines, trace))
            }
            Target::OutgoingCall(id, at) => {
                Next::End(outgoing::leave(self.router, self.ask.caller, number, (*id, *at), trace))
            }
            Target::Extension(id) => match snapshot.extension(*id) {
                Some(extension) => self.go(&extension.destination, trace),
                None => Next::End(Decision::NoRoute(NoRoute::NotFound)),
            },
            Target::IncomingCall(id) => match snapshot.incoming_call(*id) {
                Some(call) => {
                    trace.push(Step::Incoming { did: call.did.to_string() });
                    self.caller_id = self.caller_id.take().or_else(|| call.caller_id.clone());
                    self.go(&call.destination, trace)
                }
                None => Next::End(Decision::NoRoute(NoRoute::NotFound)),
            },
        }
    }

    fn go(&mut self, destination: &'r Destination, trace: &mut Trace) -> Next<'r> {
        let mut play = |sound: String, play| {
            trace.push(Step::Played { sound });
            Decision::Play(play)
        };
        Next::End(match destination {
            Destination::User(user) => {
                let lines = self.router.snapshot().ringing_lines(*user);
                self.ring(Some(*user), lines, trace)
            }
            Destination::Extension { number, context } => {
                let name = self.router.plan(*context).map(|plan| plan.name.clone()).unwrap_or_default();
                trace.push(Step::Continued { number: number.to_string(), context: name });
                return Next::On(number.as_str(), *context);
            }
            Destination::Hangup(cause) => {
                trace.push(Step::HungUp { cause: cause.to_string() });
                Decision::Hangup(*cause)
            }
            Destination::Echo => play("himself: the echo test".into(), Play::Echo),
            Destination::Milliwatt => play("the milliwatt test tone".into(), Play::Milliwatt),
            Destination::Announcement(name) => {
                play(format!("recording {name}"), Play::Announcement(name.clone()))
            }
        })
    }

    fn ring(&mut self, user: Option<UserId>, lines: &[LineId], trace: &mut Trace) -> Decision {
        let snapshot = self.router.snapshot();
        let Some(user) = user.and_then(|id| snapshot.user(id)) else {
            return Decision::NoRoute(NoRoute::NoLine);
        };
        let ringing = || lines.iter().filter_map(|id| snapshot.line(*id));
        let context = ringing().next().and_then(|line| snapshot.context(line.context));
        trace.push(Step::User {
            user: user.full_name(),
            context: context.map(|context| context.name.to_string()).unwrap_or_default(),
            lines: ringing().map(|line| line.username.to_string()).collect(),
        });
        if lines.is_empty() {
            return Decision::NoRoute(NoRoute::NoLine);
        }
        Decision::User(UserRoute {
            user: user.id,
            lines: lines.to_vec(),
            ring_ms: Some(u64::from(user.ring_seconds) * 1000).filter(|ms| *ms > 0),
            caller_id: self.caller_id.take(),
            external: matches!(self.ask.caller, Caller::Trunk(_)),
        })
    }
}
