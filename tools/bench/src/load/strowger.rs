//! Our own server: a configuration and a site file with two static trunks, an outgoing call, and the users.

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

/// Our server's program.
pub(crate) struct Strowger {
    program: PathBuf,
}

impl Strowger {
    /// Takes the program.
    pub(crate) const fn new(program: PathBuf) -> Self {
        Self { program }
    }

    fn apply(&self, data: &Path, site: &Path) -> Result<()> {
        let done = Command::new(&self.program).arg("--data-dir").arg(data).arg("apply").arg(site).output()?;
        ensure!(done.status.success(), "apply: {}", String::from_utf8_lossy(&done.stderr).trim());
        Ok(())
    }
}

impl Kind for Strowger {
    fn name(&self) -> &'static str {
        "Strowger"
    }

    fn start(&self, net: &Net, folder: &Path) -> Result<Server> {
        let home = folder.join("strowger");
        drop(fs::remove_dir_all(&home));
        fs::create_dir_all(&home)?;
        let (data, config, site, log) =
            (home.join("data"), home.join("config.toml"), home.join("site.toml"), home.join("log"));
        fs::write(&config, config_text(&data))?;
        fs::write(&site, site_text())?;
        let out = fs::File::create(&log)?;
        let child = net
            .on(Host::Server, &self.program)
            .arg("serve")
            .arg("--config")
            .arg(&config)
            .stdout(out.try_clone()?)
            .stderr(out)
            .spawn()
            .with_context(|| self.program.display().to_string())?;
        let mut server = Server::new(child);
        wait_until_ready(&mut server, &log)?;
        self.apply(&data, &site)?;
        // What it builds from a new configuration is not part of any figure.
        thread::sleep(Duration::from_secs(1));
        Ok(server)
    }
}

fn wait_until_ready(server: &mut Server, log: &Path) -> Result<()> {
    let end = Instant::now() + Duration::from_secs(15);
    loop {
        let said = fs::read_to_string(log).unwrap_or_default();
        if said.contains("api:") {
            return Ok(());
        }
        ensure!(Instant::now() < end && !server.is_gone(), "it did not become ready: {}", said.trim());
        thread::sleep(Duration::from_millis(20));
    }
}

fn config_text(data: &Path) -> String {
    let address = Host::Server.address();
    format!(
        "data_dir = \"{}\"\n[sip]\nudp = [\"{address}:5060\"]\ntcp = [\"{address}:5060\"]\n[rtp]\naddress = \"{address}\"\n\
         ports = \"20000-39999\"\n[http]\nlisten = \"{address}:8080\"\nplain = true\n[security]\nunlimited_sources = [\"10.79.0.0/24\"]\n",
        data.display()
    )
}

fn site_text() -> String {
    let mut text = String::from(
        "[[context]]\nname = \"load\"\nkind = \"internal\"\nincludes = [\"load-out\"]\n\n[[context]]\nname = \"load-out\"\nkind = \
         \"outcall\"\n\n[[outgoing_call]]\nname = \"load\"\ncontext = \"load-out\"\ntrunks = \
         [\"load-out\"]\n[[outgoing_call.extension]]\npattern = \"5XXX.\"\n",
    );
    for (name, address) in
        [("load-in", Host::Caller.address().into()), ("load-out", format!("{}:5080", Host::Callee.address()))]
    {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n[[trunk]]\nname = \"{name}\"\nconnection_type = \"peer\"\naddressing = \"static\"\naddress = \"{address}\"\ncontext = \
             \"load\"\ncodecs = [\"ulaw\", \"alaw\", \"gsm\"]\ntransit = true\nlimits = \"none\"\n"
        );
    }
    for n in users() {
        let _ = write!(
            text,
            "\n[[user]]\nfirstname = \"Load\"\nlastname = \"{n}\"\n[[user.line]]\nusername = \"u{n}\"\npassword = \
             \"pw{n}\"\nweak_password = true\ncontext = \"load\"\n"
        );
    }
    text
}
