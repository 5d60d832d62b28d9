"""SIPp as a stranger, and as a peer that calls much."""

import net
import sipp
from rules import demand, rule

PEERS = f'''
[[context]]
name = "load"
kind = "internal"
includes = ["load-out"]

[[context]]
name = "load-out"
kind = "outcall"

[[trunk]]
name = "load-in"
connection_type = "peer"
addressing = "static"
address = "{net.LOAD["A"]}"
context = "load"
codecs = ["ulaw"]
transit = true
limits = "none"

[[trunk]]
name = "load-out"
connection_type = "peer"
addressing = "static"
address = "{net.LOAD["B"]}:5080"
context = "load"
codecs = ["ulaw"]
transit = true
limits = "none"

[[outgoing_call]]
name = "load"
context = "load-out"
trunks = ["load-out"]
[[outgoing_call.extension]]
pattern = "5XXX."
'''


@rule("500 calls at 50 a second from one static peer to another: none fails, each has its record")
def many_calls(world):
    """Every one is set up, held for 200 ms and ended."""
    server = world.server("Strowger", "A")
    server.apply(PEERS)
    answering = sipp.start(world.folder, "B", "answer.xml", "-p", "5080")
    try:
        good, bad, output = sipp.run(world.folder, "A", "call.xml", f"{server.address}:5060", "-s", "5551234", "-r", "50", "-m", "500",
                                     "-d", "200")
    finally:
        answering.kill()
        answering.wait()
    demand((good, bad) == (500, 0), f"{good} good and {bad} failed calls\n{output}")
    demand(len(server.cdrs()) == 500, f"{len(server.cdrs())} records of 500 calls")


@rule("a stranger who writes a trunk's name in From gets a challenge and nothing else")
def stranger(world):
    """From an address that no trunk has: From alone never identifies a trunk."""
    server = world.server("Strowger", "B")
    good, bad, output = sipp.run(world.folder, "A", "stranger.xml", f"{server.address}:5060", "-s", "101", "-m", "1")
    demand((good, bad) == (1, 0), f"the exchange went otherwise\n{output}")
