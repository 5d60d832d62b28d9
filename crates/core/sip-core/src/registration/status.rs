//! How a registration of ours stands, for listings and pages.

use moment::Moment;
use serde::{Deserialize, Serialize};

use crate::{
    flow::Hop,
    trunk_status::{LastAnswer, NoAnswer},
};

/// How one of our registrations stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationStatus {
    /// Where we register: host and port as configured.
    pub server: String,
    /// As whom.
    pub username: String,
    /// How it stands.
    pub state: RegistrationState,
    /// Since when it stands so.
    pub since: Moment,
    /// When we register next: the refresh, or the next try. None while a REGISTER is on its way.
    pub next: Option<Moment>,
    /// The seconds that the server granted last, or that we ask for.
    pub expiry: u32,
    /// When the server last granted it.
    pub granted_at: Option<Moment>,
    /// The server's last final answer.
    pub last_answer: Option<LastAnswer>,
    /// Where that answer came from.
    pub heard_at: Option<Hop>,
    /// Why the last REGISTER has no answer, where it has none.
    pub no_answer: Option<NoAnswer>,
    /// When the last REGISTER came to an end, whatever that was.
    pub tried: Option<Moment>,
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RegistrationState {
    /// The first REGISTER has no outcome yet.
    Trying,
    /// Granted.
    Registered,
    /// The server refused; its code and reason are the last answer. We try again.
    Refused,
    /// The server does not answer, or its name has no address. We try again.
    Unreachable,
}
