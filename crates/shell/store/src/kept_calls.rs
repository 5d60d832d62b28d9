//! What is kept of answered calls, so that they outlive the process: a file that one thread appends to and keeps short.
//!
//! A line is a note: `keep NUMBER TEXT` or `over NUMBER`. Nothing is forced to the disk: what was handed to the system outlives a
//! `kill -9`, and after a power cut the other sides of the calls are gone anyway. The call path never waits; what does not fit into
//! the queue is counted lost and said. docs/decisions/0012-calls-outlive-the-process.md.

use std::{
    collections::HashMap,
    fs::{File, OpenOptions},
    io::{self, BufRead, BufReader, Read, Write},
    os::unix::fs::{FileExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
};

/// The file in the data directory.
const FILE: &str = "calls.journal";

/// Its first line; a later release writes another.
const HEAD: &str = "strowger calls 1";

/// Notes that may wait for the thread: two a call, so some ten seconds of a full load with a disk that stands still.
const QUEUE: usize = 1 << 14;

/// The file is written anew when it has grown past this, or past so many times what it holds of calls that go on.
const LEAST_BYTES: u64 = 8 << 20;
const SLACK: u64 = 4;

/// The longest line that is read: some hundred times what a call takes.
const LONGEST_LINE: u64 = 1 << 20;

/// The most calls that are read back: more than an exchange has.
const MOST_CALLS: usize = 20_000;

enum Note {
    Keep(u64, Vec<u8>),
    Over(u64),
    Flush(SyncSender<()>),
}

/// Hands notes to the thread. Never blocks.
#[derive(Clone)]
pub struct KeptCalls {
    /// None where there is no file.
    notes: Option<SyncSender<Note>>,
}

impl KeptCalls {
    /// Keeps nothing: the exchange runs, and its calls do not outlive it.
    pub(crate) const fn nowhere() -> Self {
        Self { notes: None }
    }

    /// Keeps this of a call, over what was kept of it before. The text has no line break.
    pub fn keep(&self, call: u64, text: Vec<u8>) {
        self.hand(Note::Keep(call, text));
    }

    /// Keeps nothing of it any more.
    pub fn over(&self, call: u64) {
        self.hand(Note::Over(call));
    }

    /// Waits until everything that was handed over so far is with the system.
    pub fn flush(&self) {
        let (done, written) = sync_channel(1);
        if self.notes.as_ref().is_some_and(|notes| notes.send(Note::Flush(done)).is_ok()) {
            let _ = written.recv();
        }
    }

    fn hand(&self, note: Note) {
        let Some(notes) = &self.notes else { return };
        match notes.try_send(note) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => {
                tracing::error!("the disk does not keep up: a call may not outlive the process");
            }
            Err(TrySendError::Disconnected(_)) => {
                tracing::error!("the writer of calls has stopped: a call may not outlive the process");
            }
        }
    }
}

/// What was read of the file.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The calls that were not over, by number.
    pub(crate) calls: HashMap<u64, Vec<u8>>,
    /// Lines that are no notes: the last one may have been cut off by the end of the process.
    pub(crate) unreadable: usize,
    /// A later release wrote it.
    pub(crate) is_newer: bool,
}

/// Reads what an earlier process has kept.
pub(crate) fn read(data_dir: &Path) -> Found {
    let path = data_dir.join(FILE);
    match File::open(&path).and_then(read_file) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Found::default(),
        Err(error) => {
            tracing::error!(%error, file = %path.display(), "what was kept of calls cannot be read: they do not go on");
            Found::default()
        }
    }
}

fn read_file(file: File) -> io::Result<Found> {
    let mut found = Found::default();
    let (mut reader, mut line) = (BufReader::new(file), Vec::new());
    let mut is_first = true;
    loop {
        line.clear();
        if (&mut reader).take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(found);
        }
        let is_whole = line.pop_if(|last| *last == b'\n').is_some();
        if std::mem::take(&mut is_first) {
            if line != HEAD.as_bytes() {
                found.is_newer = line.starts_with(b"strowger calls ") && is_whole;
                found.unreadable = usize::from(!found.is_newer);
                return Ok(found);
            }
            continue;
        }
        match parse(&line).filter(|_| is_whole) {
            Some((call, Some(text))) => {
                if found.calls.len() < MOST_CALLS || found.calls.contains_key(&call) {
                    found.calls.insert(call, text.to_vec());
                }
            }
            Some((call, None)) => drop(found.calls.remove(&call)),
            None => found.unreadable += 1,
        }
    }
}

