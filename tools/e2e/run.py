#!/usr/bin/env python3
"""run.py [--strowger FILE] [--only WORD]... [--list]: real phones and real peers against the exchange.

Every rule is one line, and the last line counts them. It needs root, for network namespaces, and what
tools/setup.sh installs. Where that lacks it skips, loudly; with E2E=required in the environment a skip is a failure.
"""

import argparse
import glob
import importlib
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.environ.get("E2E_HOME", "/var/cache/strowger-e2e")
ASTERISK_ROOT = f"{HOME}/asterisk"
FIRST = "peer"


def main():
    """Runs the rules that were asked for and returns the exit code."""
    options = _options()
    rules = _load_rules(options.only)
    if not rules:
        sys.exit(f"no rule holds {options.only}")
    if options.list:
        print("\n".join(f"{one.file}: {one.words}" for one in rules))
        return 0
    lacking = _what_lacks(options.strowger)
    if lacking:
        return _skip_all(rules, lacking)
    print("peers: " + ", ".join(_versions()), flush=True)
    return _run_all(rules, options)


def _options():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--strowger", default=f"{HERE}/../../target/debug/strowger", help="the binary to try")
    parser.add_argument("--only", action="append", default=[], help="rules whose file or words hold this")
    parser.add_argument("--list", action="store_true", help="print the rules and end")
    parser.add_argument("--logs", default=f"{HOME}/logs", help="where servers and phones write")
    return parser.parse_args()


def _load_rules(only):
    sys.path.insert(0, HERE)
    names = sorted(os.path.basename(path)[:-3] for path in glob.glob(f"{HERE}/scenario_*.py"))
    for name in sorted(names, key=lambda name: name != f"scenario_{FIRST}"):
        importlib.import_module(name)
    rules = importlib.import_module("rules").ALL
    return [one for one in rules if all(word in f"{one.file}: {one.words}" for word in only)]


def _what_lacks(binary):
    """Returns why nothing can be tried, or None; installs what can be installed."""
    if not os.path.exists(binary):
        return f"there is no {binary}: cargo build first"
    done = subprocess.run([f"{HERE}/../setup.sh", "e2e"], check=False)
    return None if done.returncode == 0 else "tools/setup.sh e2e could not install the peers (see above)"


def _skip_all(rules, why):
    required = os.environ.get("E2E") == "required"
    print(f"{'FAILED' if required else 'SKIPPED'}: end-to-end tests did not run: {why}")
    print(f"0 passed, {len(rules)} failed" if required else f"0 passed, 0 failed, {len(rules)} skipped")
    return 1 if required else 0


def _versions():
    def first(*command, pattern):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found = re.search(pattern, done.stdout + done.stderr)
        return found.group(0) if found else f"{command[0]} of unknown version"

    yield first("chroot", ASTERISK_ROOT, "asterisk", "-V", pattern=r"Asterisk \S+")
    yield first("baresip", "-h", pattern=r"baresip v\S+")
    yield first("sipp", "-v", pattern=r"SIPp v[^\s-]+")
    yield first("dnsmasq", "--version", pattern=r"Dnsmasq version \S+")


def _run_all(rules, options):
    net = importlib.import_module("net")
    os.makedirs(options.logs, exist_ok=True)
    net.up()
    names = net.start_name_server(f"{options.logs}/dnsmasq.log")
    failed = 0
    try:
        for number, one in enumerate(rules, 1):
            failed += not _try(one, options, f"{options.logs}/{number:02}-{one.file}")
    finally:
        names.terminate()
        names.wait()
        net.down()
    print(f"{len(rules) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _try(one, options, folder):
    """Tries one rule and prints its line; returns whether it held."""
    world = importlib.import_module("world").World(options.strowger, ASTERISK_ROOT, folder)
    start, wrong, tails = time.monotonic(), None, []
    try:
        one.proof(world)
    except Exception as error:  # whatever went wrong, the next rule is still to be tried
        wrong, tails = f"{type(error).__name__}: {error}", list(world.tails())
    try:
        world.close()
    except Exception as error:  # a server that does not end breaks the rule that it served
        wrong = wrong or f"at the end: {error}"
    print(f"{'FAIL' if wrong else 'ok  '} {one.file}: {one.words} ({time.monotonic() - start:.1f} s)", flush=True)
    if wrong:
        print(f"     {wrong}")
        for name, lines in tails:
            print(f"     -- {name}")
            print("".join(f"        {line}\n" for line in lines), end="", flush=True)
    return wrong is None


if __name__ == "__main__":
    sys.exit(main())
