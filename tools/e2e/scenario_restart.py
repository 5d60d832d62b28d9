"""The process dies, or makes room for the next one, in the middle of calls: they go on."""

import os
import signal
import socket
import time

import net
import sipp
from phone import Phone
from rules import demand, eventually, rule
from scenario_load import PEERS
from wire import Wire
from world import TONE_HZ, pause, site

CALLS = 50
# Who hangs up at the other side listens at another port, so that half of the calls are ended by who called, half by who was called.
BACK = PEERS + f'''
[[trunk]]
name = "load-back"
connection_type = "peer"
addressing = "static"
address = "{net.LOAD["B"]}:5081"
context = "load"
codecs = ["ulaw"]
transit = true
limits = "none"

[[outgoing_call]]
name = "load-back"
context = "load-out"
trunks = ["load-back"]
[[outgoing_call.extension]]
pattern = "6XXX."
'''
BOB = '''
[[user]]
firstname = "Bob"
[[user.line]]
username = "bob"
password = "secret"
weak_password = true
context = "default"
extension = "112"
'''
# What the issue promises, in seconds.
LISTENS, HEARD, GAP = 1.0, 2.0, 0.1


class Load:
    """A hundred calls through a server: fifty that the callers end, fifty that the called side ends."""

    def __init__(self, world, server, talk):
        ms = str(round(talk * 1000))
        self._folder = world.folder
        self._answering = [sipp.start(world.folder, "B", "answer.xml", "-p", "5080"),
                           sipp.start(world.folder, "B", "answer-hangup.xml", "-p", "5081", "-d", ms)]
        self._calling = [self._call(server, "call.xml", "5070", "5551234", "-d", ms),
                         self._call(server, "call-wait.xml", "5071", "6551234")]

    def _call(self, server, scenario, port, number, *more):
        return sipp.start(self._folder, "A", scenario, f"{server.address}:5060", "-p", port, "-s", number, "-r", str(CALLS),
                          "-m", str(CALLS), "-l", str(CALLS), "-trace_err", "-error_file", f"{self._folder}/{scenario}.err", *more)

    def succeed(self, timeout=40):
        """Waits for the end of all calls, and demands that none failed."""
        for process in self._calling:
            code = process.wait(timeout)
            demand(code == 0, f"SIPp ended with {code}: a call failed\n{self._errors()}")

    def _errors(self):
        names = sorted(name for name in os.listdir(self._folder) if name.endswith(".err"))
        return "\n".join(open(f"{self._folder}/{name}", encoding="utf-8", errors="replace").read()[-1500:] for name in names)

    def close(self):
        """Ends what is left."""
        for process in self._answering + self._calling:
            process.kill()
            process.wait()

    def log(self):
        """Nothing more than what stands in the errors."""
        return self._errors()

    log_path = "sipp/errors"


def _ask(at):
    """Sends a server OPTIONS from outside every 10 ms until it answers, and returns when that was."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.bind((net.OUTSIDE, 0))
        asking.settimeout(0.01)
        port, number = asking.getsockname()[1], 0
        while True:
            number += 1
            text = (f"OPTIONS sip:{at} SIP/2.0\r\nVia: SIP/2.0/UDP {net.OUTSIDE}:{port};branch=z9hG4bK{port}{number};rport\r\n"
                    f"Max-Forwards: 70\r\nFrom: <sip:probe@{net.OUTSIDE}>;tag={port}\r\nTo: <sip:{at}>\r\n"
                    f"Call-ID: probe-{port}-{number}\r\nCSeq: {number} OPTIONS\r\nContent-Length: 0\r\n\r\n")
            try:
                asking.sendto(text.encode(), (at, 5060))
                if asking.recv(4096).startswith(b"SIP/2.0"):
                    return time.monotonic()
            except OSError:
                time.sleep(0.005)


def _phone(world, server, name, side, **options):
    """Starts a phone of a server on a side's own host: what comes there is for this phone."""
    phone = Phone(world.folder, side, name, server=server.address, codecs="PCMU", tone_hz=TONE_HZ[name], **options)
    return world.keep(phone).registered()


