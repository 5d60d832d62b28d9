"""The API against its own document: schemathesis makes requests of every kind from it, good and bad."""

import os
import re
import shutil
import subprocess

import net
from rules import demand, rule

SCHEMATHESIS = os.path.join(os.environ.get("E2E_HOME", "/var/cache/strowger-e2e"), "schemathesis/bin/schemathesis")
# Cases of each operation and phase; thirty seconds in all.
EXAMPLES = "25"
# What the document allows can still be refused: a number may lie outside its context's ranges, a trunk may not exist.
CONFIG = '[checks.positive_data_acceptance]\nexpected-statuses = ["2xx", 400, 401, 403, 404, 409, 422, 429, 503]\n'


@rule("every answer of the API is as its OpenAPI document says, whatever is asked (schemathesis, all checks)")
def as_documented(world):
    """The event stream apart, which never ends, uploads of sounds and backups, whose bodies it cannot make, and the restart."""
    server = world.server("Strowger", "B")
    token = re.search(r"strowger_\w+", server.cli("token", "create", "schemathesis")).group(0)
    # With what an earlier run kept it takes the fields of a settings' answer for required ones.
    for kept in (".schemathesis", ".hypothesis"):
        shutil.rmtree(f"{world.folder}/{kept}", ignore_errors=True)
    config = f"{world.folder}/schemathesis.toml"
    with open(config, "w", encoding="utf-8") as file:
        file.write(CONFIG)
    command = [SCHEMATHESIS, "--config-file", config, "run", f"{server.url()}/api/v1/openapi.json",
               "--header", f"Authorization: Bearer {token}", "--checks", "all", "--max-examples", EXAMPLES,
               "--exclude-path", "/api/v1/events", "--exclude-operation-id", "upload_sound", "--exclude-operation-id", "restore_backup",
               # Each would close the connection of the requests that run beside it.
               "--exclude-operation-id", "restart",
               "--request-timeout", "5", "--no-color"]
    done = subprocess.run(net.inside(server.host, *command), capture_output=True, text=True, timeout=600,
                          cwd=world.folder, check=False)
    demand(done.returncode == 0, f"schemathesis found something:\n{done.stdout[-6000:]}{done.stderr[-2000:]}")
    tested = re.search(r"Tested: (\d+)", done.stdout)
    demand(tested and int(tested.group(1)) > 50, f"hardly any operation was tried:\n{done.stdout[-2000:]}")
    demand("panicked" not in server.log(), "the server panicked")