/// Reads a note: a call's number, and its text where it goes on.
fn parse(line: &[u8]) -> Option<(u64, Option<&[u8]>)> {
    let mut words = line.splitn(3, |byte| *byte == b' ');
    let (verb, number, text) = (words.next()?, words.next()?, words.next());
    let number = std::str::from_utf8(number).ok()?.parse().ok()?;
    match (verb, text) {
        (b"keep", Some(text)) => Some((number, Some(text))),
        (b"over", None) => Some((number, None)),
        _ => None,
    }
}

/// Begins a new file with these calls, and the thread that goes on writing it until nobody is left who could give it a note.
///
/// # Errors
/// What the system says.
pub(crate) fn start<'a>(
    data_dir: &Path,
    calls: impl IntoIterator<Item = (u64, &'a [u8])>,
) -> io::Result<KeptCalls> {
    let mut writer = Writer::open(data_dir.join(FILE))?;
    let mut text = Vec::new();
    calls.into_iter().for_each(|(call, kept)| writer.add(&mut text, call, Some(kept)));
    writer.append(&text)?;
    std::fs::rename(fresh(&writer.path), &writer.path)?;
    let (notes, queue) = sync_channel(QUEUE);
    std::thread::Builder::new().name("calls".to_owned()).spawn(move || writer.run(&queue))?;
    Ok(KeptCalls { notes: Some(notes) })
}

/// Where a new file is written before it takes the old one's place. The directory removes it after a crash.
fn fresh(path: &Path) -> PathBuf {
    path.with_file_name(format!("{}{FILE}", crate::TEMPORARY))
}

/// The thread's own.
struct Writer {
    path: PathBuf,
    file: File,
    /// How long the file is.
    length: u64,
    /// Where what is kept of each call begins in it, and how long it is.
    places: HashMap<u64, (u64, u64)>,
    /// The bytes of those.
    live: u64,
    is_failing: bool,
}

impl Writer {
    /// Begins a new file beside the old one.
    fn open(path: PathBuf) -> io::Result<Self> {
        let (file, length) = begin(&path)?;
        Ok(Self { path, file, length, places: HashMap::new(), live: 0, is_failing: false })
    }

    fn run(mut self, queue: &Receiver<Note>) {
        let mut text = Vec::new();
        while let Ok(first) = queue.recv() {
            let mut waiting = Vec::new();
            for note in std::iter::once(first).chain(queue.try_iter()) {
                match note {
                    Note::Keep(call, kept) => self.add(&mut text, call, Some(&kept)),
                    Note::Over(call) => self.add(&mut text, call, None),
                    Note::Flush(done) => waiting.push(done),
                }
            }
            let written = self.append(&text).and_then(|()| self.shorten());
            match written.is_ok() {
                true => text.clear(),
                false => self.shrink(&mut text),
            }
            self.say(written);
            for done in waiting {
                // Whoever waited may have gone away.
                let _ = done.try_send(());
            }
        }
    }

    /// Puts a note at the end of `text`, which is to be appended to the file.
    fn add(&mut self, text: &mut Vec<u8>, call: u64, kept: Option<&[u8]>) {
        if let Some((_, length)) = self.places.remove(&call) {
            self.live -= length;
        } else if kept.is_none() {
            return;
        }
        let begin = text.len();
        match kept {
            Some(kept) => {
                text.extend_from_slice(format!("keep {call} ").as_bytes());
                // JSON has no line break outside of its strings, and escapes those within.
                text.extend(kept.iter().filter(|byte| **byte != b'\n'));
                text.push(b'\n');
                let length = (text.len() - begin) as u64;
                self.places.insert(call, (self.length + begin as u64, length));
                self.live += length;
            }
            None => text.extend_from_slice(format!("over {call}\n").as_bytes()),
        }
    }

