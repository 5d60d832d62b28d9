"""SIPVicious, with which strangers look for exchanges, for accounts and for passwords, against the exchange."""

import json
import os
import re
import subprocess

import net
from rules import demand, rule
from world import site

TOOLS = os.path.join(os.environ.get("E2E_HOME", "/var/cache/strowger-e2e"), "sipvicious/bin")
# Some of these exist: alice is an account, 201 her number, xivo-trunk a trunk.
NAMES = ["100", "101", "200", "201", "202", "admin", "alice", "bob", "root", "trunk", "xivo-trunk"]
GUESSES_MAX = 19


@rule("svmap learns that an exchange is there, and not its version")
def svmap(world):
    """It asks by OPTIONS, as it does by itself, and by the two other requests that it has; all that it is sent is looked at."""
    server = world.server("Strowger", "A")
    version = server.cli("--version").split()[-1]
    for method in ("OPTIONS", "REGISTER", "INVITE"):
        found = _run("svmap", server, "-v", "-v", "-m", method)
        demand("401 Unauthorized" in found, f"by {method} it finds nothing at all: {found}")
        demand(version not in found, f"by {method} it learns: {found}")


@rule("svwar finds no account and no number, by REGISTER, INVITE or OPTIONS, even when it is told to insist")
def svwar(world):
    """It tells those that exist by an answer that differs from that for a name which nobody has."""
    server = world.server("Strowger", "A")
    names = _file(world, NAMES)
    for method in ("REGISTER", "INVITE", "OPTIONS"):
        for insists in ((), ("--force",)):
            said = _run("svwar", server, "-v", "-m", method, "-d", names, *insists)
            demand("found nothing" in said, f"by {method} {insists}: {said}")


@rule("svcrack is shut out before its twentieth guess, so that the password which comes later is not found")
def svcrack(world):
    """The right one is the hundredth on its list."""
    server = world.server("Strowger", "A")
    wrong = [f"guess-{number}" for number in range(99)]
    said = _run("svcrack", server, "-v", "-u", "alice", "-d", _file(world, [*wrong, "secret"]), "--maximumtime=3")
    demand("found nothing" in said, f"it has found it: {said[-500:]}")
    # Its list is longer than the first shutting out lasts, so the log tells and not the list of those who are shut out.
    bans = re.findall(r'shut out for guessing passwords .*tried="(\w+)".* guesses=(\d+)', server.log())
    demand(bans and {account for account, _ in bans} == {"alice"}, f"shut out: {bans}")
    demand(all(int(guesses) <= GUESSES_MAX for _, guesses in bans), f"after so many guesses: {bans}")


@rule("svcrack finds the password where it is among the first ten, so that the rule above can fail")
def svcrack_works(world):
    """Nobody is shut out for a few mistakes; what protects then is that weak passwords are not taken."""
    server = world.server("Strowger", "A")
    said = _run("svcrack", server, "-v", "-u", "alice", "-d", _file(world, ["one", "two", "secret"]), "--maximumtime=3")
    demand("The password for alice is secret" in said, said[-500:])


@rule("a password that can be guessed is not taken, with its reason and the word that insists")
def weak_passwords(world):
    """The number, the account's own name, a short one, and the one that everybody has."""
    server = world.bare_server("A")
    for password in ("201", "alice", "1234", "secret"):
        said = server.cli("apply", _site_with(world, password), may_fail=True)
        demand("password" in said and "weak_password" in said, f"`{password}` was taken: {said}")
    demand(json.loads(server.cli("line", "list", "--json")) == [], "one of them is there")


def _site_with(world, password):
    text = site("A", change={'password = "secret"\nweak_password = true': f'password = "{password}"'})
    return _file(world, [text], f"site-{password}.toml")


def _run(tool, server, *options):
    """Runs a tool from an address that means nothing to the exchange, and returns what it says."""
    command = [f"{TOOLS}/sipvicious_{tool}", "-b", net.OUTSIDE, "-x", net.OUTSIDE, *options, server.address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
    return done.stdout + done.stderr


def _file(world, lines, name="list.txt"):
    path = f"{world.folder}/{name}"
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return path
