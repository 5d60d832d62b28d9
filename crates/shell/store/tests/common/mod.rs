//! A data directory of a test's own, and what is kept in it.

// Each file under tests/ is a crate that uses its part; and a test's helpers may fail it.
#![allow(dead_code, clippy::unwrap_used)]

use std::{path::PathBuf, sync::mpsc};

use model::{
    Cdr, Change, Edit, Snapshot, TrunkDraft,
    record::{CallStatus, CallTimes, CdrId, Outcome, Party},
};
use store::{Author, Loaded, Store, Written};

/// A data directory that goes when the test ends.
pub(crate) struct Dir(pub(crate) PathBuf);

impl Dir {
    /// Makes a path that nothing is at.
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("strowger-store-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    /// Opens it at one second past the epoch.
    pub(crate) fn open(&self) -> (Store, Loaded) {
        Store::open(&self.0, 1_000).unwrap()
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Saves the way from one configuration to the next, and waits until it is on disk.
pub(crate) fn save(store: &Store, old: &Snapshot, new: &Snapshot) {
    let (done, wait) = mpsc::channel();
    let change = Written {
        difference: new.difference(old),
        revision: new.revision(),
        last_id: new.nouns().last_id,
        author: Author {
            name: "test".into(),
            at_ms: 5,
            summary: "a change".into(),
            details: serde_json::json!({}),
        },
        audit: vec![],
    };
    store.apply(change, move |result| done.send(result).unwrap());
    wait.recv().unwrap().unwrap();
}

/// Adds a trunk with a password.
pub(crate) fn with_trunk(old: &Snapshot) -> Snapshot {
    let draft = TrunkDraft {
        name: Some("to-b".into()),
        username: Some("to-b".into()),
        password: Some(model::Secret::new("Wq7-long-enough-2x")),
        context: Some(serde_json::from_str("\"Incalls\"").unwrap()),
        addressing: Some(serde_json::from_str("\"dynamic\"").unwrap()),
        ..TrunkDraft::default()
    };
    old.apply(&[Change::Trunk(Edit::Create(draft))]).unwrap()
}

/// A row of the call log.
pub(crate) fn cdr(id: u64, answered: bool, ended: bool) -> Box<Cdr> {
    Box::new(Cdr {
        id: CdrId(id),
        times: CallTimes { start_ms: 10, answer_ms: answered.then_some(20), end_ms: ended.then_some(30) },
        caller: Party { name: "Alice".into(), number: "201".into(), ..Party::default() },
        callee: Party::default(),
        dialled: "**99101".into(),
        context: "default".into(),
        destination: String::new(),
        outcome: Outcome {
            status: if ended { CallStatus::Answered } else { CallStatus::InProgress },
            sip_code: 200,
            reason: "OK".into(),
            hangup_by: None,
        },
        media: vec![],
        charged: None,
        trace: "{}".into(),
        quality: vec![],
    })
}
