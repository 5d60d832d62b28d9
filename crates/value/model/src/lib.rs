//! The exchange's nouns, valid by construction.
//!
//! Whatever comes in (a form, the API, a site file) is a *draft*: text that anybody may have typed. A draft becomes a noun once,
//! at the border, or it becomes a list of [`FieldError`]s; who holds a noun knows that its fields were checked. What concerns
//! several nouns at once is decided in one place, [`Snapshot::apply`]. This crate never does IO and knows no clock.

#[macro_use]
mod text;

pub mod address;
pub mod administrator;
pub mod caller_id;
pub mod change;
pub mod codec;
pub mod context;
pub mod destination;
pub mod digest;
pub mod error;
pub mod extension;
mod fingerprint;
pub mod general;
pub mod id;
pub mod incoming_call;
pub mod language;
pub mod line;
pub mod login_password;
pub mod media_encryption;
pub mod mention;
pub mod nouns;
pub mod outgoing_call;
pub mod password;
pub mod pattern;
pub mod range;
pub mod record;
pub mod reference;
pub mod register;
pub mod role;
pub mod secret;
pub mod snapshot;
pub mod sound;
pub mod toll;
pub mod trunk;
pub mod user;

pub use address::{Address, Host, Network, Transport};
pub use administrator::{Administrator, AdministratorDraft};
pub use caller_id::{CallerId, CallerIdEdit, CallerIdMode};
pub use change::{Change, Edit};
pub use codec::Codec;
pub use context::{Context, ContextDraft, ContextKind};
pub use destination::{Destination, DestinationDraft, HangupCause};
pub use digest::DigestAlgorithm;
pub use error::{FieldError, Problem};
pub use extension::{Extension, ExtensionDraft};
pub use fingerprint::Fingerprint;
pub use general::{Alerts, Country, General, GeneralDraft, PhoneAddress, Premises, SmtpSecurity, TimeZone};
pub use id::{
    ContextId, ExtensionId, IncomingCallId, LineId, NounId, NounKind, OutgoingCallId, TrunkId, UserId,
};
pub use incoming_call::{IncomingCall, IncomingCallDraft};
pub use language::Language;
pub use line::{Line, LineDraft};
pub use login_password::LoginPassword;
pub use media_encryption::MediaEncryption;
pub use mention::Mention;
pub use nouns::{Noun, Nouns, Table};
pub use outgoing_call::{OutgoingCall, OutgoingCallDraft, OutgoingExtension, OutgoingExtensionDraft};
pub use pattern::Pattern;
pub use range::{NumberRange, NumberRangeDraft, RangeKind};
pub use record::{Binding, Cdr, Revision};
pub use reference::{Naming, Ref};
pub use register::{Register, RegisterDraft};
pub use role::{Permission, Role};
pub use secret::{Pii, Secret};
pub use snapshot::{Difference, Entry, Snapshot, Target, Warning};
pub use text::{AdministratorName, ContextName, Label, Number, SoundName, TrunkName, Username};
pub use toll::{Class, Classes, LimitsPolicy, Toll};
pub use trunk::{Addressing, ConnectionType, DidSource, Monitoring, Trunk, TrunkDraft};
pub use user::{OutgoingCallerId, User, UserDraft};
