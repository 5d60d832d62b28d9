//! The engine as [`Live`] exchange: its views, put into rows.

use std::{net::IpAddr, pin::Pin, sync::Arc};

use engine::{
    CallEvent, CallId, CallView, Handle, LegView, MediaReport, Party, RegistrationStatus, TrunkStatus,
};
use model::{
    Cdr, Snapshot, TrunkId,
    record::{BindingOwner, Stop, StopOf},
};
use tokio_stream::{Stream, StreamExt, wrappers::BroadcastStream};

use super::{
    Answer, CallRow, Figures, Gone, HelpRow, KeptCall, LegRow, Live, MediaRow, Noticed, OurRegistration,
    Probed, Reach, RegistrationState, Scope, Survey, Tested, TrunkFacts, TrunkReach, TrunkSurvey, UsageFacts,
};
use crate::bans::BanRow;

impl Live for Handle {
    fn configure(&self, snapshot: Arc<Snapshot>) -> Answer<'_, ()> {
        Box::pin(async { Ok(Self::configure(self, snapshot).await?) })
    }

    fn hangup(&self, call: u64) -> Answer<'_, ()> {
        Box::pin(async move { Ok(Self::hangup(self, CallId(call)).await?) })
    }

    fn calls(&self) -> Answer<'_, Vec<CallRow>> {
        Box::pin(async {
            // The views are copied on the engine's thread, the rows are made here: calls wait for the former.
            let views = self.look(|exchange, _| exchange.calls()).await?;
            Ok(views.into_iter().map(CallRow::from).collect())
        })
    }

    fn call(&self, call: u64) -> Answer<'_, Option<(CallRow, Cdr)>> {
        Box::pin(async move {
            let id = CallId(call);
            let look = move |exchange: &engine::Exchange, _| exchange.call(id).zip(exchange.call_record(id));
            Ok(self.look(look).await?.map(|(view, record)| (CallRow::from(view), record)))
        })
    }

    fn kept(&self, call: u64) -> Answer<'_, Option<KeptCall>> {
        Box::pin(async move { Ok(Self::kept(self, CallId(call)).await?) })
    }

    fn survey(&self, scope: Scope) -> Answer<'_, Survey> {
        Box::pin(async move {
            let look = move |exchange: &engine::Exchange, now: moment::Moment| {
                let endpoint = exchange.endpoint();
                let reach = |id| Some((id, TrunkReach::from(&endpoint.trunk_status(id)?)));
                Survey {
                    now_ms: now.as_unix_ms(),
                    bindings: endpoint
                        .bindings()
                        .filter(|binding| scope.has(binding.owner))
                        .cloned()
                        .collect(),
                    registrations: endpoint.registrations().map(|(id, known)| (id, known.into())).collect(),
                    trunks: scope.trunks().into_iter().filter_map(reach).collect(),
                }
            };
            Ok(self.look(look).await?)
        })
    }

    fn trunks(&self, trunks: Vec<TrunkId>) -> Answer<'_, TrunkSurvey> {
        Box::pin(async move {
            let look = move |exchange: &engine::Exchange, now: moment::Moment| TrunkSurvey {
                now_ms: now.as_unix_ms(),
                facts: trunks.into_iter().map(|id| (id, facts(exchange, id, now))).collect(),
            };
            Ok(self.look(look).await?)
        })
    }

    fn figures(&self) -> Answer<'_, Figures> {
        Box::pin(async {
            let look = |exchange: &engine::Exchange, now: moment::Moment| {
                let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
                Figures {
                    calls: count(exchange.call_count()),
                    peaks: exchange.peaks(),
                    lines_registered: count(exchange.endpoint().lines_registered()),
                    contests: exchange.endpoint().contested_lines(now),
                    ended: exchange.ended(),
                    dialogs: count(exchange.endpoint().legs()),
                    transactions: count(exchange.endpoint().transactions()),
                    counters: exchange.endpoint().counters(),
                    stops: exchange.stops(),
                    help: exchange.help_calls().map(HelpRow::from).collect(),
                    bans: exchange.endpoint().bans(now).into_iter().map(BanRow::from).collect(),
                }
            };
            Ok(self.look(look).await?)
        })
    }

    fn probe(&self, trunk: TrunkId) -> Answer<'_, Probed> {
        Box::pin(async move { Ok(Self::probe(self, trunk).await?) })
    }

    fn test_call(&self, trunk: TrunkId, number: String, by: String) -> Answer<'_, Tested> {
        Box::pin(async move { Ok(Self::test_call(self, trunk, number, by).await?) })
    }

    fn register(&self, trunk: TrunkId) -> Answer<'_, ()> {
        Box::pin(async move { Ok(Self::register(self, trunk).await?) })
    }

    fn bans(&self) -> Answer<'_, Vec<BanRow>> {
        Box::pin(async {
            let look = |exchange: &engine::Exchange, now: moment::Moment| exchange.endpoint().bans(now);
            Ok(self.look(look).await?.into_iter().map(BanRow::from).collect())
        })
    }

    fn lift(&self, source: IpAddr, account: Option<String>) -> Answer<'_, ()> {
        Box::pin(async move { Ok(Self::lift(self, source, account).await?) })
    }

    fn stops(&self) -> Answer<'_, Vec<Stop>> {
        Box::pin(async { Ok(self.look(|exchange, _| exchange.stops()).await?) })
    }

    fn lift_stop(&self, of: StopOf) -> Answer<'_, ()> {
        Box::pin(async move { Ok(Self::lift_stop(self, of).await?) })
    }

    fn usage(&self) -> Answer<'_, UsageFacts> {
        Box::pin(async {
            let (rows, is_closed) = self.look(|exchange, now| exchange.usage(now)).await?;
            Ok(UsageFacts { rows, is_closed })
        })
    }

    fn forget_sound(&self, name: String) -> Answer<'_, ()> {
        Box::pin(async { Ok(Self::forget_sound(self, name).await?) })
    }

    fn events(&self) -> Pin<Box<dyn Stream<Item = Noticed> + Send>> {
        let noticed = BroadcastStream::new(Self::events(self))
            .map(|event| event.map_or(Noticed::Missed, |event| Noticed::from(event.as_ref())));
        Box::pin(noticed)
    }
}

