"""A real Chromium on the web admin: ui/e2e holds what is done there, this starts it and tells it where the exchanges are."""

import json
import os
import re
import subprocess

from rules import Broken

UI = os.path.abspath(f"{os.path.dirname(os.path.abspath(__file__))}/../../ui")


def setup_token(server):
    """What the one-time set-up link of a server ends with."""
    found = re.search(r"set-up: \S+#(\S+)", server.log())
    if not found:
        raise Broken(f"the server printed no set-up link:\n{server.log()[-1000:]}")
    return found.group(1)


def browse(world, scenario, servers, timeout=300, **facts):
    """Runs ui/e2e/SCENARIO.e2e.ts against servers by name; what failed is told with its end."""
    told = {"exchanges": {name: {"url": server.url(), "setup": setup_token(server)} for name, server in servers.items()},
            "pictures": os.environ.get("STROWGER_PICTURES", f"{world.folder}/pictures"), "facts": facts}
    environment = {**os.environ, "STROWGER_WEB": json.dumps(told), "NO_COLOR": "1"}
    command = ["node_modules/.bin/vitest", "run", "--config", "e2e/vitest.config.ts", f"e2e/{scenario}.e2e.ts"]
    with open(f"{world.folder}/browser-{scenario}.log", "w+", encoding="utf-8") as log:
        done = subprocess.run(command, cwd=UI, env=environment, stdout=log, stderr=log, timeout=timeout, check=False)
        log.seek(0)
        said = log.read()
    if done.returncode != 0:
        raise Broken(f"in the browser:\n{said[-6000:]}")
