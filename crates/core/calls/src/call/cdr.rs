//! What the call log says: one row a call, written at the answer and written over at the end.

use model::{
    Cdr, Snapshot, TrunkId,
    record::{
        CallStatus, CallTimes, CdrId, HangupBy, HeardLevel, LegMedia, LegQuality, Outcome, Party as Person,
    },
};
use moment::Moment;
use serde::{Deserialize, Serialize};
use sip_core::Party;
use sip_msg::Status;

use super::{Call, leg::Leg, setback::Setback, test_call::Test};
use crate::{
    media::{Hearing, MediaReport},
    port::Action,
    work::Work,
};

/// What is kept of a call from its beginning for its row.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) started: Moment,
    pub(super) answered: Option<Moment>,
    ended: Option<Moment>,
    /// What was dialled.
    pub(super) dialled: String,
    /// The context that it was dialled in.
    pub(super) context: String,
    /// Where routing sent it, in words.
    pub(super) destination: String,
    /// Why it went there, as JSON.
    pub(super) trace: String,
    caller: Person,
    callee: Person,
    /// What came of the search for the called side, where it was in vain.
    pub(super) setback: Option<Setback>,
    /// The test that the call is, until its outcome was told; it does not outlive a restart.
    #[serde(skip)]
    pub(super) test: Option<Box<Test>>,
    end: Option<End>,
}

/// How a call ended.
#[derive(Debug, Serialize, Deserialize)]
struct End {
    status: Status,
    text: String,
    by: Option<HangupBy>,
}

impl Record {
    /// Begins with who calls what.
    pub(super) fn new(started: Moment, dialled: String, caller: Person) -> Self {
        Self {
            started,
            answered: None,
            ended: None,
            dialled,
            context: String::new(),
            destination: String::new(),
            trace: String::new(),
            caller,
            callee: Person::default(),
            setback: None,
            test: None,
            end: None,
        }
    }

    /// When it ended.
    pub(super) fn ended(&self) -> Option<Moment> {
        self.ended
    }

    /// Notes the end. `by_caller` says whose leg ended first, where it was a leg.
    pub(super) fn end(&mut self, now: Moment, by_caller: Option<bool>, status: Status, text: &str) {
        let by = match by_caller {
            Some(true) => HangupBy::Caller,
            Some(false) => HangupBy::Callee,
            None if self.setback.as_ref().is_some_and(|setback| setback.code().is_some()) => HangupBy::Callee,
            None => HangupBy::Exchange,
        };
        self.ended = Some(now);
        self.end = Some(End { status, text: text.to_owned(), by: Some(by) });
    }

    fn outcome(&self) -> Outcome {
        let Some(end) = &self.end else {
            return Outcome {
                status: CallStatus::InProgress,
                sip_code: Status::OK.code(),
                reason: String::new(),
                hangup_by: None,
            };
        };
        // The peer's own code and words, not what the caller was told: "all circuits busy" must not hide a 403.
        let refused = self.setback.as_ref().filter(|setback| setback.code().is_some());
        let code = refused.and_then(Setback::code);
        let words = refused.map_or(end.text.as_str(), Setback::text);
        Outcome {
            status: fate(self.answered.is_some(), end.by, self.setback.as_ref()),
            sip_code: code.unwrap_or(end.status.code()),
            reason: if words.is_empty() { end.status.reason().to_owned() } else { words.to_owned() },
            hangup_by: end.by,
        }
    }
}

/// Says in one word how a call went that is over.
fn fate(is_answered: bool, by: Option<HangupBy>, setback: Option<&Setback>) -> CallStatus {
    match setback {
        _ if is_answered => CallStatus::Answered,
        _ if by == Some(HangupBy::Caller) => CallStatus::Cancelled,
        None => CallStatus::Refused,
        Some(Setback::NoAnswer) => CallStatus::NoAnswer,
        Some(Setback::Full) => CallStatus::Busy,
        Some(Setback::Stopped(_)) => CallStatus::Refused,
        Some(Setback::BadMedia { .. } | Setback::NoPort) => CallStatus::Failed,
        Some(
            Setback::Silent
            | Setback::Unreachable
            | Setback::Unproved
            | Setback::Unresolved
            | Setback::NotRegistered,
        ) => CallStatus::Unreachable,
        Some(Setback::Refused { status, .. }) => match status.code() {
            486 | 600 | 603 => CallStatus::Busy,
            404 | 408 | 410 | 480 | 604 => CallStatus::Unreachable,
            _ => CallStatus::Failed,
        },
    }
}

impl Call {
    /// The call's row.
    pub(crate) fn cdr(&self) -> Cdr {
        let record = &self.record;
        Cdr {
            id: CdrId(self.id.0),
            times: CallTimes {
                start_ms: record.started.as_unix_ms(),
                answer_ms: record.answered.map(Moment::as_unix_ms),
                end_ms: record.ended.map(Moment::as_unix_ms),
            },
            caller: record.caller.clone(),
            callee: record.callee.clone(),
            dialled: record.dialled.clone(),
            context: record.context.clone(),
            destination: record.destination.clone(),
            outcome: record.outcome(),
            media: self.spoken().map(media).collect(),
            trace: record.trace.clone(),
            quality: self.spoken().map(|leg| self.quality(leg)).collect(),
            charged: self.charge.as_ref().map(crate::limits::Charge::charged),
        }
    }

    /// The legs that agreed on a codec.
    fn spoken(&self) -> impl Iterator<Item = &Leg> {
        self.legs().filter(|leg| leg.audio.codec().is_some())
    }

