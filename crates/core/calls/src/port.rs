//! What goes into an exchange and what comes out of it.

use std::{net::IpAddr, sync::Arc, time::Duration};

use model::{
    Cdr, Snapshot, TrunkId,
    record::{LegEncryption, Past, Stop, StopChange, StopOf},
};
use moment::Moment;
use serde::{Deserialize, Serialize};
use sip_core::{
    Ban, BindingChange, ConnId, Failure, Flow, Hop, LegId, Party, Probed, Query, QueryId, TrunkCommand,
};

use crate::{
    kept::KeptCall,
    media::{Hearing, MediaFact, MediaOrder, MediaReport},
};

/// One call, from the first INVITE to its row in the call log. Unique over restarts: the engine seeds its high bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CallId(pub u64);

/// Everything that can happen to an exchange.
#[derive(Debug)]
pub enum Input<'a> {
    /// Something from the network or the DNS.
    Sip(sip_core::Input<'a>),
    /// Something from the media path.
    Media(MediaFact),
    /// A new configuration.
    Config(Arc<Snapshot>),
    /// The stops that storage kept, once, at the start.
    Stops(Vec<Stop>),
    /// What the calls of earlier runs come to, once, soon after the start.
    Past(Past),
    /// The answered calls that an earlier process had; once, after [`sip_core::Input::Interfaces`] and
    /// [`sip_core::Input::Restore`].
    Resume(Vec<KeptCall>),
    /// An order from an administrator.
    Command(Command),
    /// The deadline has come.
    Tick,
}

/// An administrator's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// End a call.
    Hangup(CallId),
    /// Take no new calls: they get 503 with Retry-After. Registrations go on.
    Drain,
    /// Try a trunk.
    Trunk(TrunkCommand),
    /// Try a trunk with a short call; [`Action::Tested`] follows in any case.
    TestCall(TestCall),
    /// Let somebody in again who was shut out for guessing passwords: an address, or an account from there.
    Lift(IpAddr, Option<String>),
    /// Lift a stop: calls are placed again, and counted anew.
    LiftStop(StopOf),
    /// Refuse every call that is not answered: the exchange is about to go on in another process.
    RefuseUnanswered,
    /// End every call, with BYE on both legs, and our registrations at others: the exchange is about to stop.
    HangupAll,
}

/// What an exchange wants done.
#[derive(Debug)]
pub enum Action {
    /// Answer on the path that a request came in on.
    Reply {
        /// The path.
        flow: Flow,
        /// The message.
        bytes: Vec<u8>,
    },
    /// Send to a target.
    Send {
        /// The target.
        hop: Hop,
        /// The message.
        bytes: Vec<u8>,
    },
    /// Ask the DNS.
    Resolve {
        /// The question's number.
        query: QueryId,
        /// The question.
        ask: Query,
    },
    /// Keep this of the registrar.
    Store(BindingChange),
    /// Somebody of ours is on this connection: strangers are no reason to close it.
    Vouch(ConnId),
    /// Do this with audio.
    Media(MediaOrder),
    /// Write this row of the call log, over an earlier one with the same id: once at the answer, once at the end.
    Cdr(Box<Cdr>),
    /// Keep this of the stops, so that a restart lifts none.
    Stop(StopChange),
    /// Keep this of an answered call, over what was kept of it before, so that it outlives the process: what
    /// [`KeptCall::read`] reads.
    Keep(CallId, Vec<u8>),
    /// The call is over: keep nothing of it.
    Forget(CallId),
    /// A leg of a call has begun: its messages belong to this call.
    Leg(Box<LegBegun>),
    /// Tell whoever asked what came of a [`TrunkCommand::Probe`].
    Probed(Box<Probed>),
    /// Tell whoever asked what came of a [`Command::TestCall`].
    Tested(Box<Tested>),
    /// Tell those who watch.
    Event(CallEvent),
}

/// A short call that the exchange itself makes out of a trunk: it plays a tone, listens whether it comes back, and hangs up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestCall {
    /// The number that its outcome will have.
    pub test: TestId,
    /// The trunk.
    pub trunk: TrunkId,
    /// What is dialled there, as it is: it passes no outgoing call, and nothing is stripped from it.
    pub number: String,
    /// Who wants it, for the call log.
    pub by: String,
}

