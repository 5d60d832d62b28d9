//! An office with a real database in a directory of its own, and an exchange that only remembers what it was told.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test file uses a part of this, nobody else any, and a test ends where its world fails"
)]

use std::{
    collections::HashMap,
    net::IpAddr,
    path::PathBuf,
    pin::Pin,
    sync::{Arc, Mutex},
};

use admin::{
    Actor, Admin, BanRow, Live,
    live::{
        Answer, CallRow, Figures, KeptCall, Noticed, Probed, Scope, Survey, Tested, TrunkSurvey, UsageFacts,
    },
    site::SiteFile,
};
use model::{
    Cdr, Class, Snapshot, TrunkId,
    record::{CallStatus, CallTimes, CdrId, Outcome, Party, Passed, Payer, Stop, StopOf},
    toll::LimitWhen,
};
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
    /// The messages of calls.
    pub kept: Mutex<HashMap<u64, KeptCall>>,
    /// What a look shows.
    pub survey: Mutex<Survey>,
    /// What a look at trunks shows.
    pub trunks: Mutex<TrunkSurvey>,
    /// What goes on, in numbers.
    pub figures: Mutex<Figures>,
    /// What comes of a probe; nothing ever where this is none.
    pub probed: Mutex<Option<Probed>>,
    /// What comes of a test call; the exchange has ended where this is none.
    pub tested: Mutex<Option<Tested>>,
    /// The test calls that it was told to make: the trunk, the number, and by whom.
    pub test_calls: Mutex<Vec<(TrunkId, String, String)>>,
    /// Trunks that it was told to register at.
    pub registered: Mutex<Vec<TrunkId>>,
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

    fn call(&self, call: u64) -> Answer<'_, Option<(CallRow, Cdr)>> {
        let row = self.calls.lock().unwrap().iter().find(|row| row.id == call.to_string()).cloned();
        Box::pin(async move { Ok(row.map(|row| (row, record(call)))) })
    }

    fn kept(&self, call: u64) -> Answer<'_, Option<KeptCall>> {
        let kept = self.kept.lock().unwrap().get(&call).cloned();
        Box::pin(async { Ok(kept) })
    }

    fn survey(&self, _scope: Scope) -> Answer<'_, Survey> {
        let survey = self.survey.lock().unwrap().clone();
        Box::pin(async { Ok(survey) })
    }

    fn trunks(&self, _trunks: Vec<TrunkId>) -> Answer<'_, TrunkSurvey> {
        let survey = self.trunks.lock().unwrap().clone();
        Box::pin(async { Ok(survey) })
    }

    fn figures(&self) -> Answer<'_, Figures> {
        let figures = self.figures.lock().unwrap().clone();
        Box::pin(async { Ok(figures) })
    }

    fn probe(&self, _trunk: TrunkId) -> Answer<'_, Probed> {
        let outcome = self.probed.lock().unwrap().clone();
        Box::pin(async move {
            let waits = outcome.is_none();
            if waits {
                std::future::pending::<()>().await;
            }
            outcome.ok_or(admin::live::Gone)
        })
    }

    fn test_call(&self, trunk: TrunkId, number: String, by: String) -> Answer<'_, Tested> {
        self.test_calls.lock().unwrap().push((trunk, number, by));
        let tested = self.tested.lock().unwrap().clone();
        Box::pin(async move { tested.ok_or(admin::live::Gone) })
    }

    fn register(&self, trunk: TrunkId) -> Answer<'_, ()> {
        self.registered.lock().unwrap().push(trunk);
        Box::pin(async { Ok(()) })
    }

    fn bans(&self) -> Answer<'_, Vec<BanRow>> {
        let bans = self.figures.lock().unwrap().bans.clone();
        Box::pin(async { Ok(bans) })
    }

    fn lift(&self, source: IpAddr, account: Option<String>) -> Answer<'_, ()> {
        let bans = &mut self.figures.lock().unwrap().bans;
        bans.retain(|ban| (ban.address, &ban.account) != (source, &account));
        Box::pin(async { Ok(()) })
    }

    fn stops(&self) -> Answer<'_, Vec<Stop>> {
        let stops = self.figures.lock().unwrap().stops.clone();
        Box::pin(async { Ok(stops) })
    }

    fn lift_stop(&self, of: StopOf) -> Answer<'_, ()> {
        self.figures.lock().unwrap().stops.retain(|stop| stop.of != of);
        Box::pin(async { Ok(()) })
    }

    fn usage(&self) -> Answer<'_, UsageFacts> {
        Box::pin(async { Ok(UsageFacts::default()) })
    }

    fn forget_sound(&self, _name: String) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn events(&self) -> Pin<Box<dyn Stream<Item = Noticed> + Send>> {
        let at_once = tokio_stream::iter(std::mem::take(&mut *self.noticed.lock().unwrap()));
        match self.later.lock().unwrap().take() {
            Some(later) => Box::pin(at_once.chain(UnboundedReceiverStream::new(later))),
            None => Box::pin(at_once),
        }
    }
}

/// What the call log would have of a call that has just begun.
pub fn record(id: u64) -> Cdr {
    Cdr {
        id: CdrId(id),
        times: CallTimes { start_ms: 1, ..CallTimes::default() },
        caller: Party::default(),
        callee: Party::default(),
        dialled: "**99101".into(),
        context: "default".into(),
        destination: String::new(),
        outcome: Outcome {
            status: CallStatus::InProgress,
            sip_code: 200,
            reason: String::new(),
            hangup_by: None,
        },
        media: vec![],
        charged: None,
        trace: String::new(),
        quality: vec![],
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

/// A stop of everybody's premium calls.
pub fn stop() -> Stop {
    Stop {
        of: StopOf { payer: Payer::Exchange, class: Some(Class::Premium) },
        since_ms: 1,
        passed: Passed::CallsHour,
        cap: 5,
        when: LimitWhen::Always,
        call: CdrId(42),
        number: "0899123456".into(),
    }
}
