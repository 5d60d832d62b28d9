//! Whether calls are taken now, for load balancers and for whoever watches processes: asked by strangers, and answered in a word.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use crate::acts::Admin;

/// How long an answer is given to everybody: however many ask, calls wait for one look a second.
const FRESH: Duration = Duration::from_secs(1);

/// An exchange that does not answer within this time is stuck.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether calls are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// They are.
    Ready,
    /// No new ones are: it is about to end.
    Ending,
    /// It does not answer.
    Stuck,
}

/// What is known of it.
#[derive(Debug, Default)]
pub(crate) struct Known {
    is_ending: AtomicBool,
    answers: tokio::sync::Mutex<Option<(Instant, bool)>>,
}

impl Admin {
    /// Notes that no new calls are taken from now on.
    pub fn begin_to_end(&self) {
        self.readied().is_ending.store(true, Ordering::Relaxed);
    }

    /// Says whether calls are taken.
    pub async fn readiness(&self) -> Readiness {
        if self.readied().is_ending.load(Ordering::Relaxed) {
            return Readiness::Ending;
        }
        let mut answers = self.readied().answers.lock().await;
        let answered = match *answers {
            Some((at, answered)) if at.elapsed() < FRESH => answered,
            _ => {
                let look = tokio::time::timeout(PATIENCE, self.live().trunks(vec![])).await;
                let answered = matches!(look, Ok(Ok(_)));
                *answers = Some((Instant::now(), answered));
                answered
            }
        };
        if answered { Readiness::Ready } else { Readiness::Stuck }
    }
}
