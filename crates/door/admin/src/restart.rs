//! Going on in a new process: an act that whoever runs the exchange carries out.

use std::sync::{Mutex, PoisonError};

use model::Permission;
use serde::Serialize;
use tokio::sync::{mpsc, oneshot};
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::{Admin, now_ms},
    audit::{AuditAct, AuditSubject},
    error::Error,
};

/// The process that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Run {
    /// When it started, in milliseconds since the epoch.
    pub started_ms: u64,
    /// Its release.
    #[schema(example = "0.1.0")]
    pub version: String,
    /// Calls in progress.
    pub calls: u32,
}

/// Somebody's wish to restart. Whoever carries it out first says what keeps it from being done; nothing where nothing does.
pub type RestartWish = oneshot::Sender<Option<String>>;

/// Since when the process runs, and whom restarts are asked of.
#[derive(Debug)]
pub(crate) struct Runner {
    started_ms: u64,
    wishes: Mutex<Option<mpsc::Sender<RestartWish>>>,
}

impl Default for Runner {
    fn default() -> Self {
        Self { started_ms: now_ms(), wishes: Mutex::default() }
    }
}

impl Admin {
    /// Returns where wishes to restart arrive. Whoever runs the exchange asks for this once.
    pub fn restart_wishes(&self) -> mpsc::Receiver<RestartWish> {
        let (wishes, arriving) = mpsc::channel(1);
        *self.runner().wishes.lock().unwrap_or_else(PoisonError::into_inner) = Some(wishes);
        arriving
    }

    /// Shows the process that runs.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn run(&self) -> Result<Run, Error> {
        let calls = self.live().figures().await?.calls;
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Ok(Run { started_ms: self.runner().started_ms, version, calls })
    }

    /// Has the exchange go on in a new process, with its calls and its sockets; returns as soon as that begins, with the process that
    /// ends.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NoRestart`], with what keeps it; [`Error::Storage`]; [`Error::Gone`].
    pub async fn restart(&self, actor: &Actor) -> Result<Run, Error> {
        actor.demand(Permission::Administer)?;
        let run = self.run().await?;
        self.note(actor, AuditAct::Restarted, AuditSubject::default()).await?;
        let wishes = self.runner().wishes.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let unasked = || Error::NoRestart("the exchange does not run as `strowger serve`".to_owned());
        let wishes = wishes.ok_or_else(unasked)?;
        let (wish, answer) = oneshot::channel();
        // One that is under way keeps the next one from being asked for.
        let busy = || Error::NoRestart("a restart is under way".to_owned());
        wishes.try_send(wish).map_err(|_| busy())?;
        match answer.await {
            Ok(None) => Ok(run),
            Ok(Some(why)) => Err(Error::NoRestart(why)),
            Err(_) => Err(busy()),
        }
    }
}
