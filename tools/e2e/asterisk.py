"""A real Asterisk 22 in the place of server A or B of the seed page, in a chroot that tools/setup.sh made.

Same verbs as strowger.py, so that a scenario takes either. In role A it registers at the other and sends `**99.` there;
in role B it takes the registration and gives DID 101 to someone. The way back is `**98.`.
"""

import os
import shutil
import subprocess
import time

import net
from strowger import ServerFailed

PERSON = {"A": ("alice", "201"), "B": ("someone", "101")}
OUTGOING = {"A": "_**99.", "B": "_**98."}
MODULES = "/usr/lib/x86_64-linux-gnu/asterisk/modules"
# Channel drivers and services that would open ports, wait for a network, or write files that nobody reads.
UNWANTED = ["chan_iax2", "chan_console", "chan_motif", "chan_unistim", "chan_ooh323", "chan_mobile", "chan_dahdi", "pbx_dundi",
            "res_calendar", "res_stun_monitor", "res_geolocation", "cdr_csv", "cdr_manager", "cel_custom"]


class Asterisk:
    """One Asterisk at the address of a side, in one of the page's two roles."""

    kind = "Asterisk"
    ipv6 = False

    def __init__(self, root, folder, side, role=None, tls=None, sdes=False):
        self.root, self.side, self.role = root, side, role or side
        self.address, self.host = net.SERVER[side], net.SERVER_HOST[side]
        self.peer = net.SERVER["B" if side == "A" else "A"]
        self.base = f"/srv/strowger-e2e/{side}"
        self.log_path = os.path.join(folder, f"asterisk-{side}.log")
        shutil.rmtree(self.root + self.base, ignore_errors=True)
        for name in ("etc", "run", "log", "spool", "db"):
            os.makedirs(f"{self.root}{self.base}/{name}")
        self._tls, self._sdes = tls is not None, sdes
        for name, file in zip(("cert.pem", "key.pem"), tls or ()):
            shutil.copy(file, f"{root}{self.base}/etc/{name}")
        self._write("asterisk.conf", self._directories())
        self._write("modules.conf", "[modules]\nautoload = yes\n" + "".join(f"noload = {name}.so\n" for name in UNWANTED))
        self._write("logger.conf", "[general]\n[logfiles]\nconsole = notice,warning,error\n")
        self._write("rtp.conf", "[general]\nrtpstart = 20000\nrtpend = 20998\nstrictrtp = no\n")
        self._write("cdr.conf", "[general]\nenable = no\n")
        self._write("cel.conf", "[general]\nenable = no\n")
        self._write("pjsip.conf", self._pjsip())
        self._write("extensions.conf", self._dialplan())
        self._process = None

    def start(self, timeout=30):
        """Starts the server and waits until it takes calls."""
        with open(self.log_path, "a", encoding="utf-8") as log:
            command = net.inside(self.host, "chroot", self.root, "asterisk", "-C", f"{self.base}/etc/asterisk.conf", "-f", "-n")
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if "fully booted" in self.cli("core waitfullybooted") and "xivo-trunk" in self.cli("pjsip show endpoints"):
                return self
            time.sleep(0.2)
        raise ServerFailed(f"asterisk on {self.side} did not come up:\n{self.log()[-2000:]}")

    def cli(self, command):
        """Runs a command on Asterisk's console and returns what it prints."""
        return subprocess.run(["chroot", self.root, "asterisk", "-C", f"{self.base}/etc/asterisk.conf", "-rx", command],
                              capture_output=True, text=True, timeout=20, check=False).stdout

    def trunk_is_registered(self, name, peer_address):
        """Whether the trunk has a contact at an address: in role B, whether the other has registered."""
        return any(f"{name}/" in line and peer_address in line
                   for line in self.cli("pjsip show contacts").splitlines())

    def stop(self):
        """Ends the server at once."""
        if self._process and self._process.poll() is None:
            self.cli("core stop now")
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    close = stop

    def log(self):
        """Returns all that the server has printed."""
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()

    def _directories(self):
        kept = {"astetcdir": f"{self.base}/etc", "astdbdir": f"{self.base}/db", "astspooldir": f"{self.base}/spool",
                "astrundir": f"{self.base}/run", "astlogdir": f"{self.base}/log", "astmoddir": MODULES,
                "astvarlibdir": "/var/lib/asterisk", "astkeydir": "/var/lib/asterisk",
                "astdatadir": "/usr/share/asterisk", "astagidir": "/usr/share/asterisk/agi-bin"}
        return "[directories]\n" + "".join(f"{name} => {path}\n" for name, path in kept.items())

    def _pjsip(self):
        person, _ = PERSON[self.role]
        codecs = {"disallow": "all", "allow": "gsm,ulaw,alaw,g722", "direct_media": "no"}
        sections = [
            # A trunk's caller proves itself by its digest user; its From header carries the caller's number.
            _section("global", type="global", endpoint_identifier_order="ip,username,auth_username,anonymous"),
            _section("udp", type="transport", protocol="udp", bind=f"{self.address}:5060"),
            _section("tcp", type="transport", protocol="tcp", bind=f"{self.address}:5060"),
            *self._transports(),
            _section(person, type="endpoint", context="default", aors=person, auth=person, **codecs),
            _section(person, type="auth", auth_type="userpass", username=person, password="secret"),
            _section(person, type="aor", max_contacts=1, remove_existing="yes"),
            _section("trunk-secret", type="auth", auth_type="userpass", username="xivo-trunk", password="pass"),
        ]
        trunk = {"type": "endpoint", "context": "Incalls", "aors": "xivo-trunk", "outbound_auth": "trunk-secret", **codecs}
        if self._sdes:
            trunk["media_encryption"] = "sdes"
        if self.role == "B":
            sections += [
                _section("xivo-trunk", auth="trunk-secret", identify_by="auth_username,username", **trunk),
                _section("xivo-trunk", type="aor", max_contacts=1, remove_existing="yes"),
            ]
        else:
            sections += [
                _section("xivo-trunk", from_user="xivo-trunk", **trunk),
                _section("xivo-trunk", type="aor", contact=f"sip:xivo-trunk@{self.peer}"),
                _section("xivo-trunk", type="identify", endpoint="xivo-trunk", match=self.peer),
                _section("at-b", type="registration", outbound_auth="trunk-secret", server_uri=f"sip:{self.peer}",
                         client_uri=f"sip:xivo-trunk@{self.peer}", contact_user="xivo-trunk", retry_interval=2),
            ]
        return "\n".join(sections)

    def _transports(self):
        if self._tls:
            etc = f"{self.base}/etc"
            yield _section("tls", type="transport", protocol="tls", bind=f"{self.address}:5061", cert_file=f"{etc}/cert.pem",
                           priv_key_file=f"{etc}/key.pem", method="tlsv1_2")

    def _dialplan(self):
        person, number = PERSON[self.role]
        return (f"[default]\n"
                f"exten => {number},1,Dial(PJSIP/{person},30)\n"
                f"exten => {OUTGOING[self.role]},1,Dial(PJSIP/${{EXTEN:4}}@xivo-trunk,30)\n"
                f"[Incalls]\n"
                f"exten => {number},1,Goto(default,{number},1)\n"
                f"exten => 150,1,Answer()\nexten => 150,n,Echo()\n")

    def _write(self, name, text):
        with open(f"{self.root}{self.base}/etc/{name}", "w", encoding="utf-8") as file:
            file.write(text)


def _section(name, **settings):
    return f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in settings.items())