def _talking(world, server, **options):
    """Connects bob and someone, with PCMU, so that they can be heard on the wire."""
    someone = _phone(world, server, "someone", "B", answermode="auto", **options)
    bob = _phone(world, server, "bob", "A", **options)
    bob.dial("111")
    bob.talks()
    return bob, someone


def _is_heard(wire, speaker, seconds=1.2):
    length, share = wire.last(seconds, speaker.tone_hz)
    demand(length > seconds * 0.7 and share[speaker.tone_hz] > 0.7,
           f"{speaker.name} ({speaker.tone_hz} Hz) is not heard: {length} s, {share}")


def _one_row_each(server, calls):
    rows = eventually(lambda: len(server.cdrs()) >= calls and server.cdrs(), lambda: f"{len(server.cdrs())} rows of {calls} calls")
    demand(len(rows) == calls, f"{len(rows)} rows of {calls} calls")
    eventually(lambda: all(row["ended_ms"] for row in server.cdrs()), "a call has no end in the call log")
    wrong = [row for row in server.cdrs() if row["status"] != "answered"]
    demand(not wrong, f"{len(wrong)} calls are not answered: {wrong[:2]}")


@rule("kill -9 in the middle of 100 calls and a start: all go on, either side hangs up, each has one record")
def killed(world):
    """Beside them two phones talk, and each hears the other again."""
    server = world.server("Strowger", "B", change={"# the way back": f"{BOB}\n# the way back"})
    server.apply(BACK)
    bob, someone = _talking(world, server)
    with Wire(bob) as to_bob, Wire(someone) as to_someone:
        load = world.keep(Load(world, server, talk=9))
        eventually(lambda: len(server.cdrs()) == 2 * CALLS + 1, lambda: f"{len(server.cdrs())} calls are answered")
        pause(1)
        server.kill()
        start = time.monotonic()
        server.start()
        listens = _ask(server.address) - start
        pause(HEARD)
        heard = [wire.first_after(start) for wire in (to_bob, to_someone)]
        demand(all(heard), f"no audio came back: {heard}")
        heard = max(heard) - start
        pause(1)
        _is_heard(to_bob, someone)
        _is_heard(to_someone, bob)
    print(f"     listening {listens:.3f} s after the start, audio both ways after {heard:.3f} s", flush=True)
    demand(listens < LISTENS, f"it listens {listens:.2f} s after the start")
    demand(heard < HEARD, f"audio came back {heard:.2f} s after the start")
    demand(len(server.cli("calls").splitlines()) > 2 * CALLS, server.cli("calls"))
    load.succeed()
    someone.hang_up()
    bob.closed()
    _one_row_each(server, 2 * CALLS + 1)


@rule("killed and started three times within one call: it goes on, and the hold that follows too")
def killed_again(world):
    """Each process takes over from the one before."""
    server = world.server("Strowger", "B", change={"# the way back": f"{BOB}\n# the way back"})
    bob, someone = _talking(world, server)
    with Wire(bob) as to_bob, Wire(someone) as to_someone:
        for _ in range(3):
            pause(0.5)
            server.kill()
            server.start()
        pause(2)
        _is_heard(to_bob, someone)
        _is_heard(to_someone, bob)
        bob.command("hold")
        pause(1)
        quiet, _ = to_bob.last(0.6)
        demand(quiet < 0.1, f"bob was sent {quiet} s of audio in 0.6 s while he held")
        bob.command("resume")
        pause(2)
        _is_heard(to_bob, someone)
        _is_heard(to_someone, bob)
    bob.hang_up()
    someone.closed()
    _one_row_each(server, 1)


@rule("phones over TLS whose exchange was killed talk on, and hang up once they have connected again", "tls")
@rule("phones over TCP whose exchange was killed talk on, and hang up once they have connected again", "tcp")
def killed_with_streams(world, transport):
    """The connections died with the process; the audio did not need them."""
    server = world.bare_server("B", sip='udp = ["{at}:5060"]\ntcp = ["{at}:5060"]\ntls = ["{at}:5061"]')
    server.apply(site("B", change={"# the way back": f"{BOB}\n# the way back"}))
    bob, someone = _talking(world, server, transport=transport)
    with Wire(bob) as to_bob, Wire(someone) as to_someone:
        pause(0.5)
        server.kill()
        server.start()
        pause(3)
        _is_heard(to_bob, someone)
        _is_heard(to_someone, bob)
    bob.hang_up()
    bob.closed()
    # Someone is told on the connection of its next registration.
    someone.closed(timeout=70)
    _one_row_each(server, 1)