/// A test, numbered by whoever asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TestId(pub u64);

/// What came of a [`TestCall`].
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    /// Which test it was.
    pub test: TestId,
    /// Its call, for the call log; none where it did not begin.
    pub call: Option<CallId>,
    /// How it ended.
    pub end: TestEnd,
}

/// How a test call ended.
#[derive(Clone, Debug, PartialEq)]
pub enum TestEnd {
    /// A test of this trunk is going on already.
    Running,
    /// The exchange takes no more calls, or is about to stop.
    NoRoom,
    /// The trunk has as many calls as it may have.
    Full,
    /// No RTP port is free.
    NoPort,
    /// It was not answered: refused, or nobody is there.
    Failed(Failure),
    /// It was not answered in time.
    NotAnswered {
        /// The other side said that it rings.
        rang: bool,
    },
    /// It was answered with something that cannot be used: why, in words.
    NoMedia(String),
    /// Somebody ended it before it was answered.
    Stopped,
    /// It was answered.
    Answered(Answered),
}

/// What was heard of a test call that was answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answered {
    /// From the INVITE to the answer.
    pub after: Duration,
    /// How long it lasted.
    pub lasted: Duration,
    /// It ended before the test was over: the other side hung up, as a rule.
    pub is_cut: bool,
    /// The codec in Asterisk's words.
    pub codec: String,
    /// The packets.
    pub report: MediaReport,
    /// What was heard.
    pub hearing: Hearing,
}

/// A leg that has begun, for those who keep what is said on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegBegun {
    /// Its call.
    pub call: CallId,
    /// Its number.
    pub leg: LegId,
    /// Whose it is.
    pub party: Party,
    /// The line's username or the trunk's name.
    pub name: String,
    /// The Call-ID of its messages.
    pub sip_call_id: String,
}

/// What people who watch the exchange are told; details are read from it.
#[derive(Clone, Debug)]
pub enum CallEvent {
    /// A call began, changed or ended (then `ended` is set in its view).
    Call(Box<CallView>),
    /// The contacts of a line or trunk changed.
    Bindings(Party),
    /// A trunk's state changed.
    Trunk(TrunkId),
    /// Somebody was shut out for guessing passwords.
    ShutOut(Box<Ban>),
    /// Somebody who was shut out was let in again before their time.
    Bans,
    /// Calls that cost something are stopped from now on.
    Stopped(Box<Stop>),
    /// A stop was lifted.
    Lifted(StopOf),
    /// Somebody calls for help.
    Help(Box<HelpCalled>),
}

/// Somebody calls an emergency number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpCalled {
    /// The call.
    pub call: CallId,
    /// Who calls.
    pub party: Party,
    /// The number of who calls, as it is shown inside.
    pub caller: String,
    /// The name.
    pub name: String,
    /// The number that is called.
    pub number: String,
    /// When.
    pub at: Moment,
}

/// A call as people see it while it lasts.
#[derive(Clone, Debug, Serialize)]
pub struct CallView {
    /// Its id, the same as in the call log.
    pub id: CallId,
    /// The caller's leg first.
    pub legs: Vec<LegView>,
    /// What was dialled.
    pub dialled: String,
    /// When it began.
    pub started: Moment,
    /// When it was answered.
    pub answered: Option<Moment>,
    /// When it ended.
    pub ended: Option<Moment>,
}

/// A leg as people see it.
#[derive(Clone, Debug, Serialize)]
pub struct LegView {
    /// Its number.
    pub leg: LegId,
    /// Whose it is.
    pub party: Party,
    /// The channel's name as Asterisk would say it: `SIP/alice-0000002a`.
    pub channel: String,
    /// `Down`, `Ring`, `Ringing`, `Up`.
    pub state: String,
    /// The other side's number and name, or the application (`Echo`).
    pub number: String,
    /// The codec in Asterisk's words, once agreed.
    pub codec: Option<String>,
    /// What of it is encrypted.
    pub encryption: LegEncryption,
    /// How its audio goes.
    pub media: Option<MediaReport>,
}
