//! The folder of the sound files. Everything here waits for the disk.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::UNIX_EPOCH,
};

use engine::{SoundFacts, sound_facts};
use model::{Problem, SoundName, sound::SoundFault};

use super::{PLAYS_MAX_S, SOUND_MAX, SOUNDS_MAX, SoundRow};
use crate::error::Error;

/// How a file ends.
const ENDING: &str = "wav";

/// How a file ends that is being written.
const HALF_WRITTEN: &str = "part";

/// What is known of files that were read once, so that a list does not read all of them again.
#[derive(Debug, Default)]
pub(crate) struct Known(Mutex<HashMap<String, Read>>);

#[derive(Clone, Copy, Debug)]
struct Read {
    bytes: u64,
    changed_ms: u64,
    facts: Result<SoundFacts, SoundFault>,
}

/// Lists the files, by name.
pub(super) fn list(known: &Known, folder: &Path) -> Result<Vec<SoundRow>, store::Error> {
    let mut rows = vec![];
    let mut seen = HashMap::new();
    for name in names(folder).map_err(failed(folder))? {
        // A file that goes while it is listed is not there.
        let Ok(read) = look(known, folder, &name) else { continue };
        seen.insert(name.to_string(), read);
        let facts = read.facts.ok();
        rows.push(SoundRow {
            name: name.to_string(),
            bytes: read.bytes,
            duration_ms: facts.map_or(0, |facts| u64::try_from(facts.plays.as_millis()).unwrap_or(u64::MAX)),
            rate_hz: facts.map_or(0, |facts| facts.rate_hz),
            channels: facts.map_or(0, |facts| facts.channels),
            changed_ms: read.changed_ms,
            used_by: vec![],
            problem: read.facts.err(),
        });
    }
    *known.0.lock().unwrap_or_else(PoisonError::into_inner) = seen;
    Ok(rows)
}

/// Reads a file; none where there is none.
pub(super) fn read(folder: &Path, name: &SoundName) -> Result<Option<Vec<u8>>, store::Error> {
    let path = path(folder, name);
    found(fs::read(&path)).map_err(failed(&path))
}

/// Reads a file's size; none where there is none.
pub(super) fn read_size(folder: &Path, name: &SoundName) -> Result<Option<u64>, store::Error> {
    let path = path(folder, name);
    found(fs::metadata(&path).map(|file| file.len())).map_err(failed(&path))
}

/// Deletes a file.
pub(super) fn remove(folder: &Path, name: &SoundName) -> Result<(), store::Error> {
    let path = path(folder, name);
    found(fs::remove_file(&path)).map(drop).map_err(failed(&path))
}

/// Writes a file, whole or not at all.
pub(super) fn put(
    known: &Known,
    folder: &Path,
    name: &SoundName,
    file: &[u8],
    replace: bool,
) -> Result<Result<(), Error>, store::Error> {
    if let Err(fault) = judge(file) {
        return Ok(Err(Error::field("file", Problem::BadSound { reason: fault })));
    }
    fs::create_dir_all(folder).map_err(failed(folder))?;
    let names = names(folder).map_err(failed(folder))?;
    let is_there = names.contains(name);
    if is_there && !replace {
        return Ok(Err(Error::field("name", Problem::taken_by(format!("sound {name}")))));
    }
    if !is_there && names.len() >= SOUNDS_MAX {
        return Ok(Err(Error::field("", Problem::TooLong { max: SOUNDS_MAX })));
    }
    let (half, whole) = (folder.join(format!("{name}.{HALF_WRITTEN}")), path(folder, name));
    let written = File::create(&half).and_then(|mut out| {
        out.write_all(file)?;
        out.sync_all()
    });
    written.and_then(|()| fs::rename(&half, &whole)).map_err(failed(&whole))?;
    // One that is written over within the clock's tick looks as it did.
    known.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name.as_str());
    Ok(Ok(()))
}

fn judge(file: &[u8]) -> Result<SoundFacts, SoundFault> {
    let facts = sound_facts(file)?;
    match facts.plays.as_secs() < u64::from(PLAYS_MAX_S) {
        true => Ok(facts),
        false => Err(SoundFault::TooLong { max_s: PLAYS_MAX_S }),
    }
}

/// Lists the names of files, in order; what has another name is none of ours.
fn names(folder: &Path) -> io::Result<Vec<SoundName>> {
    let Some(entries) = found(fs::read_dir(folder))? else { return Ok(vec![]) };
    let mut names: Vec<SoundName> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let is_ours = path.extension().is_some_and(|ending| ending == ENDING) && path.is_file();
            SoundName::parse(path.file_stem()?.to_str()?).ok().filter(|_| is_ours)
        })
        .collect();
    names.sort_unstable();
    names.truncate(SOUNDS_MAX);
    Ok(names)
}

/// Finds out what a file is, by reading it where that is not known.
fn look(known: &Known, folder: &Path, name: &SoundName) -> io::Result<Read> {
    let path = path(folder, name);
    let file = fs::metadata(&path)?;
    let since_epoch = file.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let (bytes, changed_ms) = (file.len(), u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX));
    let before = known.0.lock().unwrap_or_else(PoisonError::into_inner).get(name.as_str()).copied();
    if let Some(before) = before.filter(|read| (read.bytes, read.changed_ms) == (bytes, changed_ms)) {
        return Ok(before);
    }
    let facts = match bytes <= SOUND_MAX as u64 {
        true => judge(&fs::read(&path)?),
        false => Err(SoundFault::TooLong { max_s: PLAYS_MAX_S }),
    };
    Ok(Read { bytes, changed_ms, facts })
}

fn path(folder: &Path, name: &SoundName) -> PathBuf {
    folder.join(format!("{name}.{ENDING}"))
}

/// Takes that nothing is there for an answer.
fn found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn failed(path: &Path) -> impl Fn(io::Error) -> store::Error {
    let path = path.to_owned();
    move |source| store::Error::Directory { path: path.clone(), source }
}
