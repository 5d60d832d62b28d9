//! The office where acts are done: who holds [`Admin`] may do all of them.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use arc_swap::ArcSwap;
use model::{Change, Difference, Nouns, Permission, Revision, Snapshot};
use store::{AuditEntry, Author, Reader, Store, Written};
use tokio::sync::oneshot;

use crate::{
    access::Access,
    actor::Actor,
    audit,
    backup::Workshop,
    dashboard::Panel,
    emergency::{KnownReach, WarningRow},
    error::Error,
    events::Desk,
    history::{Details, RevisionAct},
    host::Host,
    lists::Lists,
    live::Live,
    readiness,
    restart::Runner,
    site::{self, Plan},
    sounds,
};

/// Connections for reading that are kept open between questions; more are opened when more are asked at once.
const READERS_IDLE: usize = 4;

/// Does administrative acts.
pub struct Admin {
    store: Store,
    live: Arc<dyn Live>,
    snapshot: ArcSwap<Snapshot>,
    /// One change at a time: each is judged against what the one before left.
    turn: tokio::sync::Mutex<()>,
    readers: Mutex<Vec<Reader>>,
    access: Access,
    workshop: Workshop,
    desk: Arc<Desk>,
    lists: Lists,
    panel: Panel,
    host: ArcSwap<Host>,
    sounds: sounds::Known,
    emergency: KnownReach,
    readied: readiness::Known,
    runner: Runner,
}

/// How the writer answers.
pub(crate) type Reply<T> = Box<dyn FnOnce(Result<T, store::Error>) + Send>;

/// A change that was done: before and after.
#[derive(Clone, Debug)]
pub(crate) struct Done {
    pub(crate) before: Arc<Snapshot>,
    pub(crate) after: Arc<Snapshot>,
    pub(crate) difference: Difference,
}

/// What an act answers, and the revision that it made; none where everything was so already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed<T> {
    /// The answer.
    pub value: T,
    /// The revision.
    pub revision: Option<u64>,
}

impl Done {
    /// Answers with a value.
    pub(crate) fn with<T>(&self, value: T) -> Changed<T> {
        let revision = (!self.difference.is_empty()).then(|| self.after.revision().0);
        Changed { value, revision }
    }

    /// Answers with what was changed.
    pub(crate) fn plan(&self) -> Changed<Plan> {
        let plan = Plan::of(&self.before, &self.after, &self.difference);
        self.with(Plan { revision: Some(self.after.revision().0), ..plan })
    }
}

impl<T> Changed<T> {
    /// Answers that nothing was changed.
    pub(crate) fn none(value: T) -> Self {
        Self { value, revision: None }
    }
}

/// Says what making one configuration of another would change.
pub(crate) fn plan_of(before: &Snapshot, after: &Snapshot) -> Plan {
    Plan::of(before, after, &after.difference(before))
}

/// Gives the configuration that a database held when it was opened. A new database gets a new exchange's, written down first.
///
/// # Errors
/// [`Error::Storage`].
pub async fn found(store: &Store, kept: Option<(Nouns, Revision)>) -> Result<Snapshot, Error> {
    if let Some((nouns, revision)) = kept {
        return Ok(Snapshot::new(nouns, revision));
    }
    let factory = Snapshot::factory();
    let nothing = Snapshot::new(Nouns::default(), Revision::default());
    let difference = factory.difference(&nothing);
    let details = Details::of(RevisionAct::Factory, &site::changes(&nothing, &factory, &difference));
    let author =
        Author { name: "factory".into(), at_ms: now_ms(), summary: "a new exchange".into(), details };
    write(store, &factory, difference, author, vec![]).await?;
    Ok(factory)
}

