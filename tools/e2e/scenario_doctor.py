"""The doctor, on hosts that lack something."""

import json
import subprocess

import net
from rules import demand, rule
from strowger import Strowger

TRUNKS = '''
[[trunk]]
name = "nobody"
connection_type = "peer"
addressing = "static"
address = "10.78.0.99"
transport = "tcp"
context = "Incalls"
monitoring = "no"

[[trunk]]
name = "nameless"
connection_type = "peer"
addressing = "static"
address = "no-such-name.invalid"
context = "Incalls"
monitoring = "no"
'''


def examine(server):
    """Runs the doctor on the server's host; returns the exit code and the findings."""
    command = net.inside(server.host, server.binary, "doctor", "--config", f"{server.folder}/config.toml", "--json")
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    demand(done.stdout.startswith("["), f"no JSON: {done.stdout[-300:]}{done.stderr[-300:]}")
    return done.returncode, json.loads(done.stdout)


def worst(found, area):
    """The worst finding of an area."""
    order = ["good", "notice", "warning", "broken"]
    return max((one for one in found if one["area"] == area), key=lambda one: order.index(one["level"]))


@rule("the doctor finds a healthy exchange healthy, running and stopped, and changes nothing")
def healthy(world):
    """Every area is looked at."""
    server = world.bare_server("A")
    code, found = examine(server)
    areas = {one["area"] for one in found}
    demand(areas == {"exchange", "host", "time", "disk", "database", "ports", "firewall", "certificate", "dns", "trunk"}, f"{areas}")
    demand(code == 0 and not [one for one in found if one["level"] == "broken"], f"{code}: {found}")
    server.stop()
    code, found = examine(server)
    demand(code == 0, f"stopped: {found}")
    demand(worst(found, "exchange")["level"] == "notice" and worst(found, "ports")["level"] == "good", f"{found}")


@rule("the doctor names a taken port, a missing key, a closed firewall, a name without an address and a trunk that is not there")
def ill(world):
    """Each with a remedy, and the exit code says so."""
    server = world.bare_server("A")
    server.apply(TRUNKS)
    server.stop()
    other = world.keep(Strowger(world.binary, f"{world.folder}/other", "A"))
    other.start()
    rules = "table inet doctor { chain input { type filter hook input priority 0; policy drop; iif lo accept; tcp dport 22 accept; }; }"
    firewall = subprocess.run(net.inside(server.host, "nft", rules), capture_output=True, text=True, check=False)
    try:
        code, found = examine(server)
    finally:
        subprocess.run(net.inside(server.host, "nft", "delete table inet doctor"), capture_output=True, check=False)
    other.stop()
    demand(code == 1, "the exit code says that all is well")
    expected = [("ports", "broken", "address already in use"), ("dns", "warning", "no-such-name.invalid"), ("trunk", "broken", "nobody")]
    if firewall.returncode == 0:
        expected.append(("firewall", "warning", "5060"))
    for area, level, text in expected:
        one = worst(found, area)
        demand(one["level"] == level and text in one["says"].lower() and one["remedy"], f"{area}: {one}")
    subprocess.run(["mv", f"{server.data}/secret.key", f"{server.data}/aside"], check=True)
    code, found = examine(server)
    demand(code == 1 and "secret.key" in worst(found, "database")["says"], f"{worst(found, 'database')}")
    subprocess.run(["mv", f"{server.data}/aside", f"{server.data}/secret.key"], check=True)
