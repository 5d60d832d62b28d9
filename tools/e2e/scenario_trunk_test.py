"""A trunk is tested with a short call: the tone comes back from an echo test, or the test says what is wrong."""

import json

import net
import sipp
from rules import demand, rule

ECHO = '''
[[incoming_call]]
did = "{did}"
context = "Incalls"
destination = "echo"
'''
MUTE = f'''
[[trunk]]
name = "mute"
connection_type = "peer"
addressing = "static"
address = "{net.LOAD["B"]}:5080"
context = "Incalls"
'''


@rule("a trunk's test calls the other Strowger's echo test, from both ends, and the tone comes back")
def two_strowgers(world):
    """Each is the other's echo; both legs stand in the call logs."""
    server_a, server_b = world.pair(
        change_a={"[[outgoing_call]]": ECHO.format(did="250") + "\n[[outgoing_call]]"},
        change_b={"# the way back": ECHO.format(did="150") + "\n# the way back"})
    for server, other, number in ((server_a, server_b, "150"), (server_b, server_a, "250")):
        _is_heard(_test(server, "xivo-trunk", number))
        mine, theirs = _last(server), _last(other)
        demand(mine["destination"] == "test of trunk xivo-trunk" and mine["caller"]["name"] == "owner", f"the log has {mine}")
        demand(theirs["destination"] == "echo" and theirs["dialled"] == number, f"the other side's log has {theirs}")


@rule("a trunk's test calls an Asterisk's Echo() and hears the tone come back")
def asterisk_echo(world):
    """The echo of the real thing, which is another program's jitter and codec."""
    server_a, _ = world.pair(b="Asterisk")
    _is_heard(_test(server_a, "xivo-trunk", "150"))


@rule("a trunk's test says what is wrong: no such number, another tone than ours, nothing at all")
def what_is_wrong(world):
    """Each has its own words and its remedy, and the command fails."""
    milliwatt = ECHO.format(did="151").replace("echo", "milliwatt")
    server_a, _ = world.pair(change_a={"[[outgoing_call]]": f"{MUTE}\n[[outgoing_call]]"},
                             change_b={"# the way back": f"{milliwatt}\n# the way back"})
    answering = sipp.start(world.folder, "B", "answer.xml", "-p", "5080")
    try:
        _is_wrong(_test(server_a, "mute", "1"), "nothing_heard")
    finally:
        answering.kill()
        answering.wait()
    _is_wrong(_test(server_a, "xivo-trunk", "199"), "refused")
    soon = server_a.cli("trunk", "test", "xivo-trunk", "--call", "151", may_fail=True)
    demand("just now" in soon, f"two test calls in a row should be refused: {soon}")
    server_a.stop()
    server_a.start()
    _is_wrong(_test(server_a, "xivo-trunk", "151"), "other_heard")


def _test(server, trunk, number):
    """Tests a trunk with a call and returns what came of it."""
    return json.loads(server.cli("trunk", "test", trunk, "--call", number, "--json", may_fail=True))


def _is_heard(test):
    finding = test["steps"][-1]["cause"].get("finding", {})
    demand(test["passed"] and finding.get("code") == "heard", f"the test should have heard its tone: {test}")
    demand(abs(finding["level_dbm0"] + 10) < 3, f"the tone of -10 dBm0 should come back as loud: {finding}")
    demand(finding["delay_ms"] < 400, f"the tone should be back at once: {finding}")


def _is_wrong(test, code):
    step = test["steps"][-1]
    demand(not test["passed"] and step["cause"].get("finding", {}).get("code") == code and step["remedy"],
           f"the test should have found {code}: {test}")


def _last(server):
    """Returns the newest row of a call log."""
    return json.loads(max(server.cdrs(), key=lambda row: row["started_ms"])["body"])
