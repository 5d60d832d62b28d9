//! What has to be done from time to time: the end of the call log, a backup every day, a look at the disk.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use crate::{
    acts::{Admin, now_ms},
    dashboard::StorageTrouble,
    error::Error,
    events::Event,
};

/// How often it is done. Nobody minds an old call that stays an hour longer.
const EVERY: Duration = Duration::from_hours(1);

/// Rows that go at once, and the pause until the next ones: the rows of calls that go on are written in between.
const ROWS: u32 = 200;
const PAUSE: Duration = Duration::from_millis(100);

const DAY_MS: u64 = 86_400_000;

/// How often it is looked whether the database can be written.
const LOOK_EVERY: Duration = Duration::from_secs(1);

impl Admin {
    /// Does it again and again; ends with the office.
    pub async fn keep_house(self: Arc<Self>) {
        let office = Arc::downgrade(&self);
        drop(self);
        tokio::join!(keep_order(office.clone()), watch_storage(office));
    }

    /// Makes the backup of the day, where that is due.
    async fn back_up(self: &Arc<Self>) {
        let admin = Arc::clone(self);
        let making = tokio::task::spawn_blocking(move || {
            admin.store().back_up_by_itself(now_ms(), env!("CARGO_PKG_VERSION"))
        });
        match making.await {
            Ok(Ok(None)) => {}
            Ok(Ok(Some(file))) => tracing::info!(file = %file.display(), "the backup of the day was made"),
            Ok(Err(error)) => {
                tracing::error!(%error, "the backup of the day could not be made; it is tried again in an hour")
            }
            Err(error) => tracing::error!(%error, "the backup of the day could not be made"),
        }
    }

    /// Deletes the calls that are older than the settings keep them, and counts them.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn end_call_log(&self) -> Result<u64, Error> {
        let days = self.snapshot().general().call_log_days;
        if days == 0 {
            return Ok(0);
        }
        let before = now_ms().saturating_sub(u64::from(days) * DAY_MS);
        let mut gone = 0;
        loop {
            let rows = self.written(|store, reply| store.purge_call_log(before, ROWS, reply)).await?;
            gone += rows as u64;
            if rows < ROWS as usize {
                return Ok(gone);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

async fn keep_order(office: Weak<Admin>) {
    while let Some(admin) = office.upgrade() {
        match admin.end_call_log().await {
            Ok(0) => {}
            Ok(calls) => {
                tracing::info!(calls, "calls are older than the call log keeps them, and were deleted")
            }
            Err(error) => tracing::error!(%error, "the end of the call log could not be deleted"),
        }
        admin.back_up().await;
        drop(admin);
        tokio::time::sleep(EVERY).await;
    }
}

/// Tells those who follow when the database cannot be written any more, and when it can again.
async fn watch_storage(office: Weak<Admin>) {
    let mut told = None;
    while let Some(admin) = office.upgrade() {
        let trouble = admin.store().condition().trouble.map(|trouble| StorageTrouble::from(trouble.kind));
        if trouble != told {
            told = trouble;
            admin.desk().add(Event::Storage { trouble });
        }
        drop(admin);
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
