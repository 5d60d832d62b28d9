"""What an operator does: site files, a port that is taken, a shutdown in the middle of a call, the API's lock."""

import os
import signal
import time
import urllib.error
import urllib.request

from rules import demand, eventually, rule
from strowger import ServerFailed, Strowger
from world import pause, site


@rule("a site file applied twice changes nothing the second time")
def apply_twice(world):
    """What is exported afterwards is the same, byte for byte."""
    server = world.server("Strowger", "B")
    once = server.cli("export")
    server.apply(site("B"))
    demand("xivo-trunk" in once and "**98." in once, f"export does not show the site:\n{once}")
    demand(server.cli("export") == once, "the second apply changed the export")


@rule("an exported site file makes the same exchange elsewhere")
def export_elsewhere(world):
    """Secrets included, where they are asked for: a phone registers with its old password."""
    server = world.server("Strowger", "B")
    text = server.cli("export", "--with-secrets")
    other = world.bare_server("A")
    other.apply(text)
    demand(other.cli("export") == server.cli("export"), "the two differ")
    world.phone("someone", other)


@rule("an unknown key in a site file is refused with its line")
def unknown_key(world):
    """And nothing of the file is applied."""
    server = world.server("Strowger", "B")
    before = server.cli("export")
    text = site("B") + '\n[[user]]\nfirstname = "Carol"\nfavourite_colour = "blue"\n'
    line = text.splitlines().index('favourite_colour = "blue"') + 1
    try:
        server.apply(text)
    except ServerFailed as refusal:
        demand(str(line) in str(refusal) and "favourite_colour" in str(refusal), f"line {line} is not named: {refusal}")
        demand(server.cli("export") == before, "something was applied all the same")
        return
    demand(False, "it was applied")


@rule("a port that is taken is named, with a remedy, and the second server ends")
def port_taken(world):
    """Somebody started it twice."""
    first = world.server("Strowger", "B")
    second = Strowger(world.binary, f"{world.folder}/second", "B")
    try:
        second.start(timeout=5)
    except ServerFailed as refusal:
        demand("5060" in str(refusal) or "8080" in str(refusal), f"it does not say which port: {refusal}")
        demand("xivo-trunk" in first.cli("export"), "the first server suffered")
        return
    finally:
        second.close()
    demand(False, "two servers share one port")


@rule("SIGTERM lets a call go on for a while, takes no new one, and ends the server")
def drain(world):
    """The server ends as soon as its last call has, and at the latest when the time is over."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    alice.dial("**99101")
    someone.rings()
    someone.answer()
    alice.talks()
    os.kill(server_b.pid(), signal.SIGTERM)
    alice.dial("**99101")
    reason = alice.closed()
    demand("503" in reason, f"a second call should be told 503, was told `{reason}`")
    pause(0.5)
    demand(len(alice.events("CALL_CLOSED")) == 1 and not someone.events("CALL_CLOSED"), "the call was cut at once")
    someone.hang_up()
    alice.closed(count=2)
    eventually(lambda: not server_b.is_running(), "the server is still there, 3 s after its last call", timeout=3)


@rule("SIGTERM ends a call that goes on for too long, on both sides, when the time is over")
def drain_is_over(world):
    """Ten seconds by default."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    alice.dial("**99101")
    someone.rings()
    someone.answer()
    alice.talks()
    start = time.monotonic()
    os.kill(server_b.pid(), signal.SIGTERM)
    alice.closed(timeout=12)
    someone.closed()
    demand(time.monotonic() - start > 9, "it was ended before its time")
    eventually(lambda: not server_b.is_running(), "the server is still there", timeout=3)
    demand(len(server_b.cdrs()) == 1, f"records: {server_b.cdrs()}")


@rule("the API answers nobody without a token, and says so as a problem")
def api_is_locked(world):
    """Over HTTP, from outside of the host."""
    server = world.server("Strowger", "B")
    try:
        urllib.request.urlopen(f"{server.url()}/api/v1/users", timeout=5)
    except urllib.error.HTTPError as refusal:
        demand(refusal.code == 401, f"status {refusal.code}")
        demand("application/problem+json" in refusal.headers.get("Content-Type", ""), f"{refusal.headers}")
        return
    demand(False, "it answered")
