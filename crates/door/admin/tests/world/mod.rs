//! An office with a real database in a directory of its own, and an exchange that only remembers what it was told.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test file uses a part of this, nobody else any, and a test ends where its world fails"
)]

use std::{
    path::PathBuf,
    pin::Pin,
    sync::{Arc, Mutex},
};

use admin::{
    Actor, Admin, Live,
    live::{Answer, CallRow, Noticed, Survey},
    site::SiteFile,
};
use model::{Snapshot, TrunkId};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_stream::{Stream, StreamExt, wrappers::UnboundedReceiverStream};

/// The seed page's exchanges as site files.
pub const SITE_A: &str = include_str!("../sites/a.toml");
/// The other one.
pub const SITE_B: &str = include_str!("../sites/b.toml");

/// An exchange that has what a test gave it.
#[derive(Default)]
pub struct Still {
    /// Calls in progress.
    pub calls: Mutex<Vec<CallRow>>,
    /// What a look shows.
    pub survey: Mutex<Survey>,
    /// Revisions that it was configured with.
    pub configured: Mutex<Vec<u64>>,
    /// Calls that it was told to end.
    pub hung_up: Mutex<Vec<u64>>,
    /// What it says when somebody follows it.
    pub noticed: Mutex<Vec<Noticed>>,
    /// What it says after that; without it it ends.
    pub later: Mutex<Option<UnboundedReceiver<Noticed>>>,
}

impl Live for Still {
    fn configure(&self, snapshot: Arc<Snapshot>) -> Answer<'_, ()> {
        self.configured.lock().unwrap().push(snapshot.revision().0);
        Box::pin(async { Ok(()) })
    }

    fn hangup(&self, call: u64) -> Answer<'_, ()> {
        self.hung_up.lock().unwrap().push(call);
        Box::pin(async { Ok(()) })
    }

    fn calls(&self) -> Answer<'_, Vec<CallRow>> {
        let calls = self.calls.lock().unwrap().clone();
        Box::pin(async { Ok(calls) })
    }

    fn survey(&self, _trunks: Vec<TrunkId>) -> Answer<'_, Survey> {
        let survey = self.survey.lock().unwrap().clone();
        Box::pin(async { Ok(survey) })
    }

    fn events(&self) -> Pin<Box<dyn Stream<Item = Noticed> + Send>> {
        let at_once = tokio_stream::iter(std::mem::take(&mut *self.noticed.lock().unwrap()));
        match self.later.lock().unwrap().take() {
            Some(later) => Box::pin(at_once.chain(UnboundedReceiverStream::new(later))),
            None => Box::pin(at_once),
        }
    }
}

/// An office for one test.
pub struct World {
    /// The office.
    pub admin: Arc<Admin>,
    /// Its exchange.
    pub live: Arc<Still>,
    dir: PathBuf,
}

impl World {
    /// Opens an office in a new directory of this name.
    pub async fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("strowger-doors-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        Self::open(dir).await
    }

    /// Opens the office again, as after a restart.
    pub async fn reopened(self) -> Self {
        let dir = self.dir.clone();
        drop(self.admin);
        Self::open(dir).await
    }

    async fn open(dir: PathBuf) -> Self {
        let live = Arc::new(Still::default());
        let admin = Admin::open(&dir, live.clone()).await.unwrap();
        Self { admin, live, dir }
    }

    /// Applies a site file.
    pub async fn apply(&self, text: &str) -> admin::site::Plan {
        self.admin.apply(&Actor::Owner, &[file(text)], false).await.unwrap().value
    }

    /// Removes the directory; a test that fails leaves it for a look.
    pub fn close(self) {
        drop(self.admin);
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// Makes a site file of a text.
pub fn file(text: &str) -> SiteFile {
    SiteFile { name: "site.toml".into(), text: text.into() }
}
