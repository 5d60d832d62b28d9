"""A real phone: baresip on a host of its own address, driven over its JSON control port.

It plays a steady tone of its own and records what it hears, so that a call can be judged by ear.
"""

import glob
import json
import os
import shutil
import socket
import subprocess
import threading
import time

import net
import tones

MODULES = ["g711", "gsm", "g722", "aufile", "sndfile", "uuid", "srtp"]
MODULE_FOLDERS = ["/usr/lib/baresip/modules", "/usr/lib/x86_64-linux-gnu/baresip/modules"]
CODEC_NAMES = {"G722": "G722/16000/1"}
# Two phones on one host need ports of their own; each takes the next.
CONTROL_PORT = 4500


class PhoneFailed(Exception):
    """A phone did not do, or did not see, what it should."""


class Phone:
    """One baresip with one account."""

    def __init__(self, folder, side, name, *, server, codecs="GSM", tone_hz=700, password="secret", username=None,
                 auth_user=None, transport="udp", sip_port=5060, number=0, answer_seconds=60,
                 answermode="manual", jitter_buffer=True, sip_cafile=None, mediaenc=None):
        self.name, self.tone_hz, self.server = name, tone_hz, net.in_uri(server)
        self.address, self.host = net.PHONES[side], net.PHONE_HOST[side]
        self.sip_address = net.in_uri(net.PHONES_V6[side] if ":" in server else self.address)
        self.folder = os.path.join(folder, f"phone-{name}")
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(f"{self.folder}/recordings")
        tones.write(f"{self.folder}/tone.wav", tone_hz)
        control = CONTROL_PORT + number
        self._write("config", self._config(sip_port + 10 * number, control, answer_seconds, jitter_buffer, sip_cafile))
        names = ",".join(CODEC_NAMES.get(codec, codec) for codec in codecs.split(","))
        extra = f";auth_user={auth_user}" if auth_user else ""
        # srtp: RTP/AVP with keys; srtp-mand: RTP/SAVP.
        extra += f";mediaenc={mediaenc}" if mediaenc else ""
        self._write("accounts", f"<sip:{username or name}@{self.server};transport={transport}>;auth_pass={password}"
                                f";audio_codecs={names};regint=60;answermode={answermode}{extra}\n")
        self._write("contacts", "")
        self.log_path = f"{self.folder}/log"
        self._log = open(self.log_path, "w", encoding="utf-8")
        self._process = subprocess.Popen(net.inside(self.host, "baresip", "-f", self.folder, "-v"),
                                         stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT)
        self._events, self._lock = [], threading.Condition()
        self._control = self._connect(control)
        threading.Thread(target=self._read, daemon=True).start()

    def registered(self, timeout=10):
        """Waits until the server has accepted the registration."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if "200 OK" in self.log():
                return self
            time.sleep(0.05)
        raise PhoneFailed(f"{self.name} did not register within {timeout} s")

    def dial(self, number):
        """Calls a number at the phone's own server."""
        self.command("dial", f"sip:{number}@{self.server}")

    def answer(self):
        """Accepts the call that rings."""
        self.command("accept")

    def hang_up(self):
        """Ends the call; where it rings, refuses it; where it was dialled, cancels it."""
        self.command("hangup")

    def press(self, digits):
        """Sends digits in the call, as RFC 4733 events."""
        for digit in digits:
            self.command("sndcode", digit)
            time.sleep(0.4)

    def command(self, command, params=""):
        """Sends one command of baresip's menu."""
        text = json.dumps({"command": command, "params": params, "token": "e2e"})
        self._control.sendall(f"{len(text)}:{text},".encode())

    def wait(self, kind, timeout=8, count=1):
        """Waits for the `count`-th event of a kind and returns it."""
        with self._lock:
            found = self._lock.wait_for(lambda: len(self.events(kind)) >= count, timeout)
            if not found:
                seen = [event.get("type") for event in self._events]
                raise PhoneFailed(f"{self.name}: no {kind} within {timeout} s, saw {seen}")
            return self.events(kind)[count - 1]

    def rings(self, timeout=8, count=1):
        """Waits for an incoming call."""
        return self.wait("CALL_INCOMING", timeout, count)

    def talks(self, timeout=8, count=1):
        """Waits for a call to be answered."""
        return self.wait("CALL_ESTABLISHED", timeout, count)

    def closed(self, timeout=8, count=1):
        """Waits for the end of a call and returns the reason that the phone gives."""
        return str(self.wait("CALL_CLOSED", timeout, count).get("param", ""))

    def events(self, kind):
        """Returns the events of a kind so far."""
        return [event for event in self._events if event.get("type") == kind]

    def hears(self, other, seconds, *, at_the_end=False):
        """Demands that the recording holds the other phone's tone, not this one's own, for about as long as they talked.

        `at_the_end` looks at the last `seconds` of the recording only."""
        heard = [tones.shares(path, (other.tone_hz, self.tone_hz), last_seconds=seconds if at_the_end else None)
                 for path in sorted(glob.glob(f"{self.folder}/recordings/*dec.wav"))]
        good = any(share[other.tone_hz] > 0.8 and share[self.tone_hz] < 0.05 and length > seconds * 0.6
                   for length, share in heard)
        if not good:
            raise PhoneFailed(f"{self.name} does not hear {other.name} ({other.tone_hz} Hz): {heard}")

    def forget_recordings(self):
        """Drops what was recorded so far; the next call begins a new file."""
        for path in glob.glob(f"{self.folder}/recordings/*.wav"):
            os.remove(path)

    def log(self):
        """Returns what the phone has printed, without its meter, which it prints five times a second."""
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return "".join(line for line in log if line.strip() and "(bit/s)" not in line)

    def close(self):
        """Ends the phone: it unregisters where it can."""
        try:
            self.command("quit")
            self._process.wait(2)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        self._control.close()
        self._log.close()

    def _connect(self, port):
        for _ in range(100):
            try:
                connection = socket.create_connection((self.address, port), timeout=2)
                connection.settimeout(None)
                return connection
            except OSError:
                if self._process.poll() is not None:
                    break
                time.sleep(0.05)
        raise PhoneFailed(f"{self.name}: baresip did not start: {self.log()[-500:]}")

    def _read(self):
        # Netstrings: length, colon, that many bytes, comma.
        pending = b""
        while chunk := self._receive():
            pending += chunk
            while b":" in pending:
                length, rest = pending.split(b":", 1)
                if len(rest) <= int(length):
                    break
                self._take(json.loads(rest[:int(length)]))
                pending = rest[int(length) + 1:]

    def _receive(self):
        try:
            return self._control.recv(65536)
        except OSError:
            return b""

    def _take(self, message):
        if message.get("event"):
            with self._lock:
                self._events.append(message)
                self._lock.notify_all()

    def _config(self, sip_port, control, answer_seconds, jitter_buffer, sip_cafile):
        modules = next(folder for folder in MODULE_FOLDERS if os.path.isdir(folder))
        lines = [
            f"sip_listen {self.sip_address}:{sip_port}", "net_interface eth0", f"ctrl_tcp_listen {self.address}:{control}",
            f"audio_source aufile,{self.folder}/tone.wav", f"audio_player aufile,{self.folder}/player.wav",
            f"audio_alert aufile,{self.folder}/alert.wav", "ausrc_srate 8000", "auplay_srate 8000", "audio_level no",
            f"snd_path {self.folder}/recordings", "menu_bell no", "poll_method epoll", "call_max_calls 8",
            f"call_local_timeout {answer_seconds}", f"module_path {modules}",
            f"jitter_buffer_delay {'5-10' if jitter_buffer else '0-0'}",
        ]
        lines += [f"sip_cafile {sip_cafile}"] if sip_cafile else []
        lines += [f"module {module}.so" for module in MODULES]
        lines += ["module_tmp account.so", "module_app menu.so", "module_app ctrl_tcp.so"]
        return "\n".join(lines) + "\n"

    def _write(self, name, text):
        with open(f"{self.folder}/{name}", "w", encoding="utf-8") as file:
            file.write(text)
