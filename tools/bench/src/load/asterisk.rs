//! A real Asterisk with the same trunks and users, in the folder where tools/setup.sh keeps it.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};

use super::{
    net::{Host, Net},
    server::{Kind, Server, users},
};

/// The tree that Asterisk is installed in.
pub(crate) struct Asterisk {
    root: PathBuf,
}

impl Asterisk {
    /// Finds it where the end-to-end tests do.
    pub(crate) fn installed() -> Option<Self> {
        let home = std::env::var_os("E2E_HOME").unwrap_or_else(|| "/var/cache/strowger-e2e".into());
        let root = Path::new(&home).join("asterisk");
        root.join("usr/sbin/asterisk").is_file().then_some(Self { root })
    }

    fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.root.join(&BASE[1..]).join("etc").join(name);
        fs::write(&path, text).with_context(|| path.display().to_string())
    }

    fn configure(&self) -> Result<()> {
        let base = self.root.join(&BASE[1..]);
        drop(fs::remove_dir_all(&base));
        ["etc", "run", "log", "spool", "db"]
            .iter()
            .try_for_each(|name| fs::create_dir_all(base.join(name)))?;
        self.write("asterisk.conf", &directories())?;
        let unwanted: String = UNWANTED.iter().map(|name| format!("noload = {name}.so\n")).collect();
        self.write("modules.conf", &format!("[modules]\nautoload = yes\n{unwanted}"))?;
        self.write("logger.conf", "[general]\n[logfiles]\nconsole = error\n")?;
        self.write("rtp.conf", "[general]\nrtpstart = 20000\nrtpend = 39998\nstrictrtp = no\n")?;
        self.write("cdr.conf", "[general]\nenable = no\n")?;
        self.write("cel.conf", "[general]\nenable = no\n")?;
        self.write("extensions.conf", "[load]\nexten => _5XXX.,1,Dial(PJSIP/${EXTEN}@load)\n")?;
        self.write("pjsip.conf", &pjsip())
    }

    fn is_ready(&self) -> bool {
        let asked = Command::new("chroot")
            .arg(&self.root)
            .args(["asterisk", "-C", &format!("{BASE}/etc/asterisk.conf"), "-rx", "core waitfullybooted"])
            .output();
        asked.is_ok_and(|done| String::from_utf8_lossy(&done.stdout).contains("fully booted"))
    }
}

impl Kind for Asterisk {
    fn name(&self) -> &'static str {
        "Asterisk"
    }

    fn start(&self, net: &Net, folder: &Path) -> Result<Server> {
        self.configure()?;
        let out = fs::File::create(folder.join("asterisk.log"))?;
        let child = net
            .on(Host::Server, "chroot")
            .arg(&self.root)
            .args(["asterisk", "-C", &format!("{BASE}/etc/asterisk.conf"), "-f", "-n"])
            .stdout(out.try_clone()?)
            .stderr(out)
            .spawn()
            .context("chroot")?;
        let mut server = Server::new(child);
        let end = Instant::now() + Duration::from_secs(60);
        while !self.is_ready() {
            ensure!(Instant::now() < end && !server.is_gone(), "Asterisk did not come up");
            thread::sleep(Duration::from_millis(200));
        }
        thread::sleep(Duration::from_secs(1));
        Ok(server)
    }
}

fn directories() -> String {
    format!(
        "[directories]\nastetcdir => {BASE}/etc\nastdbdir => {BASE}/db\nastspooldir => {BASE}/spool\nastrundir => {BASE}/run\n\
         astlogdir => {BASE}/log\nastmoddir => /usr/lib/x86_64-linux-gnu/asterisk/modules\nastvarlibdir => /var/lib/asterisk\n\
         astkeydir => /var/lib/asterisk\nastdatadir => /usr/share/asterisk\nastagidir => /usr/share/asterisk/agi-bin\n\
         [options]\nmaxfiles = 20000\n"
    )
}

fn pjsip() -> String {
    let (server, caller, callee) = (Host::Server.address(), Host::Caller.address(), Host::Callee.address());
    // The caller's address is a trunk's and its registrations are users': a name comes before an address.
    let mut text = format!(
        "[global]\ntype = global\nendpoint_identifier_order = username,ip,auth_username,anonymous\n\
         [udp]\ntype = transport\nprotocol = udp\nbind = {server}:5060\n\
         [load]\ntype = endpoint\ncontext = load\ndisallow = all\nallow = ulaw,alaw,gsm\ndirect_media = no\naors = load\n\
         [load]\ntype = aor\ncontact = sip:{callee}:5080\n\
         [load]\ntype = identify\nendpoint = load\nmatch = {caller}\nmatch = {callee}\n"
    );
    for n in users() {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "[u{n}]\ntype = endpoint\ncontext = load\ndisallow = all\nallow = ulaw\naors = u{n}\nauth = u{n}\n\
             [u{n}]\ntype = auth\nauth_type = userpass\nusername = u{n}\npassword = pw{n}\n\
             [u{n}]\ntype = aor\nmax_contacts = 1\nremove_existing = yes\n"
        );
    }
    text
}

/// Where it keeps its things, seen from inside its own tree.
const BASE: &str = "/srv/strowger-bench";
/// Channel drivers and services that would open ports or wait for a network.
const UNWANTED: &[&str] = &[
    "chan_iax2",
    "chan_console",
    "chan_motif",
    "chan_unistim",
    "chan_ooh323",
    "chan_mobile",
    "chan_dahdi",
    "pbx_dundi",
    "res_calendar",
    "res_stun_monitor",
    "res_geolocation",
    "cdr_csv",
];
