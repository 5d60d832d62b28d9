//! Going on in a new process: `strowger restart`, SIGUSR2, an upgrade (docs/decisions/0012-calls-outlive-the-process.md).
//!
//! The process stays the same for whoever watches over it: it executes the binary again, and leaves its sockets open for it, as systemd
//! does for what it starts. Beside them lies a list of what each is; it holds addresses and numbers, nothing secret.

use std::{
    env,
    ffi::OsString,
    fs,
    io::{self, Write},
    net::SocketAddr,
    os::{
        fd::{AsFd, OwnedFd},
        unix::{fs::OpenOptionsExt, process::CommandExt},
    },
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, bail, ensure};
use engine::{AudioSockets, AudioStood, Sockets};
use listenfd::ListenFd;
use nix::fcntl::{FcntlArg, fcntl};
use serde::{Deserialize, Serialize};

/// The list, in the data directory.
const FILE: &str = "handover.json";

/// What says to a process that there is a list for it: a number that the list has too, so that no old one is taken for it.
const KEY: &str = "STROWGER_HANDOVER";

/// Numbers that are left free for files that another thread opens meanwhile.
const ROOM: i32 = 64;

/// The version of the list; a process of another release that does not know it opens its sockets itself.
const VERSION: u32 = 1;

/// What is handed over, in the order of the descriptors.
#[derive(Debug, Serialize, Deserialize)]
struct List {
    version: u32,
    key: String,
    sockets: Vec<Handed>,
}

/// One socket, or the two of a leg's audio.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Handed {
    Udp(SocketAddr),
    Tcp(SocketAddr),
    Tls(SocketAddr),
    Audio(AudioStood),
}

/// How this process was started, so that it can be again: the file may be another by then, which is what an upgrade is.
#[derive(Debug)]
pub(crate) struct Oneself {
    binary: PathBuf,
    arguments: Vec<OsString>,
}

impl Oneself {
    /// Finds out; to be called at the start, before the file can be replaced.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn found() -> io::Result<Self> {
        Ok(Self { binary: env::current_exe()?, arguments: env::args_os().skip(1).collect() })
    }

    /// Sees whether the file that is there now can be executed at all: better said while calls go on here.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn try_out(&self) -> anyhow::Result<()> {
        let shown = self.binary.display();
        let tried = Command::new(&self.binary).arg("--version").output();
        let tried = tried.with_context(|| format!("{shown} cannot be started"))?;
        ensure!(tried.status.success(), "{shown} does not work: {}", String::from_utf8_lossy(&tried.stderr));
        Ok(())
    }

    /// Executes the file in this process's place, with the sockets. Returns only where that failed: then nothing can go on here, since
    /// the engine has ended.
    pub(crate) fn go_on(&self, data_dir: &Path, sockets: Sockets) -> anyhow::Error {
        let mut command = Command::new(&self.binary);
        command.args(&self.arguments);
        match leave_open(data_dir, sockets) {
            Ok((first, count, key)) => {
                command
                    .env(KEY, key)
                    .env("LISTEN_FDS", count.to_string())
                    .env("LISTEN_FDS_FIRST_FD", first.to_string())
                    .env("LISTEN_PID", std::process::id().to_string());
            }
            Err(error) => {
                tracing::error!(
                    "the sockets cannot be handed over, so this is an ordinary restart: {error:#}"
                );
                command.env_remove(KEY).env_remove("LISTEN_FDS");
            }
        }
        let error = command.exec();
        anyhow::Error::new(error).context(format!("{} cannot be executed", self.binary.display()))
    }
}

