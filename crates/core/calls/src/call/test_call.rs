//! A test of a trunk: a call that the exchange itself makes, with a tone that is played and listened for.
//!
//! It has one leg, which stands in the caller's place though we placed it: the exchange is the other side. What comes of it is
//! kept until the last statistics have come, and told once.

use std::{sync::Arc, time::Duration};

use model::{CallerId, Trunk, TrunkId, record::Party as Person};
use moment::Moment;
use routing::Router;
use sip_core::{Caller, Command, Event, LegTarget, Outgoing, Party};
use sip_msg::Status;

use super::{
    Call, Path, Stage, Told,
    audio::{LegAudio, Unusable},
    cdr::{Record, trunk_name},
    end::NORMAL,
    incoming::allowed_to,
    leg::{Leg, LegState},
    setback::Setback,
    view::codec_name,
};
use crate::{
    load::Seat,
    media::{MediaOrder, Sound},
    port::{Answered, TestCall, TestEnd, TestId, Tested},
    work::Work,
};

/// What a test is about, and what came of it so far.
#[derive(Debug)]
pub(crate) struct Test {
    id: TestId,
    trunk: TrunkId,
    end: Option<TestEnd>,
    /// What was agreed on cannot be used: why.
    unusable: Option<Unusable>,
}

/// How long a test call may ring: whoever waits for it sits before a page.
const RING_TIME: Duration = Duration::from_secs(15);

/// How long is played and listened: the tone lasts two seconds of it, and the rest is for its way there and back.
const LISTEN_TIME: Duration = Duration::from_secs(3);

/// Hops that a call of ours may take (RFC 3261 section 8.1.1.6).
const MAX_FORWARDS: u8 = 70;

impl Call {
    /// Makes the call of a test.
    pub(crate) fn of_test(work: &mut Work<'_>, router: Arc<Router>, order: TestCall) -> Self {
        let TestCall { test, trunk, number, by } = order;
        let (party, snapshot) = (Party::Trunk(trunk), router.snapshot());
        let target = LegTarget::Trunk { trunk, number: number.clone() };
        let allowed = allowed_to(work, snapshot, party, &target);
        let media = work.new_media();
        let leg = Leg {
            id: work.new_leg(),
            party,
            number: number.clone(),
            state: LegState::Waiting(target),
            audio: LegAudio::new(media, allowed, work.now, &mut |out| work.endpoint.draw(out)),
        };
        let shown = snapshot.trunk(trunk).map(tester).unwrap_or_default();
        let caller = Person { name: by, number: shown.number.clone(), ..Person::default() };
        let mut record = Record::new(work.now, number.clone(), caller);
        record.destination = format!("test of trunk {}", trunk_name(snapshot, trunk));
        record.test = Some(Box::new(Test { id: test, trunk, end: None, unusable: None }));
        let mut call = Self {
            id: work.call,
            router,
            caller: leg,
            shown,
            told: Told::Nothing,
            stage: Stage::Arrived,
            path: Path { diversion: Vec::new(), hops: MAX_FORWARDS, forwards: 0, sent_on_by: None },
            seats: Vec::new(),
            gone: Vec::new(),
            record,
            // Whoever may operate pays for three seconds of it; no phone and no trunk can bring it about.
            charge: None,
            help: None,
            is_changed: true,
            is_unkept: false,
            kept_at: work.now,
            is_resuming: false,
            is_carried: false,
        };
        call.note_callee(party, &number);
        call
    }

    /// Asks for a port, where the trunk has room for the call.
    pub(crate) fn begin_test(&mut self, work: &mut Work<'_>) {
        let router = self.router.clone();
        let trunk = self.record.test.as_ref().and_then(|test| router.snapshot().trunk(test.trunk));
        let limit = trunk.map_or(0, |trunk| trunk.calls.call_limit);
        if let Some(trunk) = trunk
            && !self.take_seat(work, Seat::Trunk(trunk.id), limit)
        {
            return self.fail_test(work, TestEnd::Full, Setback::Full);
        }
        self.stage = Stage::Testing(work.now + RING_TIME);
        self.caller.open(work);
    }

    /// Tells whether it is a test of a trunk, and of which.
    pub(crate) fn tests(&self) -> Option<TrunkId> {
        self.record.test.as_ref().map(|test| test.trunk)
    }

    /// Sends the INVITE, now that there is a port to name in it.
    pub(super) fn invite_test(&mut self, work: &mut Work<'_>) {
        let LegState::Waiting(to) = &self.caller.state else { return };
        let outgoing = Outgoing {
            leg: self.caller.id,
            to: to.clone(),
            caller: self.shown.clone(),
            sdp: self.caller.audio.offer(&[], sdp::Direction::SendRecv),
            max_forwards: self.path.hops,
            diversion: Vec::new(),
            patience: Duration::from_secs(self.router.snapshot().general().trunk_silence.into()),
        };
        self.caller.state = LegState::Calling;
        work.sip(Command::Invite(Box::new(outgoing)));
    }

