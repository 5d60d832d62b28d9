"""Toll fraud: a stolen line calls premium numbers through a provider; what it may, who is told, how it is lifted."""

import hashlib
import hmac
import http.server
import json
import threading

import net
import sipp
from browser import browse
from rules import demand, eventually, rule
from world import site

HOOK_PORT = 8099
HOOK_SECRET = "hook-key-7"
# What the shipped limits let one user have of premium calls within an hour.
PREMIUM_AN_HOUR = 5
PREMIUM = "0899123456"

PROVIDER = f'''
[[trunk]]
name = "provider"
connection_type = "peer"
addressing = "static"
address = "{net.LOAD["B"]}:5080"
context = "Incalls"
codecs = ["ulaw"]
monitoring = "no"

[[outgoing_call]]
name = "to-provider"
context = "to-extern"
trunks = ["provider"]
[[outgoing_call.extension]]
pattern = "0."

[[outgoing_call]]
name = "help"
context = "to-extern"
trunks = ["provider"]
emergency = true
[[outgoing_call.extension]]
pattern = "112"
'''
GENERAL = {"[sip.general]": f'''[sip.general]
country = "FR"
emergency_numbers = ["112"]
opening_hours = "always"
alert_webhook = "http://{net.OUTSIDE}:{HOOK_PORT}/hook"
alert_webhook_secret = "{HOOK_SECRET}"'''}


@rule("a stolen line that calls premium numbers is stopped within one call, a webhook is told, help is called all the same, and one click in the browser lifts it")
def stolen_line(world):
    """The provider is SIPp, which takes every call; the phone is a real one."""
    inside = f'plain = true\n\n[security]\nalert_networks = ["{net.OUTSIDE}/32"]'
    server = world.bare_server("A", http=inside)
    server.apply(site("A", change=GENERAL) + PROVIDER)
    provider = sipp.start(world.folder, "B", "answer.xml", "-p", "5080")
    with _Hook() as hook:
        try:
            alice = world.phone("alice", server, codecs="PCMU")
            placed = _steal(alice)
            demand(placed == PREMIUM_AN_HOUR, f"{placed} premium calls were placed")
            reason = eventually(lambda: next((json.loads(cdr["body"])["outcome"]["reason"] for cdr in server.cdrs()
                                              if cdr["status"] == "refused"), None), "there is no record of the refused call")
            demand(reason.startswith("Stopped: premium calls"), f"the record says {reason}")
            stops = json.loads(server.cli("stop", "list", "--json"))
            demand([stop["payer"]["name"] for stop in stops] == ["Alice"], f"listed: {stops}")
            told = eventually(lambda: hook.heard("stop"), "the webhook was never told of the stop")
            demand(told["stop"]["id"] == stops[0]["id"] and told["stop"]["number"] == PREMIUM, f"the webhook was told {told}")
            talked = len(alice.events("CALL_ESTABLISHED"))
            alice.dial("112")
            alice.talks(count=talked + 1)
            alice.hang_up()
            help_call = eventually(lambda: hook.heard("emergency_call"), "the webhook was never told of the call for help")
            demand(help_call["call"]["number"] == "112", f"the webhook was told {help_call}")
            browse(world, "limits", {"A": server}, stop=stops[0]["id"])
            demand(json.loads(server.cli("stop", "list", "--json")) == [], "it is still stopped")
            alice.dial(PREMIUM)
            alice.talks(count=talked + 2)
            alice.hang_up()
        finally:
            provider.kill()
            provider.wait()


def _steal(alice):
    """Calls a premium number again and again until a call is not answered, ten times at most; tells how many were."""
    for count in range(1, 11):
        over = len(alice.events("CALL_CLOSED"))
        alice.dial(PREMIUM)
        eventually(lambda: len(alice.events("CALL_ESTABLISHED")) >= count or len(alice.events("CALL_CLOSED")) > over,
                   "the call was neither answered nor refused")
        if len(alice.events("CALL_ESTABLISHED")) < count:
            return count - 1
        alice.hang_up()
        alice.closed(count=over + 1)
    return 10


class _Hook:
    """A webhook's receiver at an address inside, which the configuration file allows."""

    def __enter__(self):
        messages = self._messages = []

        class Receiver(http.server.BaseHTTPRequestHandler):
            """Takes what is posted, where it is signed."""

            def do_POST(self):  # the name is http.server's
                """Takes one message."""
                body = self.rfile.read(int(self.headers["Content-Length"]))
                signature = "sha256=" + hmac.new(HOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()
                is_ours = self.headers["X-Strowger-Signature"] == signature
                if is_ours:
                    messages.append(json.loads(body))
                self.send_response(204 if is_ours else 403)
                self.end_headers()

            def log_message(self, *_):
                """Says nothing."""

        self._server = http.server.ThreadingHTTPServer((net.OUTSIDE, HOOK_PORT), Receiver)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def heard(self, event):
        """Returns the first message of an event."""
        return next((message for message in self._messages if message["event"] == event), None)
