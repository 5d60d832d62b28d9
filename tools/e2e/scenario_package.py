"""The Debian package: installed, started, upgraded and removed on a real Debian that has no systemd."""

import os
import shutil
import subprocess
import time

from rules import demand, eventually, rule

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Host:
    """A Debian of its own: the one that Asterisk has, under a layer that goes with the rule."""

    log_path = "/dev/null/host"

    def __init__(self, below, folder):
        self.root, self._layers = f"{folder}/host", f"{folder}/layers"
        for path in (self.root, self._layers):
            shutil.rmtree(path, ignore_errors=True)
            os.makedirs(path)
        # The folder of the logs may be on a layered file system itself, which cannot carry another.
        subprocess.run(["mount", "-t", "tmpfs", "layers", self._layers], check=True)
        for name in ("upper", "work"):
            os.makedirs(f"{self._layers}/{name}")
        layers = f"lowerdir={below},upperdir={self._layers}/upper,workdir={self._layers}/work"
        subprocess.run(["mount", "-t", "overlay", "-o", layers, "host", self.root], check=True)
        subprocess.run(["mount", "-t", "proc", "proc", f"{self.root}/proc"], check=True)
        self._processes = []

    def run(self, *command, may_fail=False):
        """Runs a command there and returns what it prints."""
        done = subprocess.run(["chroot", self.root, *command], capture_output=True, text=True, timeout=60, check=False)
        demand(may_fail or done.returncode == 0, f"{' '.join(command)}: {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def serve(self):
        """Starts the exchange as the unit does, as its own user."""
        # Nothing in there keeps services: this stands for systemd.
        command = ["unshare", "--net", "sh", "-c", f"ip link set lo up; exec chroot --userspec=strowger:strowger {self.root} "
                   "/usr/bin/strowger serve --config /etc/strowger.toml"]
        with open(f"{self.root}/tmp/log", "w", encoding="utf-8") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._processes.append(process)
        eventually(lambda: "api:" in self.log() or process.poll() is not None, lambda: f"it does not start: {self.log()}", timeout=15)
        demand(process.poll() is None, f"it ended: {self.log()}")
        return process

    def log(self):
        """What the exchange has said."""
        try:
            with open(f"{self.root}/tmp/log", encoding="utf-8") as log:
                return log.read()
        except FileNotFoundError:
            return ""

    def close(self):
        """Ends what runs there, and takes the host away."""
        for process in self._processes:
            process.terminate()
            process.wait(15)
        for path in (f"{self.root}/proc", self.root, self._layers):
            subprocess.run(["umount", "-l", path], check=True)


def package(world, version):
    """Makes a package of the binary that is tried."""
    out = os.path.abspath(f"{world.folder}/packages")
    done = subprocess.run([f"{REPOSITORY}/packaging/package.sh", os.path.abspath(world.binary), version, out], capture_output=True, text=True,
                          env=os.environ | {"PACKAGE_LEVEL": "0"}, check=False)
    demand(done.returncode == 0, done.stdout + done.stderr)
    return f"{out}/strowger_{version}_amd64.deb"


@rule("the Debian package is installed, started as its own user, upgraded without losing anything, removed and purged")
def life_of_a_package(world):
    """dpkg of Debian itself; where there is no systemd the package starts nothing."""
    first, second = package(world, "0.0.9"), package(world, "0.1.0")
    host = world.keep(Host(world.asterisk_root, world.folder))
    for file in (first, second):
        shutil.copy(file, f"{host.root}/tmp/")
    host.run("dpkg", "--install", "/tmp/strowger_0.0.9_amd64.deb")
    demand(host.run("stat", "-c", "%U %a", "/var/lib/strowger").strip() == "strowger 700", "the data directory")
    for path in ("/usr/lib/systemd/system/strowger.service", "/usr/share/man/man1/strowger.1.gz", "/usr/share/man/man1/strowger-doctor.1.gz",
                 "/usr/share/bash-completion/completions/strowger", "/usr/lib/sysusers.d/strowger.conf", "/etc/strowger.toml"):
        demand(os.path.exists(host.root + path), f"{path} is missing")
    with open(f"{host.root}/usr/lib/systemd/system/strowger.service", encoding="utf-8") as unit:
        demand("ExecStart=/usr/bin/strowger" in unit.read(), "the unit starts another program")
    demand(host.run("dpkg", "--verify", "strowger") == "", "files differ from the package's list")

    running = host.serve()
    host.run("strowger", "--data-dir", "/var/lib/strowger", "context", "create", "--set", "name=kept", "--set", "kind=internal")
    with open(f"{host.root}/etc/strowger.toml", "a", encoding="utf-8") as config:
        config.write("# changed by its owner\n")
    host.run("dpkg", "--install", "/tmp/strowger_0.1.0_amd64.deb")
    demand(running.poll() is None, "the upgrade ended what runs, and nothing would start it again")
    running.terminate()
    running.wait(15)
    host.serve()
    demand("kept" in host.run("strowger", "--data-dir", "/var/lib/strowger", "context", "list"), "the configuration is gone")
    with open(f"{host.root}/etc/strowger.toml", encoding="utf-8") as config:
        demand("changed by its owner" in config.read(), "the upgrade wrote over the configuration file")

    host.run("dpkg", "--remove", "strowger")
    demand(not os.path.exists(f"{host.root}/usr/bin/strowger"), "the binary is still there")
    demand(os.path.exists(f"{host.root}/var/lib/strowger/strowger.db") and os.path.exists(f"{host.root}/etc/strowger.toml"), "removing took the data")
    time.sleep(0.2)
    host.run("dpkg", "--purge", "strowger")
    demand(not os.path.exists(f"{host.root}/var/lib/strowger") and not os.path.exists(f"{host.root}/etc/strowger.toml"), "purging left the data")
