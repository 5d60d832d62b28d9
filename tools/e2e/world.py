"""One scenario's servers and phones. It ends them all, and shows what they said where the scenario fails."""

import os
import time

import net
from asterisk import Asterisk
from phone import Phone
from rules import demand, eventually
from strowger import Strowger

HERE = os.path.dirname(os.path.abspath(__file__))
TONE_HZ = {"alice": 700, "someone": 1200, "bob": 950, "carol": 1450}
# How long the two talk: a second more than the tones need to be told apart.
TALK_SECONDS = 3


class World:
    """What a scenario builds with."""

    def __init__(self, binary, asterisk_root, folder):
        self.binary, self.asterisk_root, self.folder = binary, asterisk_root, folder
        self._things = []
        os.makedirs(folder, exist_ok=True)

    def server(self, kind, side, role=None, *, ipv6=False, tls=None, sdes=False, **changes):
        """Starts one server of the seed page, Strowger or Asterisk; `changes` are those of `site`.

        `tls` gives an Asterisk whose trunk is over TLS its certificate and key, `sdes` has its trunk encrypt audio."""
        role = role or side
        if kind == "Asterisk":
            return self.keep(Asterisk(self.asterisk_root, self.folder, side, role, tls, sdes)).start()
        server = self.bare_server(side, ipv6=ipv6)
        peers = net.SERVER_V6 if ipv6 else net.SERVER
        server.apply(site(role, peer=peers["B" if side == "A" else "A"], **changes))
        return server

    def bare_server(self, side, **options):
        """Starts a Strowger as it is on its first day, with nothing applied."""
        return self.keep(Strowger(self.binary, self.folder, side, **options)).start()

    def pair(self, a="Strowger", b="Strowger", *, swapped=False, ipv6=False, change_a=None, change_b=None):
        """Starts both servers of the page and waits until A is registered at B; returns them as A and B.

        `swapped` gives the page's role A to the host of side B."""
        side_a, side_b = ("B", "A") if swapped else ("A", "B")
        server_b = self.server(b, side_b, "B", ipv6=ipv6, change=change_b or {})
        server_a = self.server(a, side_a, "A", ipv6=ipv6, change=change_a or {})
        self.await_trunk(server_a, server_b)
        return server_a, server_b

    def await_trunk(self, server_a, server_b, name="xivo-trunk"):
        """Waits until B shows A as registered; `name` is what B calls the trunk."""
        eventually(lambda: server_b.trunk_is_registered(name, server_a.address),
                   f"{server_b.kind} B never showed A ({server_a.address}) as registered", timeout=15)

    def phone(self, name, server, *, patience=10, **options):
        """Starts a phone of a server, on the phones' host of that server's side, and waits until it is registered."""
        number = sum(isinstance(thing, Phone) for thing in self._things)
        # Asterisk changes its SSRC and its sequence in the middle of a call, and baresip 1.0's jitter buffer then takes all that
        # follows for late. Our own phones keep theirs: what we send must not confuse it.
        options = {"tone_hz": TONE_HZ[name], "server": server.address, "number": number,
                   "jitter_buffer": server.kind != "Asterisk", **options}
        return self.keep(Phone(self.folder, server.side, name, **options)).registered(patience)

    def keep(self, thing):
        """Takes something to be ended with the rest, and returns it."""
        self._things.append(thing)
        return thing

    def close(self):
        """Ends everything, phones first; the first complaint is raised at the end."""
        complaints = []
        for thing in reversed(self._things):
            try:
                thing.close()
            except Exception as complaint:  # the others must still be ended
                complaints.append(complaint)
        self._things.clear()
        if complaints:
            raise complaints[0]

    def tails(self, lines=25):
        """Returns the end of every log, for a failure."""
        for thing in self._things:
            log = thing.log().splitlines()
            yield os.path.basename(os.path.dirname(thing.log_path)) + "/" + os.path.basename(thing.log_path), log[-lines:]



def site(role, *, peer=None, change=None):
    """Returns the site file of a role as text, with the peer's address put in and each `change` (old: new) made once."""
    with open(f"{HERE}/sites/{role.lower()}.toml", encoding="utf-8") as file:
        text = file.read()
    if peer and role == "A":
        text = text.replace(net.SERVER["B"], peer)
    for old, new in (change or {}).items():
        demand(old in text, f"the site file of {role} has no `{old}`")
        text = text.replace(old, new)
    return text


def call(caller, callee, number, talk=TALK_SECONDS, during=None):
    """One call from dialling to hanging up: the callee rings, both talk, each hears the other.

    `during` is done while they talk."""
    rang, talked, ended = len(callee.events("CALL_INCOMING")), len(caller.events("CALL_ESTABLISHED")), len(callee.events("CALL_CLOSED"))
    caller.dial(number)
    callee.rings(count=rang + 1)
    callee.answer()
    caller.talks(count=talked + 1)
    pause(talk)
    if during:
        during()
    caller.hang_up()
    callee.closed(count=ended + 1)
    # The recorders write their last block when the call is gone.
    pause(0.4)
    caller.hears(callee, talk)
    callee.hears(caller, talk)


def pause(seconds):
    """Lets real time pass: real phones have no other clock."""
    time.sleep(seconds)
