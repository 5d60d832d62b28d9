//! What deciding who may do what, and when, needs to remember while the exchange runs.

use std::{collections::HashSet, sync::Mutex};

use model::TrunkId;

use crate::{backoff::Backoff, hashing::Hashing};

/// The memory of the door.
#[derive(Debug, Default)]
pub(crate) struct Access {
    /// One change of the administrators at a time: whether somebody is the last is judged against what the one before left.
    pub(crate) turn: tokio::sync::Mutex<()>,
    /// Where passwords are hashed.
    pub(crate) hashing: Hashing,
    /// Who typed wrong passwords.
    pub(crate) backoff: Mutex<Backoff>,
    /// The trunks that are being tested.
    pub(crate) testing: Mutex<HashSet<TrunkId>>,
    /// The SHA-256 of what the set-up link ends with.
    pub(crate) setup: Mutex<Option<[u8; 32]>>,
}