    fn append(&mut self, text: &[u8]) -> io::Result<()> {
        if self.is_failing {
            return self.rewrite(text);
        }
        self.file.write_all(text)?;
        self.length += text.len() as u64;
        Ok(())
    }

    /// Writes the file anew where most of it is of calls that are over.
    fn shorten(&mut self) -> io::Result<()> {
        match self.length > LEAST_BYTES.max(SLACK * self.live) {
            true => self.rewrite(b""),
            false => Ok(()),
        }
    }

    /// Writes what is live into a new file, which takes the old one's place. `text` was added and not appended.
    fn rewrite(&mut self, text: &[u8]) -> io::Result<()> {
        let (mut file, mut length) = begin(&self.path)?;
        let mut places = HashMap::with_capacity(self.places.len());
        let mut line = Vec::new();
        for (call, (from, long)) in &self.places {
            line.clear();
            match from.checked_sub(self.length) {
                // It is in what was not appended yet.
                Some(from) => {
                    let range = usize::try_from(from).ok().zip(usize::try_from(*long).ok());
                    line.extend_from_slice(
                        range.and_then(|(from, long)| text.get(from..from + long)).unwrap_or_default(),
                    );
                }
                None => {
                    line.resize(usize::try_from(*long).unwrap_or_default(), 0);
                    self.file.read_exact_at(&mut line, *from)?;
                }
            }
            file.write_all(&line)?;
            places.insert(*call, (length, *long));
            length += long;
        }
        std::fs::rename(fresh(&self.path), &self.path)?;
        (self.file, self.length, self.places) = (file, length, places);
        Ok(())
    }

    /// Drops from what could not be appended all that is of no use any more.
    fn shrink(&mut self, text: &mut Vec<u8>) {
        let mut left = Vec::new();
        for (from, long) in self.places.values_mut() {
            let begin = from.checked_sub(self.length).and_then(|begin| usize::try_from(begin).ok());
            let line = begin
                .zip(usize::try_from(*long).ok())
                .and_then(|(begin, long)| text.get(begin..begin + long));
            if let Some(line) = line {
                *from = self.length + left.len() as u64;
                left.extend_from_slice(line);
            }
        }
        *text = left;
    }

    /// Says once that it does not work, and that it does again; what could not be written is written with the next note.
    fn say(&mut self, written: io::Result<()>) {
        match written {
            Err(error) if !self.is_failing => {
                self.is_failing = true;
                tracing::error!(%error, "what is kept of calls cannot be written: they would not outlive the process");
            }
            Ok(()) if self.is_failing => {
                self.is_failing = false;
                tracing::info!("what is kept of calls is written again");
            }
            Err(_) | Ok(()) => {}
        }
    }
}