@rule("`strowger restart` in the middle of 100 calls: no audio gap above 100 ms, no call fails, new ones neither")
def restarted(world):
    """Calls come at 20 a second all the while, and each request of theirs is answered."""
    server = world.server("Strowger", "B", change={"# the way back": f"{BOB}\n# the way back"})
    server.apply(BACK)
    bob, someone = _talking(world, server)
    with Wire(bob) as to_bob, Wire(someone) as to_someone:
        load = world.keep(Load(world, server, talk=14))
        eventually(lambda: len(server.cdrs()) == 2 * CALLS + 1, lambda: f"{len(server.cdrs())} calls are answered")
        stream = sipp.start(world.folder, "A", "call.xml", f"{server.address}:5060", "-p", "5072", "-s", "5551234", "-r", "20",
                            "-m", "100", "-d", "200")
        pause(1)
        process, gap = server.pid(), float("inf")
        # Phones, callers and both processes share two cores with whatever else runs there, which may take a tenth of a second from
        # anybody: one restart of three must be free of that.
        for _ in range(3):
            begin = time.monotonic()
            said = server.cli("restart")
            took = time.monotonic() - begin
            pause(2)
            this = max(to_bob.longest_gap(begin - 0.5), to_someone.longest_gap(begin - 0.5))
            print(f"     back after {took:.2f} s, the longest audio gap was {this * 1000:.0f} ms", flush=True)
            gap = min(gap, this)
            if gap < GAP:
                break
        _is_heard(to_bob, someone)
        _is_heard(to_someone, bob)
    demand("calls that go on" in said, said)
    demand(server.is_running() and server.pid() == process, "it is another process now")
    demand("handed over cannot be used" not in server.log() and "ordinary restart" not in server.log(), "the sockets were not handed over")
    demand(gap < GAP, f"audio stood still for {gap * 1000:.0f} ms")
    demand(stream.wait(40) == 0, "a call that came meanwhile failed")
    load.succeed()
    bob.hang_up()
    someone.closed()
    _one_row_each(server, 2 * CALLS + 1 + 100)


@rule("a restart with a binary that does not work is refused, and calls go on in the old process")
def bad_upgrade(world):
    """The same where the configuration file is broken."""
    server = world.server("Strowger", "B", change={"# the way back": f"{BOB}\n# the way back"})
    bob, someone = _talking(world, server)
    good = open(f"{server.folder}/config.toml", encoding="utf-8").read()
    with open(f"{server.folder}/config.toml", "a", encoding="utf-8") as config:
        config.write("\nnonsense = 1\n")
    said = server.cli("restart", may_fail=True)
    demand("no restart" in said and "nonsense" in said, said)
    os.kill(server.pid(), signal.SIGUSR2)
    eventually(lambda: server.log().count("no restart:") == 2, "the log does not say that there was no restart")
    with open(f"{server.folder}/config.toml", "w", encoding="utf-8") as config:
        config.write(good)
    demand(server.is_running(), "it ended")
    with Wire(bob) as to_bob:
        pause(1.4)
        _is_heard(to_bob, someone)
    bob.hang_up()
    someone.closed()


@rule("SIGUSR2 restarts too, and a call that rings may be answered first")
def while_it_rings(world):
    """The restart waits for it; then the call goes on in the new process."""
    server = world.server("Strowger", "B", change={"# the way back": f"{BOB}\n# the way back"})
    someone, bob = _phone(world, server, "someone", "B"), _phone(world, server, "bob", "A")
    bob.dial("111")
    someone.rings()
    starts = server.log().count("ready: calls are taken")
    os.kill(server.pid(), signal.SIGUSR2)
    pause(1)
    demand(server.log().count("ready: calls are taken") == starts, "it did not wait for the call that rings")
    someone.answer()
    bob.talks()
    eventually(lambda: server.log().count("ready: calls are taken") == starts + 1, "it did not restart after the answer")
    with Wire(bob) as to_bob:
        pause(1.4)
        _is_heard(to_bob, someone)
    someone.hang_up()
    bob.closed()
    _one_row_each(server, 1)
