"""The process itself: what it leaves on the disk, and how it is fenced in."""

import os
import re
import stat
import subprocess

from rules import demand, rule

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# What systemd's own judgement may say at most: 10 is unfenced, 0 is walled in.
EXPOSURE_MAX = 2.0


@rule("the unit of systemd is rated at most 2.0 by systemd-analyze security")
def unit_is_fenced(world):
    """Judged from the file alone, so no systemd has to run."""
    judged = subprocess.run(["systemd-analyze", "security", "--offline=true", f"{REPOSITORY}/packaging/strowger.service"],
                            capture_output=True, text=True, check=False)
    found = re.search(r"Overall exposure level for strowger.service: ([0-9.]+)", judged.stdout)
    demand(found, f"no judgement: {judged.stdout[-300:]} {judged.stderr[-300:]}")
    demand(float(found[1]) <= EXPOSURE_MAX, f"rated {found[1]}")


@rule("the data directory is its owner's alone, and no core file can be written")
def data_is_private(world):
    """Both hold every password."""
    server = world.server("Strowger", "A")
    demand(stat.S_IMODE(os.stat(server.data).st_mode) == 0o700, oct(os.stat(server.data).st_mode))
    for name in os.listdir(server.data):
        mode = stat.S_IMODE(os.lstat(f"{server.data}/{name}").st_mode)
        demand(mode & 0o077 == 0, f"{name} is {oct(mode)}")
    with open(f"/proc/{server.pid()}/limits", encoding="ascii") as limits:
        core = [line.split() for line in limits if line.startswith("Max core file size")][0]
    demand(core[4:6] == ["0", "0"], f"core files: {core}")
