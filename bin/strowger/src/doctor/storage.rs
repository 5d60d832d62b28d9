//! The disk and the database: room, who may write, whether it is whole, whether its key is there, and what a backup would save.

use std::{
    io::ErrorKind,
    os::unix::fs::{MetadataExt, PermissionsExt},
};

use model::Nouns;
use nix::{
    sys::statvfs::{FsFlags, statvfs},
    unistd::{AccessFlags, access},
};
use store::{Error, Inspection, Place, TroubleKind};

use super::finding::{Area, Finding, Level, Report};
use crate::{config::Config, recover, serve::now_ms};

/// Bytes below which a disk is as good as full, and below which it will be.
const FULL: u64 = 64 << 20;
const LOW: u64 = 1 << 30;

/// A backup older than this is worth a word.
const OLD_MS: u64 = 2 * 86_400_000;

/// Looks, and gives what is configured where that can be read.
pub(super) fn look(config: &Config, report: &mut Report) -> Option<Nouns> {
    let dir = config.data_dir.as_path();
    match std::fs::metadata(dir) {
        Ok(found) if found.permissions().mode() & 0o077 != 0 => report.add(
            Finding::new(Area::Disk, Level::Warning, format!("others may look into {}", dir.display()))
                .remedy("chmod 700: every start does so too"),
        ),
        Ok(found) => report.add(Finding::new(
            Area::Disk,
            Level::Good,
            format!("{} belongs to user {}", dir.display(), found.uid()),
        )),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            report.add(Finding::new(
                Area::Disk,
                Level::Notice,
                format!("{} is not there yet: the first start makes it", dir.display()),
            ));
            return None;
        }
        Err(error) => {
            report.add(
                Finding::new(Area::Disk, Level::Broken, format!("{}: {error}", dir.display()))
                    .remedy("look as root or as the exchange's user, or correct data_dir"),
            );
            return None;
        }
    }
    disk(config, report);
    database(config, report)
}

fn disk(config: &Config, report: &mut Report) {
    let Ok(disk) = statvfs(config.data_dir.as_path()) else { return };
    let free = disk.blocks_available().saturating_mul(disk.fragment_size());
    let is_read_only = disk.flags().contains(FsFlags::ST_RDONLY)
        || access(config.data_dir.as_path(), AccessFlags::W_OK).is_err();
    if is_read_only {
        report.add(
            Finding::new(Area::Disk, Level::Broken, "nothing may be written in the data directory")
                .remedy("mount the disk for writing (dmesg says why it is not), and give the directory to the exchange's user"),
        );
    }
    let (level, says) = match free {
        free if free < FULL => (Level::Broken, "the disk is full"),
        free if free < LOW => (Level::Warning, "the disk will be full"),
        _ => (Level::Good, "the disk has room"),
    };
    let finding = Finding::new(Area::Disk, level, format!("{says}: {} MB are free", free >> 20));
    report.add(if level == Level::Good {
        finding
    } else {
        finding.remedy("make room, or move the data directory")
    });
}

fn database(config: &Config, report: &mut Report) -> Option<Nouns> {
    let place = Place { data_dir: config.data_dir.clone(), secret_key: config.secret_key.clone() };
    match store::inspect(&place) {
        Ok(None) => {
            report.add(Finding::new(
                Area::Database,
                Level::Notice,
                "there is none yet: the first start makes it",
            ));
            None
        }
        Ok(Some(Inspection { bytes, revision, is_current, nouns })) => {
            let says = format!("it is whole, at revision {revision}, {} MB", bytes >> 20);
            report.add(Finding::new(Area::Database, Level::Good, says));
            if !is_current {
                report.add(
                    Finding::new(
                        Area::Database,
                        Level::Notice,
                        "it is of an earlier release: the next start brings it up to date",
                    )
                    .remedy("take a backup before: the earlier release does not read it afterwards"),
                );
            }
            backups(config, report);
            nouns
        }
        Err(error) => {
            report.add(broken(config, &error));
            None
        }
    }
}

fn broken(config: &Config, error: &Error) -> Finding {
    let finding = |level| Finding::new(Area::Database, level, error.to_string());
    match error {
        Error::DamagedDatabase { .. } => {
            let remedy = recover::remedy(&config.data_dir, now_ms());
            finding(Level::Broken).remedy(remedy.trim_start_matches("; "))
        }
        // The error itself says what to do.
        Error::KeyMissing(_) | Error::KeyWrong(_) | Error::KeyUnreadable(_) | Error::Newer { .. } => {
            finding(Level::Broken)
        }
        _ => match error.trouble() {
            Some(TroubleKind::Locked) => {
                finding(Level::Warning).remedy("another program holds it: fuser names it")
            }
            _ => finding(Level::Broken)
                .remedy("look as root or as the exchange's user; else look at the disk (dmesg, smartctl)"),
        },
    }
}

fn backups(config: &Config, report: &mut Report) {
    report.add(match store::newest_good(&config.data_dir) {
        None => Finding::new(Area::Database, Level::Warning, "there is no automatic backup that is whole")
            .remedy("the exchange makes one soon after its start; the log says why it cannot"),
        Some(backup) => {
            let age_ms = now_ms().saturating_sub(backup.at_ms);
            let says = format!("the last automatic backup is {} h old", age_ms / 3_600_000);
            match age_ms > OLD_MS {
                true => Finding::new(Area::Database, Level::Warning, says)
                    .remedy("the exchange makes one every day that it runs: the log says why it did not"),
                false => Finding::new(Area::Database, Level::Good, says),
            }
        }
    });
}
