//! Three small hosts in network namespaces on one bridge: the server, who calls it, and who is called by it.
//! Their names and their subnet are their own, nothing of it reaches the world, and it goes away with the value.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

/// A host of this network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// Where the server runs.
    Server,
    /// Where calls and registrations come from.
    Caller,
    /// Where calls go to.
    Callee,
}

impl Host {
    const ALL: [Self; 3] = [Self::Server, Self::Caller, Self::Callee];

    /// Its address.
    pub(crate) const fn address(self) -> &'static str {
        match self {
            Self::Server => "10.79.0.1",
            Self::Caller => "10.79.0.21",
            Self::Callee => "10.79.0.22",
        }
    }

    const fn namespace(self) -> &'static str {
        match self {
            Self::Server => "swb-s",
            Self::Caller => "swb-a",
            Self::Callee => "swb-b",
        }
    }
}

/// The network, while it stands.
pub(crate) struct Net(());

/// Packets that an interface has sent and received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Packets {
    pub(crate) sent: u64,
    pub(crate) heard: u64,
}

impl Net {
    /// Makes it; what a run that was killed has left behind goes first.
    pub(crate) fn up() -> Result<Self> {
        down();
        let net = Self(());
        ip(&["link", "add", BRIDGE, "type", "bridge"])?;
        ip(&["link", "set", BRIDGE, "up"])?;
        for host in Host::ALL {
            let (name, outside) = (host.namespace(), format!("{}-v", host.namespace()));
            ip(&["netns", "add", name])?;
            ip(&["link", "add", &outside, "type", "veth", "peer", "name", "eth0", "netns", name])?;
            ip(&["link", "set", &outside, "master", BRIDGE, "up"])?;
            ip(&["-n", name, "addr", "add", &format!("{}/24", host.address()), "dev", "eth0"])?;
            ip(&["-n", name, "link", "set", "lo", "up"])?;
            ip(&["-n", name, "link", "set", "eth0", "up"])?;
        }
        Ok(net)
    }

    /// A program that is to run on a host. `ip` becomes the program, so that the process is the program's own.
    pub(crate) fn on(&self, host: Host, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", host.namespace()]).arg(program).stdin(Stdio::null());
        command
    }

    /// What has passed through a host's interface so far.
    pub(crate) fn packets(&self, host: Host) -> Result<Packets> {
        let done = self.on(host, "cat").arg("/proc/net/dev").output()?;
        packets_of(&String::from_utf8_lossy(&done.stdout)).context("no eth0 in /proc/net/dev")
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        down();
    }
}

fn packets_of(devices: &str) -> Option<Packets> {
    let line = devices.lines().find_map(|line| line.trim_start().strip_prefix("eth0:"))?;
    let mut fields = line.split_whitespace().map(str::parse);
    Some(Packets { heard: fields.nth(1)?.ok()?, sent: fields.nth(7)?.ok()? })
}

fn down() {
    let quietly = |words: &[&str]| drop(Command::new("ip").args(words).stderr(Stdio::null()).status());
    Host::ALL.into_iter().for_each(|host| quietly(&["netns", "del", host.namespace()]));
    quietly(&["link", "del", BRIDGE]);
}

fn ip(words: &[&str]) -> Result<()> {
    let done = Command::new("ip").args(words).output().context("ip")?;
    ensure!(
        done.status.success(),
        "ip {}: {}",
        words.join(" "),
        String::from_utf8_lossy(&done.stderr).trim()
    );
    Ok(())
}

const BRIDGE: &str = "swb-br";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_read_by_their_column() {
        let devices = "Inter-|   Receive |  Transmit\n face |bytes packets errs\n    lo: 1 2 0 0 0 0 0 0 1 2 0 0 0 0 0 0\n  \
                       eth0: 900 10 0 0 0 0 0 0 1800 20 0 0 0 0 0 0\n";
        assert_eq!(packets_of(devices), Some(Packets { sent: 20, heard: 10 }));
        assert_eq!(packets_of("lo: 1 2"), None);
    }
}
