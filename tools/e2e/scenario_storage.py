"""What the disk does to the exchange: calls and registrations go on, the admin says what is wrong, nothing is lost."""

import http.client
import json
import os
import socket
import sqlite3
import subprocess
import time

import sipp
from rules import demand, eventually, rule
from scenario_load import PEERS
from strowger import ServerFailed, Strowger

HERE = os.path.dirname(os.path.abspath(__file__))
PERSON = '''
[[user]]
firstname = "Alice"
[[user.line]]
username = "alice"
password = "secret"
weak_password = true
context = "default"
extension = "101"
'''
CALLS = 20


class Mount:
    """A small disk in memory, gone with the rule."""

    log_path = "/dev/null/disk"

    def __init__(self, folder, megabytes):
        self.folder = folder
        os.makedirs(folder)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "disk", folder], check=True)

    def fill(self):
        """Leaves no room at all."""
        with open(f"{self.folder}/filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"x" * 4096)
            except OSError:
                pass

    def free(self):
        """Gives the room back."""
        os.remove(f"{self.folder}/filler")

    def log(self):
        """Says nothing of itself."""
        return ""

    def close(self):
        """Takes the disk away."""
        subprocess.run(["umount", "-l", self.folder], check=True)


class Socket(http.client.HTTPConnection):
    """HTTP over the server's own socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(30)
        self.sock.connect(self._path)


def ask(server, method, path, body=None):
    """Asks the API as the owner of the data directory; returns the status and the JSON."""
    connection = Socket(f"{server.data}/strowger.sock")
    headers = {"content-type": "application/json"} if body is not None else {}
    connection.request(method, f"/api/v1{path}", None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read() or b"null")


def trouble(server):
    """Returns what the dashboard says of the database, or None."""
    status, page = ask(server, "GET", "/status/dashboard")
    demand(status == 200, f"the dashboard answers {status}: {page}")
    return next((item["what"] for item in page["attention"] if item["what"]["code"] == "storage"), None)


def calls(world, server):
    """Makes CALLS calls, every one of which must be set up, held and ended."""
    good, bad, output = sipp.run(world.folder, "A", "call.xml", f"{server.address}:5060", "-s", "5551234", "-r", "10", "-m", str(CALLS),
                                 "-d", "200")
    demand((good, bad) == (CALLS, 0), f"{good} good and {bad} failed calls\n{output}")


def survives(world, server, begin, end, kind):
    """The rule: during the fault calls and registrations go on and it is told; after it everything is there and it is told no more."""
    answering = sipp.start(world.folder, "B", "answer.xml", "-p", "5080")
    try:
        calls(world, server)
        eventually(lambda: len(server.cdrs()) == CALLS, "the calls before the fault are not in the log")
        begin()
        world.phone("alice", server)
        calls(world, server)
        told = eventually(lambda: trouble(server), "the dashboard says nothing", timeout=40)
        demand(told["trouble"] == kind, f"it says {told}")
        eventually(lambda: "the database cannot be written as it should" in server.log(), "the log says nothing")
        if kind != "slow":
            status, problem = ask(server, "POST", "/contexts", {"name": "refused"})
            demand((status, (problem.get("cause") or {}).get("code")) == (503, "storage"), f"a change: {status} {problem}")
        calls(world, server)
        end()
        eventually(lambda: trouble(server) is None, "it is still told when all is well", timeout=60)
        eventually(lambda: len(server.cdrs()) == 3 * CALLS, lambda: f"{len(server.cdrs())} of {3 * CALLS} calls are in the log", timeout=30)
        demand(all(row["ended_ms"] is not None for row in server.cdrs()), "a call has no end in the log")
        status, made = ask(server, "POST", "/contexts", {"name": "taken"})
        demand(status == 201, f"a change afterwards: {status} {made}")
        demand("lost" not in ask(server, "GET", "/status/dashboard")[1]["attention"].__str__(), "rows were lost")
    finally:
        answering.kill()
        answering.wait()
    server.kill()
    server.start()
    demand("alice" in server.cli("sip", "show", "peers"), "the configuration is gone")
    bound = [line for line in server.cli("sip", "show", "peers").splitlines() if line.startswith("alice/")]
    demand("(Unspecified)" not in bound[0], f"the registration of the fault's time is gone: {bound}")


def prepared(world, *, environment=None, megabytes=None):
    """A server with two peers and a person, on a small disk or with more environment."""
    server = Strowger(world.binary, world.folder, "A")
    disk = world.keep(Mount(server.data, megabytes)) if megabytes else None
    server.environment = environment or {}
    world.keep(server).start()
    server.apply(PEERS + PERSON)
    return server, disk


@rule("a full disk: calls and registrations go on, the dashboard says so, and all is in the log when there is room again")
def full_disk(world):
    """A disk of 8 MB, filled to the last byte."""
    server, disk = prepared(world, megabytes=8)
    survives(world, server, disk.fill, disk.free, "full")


@rule("a database that another program holds: calls and registrations go on, and all is in the log when it lets go")
def locked_database(world):
    """A backup tool that begins a transaction and does not end it."""
    server, _ = prepared(world)
    other = sqlite3.connect(f"{server.data}/strowger.db", isolation_level=None)
    survives(world, server, lambda: other.execute("begin immediate"), lambda: other.execute("rollback"), "locked")
    other.close()


def faulty(world):
    """A server whose disk does what a file says."""
    library, says = f"{world.folder}/faulty_disk.so", f"{world.folder}/fault"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, f"{HERE}/faulty_disk.c", "-ldl"], check=True)
    server, _ = prepared(world, environment={"LD_PRELOAD": os.path.abspath(library), "FAULTY_DISK": os.path.abspath(says)})

    def set_to(fault):
        with open(f"{says}.new", "w", encoding="ascii") as file:
            file.write(fault)
        os.rename(f"{says}.new", says)

    return server, set_to


@rule("a disk that takes 2 s for each write: calls and registrations go on, and all is in the log afterwards")
def slow_disk(world):
    """The writer waits, and nobody waits for the writer."""
    server, fault = faulty(world)
    survives(world, server, lambda: fault("slow"), lambda: fault(""), "slow")


@rule("a disk that turns read-only: calls and registrations go on, and all is in the log when it takes writes again")
def read_only_disk(world):
    """As a kernel does that has found its file system damaged."""
    server, fault = faulty(world)
    survives(world, server, lambda: fault("readonly"), lambda: fault(""), "read_only")


@rule("a disk that fails every write: calls and registrations go on, and all is in the log when it works again")
def failing_disk(world):
    """EIO, for a while."""
    server, fault = faulty(world)
    survives(world, server, lambda: fault("failing"), lambda: fault(""), "failing")


@rule("a damaged database keeps the exchange from starting, is left as it is, and the last good backup takes its place")
def damaged_database(world):
    """Twelve pages in the middle of the file are noise."""
    server, _ = prepared(world)
    backup = f"{world.folder}/good.backup"
    if os.path.exists(backup):
        os.remove(backup)
    server.cli("backup", backup)
    eventually(lambda: os.listdir(f"{server.data}/backups"), "no automatic backup was made")
    server.stop()
    path = f"{server.data}/strowger.db"
    # What is still in its log would hide the damage.
    with sqlite3.connect(path) as log:
        log.execute("pragma wal_checkpoint(truncate)").fetchall()
    log.close()
    with open(path, "r+b") as file:
        file.seek(4200)
        file.write(b"\x55" * (12 * 4096))
    with open(path, "rb") as file:
        damaged = file.read()
    try:
        server.start()
        demand(False, "it starts")
    except ServerFailed as failed:
        demand("is damaged" in str(failed) and "recover puts it in place" in str(failed), str(failed))
    with open(path, "rb") as file:
        demand(file.read() == damaged, "the damaged file was written to")
    told = server.cli("recover", "--backup", backup)
    aside = [name for name in os.listdir(server.data) if name.startswith("damaged-")]
    with open(f"{server.data}/{aside[0]}/strowger.db", "rb") as file:
        demand(file.read() == damaged, "the damaged file was not kept")
    server.start()
    demand("alice" in server.cli("sip", "show", "peers"), f"the configuration is not back: {told}")
    world.phone("alice", server)


@rule("a second exchange on the same data directory refuses to start, and the first goes on")
def second_exchange(world):
    """With the same configuration file, as by a second unit of systemd."""
    server, _ = prepared(world)
    second = subprocess.run([server.binary, "--data-dir", server.data, "serve"], capture_output=True, text=True, timeout=20, check=False)
    demand(second.returncode != 0 and "in use by another strowger" in second.stderr, second.stderr[-300:])
    time.sleep(0.5)
    demand(server.is_running() and "alice" in server.cli("sip", "show", "peers"), "the first one is gone")