/// Writes the list, and leaves the sockets open in its order, in numbers that follow one another. Returns the first number, how many
/// there are, and the list's key.
fn leave_open(data_dir: &Path, sockets: Sockets) -> anyhow::Result<(i32, usize, String)> {
    let Sockets { udp, tcp, tls, audio } = sockets;
    let mut list: Vec<(Handed, Vec<OwnedFd>)> = Vec::new();
    list.extend(udp.into_iter().map(|(addr, socket)| (Handed::Udp(addr), vec![socket.into()])));
    list.extend(tcp.into_iter().map(|(addr, socket)| (Handed::Tcp(addr), vec![socket.into()])));
    list.extend(tls.into_iter().map(|(addr, socket)| (Handed::Tls(addr), vec![socket.into()])));
    list.extend(
        audio
            .into_iter()
            .map(|AudioSockets { stood, rtp, rtcp }| (Handed::Audio(stood), vec![rtp.into(), rtcp.into()])),
    );
    let key = std::process::id().to_string() + "-" + &crate::serve::now_ms().to_string();
    let sockets = list.iter().map(|(handed, _)| handed.clone()).collect();
    write(data_dir, &List { version: VERSION, key: key.clone(), sockets })?;
    let descriptors: Vec<OwnedFd> = list.into_iter().flat_map(|(_, sockets)| sockets).collect();
    let first = above_all()?;
    for (next, descriptor) in (first..).zip(&descriptors) {
        // A copy without close-on-exec, at the first free number from there on.
        let copy = fcntl(descriptor.as_fd(), FcntlArg::F_DUPFD(next))?;
        ensure!(copy == next, "a file was opened meanwhile at number {next}");
    }
    // They are open as long as the process is: dropping these closes no copy.
    Ok((first, descriptors.len(), key))
}

/// A number above that of every open file.
fn above_all() -> anyhow::Result<i32> {
    let numbers = fs::read_dir("/proc/self/fd")?.flatten();
    let highest = numbers.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok()).max();
    Ok(highest.unwrap_or(2) + ROOM)
}

fn write(data_dir: &Path, list: &List) -> anyhow::Result<()> {
    let path = data_dir.join(FILE);
    let mut file = fs::OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&path)?;
    Ok(file.write_all(&serde_json::to_vec(list)?)?)
}

/// Takes what the process before has left; nothing where there was none. To be called before there is a second thread, since it changes
/// the environment.
pub(crate) fn take(data_dir: &Path) -> Option<Sockets> {
    let key = env::var(KEY).ok()?;
    let mut inherited = ListenFd::from_env();
    match read(data_dir, &key).and_then(|list| sort(&list, &mut inherited)) {
        Ok(sockets) => Some(sockets),
        Err(error) => {
            tracing::error!(
                "what the process before has handed over cannot be used; the sockets are opened anew: {error:#}"
            );
            // Those that are open would keep the ports from us.
            (0..inherited.len()).for_each(|index| drop(inherited.take_udp_socket(index)));
            (0..inherited.len()).for_each(|index| drop(inherited.take_tcp_listener(index)));
            None
        }
    }
}

fn read(data_dir: &Path, key: &str) -> anyhow::Result<List> {
    let path = data_dir.join(FILE);
    let list: List = serde_json::from_slice(&fs::read(&path).context("its list cannot be read")?)?;
    // It is good for one start.
    let _ = fs::remove_file(&path);
    ensure!(list.key == key, "its list is of another start");
    ensure!(list.version == VERSION, "its list is of another release");
    Ok(list)
}

/// Finds out which descriptor is what.
fn sort(list: &List, inherited: &mut ListenFd) -> anyhow::Result<Sockets> {
    let (mut sockets, mut next) = (Sockets::default(), 0..);
    for handed in &list.sockets {
        let mut number = || next.next().unwrap_or_default();
        match handed.clone() {
            Handed::Udp(addr) => sockets.udp.push((addr, there(inherited.take_udp_socket(number()))?)),
            Handed::Tcp(addr) => sockets.tcp.push((addr, there(inherited.take_tcp_listener(number()))?)),
            Handed::Tls(addr) => sockets.tls.push((addr, there(inherited.take_tcp_listener(number()))?)),
            Handed::Audio(stood) => {
                let rtp = there(inherited.take_udp_socket(number()))?;
                let rtcp = there(inherited.take_udp_socket(number()))?;
                sockets.audio.push(AudioSockets { stood, rtp, rtcp });
            }
        }
    }
    Ok(sockets)
}

fn there<T>(taken: io::Result<Option<T>>) -> anyhow::Result<T> {
    match taken? {
        Some(socket) => Ok(socket),
        None => bail!("a socket is missing"),
    }
}
