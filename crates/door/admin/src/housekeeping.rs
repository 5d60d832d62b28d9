//! What has to be done from time to time: the end of the call log.

use std::{sync::Arc, time::Duration};

use crate::{
    acts::{Admin, now_ms},
    error::Error,
};

/// How often it is done. Nobody minds an old call that stays an hour longer.
const EVERY: Duration = Duration::from_hours(1);

/// Rows that go at once, and the pause until the next ones: the rows of calls that go on are written in between.
const ROWS: u32 = 200;
const PAUSE: Duration = Duration::from_millis(100);

const DAY_MS: u64 = 86_400_000;

impl Admin {
    /// Does it again and again; ends with the office.
    pub async fn keep_house(self: Arc<Self>) {
        let office = Arc::downgrade(&self);
        drop(self);
        while let Some(admin) = office.upgrade() {
            match admin.end_call_log().await {
                Ok(0) => {}
                Ok(calls) => {
                    tracing::info!(calls, "calls are older than the call log keeps them, and were deleted")
                }
                Err(error) => tracing::error!(%error, "the end of the call log could not be deleted"),
            }
            drop(admin);
            tokio::time::sleep(EVERY).await;
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
