//! Every administrative act, once: what the HTTP API, the CLI and later the web admin can do, with its errors.
//!
//! A change is judged by `model`, written by `store`, then shown to those who read and handed to the exchange, in this order and
//! one at a time. What is read comes from the snapshot in memory, from the exchange that runs ([`Live`]), or from the
//! database's reader. Who may come in, and do what, is decided here too: every act that is more than looking takes an [`Actor`] and
//! begins by asking for a permission. This crate knows no HTTP, and no rule of telephony lives here.

mod access;
mod actor;
mod acts;
mod administrators;
mod alerts;
mod audit;
mod backoff;
mod backup;
mod bans;
mod bulk;
mod call_log;
mod calls;
mod codecs;
mod contexts;
mod dashboard;
mod dialplan;
mod emergency;
mod error;
mod events;
mod extensions;
mod hashing;
mod hearing;
mod history;
mod host;
mod housekeeping;
mod import;
mod incoming_calls;
mod ladder;
mod limits;
mod lines;
mod listing;
mod lists;
pub mod live;
mod measures;
mod misread;
mod nouns;
mod numbering;
mod outgoing_calls;
mod patterns;
mod peers;
mod phone_settings;
mod quality;
mod random_bits;
mod registrations;
mod route;
mod secrets;
mod sessions;
mod settings;
mod setup;
mod sheet;
pub mod site;
mod sounds;
mod stops;
mod tokens;
mod trunk_states;
mod trunk_test;
mod trunks;
mod undo;
mod unsaved;
mod users;

pub use actor::Actor;
pub use acts::{Admin, Changed, found};
pub use administrators::AdministratorRow;
pub use alerts::{AlertOutcome, AlertTest};
pub use audit::{AuditAct, AuditRow, AuditSubject};
pub use backoff::Source;
pub use backup::{BackupFile, BackupProgress, BackupRow, Incoming, RESTORE_MAX, Restored};
pub use bans::{BanOf, BanRow};
pub use bulk::{BULK_MAX, BulkAct, BulkDone};
pub use call_log::{CallLogEntry, CallLogPage, CallLogQuery, CallLogRow};
pub use calls::CallDetail;
pub use codecs::CodecRow;
pub use contexts::Contexts;
pub use dashboard::{
    Attention, AttentionItem, AttentionLevel, Dashboard, HourRow, LoadRow, QualityRow, TrunkCounts, WorstCall,
};
pub use dialplan::{DialplanContext, DialplanEntry};
pub use emergency::{EmergencyReach, WarningRow};
pub use error::{BackupFault, BulkError, Conflict, Error, NotKept};
pub use events::{Chunk, ConfigChanged, Event, Follower};
pub use extensions::Extensions;
pub use hearing::{HeardRow, Loudness};
pub use history::{NounChange, RevisionAct, RevisionDetail, RevisionRow};
pub use host::{
    AddressAdvice, AddressKind, FixedSetting, Host, HostAddress, HostAddresses, Listening, PhoneServer,
    ServerSource,
};
pub use import::{ImportRow, ImportTotals, ImportVerb, Imported};
pub use incoming_calls::IncomingCalls;
pub use ladder::{Ladder, LadderHost, LadderHostKind, LadderLeg, LadderMessage};
pub use limits::{LimitsView, Measure, PlanRow, UsageRow};
pub use lines::Lines;
pub use listing::{LIMIT_DEFAULT, LIMIT_MAX, Page, Query};
pub use lists::{Cell, Column, Found};
pub use live::Live;
pub use measures::Measures;
pub use misread::Misread;
pub use nouns::{Kind, Stored};
pub use numbering::{FreeQuery, Proposal, ProposedContext};
pub use outgoing_calls::OutgoingCalls;
pub use patterns::{
    NumberJudged, PatternAnswer, PatternJudged, PatternQuestion, PatternTried, PatternVerdict,
};
pub use peers::{ContactRow, PeerDetail, PeerKind, PeerRow};
pub use phone_settings::PhoneSettings;
pub use quality::{AudioSample, CallQuality, LegAudioRow, QualityVerdict};
pub use registrations::{Direction, RegistrationRow};
pub use route::{Explanation, Question};
pub use secrets::ShownSecrets;
pub use sessions::{Me, SignedIn};
pub use setup::{Setup, SetupStep};
pub use sheet::{CallSheet, CallSheetQuery, Rows, Sheet, SheetQuery};
pub use sounds::{SOUND_MAX, SoundRow};
pub use stops::{PayerKind, PayerRow, StopRow};
pub use tokens::{NewToken, TokenDraft, TokenRow};
pub use trunk_states::{Health, Place, Refusal, RefusedRequest, TlsFaultName, TrunkRow, TrunkState};
pub use trunk_test::{
    CallFinding, TestCause, TestOrder, TestOutcome, TestStep, TestStepName, TestTarget, TrunkTest,
};
pub use trunks::Trunks;
pub use unsaved::UnsavedEdit;
pub use users::Users;