    /// Hears what the endpoint says of the leg; gives back what is the same in every call.
    pub(super) fn hear_test(&mut self, work: &mut Work<'_>, event: Event) -> Option<Event> {
        match event {
            Event::Progress { sdp, .. } => self.test_progresses(sdp.as_deref()),
            Event::Answered { sdp, .. } => self.test_answered(work, sdp.as_deref()),
            Event::Failed { failure, .. } => {
                self.fail_test(work, TestEnd::Failed(failure.clone()), failure.into());
            }
            other => return Some(other),
        }
        None
    }

    /// Goes on at the deadline: nobody answers, or enough was heard.
    pub(super) fn wake_test(&mut self, work: &mut Work<'_>) {
        if self.record.answered.is_some() {
            return self.end_all(work, None, Status::OK, NORMAL);
        }
        let rang = self.caller.state == LegState::Ringing;
        self.fail_test(work, TestEnd::NotAnswered { rang }, Setback::NoAnswer);
    }

    /// Hears that there is no port for it.
    pub(super) fn no_port_for_test(&mut self, work: &mut Work<'_>) {
        self.fail_test(work, TestEnd::NoPort, Setback::NoPort);
    }

    /// Tells once what came of the test, when the call is over and its last statistics are there.
    pub(crate) fn take_tested(&mut self) -> Option<Tested> {
        let test = *self.record.test.take()?;
        let end = match (test.end, self.record.answered, test.unusable) {
            (Some(end), _, _) => end,
            (None, Some(_), Some(unusable)) => TestEnd::NoMedia(unusable.text()),
            (None, Some(answered), None) => TestEnd::Answered(self.heard_in_test(answered)),
            (None, None, _) => TestEnd::Stopped,
        };
        Some(Tested { test: test.id, call: Some(self.id), end })
    }

    fn test_progresses(&mut self, sdp: Option<&[u8]>) {
        if self.caller.state == LegState::Calling {
            self.caller.state = LegState::Ringing;
            self.is_changed = true;
        }
        // The answer may name no media where an earlier reliable 18x has; what is said before it is not listened to.
        if let Some(body) = sdp {
            let _unusable = self.caller.audio.take_answer(body);
        }
    }

    fn test_answered(&mut self, work: &mut Work<'_>, sdp: Option<&[u8]>) {
        self.caller.state = LegState::Up;
        let agreed = match sdp {
            Some(body) => self.caller.audio.take_answer(body),
            None if self.caller.audio.codec().is_some() => Ok(()),
            None => Err(Unusable::Missing),
        };
        self.note_answer(work);
        if let Err(unusable) = agreed {
            let text = unusable.text();
            if let Some(test) = &mut self.record.test {
                test.unusable = Some(unusable);
            }
            return self.end_all(work, None, Status::NOT_ACCEPTABLE_HERE, &text);
        }
        self.stage = Stage::Testing(work.now + LISTEN_TIME);
        self.caller.set(work);
        work.media(MediaOrder::Play { media: self.caller.audio.media, sound: Sound::TestTone });
    }

    fn fail_test(&mut self, work: &mut Work<'_>, end: TestEnd, setback: Setback) {
        if let Some(test) = &mut self.record.test {
            test.end = Some(end);
        }
        let (status, text) = (setback.status(), setback.text().to_owned());
        self.record.setback = Some(setback);
        self.end_all(work, None, status, &text);
    }

    fn heard_in_test(&self, answered: Moment) -> Answered {
        let audio = &self.caller.audio;
        let lasted = self.record.ended().unwrap_or(answered).since(answered);
        Answered {
            after: answered.since(self.record.started),
            lasted,
            is_cut: lasted < LISTEN_TIME,
            codec: codec_name(audio).unwrap_or_default(),
            report: audio.measured.report.clone().unwrap_or_default(),
            hearing: audio.measured.hearing.unwrap_or_default(),
        }
    }
}

/// Whom the other side sees as calling: the trunk's caller id, else the name that the trunk has there, which is the one
/// that it is most likely to take calls from.
fn tester(trunk: &Trunk) -> Caller {
    let own = trunk.identity.caller_id.as_ref();
    let name = own.and_then(|id: &CallerId| id.name.as_ref()).map(ToString::to_string);
    let number = own.and_then(|id| id.number.as_ref()).map(ToString::to_string);
    Caller {
        name: name.unwrap_or_else(|| "Test".to_owned()),
        number: number.unwrap_or_else(|| trunk.digest_username().to_owned()),
        private: false,
    }
}
