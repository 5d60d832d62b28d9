//! All phones on one thread and one clock: something is awaited, and meanwhile every phone does what is due.

use std::{
    io::{self, ErrorKind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use moment::Moment;

use crate::handset::Handset;

/// How often each phone is looked after; a packet of audio is due every 20 ms.
const TURN: Duration = Duration::from_millis(4);

/// How long anything may take: a registration, an answer, a second of audio.
const PATIENCE: Duration = Duration::from_secs(10);

/// The phones.
pub(crate) struct Lobby {
    phones: Vec<Handset>,
    started: Instant,
    end_asked: Arc<AtomicBool>,
}

impl Lobby {
    /// Puts phones side by side, until somebody asks for the end.
    pub(crate) fn new(phones: Vec<Handset>, end_asked: Arc<AtomicBool>) -> Self {
        Self { phones, started: Instant::now(), end_asked }
    }

    /// Returns somebody's phone.
    pub(crate) fn of(&mut self, name: &str) -> Result<&mut Handset> {
        match self.phones.iter_mut().find(|handset| handset.phone.name == name) {
            Some(handset) => Ok(handset),
            None => bail!("there is no phone of {name}"),
        }
    }

    /// Registers every phone.
    pub(crate) fn register(&mut self) -> Result<()> {
        self.phones.iter_mut().for_each(|handset| handset.phone.register());
        self.until("every phone is registered", |lobby| {
            for Handset { phone, .. } in &lobby.phones {
                if let Some(status) = phone.registered.filter(|status| !status.is_success()) {
                    bail!("{} is refused with {}", phone.name, status.code());
                }
            }
            Ok(lobby.phones.iter().all(|handset| handset.phone.registered.is_some()))
        })
    }

    /// Waits until something is so.
    pub(crate) fn until(&mut self, what: &str, mut so: impl FnMut(&mut Self) -> Result<bool>) -> Result<()> {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            self.turn()?;
            if so(self)? {
                return Ok(());
            }
            std::thread::sleep(TURN);
        }
        bail!("this did not happen within {} s: {what}", PATIENCE.as_secs())
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, time: Duration) -> Result<()> {
        let end = Instant::now() + time;
        while Instant::now() < end {
            self.turn()?;
            std::thread::sleep(TURN);
        }
        Ok(())
    }

    fn turn(&mut self) -> Result<()> {
        if self.end_asked.load(Ordering::Relaxed) {
            return Err(io::Error::from(ErrorKind::Interrupted)).context("a signal asked for the end");
        }
        let now = Moment::ZERO + self.started.elapsed();
        self.phones.iter_mut().try_for_each(|handset| handset.turn(now))
    }
}