    fn quality(&self, leg: &Leg) -> LegQuality {
        LegQuality {
            name: self.owner(leg.party),
            is_caller: leg.id == self.caller.id && self.tests().is_none(),
            samples: leg.audio.measured.samples(),
            heard: leg.audio.measured.hearing.map(heard),
        }
    }

    /// Notes the answer, and writes the row for the first time: what a crash must not lose.
    pub(super) fn note_answer(&mut self, work: &mut Work<'_>) {
        self.record.answered = Some(work.now);
        self.is_changed = true;
        work.out.push(Action::Cdr(Box::new(self.cdr())));
    }

    /// Notes who is called.
    pub(super) fn note_callee(&mut self, party: Party, number: &str) {
        self.record.callee = person(self.router.snapshot(), party, number);
    }
}

/// Describes a party with the names that it has now, because the noun may be gone when the row is read.
pub(super) fn person(snapshot: &Snapshot, party: Party, number: &str) -> Person {
    let mut person = Person { number: number.to_owned(), ..Person::default() };
    match party {
        Party::Line(id) => {
            person.line = Some(id);
            if let Some(line) = snapshot.line(id) {
                person.line_name = line.username.to_string();
                person.user = Some(line.user);
                person.name = snapshot.user(line.user).map(model::User::full_name).unwrap_or_default();
            }
        }
        Party::Trunk(id) => {
            person.trunk = Some(id);
            person.trunk_name = trunk_name(snapshot, id);
        }
    }
    person
}

/// A trunk's name, as far as it has one.
pub(super) fn trunk_name(snapshot: &Snapshot, id: TrunkId) -> String {
    snapshot.trunk(id).map(|trunk| trunk.name.to_string()).unwrap_or_default()
}

/// A leg's statistics as the row keeps them.
fn media(leg: &Leg) -> LegMedia {
    let report = leg.audio.measured.report.clone().unwrap_or_default();
    let MediaReport { packets_rx, packets_tx, lost_rx, lost_tx, jitter_ms, round_trip_ms, mos, .. } = report;
    LegMedia {
        codec: super::view::codec_name(&leg.audio).unwrap_or_default(),
        packets_rx,
        packets_tx,
        lost_rx,
        lost_tx,
        jitter_us: rounded(jitter_ms * 1000.0),
        round_trip_us: rounded(round_trip_ms.unwrap_or_default() * 1000.0),
        mos_centi: u16::try_from(rounded(mos.unwrap_or_default() * 100.0)).unwrap_or(u16::MAX),
        encryption: leg.audio.encryption(),
    }
}

/// How loud a party was, as the row keeps it.
#[allow(clippy::cast_possible_truncation, reason = "a cast from float saturates, as is wanted")]
fn heard(hearing: Hearing) -> HeardLevel {
    let tenths = |dbm0: f32| (dbm0 * 10.0).round() as i16;
    HeardLevel {
        level_tenths: hearing.level_dbm0.map(tenths),
        loudest_tenths: hearing.loudest_dbm0.map(tenths),
    }
}

/// Rounds to a whole number; what is negative or not a number is 0, what is too large the largest.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from float saturates, as is wanted"
)]
fn rounded(value: f32) -> u32 {
    value.round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: u16) -> Setback {
        Setback::Refused { status: Status::new(code).unwrap(), text: "said the peer".into() }
    }

    fn record(setback: Option<Setback>, by_caller: Option<bool>, status: Status) -> Record {
        let mut record = Record::new(Moment::ZERO, "101".into(), Person::default());
        record.setback = setback;
        record.end(Moment::from_unix_ms(5), by_caller, status, "");
        record
    }

    #[test]
    fn a_call_in_progress_has_no_end() {
        let outcome = Record::new(Moment::ZERO, "101".into(), Person::default()).outcome();
        assert_eq!((outcome.status, outcome.hangup_by), (CallStatus::InProgress, None));
    }

    #[test]
    fn the_peers_code_is_kept_and_not_what_the_caller_was_told() {
        let outcome = record(Some(refused(403)), None, Status::SERVICE_UNAVAILABLE).outcome();
        assert_eq!((outcome.sip_code, outcome.status), (403, CallStatus::Failed));
        assert_eq!(outcome.reason, "said the peer");
        assert_eq!(outcome.hangup_by, Some(HangupBy::Callee));
    }

    #[test]
    fn every_fate_has_its_word() {
        let word = |setback, by| record(setback, by, Status::DECLINE).outcome().status;
        assert_eq!(word(Some(refused(486)), None), CallStatus::Busy);
        assert_eq!(word(Some(Setback::NoAnswer), None), CallStatus::NoAnswer);
        assert_eq!(word(Some(Setback::NotRegistered), None), CallStatus::Unreachable);
        assert_eq!(word(Some(Setback::Silent), None), CallStatus::Unreachable);
        assert_eq!(word(Some(Setback::NoPort), None), CallStatus::Failed);
        assert_eq!(word(None, Some(true)), CallStatus::Cancelled);
        assert_eq!(word(None, None), CallStatus::Refused);
    }

    #[test]
    fn an_answered_call_stays_answered_whoever_ends_it() {
        let mut record = record(None, Some(false), Status::OK);
        record.answered = Some(Moment::ZERO);
        let outcome = record.outcome();
        assert_eq!((outcome.status, outcome.hangup_by), (CallStatus::Answered, Some(HangupBy::Callee)));
        assert_eq!(outcome.reason, "OK");
    }

    #[test]
    fn odd_statistics_become_odd_numbers_not_a_panic() {
        assert_eq!([f32::NAN, -1.0, 1.4, f32::INFINITY].map(rounded), [0, 0, 1, u32::MAX]);
    }
}
