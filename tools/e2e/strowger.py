"""Our own server on a host: start, apply a site file, ask, stop, kill."""

import os
import shutil
import signal
import sqlite3
import subprocess
import time

import net


class ServerFailed(Exception):
    """A server did not start, or a command of it failed."""


class Strowger:
    """One `strowger serve` with a data folder of its own, at the address of side A or B."""

    kind = "Strowger"

    def __init__(self, binary, folder, side, *, ipv6=False, http="plain = true", sip=None):
        self.binary, self.side, self.ipv6, self.http = os.path.abspath(binary), side, ipv6, http
        self.address, self.host = (net.SERVER_V6 if ipv6 else net.SERVER)[side], net.SERVER_HOST[side]
        self.folder = os.path.join(folder, f"strowger-{side}")
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.data = f"{self.folder}/data"
        self.log_path = f"{self.folder}/log"
        self.configure(sip or 'udp = ["{at}:5060"]\ntcp = ["{at}:5060"]')
        # More than what is there already, for the server's process.
        self.environment = {}
        self._process = None

    def start(self, timeout=10):
        """Starts the server and waits for its line that says where the API is."""
        with open(self.log_path, "a", encoding="utf-8") as log:
            begin = log.tell()
            command = net.inside(self.host, self.binary, "serve", "--config", f"{self.folder}/config.toml")
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                             env=os.environ | self.environment)
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if "api:" in self.log()[begin:]:
                return self
            if self._process.poll() is not None:
                break
            time.sleep(0.02)
        raise ServerFailed(f"strowger on {self.side} did not become ready:\n{self.log()[-2000:]}")

    def apply(self, text):
        """Makes the configuration of a site file so, and returns what apply printed."""
        self._write("site.toml", text)
        return self.cli("apply", f"{self.folder}/site.toml")

    def cli(self, *words, may_fail=False):
        """Runs a command of ours against this server and returns what it prints."""
        done = subprocess.run([self.binary, "--data-dir", self.data, *words], capture_output=True, text=True,
                              timeout=20, check=False)
        if done.returncode != 0 and not may_fail:
            raise ServerFailed(f"strowger {' '.join(words)}: exit {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr if may_fail else done.stdout

    def trunk_is_registered(self, name, peer_address):
        """Whether `sip show registry` has a line for the trunk that registered with us from an address."""
        return any(name in line and peer_address in line and "Registered" in line
                   for line in self.cli("sip", "show", "registry").splitlines())

    def cdrs(self):
        """Returns the call records as rows by column name, from the data folder itself: what a crash left is there too."""
        rows = []
        for name in sorted(os.listdir(self.data)):
            if not name.endswith((".db", ".sqlite", ".sqlite3")):
                continue
            with sqlite3.connect(f"file:{self.data}/{name}?mode=ro", uri=True, timeout=5) as database:
                database.row_factory = sqlite3.Row
                tables = [row[0] for row in database.execute("select name from sqlite_master where type = 'table'")]
                if "cdr" in tables:
                    rows += [dict(row) for row in database.execute("select * from cdr")]
        return rows

    def pid(self):
        """Returns the process id of the server."""
        return self._process.pid

    def is_running(self):
        """Whether the process is still there."""
        return self._process.poll() is None

    def stop(self):
        """Ends the server as an operator does, and waits."""
        self._end(signal.SIGTERM)

    def kill(self):
        """Ends the server as a power cut does."""
        self._end(signal.SIGKILL)

    close = stop

    def url(self):
        """Returns where the API is, without a path."""
        scheme = "http" if "plain = true" in self.http else "https"
        return f"{scheme}://{net.in_uri(self.address)}:8080"

    def log(self):
        """Returns all that the server has printed."""
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()

    def configure(self, sip):
        """Writes the configuration file; `sip` are its lines of [sip], with {at} where the address belongs."""
        self._write("config.toml", self._config(sip))

    def reload(self):
        """Has the server read its configuration file again."""
        self._process.send_signal(signal.SIGHUP)

    def _end(self, how):
        # `ip netns exec` becomes the program, so the process is the server itself.
        if self._process and self._process.poll() is None:
            self._process.send_signal(how)
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
                raise ServerFailed(f"strowger on {self.side} did not end within 15 s") from None

    def _config(self, sip):
        at = net.in_uri(self.address)
        return (f'data_dir = "{self.data}"\n\n[sip]\n{sip.format(at=at)}\n\n'
                f'[rtp]\naddress = "{self.address}"\nports = "20000-20999"\n\n[http]\nlisten = "{at}:8080"\n{self.http}\n')

    def _write(self, name, text):
        with open(f"{self.folder}/{name}", "w", encoding="utf-8") as file:
            file.write(text)
