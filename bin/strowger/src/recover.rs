//! `strowger recover`: a backup in the place of a database that is damaged.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::Args;
use store::{Recovered, newest_good};

use crate::{config, serve::now_ms};

/// From what, and where.
#[derive(Args, Clone, Debug)]
pub(crate) struct Recover {
    /// The configuration file of the exchange, which says where its data are
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// This backup, in place of the newest automatic one that is whole
    #[arg(long, value_name = "FILE")]
    backup: Option<PathBuf>,
}

/// Does it, and says what is where.
///
/// # Errors
/// What kept it from being done, with what to do about it; everything is as it was then.
pub(crate) fn run(recover: &Recover, data_dir: Option<&Path>) -> anyhow::Result<()> {
    let data_dir = match data_dir {
        Some(data_dir) => data_dir.to_owned(),
        None => config::load(recover.config.as_deref())?.data_dir,
    };
    if !data_dir.is_dir() {
        return Err(anyhow!(
            "there is no data directory {}: give --data-dir or --config",
            data_dir.display()
        ));
    }
    let Recovered { from, aside } =
        store::recover(&data_dir, recover.backup.as_deref(), now_ms()).map_err(|error| {
            match (&error, &recover.backup) {
                (store::Error::NoBackup, Some(file)) => {
                    anyhow!("{} is no backup that is whole", file.display())
                }
                (store::Error::NoBackup, None) => anyhow!(
                    "there is no automatic backup that is whole in {}: give one with --backup FILE",
                    data_dir.join("backups").display()
                ),
                _ => anyhow!("{error}"),
            }
        })?;
    println!("{} is the database now", from.display());
    if let Some(aside) = aside {
        println!("what was there before is in {}", aside.display());
    }
    println!(
        "what was changed after the backup is not there: start the exchange, and look at `strowger history`"
    );
    Ok(())
}

/// Says how a damaged database is mended, for the error that names it.
pub(crate) fn remedy(data_dir: &Path, now_ms: u64) -> String {
    match newest_good(data_dir) {
        Some(backup) => format!(
            "; the last good automatic backup is {} h old: strowger --data-dir {} recover puts it in place",
            now_ms.saturating_sub(backup.at_ms) / 3_600_000,
            data_dir.display()
        ),
        None => format!(
            "; there is no automatic backup that is whole: strowger --data-dir {} recover --backup FILE puts one of yours in place",
            data_dir.display()
        ),
    }
}