impl Admin {
    /// Opens a data directory and the office for it. A server opens the [`Store`] itself, since its engine wants what was
    /// registered when the last run ended.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn open(data_dir: &Path, live: Arc<dyn Live>) -> Result<Arc<Self>, Error> {
        let (store, loaded) = Store::open(data_dir, now_ms())?;
        let snapshot = found(&store, loaded.nouns).await?;
        Ok(Self::new(store, live, Arc::new(snapshot)))
    }

    /// Opens the office.
    pub fn new(store: Store, live: Arc<dyn Live>, snapshot: Arc<Snapshot>) -> Arc<Self> {
        Arc::new(Self {
            store,
            live,
            snapshot: ArcSwap::new(snapshot),
            turn: tokio::sync::Mutex::default(),
            readers: Mutex::default(),
            access: Access::default(),
            workshop: Workshop::default(),
            panel: Panel::default(),
            desk: Desk::new(now_ms()),
            lists: Lists::default(),
            host: ArcSwap::default(),
            sounds: sounds::Known::default(),
            emergency: KnownReach::default(),
            readied: readiness::Known::default(),
            runner: Runner::default(),
        })
    }

    /// Returns the configuration as it is now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Since when the process runs, and whom restarts are asked of.
    pub(crate) const fn runner(&self) -> &Runner {
        &self.runner
    }

    /// Says what is allowed but probably not meant.
    pub fn warnings(&self) -> Vec<WarningRow> {
        self.all_warnings()
            .into_iter()
            .map(|warning| WarningRow { message: warning.to_string(), warning })
            .collect()
    }

    /// Takes over what the configuration file says of the host.
    pub fn set_host(&self, host: Host) {
        self.host.store(Arc::new(host));
    }

    pub(crate) fn emergency_reach(&self) -> &KnownReach {
        &self.emergency
    }

    pub(crate) fn readied(&self) -> &readiness::Known {
        &self.readied
    }

    pub(crate) fn known_sounds(&self) -> &sounds::Known {
        &self.sounds
    }

    /// Waits for one's turn to change something; nobody else changes the configuration meanwhile.
    pub(crate) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    pub(crate) fn host(&self) -> Arc<Host> {
        self.host.load_full()
    }

    pub(crate) fn live(&self) -> &dyn Live {
        self.live.as_ref()
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn panel(&self) -> &Panel {
        &self.panel
    }

    pub(crate) fn access(&self) -> &Access {
        &self.access
    }

    pub(crate) fn lists(&self) -> &Lists {
        &self.lists
    }

    pub(crate) fn workshop(&self) -> &Workshop {
        &self.workshop
    }

    /// Where those who follow events read.
    pub(crate) fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }

    /// Orders a write, and waits for what it says.
    pub(crate) async fn written<T: Send + 'static>(
        &self,
        order: impl FnOnce(&Store, Reply<T>),
    ) -> Result<T, Error> {
        let (reply, answer) = oneshot::channel();
        order(&self.store, Box::new(|result| drop(reply.send(result))));
        answered(answer).await
    }

    /// Changes the configuration: `edits` are made from the configuration as it is when it is this change's turn.
    pub(crate) async fn change<F>(self: &Arc<Self>, actor: &Actor, edits: F) -> Result<Done, Error>
    where
        F: FnOnce(&Snapshot) -> Result<Vec<Change>, Error> + Send + 'static,
    {
        self.change_to(actor, RevisionAct::Edit, move |before| {
            let edits = edits(before)?;
            Ok(before.apply(&edits)?)
        })
        .await
    }

    /// Changes the configuration to what `make` makes of it; every change goes through here, so who may is asked here. What equals the present one is no change and no revision.
    pub(crate) async fn change_to<F>(
        self: &Arc<Self>,
        actor: &Actor,
        act: RevisionAct,
        make: F,
    ) -> Result<Done, Error>
    where
        F: FnOnce(&Snapshot) -> Result<Snapshot, Error> + Send + 'static,
    {
        actor.demand(Permission::Configure)?;
        let (admin, actor) = (Arc::clone(self), actor.clone());
        // In a task of its own: a client that hangs up half way must not leave the database and the memory apart.
        let change = tokio::spawn(async move { admin.do_change(&actor, act, make).await });
        change.await.unwrap_or(Err(Error::Interrupted("a change of the configuration")))
    }

    async fn do_change<F>(&self, actor: &Actor, act: RevisionAct, make: F) -> Result<Done, Error>
    where
        F: FnOnce(&Snapshot) -> Result<Snapshot, Error>,
    {
        let _turn = self.turn.lock().await;
        let before = self.snapshot();
        let after = Arc::new(make(&before)?);
        let difference = after.difference(&before);
        if difference.is_empty() {
            return Ok(Done { after: before.clone(), before, difference });
        }
        let changes = site::changes(&before, &after, &difference);
        let author = Author {
            name: actor.to_string(),
            at_ms: now_ms(),
            summary: act.introduce(site::summary(&changes)),
            details: Details::of(act, &changes),
        };
        let audit = audit::weak_passwords(&author.name, &before, &difference);
        write(&self.store, &after, difference.clone(), author, audit).await?;
        self.snapshot.store(after.clone());
        // What is written down is so, even if the exchange is just going down: it reads the database when it comes back.
        if let Err(gone) = self.live.configure(after.clone()).await {
            tracing::warn!(%gone, "the configuration is changed, but nobody runs it");
        }
        let done = Done { before, after, difference };
        self.tell_changed(actor, &done);
        Ok(done)
    }

    /// Asks the database something, beside the tasks that must not wait for it.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        ask: impl FnOnce(&Reader) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, Error> {
        let admin = Arc::clone(self);
        let asked = tokio::task::spawn_blocking(move || admin.read_blocking(ask));
        asked.await.unwrap_or(Err(Error::Interrupted("a question to the database")))
    }

    fn read_blocking<T>(&self, ask: impl FnOnce(&Reader) -> Result<T, store::Error>) -> Result<T, Error> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = idle.map_or_else(|| self.store.reader(), Ok)?;
        let answer = ask(&reader).inspect_err(|error| self.store.reading_failed(error))?;
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS_IDLE {
            readers.push(reader);
        }
        Ok(answer)
    }
}

async fn write(
    store: &Store,
    after: &Snapshot,
    difference: Difference,
    author: Author,
    audit: Vec<AuditEntry>,
) -> Result<(), Error> {
    let (revision, last_id) = (after.revision(), after.nouns().last_id);
    let written = Written { difference, revision, last_id, author, audit };
    let (reply, answer) = oneshot::channel();
    store.apply(written, |result| drop(reply.send(result)));
    answered(answer).await
}

/// Waits for the writer's answer; a writer that is gone drops the question.
async fn answered<T>(answer: oneshot::Receiver<Result<T, store::Error>>) -> Result<T, Error> {
    Ok(answer.await.unwrap_or(Err(store::Error::Stopped))?)
}

/// Reads the wall clock, in milliseconds since the epoch.
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