fn facts(exchange: &engine::Exchange, id: TrunkId, now: moment::Moment) -> TrunkFacts {
    let endpoint = exchange.endpoint();
    TrunkFacts {
        registration: endpoint.registration(id),
        status: endpoint.trunk_status(id),
        contacts: endpoint.trunk_contacts(id, now).into_iter().cloned().collect(),
        departure: endpoint.trunk_departure(id).cloned(),
        calls: exchange.calls_of_trunk(id),
    }
}

impl From<engine::Gone> for Gone {
    fn from(_: engine::Gone) -> Self {
        Self
    }
}

impl From<&CallEvent> for Noticed {
    fn from(event: &CallEvent) -> Self {
        match event {
            CallEvent::Call(view) => Self::Call(Box::new(CallRow::from(view.as_ref().clone()))),
            CallEvent::Bindings(Party::Line(line)) => Self::Bindings(BindingOwner::Line(*line)),
            CallEvent::Bindings(Party::Trunk(trunk)) => Self::Bindings(BindingOwner::Trunk(*trunk)),
            CallEvent::Trunk(trunk) => Self::Trunk(*trunk),
            CallEvent::Stopped(_) | CallEvent::Lifted(_) => Self::Stops,
            CallEvent::Help(help) => Self::Help(Box::new(HelpRow::from(help.as_ref()))),
            CallEvent::ShutOut(_) | CallEvent::Bans => Self::Bans,
        }
    }
}

impl From<&engine::HelpCalled> for HelpRow {
    fn from(help: &engine::HelpCalled) -> Self {
        Self {
            call: help.call.0.to_string(),
            number: help.number.clone(),
            caller: help.caller.clone(),
            name: help.name.clone(),
            at_ms: help.at.as_unix_ms(),
        }
    }
}

impl From<CallView> for CallRow {
    fn from(view: CallView) -> Self {
        Self {
            id: view.id.0.to_string(),
            dialled: view.dialled,
            started_ms: view.started.as_unix_ms(),
            answered_ms: view.answered.map(moment::Moment::as_unix_ms),
            ended_ms: view.ended.map(moment::Moment::as_unix_ms),
            legs: view.legs.into_iter().map(LegRow::from).collect(),
        }
    }
}

impl From<LegView> for LegRow {
    fn from(view: LegView) -> Self {
        Self {
            channel: view.channel,
            state: view.state,
            number: view.number,
            codec: view.codec,
            encryption: view.encryption,
            media: view.media.map(MediaRow::from),
        }
    }
}

impl From<MediaReport> for MediaRow {
    fn from(report: MediaReport) -> Self {
        Self {
            packets_rx: report.packets_rx,
            packets_tx: report.packets_tx,
            lost_rx: report.lost_rx,
            lost_tx: report.lost_tx,
            jitter_ms: report.jitter_ms,
            round_trip_ms: report.round_trip_ms,
            mos: report.mos,
            forged: report.forged,
        }
    }
}

impl From<RegistrationStatus> for OurRegistration {
    fn from(status: RegistrationStatus) -> Self {
        Self {
            state: match status.state {
                engine::RegistrationState::Trying => RegistrationState::RequestSent,
                engine::RegistrationState::Registered => RegistrationState::Registered,
                engine::RegistrationState::Refused => RegistrationState::Rejected,
                engine::RegistrationState::Unreachable => RegistrationState::Timeout,
            },
            expiry: status.expiry,
            granted_ms: status.granted_at.map(moment::Moment::as_unix_ms),
            next_ms: status.next.map(moment::Moment::as_unix_ms),
            last_answer: status.last_answer.map(|answer| (answer.code, answer.reason)),
        }
    }
}

impl From<&TrunkStatus> for TrunkReach {
    fn from(status: &TrunkStatus) -> Self {
        let millis = |span: std::time::Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        Self {
            reach: match status.reach {
                engine::Reach::Unknown => Reach::Unknown,
                engine::Reach::Reachable { round_trip } => Reach::Reachable(millis(round_trip)),
                engine::Reach::Unreachable(_) => Reach::Unreachable,
            },
            last_answer: status.last_answer.as_ref().map(|answer| (answer.code, answer.reason.clone())),
        }
    }
}