fn begin(path: &Path) -> io::Result<(File, u64)> {
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(true)
        .read(true)
        .write(true)
        .mode(0o600)
        .open(fresh(path))?;
    let head = format!("{HEAD}\n");
    file.write_all(head.as_bytes())?;
    Ok((file, head.len() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("strowger-calls-{}-{name}", std::process::id()));
            std::fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        fn write(&self, text: &[u8]) {
            std::fs::write(self.0.join(FILE), text).unwrap();
        }

        fn length(&self) -> u64 {
            std::fs::metadata(self.0.join(FILE)).unwrap().len()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn ids(found: &Found) -> Vec<u64> {
        let mut ids: Vec<u64> = found.calls.keys().copied().collect();
        ids.sort_unstable();
        ids
    }

    #[test]
    fn what_goes_on_is_read_back_as_it_was_kept_last() {
        let folder = Folder::new("back");
        assert_eq!(ids(&read(&folder.0)), Vec::<u64>::new());
        let kept = start(&folder.0, []).unwrap();
        kept.keep(1, b"{\"a\": 1}".to_vec());
        kept.keep(2, b"two".to_vec());
        kept.keep(1, b"one again".to_vec());
        kept.over(2);
        kept.over(7);
        kept.flush();
        let found = read(&folder.0);
        assert_eq!((ids(&found), found.unreadable, found.is_newer), (vec![1], 0, false));
        assert_eq!(found.calls[&1], b"one again");
        drop(kept);
        let kept = start(&folder.0, [(1, b"carried over".as_slice())]).unwrap();
        kept.keep(3, b"three".to_vec());
        kept.flush();
        assert_eq!(ids(&read(&folder.0)), [1, 3]);
    }

    /// A process that is killed may leave half a line; a power cut may leave anything.
    #[test]
    fn a_torn_tail_and_garbage_cost_themselves_only() {
        let folder = Folder::new("torn");
        let whole = format!("{HEAD}\nkeep 1 one\nkeep 2 two\n").into_bytes();
        for end in HEAD.len() + 1..=whole.len() {
            folder.write(&whole[..end]);
            let found = read(&folder.0);
            assert!(found.calls.get(&1).is_none_or(|text| text == b"one"), "cut at {end}");
            assert!(found.calls.get(&2).is_none_or(|text| text == b"two"), "cut at {end}");
        }
        let mut mixed = whole.clone();
        mixed.extend([0, 255, b'\n', b'k', b'\n']);
        mixed.extend_from_slice(b"keep x y\nover 1 2\nkeep 99999999999999999999 a\nkeep 3 three\n");
        folder.write(&mixed);
        let found = read(&folder.0);
        assert_eq!((ids(&found), found.unreadable), (vec![1, 2, 3], 5));
        for garbage in [b"".as_slice(), b"\n", b"\0\0\0", b"strowger"] {
            folder.write(garbage);
            assert_eq!(ids(&read(&folder.0)), Vec::<u64>::new());
        }
        folder.write(&vec![b'x'; 3 << 20]);
        assert_eq!(read(&folder.0).calls.len(), 0);
    }

    #[test]
    fn a_file_of_a_later_release_is_left_alone_and_said() {
        let folder = Folder::new("newer");
        folder.write(b"strowger calls 2\nkeep 1 one\n");
        let found = read(&folder.0);
        assert!(found.is_newer && found.calls.is_empty());
    }

    #[test]
    fn the_file_stays_short_however_many_calls_come_and_go() {
        let folder = Folder::new("short");
        let kept = start(&folder.0, []).unwrap();
        kept.keep(u64::MAX, b"the one that goes on".to_vec());
        for call in 0..20_000 {
            kept.keep(call, vec![b'x'; 2_000]);
            kept.over(call);
            if call % 1_000 == 0 {
                kept.flush();
            }
        }
        kept.flush();
        // Forty megabytes went through it.
        assert!(folder.length() < LEAST_BYTES + (4 << 20), "{}", folder.length());
        assert_eq!(read(&folder.0).calls[&u64::MAX], b"the one that goes on");
    }

    /// What could not be written is written as soon as it can be.
    #[test]
    fn nothing_is_lost_where_the_file_cannot_be_written_for_a_while() {
        let folder = Folder::new("failing");
        let mut writer = Writer::open(folder.0.join(FILE)).unwrap();
        std::fs::rename(fresh(&writer.path), &writer.path).unwrap();
        let mut text = Vec::new();
        writer.add(&mut text, 1, Some(b"one"));
        writer.append(&text).unwrap();
        text.clear();
        writer.is_failing = true;
        for round in 0..3 {
            writer.add(&mut text, 2, Some(format!("two {round}").as_bytes()));
            writer.add(&mut text, 3, Some(b"three"));
            writer.add(&mut text, 3, None);
            writer.shrink(&mut text);
        }
        assert_eq!(text, b"keep 2 two 2\n");
        writer.add(&mut text, 4, Some(b"four"));
        writer.append(&text).unwrap();
        let found = read(&folder.0);
        assert_eq!((ids(&found), found.unreadable), (vec![1, 2, 4], 0));
        assert_eq!(found.calls[&2], b"two 2");
    }
}
