"""The seed page done in two browsers, step by step as it says; then real phones place the call."""

import contextlib
import os
import tempfile
import threading

from browser import browse
from rules import eventually, rule
from world import call

# What the phones log in with; strong, so that nobody has to insist.
PHONE_PASSWORD = "k3Vq-9xPw-e2e"


def phones(world, server_a, server_b):
    """alice on A and someone on B, as the browsers made them."""
    return (world.phone("alice", server_a, password=PHONE_PASSWORD if server_a.kind == "Strowger" else "secret"),
            world.phone("someone", server_b, password=PHONE_PASSWORD if server_b.kind == "Strowger" else "secret"))


def done_in_browsers(world, context, number, hand="mouse"):
    """Two fresh exchanges, nothing applied: all that they know was typed into a browser."""
    server_a, server_b = world.bare_server("A"), world.bare_server("B")
    browse(world, "seed", {"A": server_a, "B": server_b}, context=context, sides="AB", phonePassword=PHONE_PASSWORD,
           addressOfA=server_a.address, addressOfB=server_b.address, hand=hand)
    world.await_trunk(server_a, server_b)
    alice, someone = phones(world, server_a, server_b)
    call(alice, someone, number)


for context, number in [("Incalls", "**99101"), ("default", "**99111")]:
    rule(f"the seed page in two browsers, B's trunk in {context}: {number} rings someone, both hear each other",
         context, number)(done_in_browsers)
rule("the seed page in two browsers by keyboard alone: **99101 rings someone, both hear each other",
     "Incalls", "**99101", "keyboard")(done_in_browsers)


@rule("the seed page in a browser on A, with an Asterisk as B: **99101 rings someone, both hear each other")
def with_asterisk(world):
    """The other side is somebody else's exchange."""
    server_b = world.server("Asterisk", "B")
    server_a = world.bare_server("A")
    browse(world, "seed", {"A": server_a}, context="Incalls", sides="A", phonePassword=PHONE_PASSWORD,
           addressOfA=server_a.address, addressOfB=server_b.address)
    world.await_trunk(server_a, server_b)
    alice, someone = phones(world, server_a, server_b)
    call(alice, someone, "**99101")


@rule("the first run from the set-up link to a test call, in English and in French, left and gone on with in the middle")
def first_run(world):
    """The pages say when the phone is to do something: they are to show it without being asked."""
    servers = {side: world.bare_server(side) for side in ("A", "B")}
    # A folder of its own: a bell that an earlier run left there would have a phone log in before it can.
    bells = f"{tempfile.mkdtemp(dir=world.folder)}/bell"
    with playing(lambda: [test_call(world, server, f"{bells}-{side}") for side, server in servers.items()]):
        browse(world, "wizard", servers, bells=bells, phonePassword=PHONE_PASSWORD)


def test_call(world, server, bells):
    """A phone that logs in, calls the echo test and hangs up, each when its bell rings."""
    awaits(f"{bells}-register")
    name = {"A": "alice", "B": "someone"}[server.side]
    phone = world.phone(name, server, username="alice.lab", password=PHONE_PASSWORD)
    awaits(f"{bells}-dial")
    phone.dial("*43")
    phone.talks()
    awaits(f"{bells}-hang-up")
    phone.hang_up()


def awaits(bell):
    """Waits until the browser has rung a bell: it makes a file."""
    eventually(lambda: os.path.exists(bell), f"{bell} never rang", timeout=90)
    os.remove(bell)


@contextlib.contextmanager
def playing(part):
    """Plays a part beside the browser's; what goes wrong in it is the likelier cause, and told first."""
    complaints = []

    def play():
        try:
            part()
        except Exception as complaint:  # it is raised where somebody hears it
            complaints.append(complaint)

    player = threading.Thread(target=play, daemon=True)
    player.start()
    try:
        yield
    finally:
        player.join(10)
        if complaints:
            raise complaints[0]


# Every page of the web admin; ONE is the first of its list.
PAGES = """/ /route /route?context=default&number=**98201 /users /users/new /users/ONE /users/import /lines /lines/ONE /lines/new
/extensions /extensions/new /contexts /contexts/ONE /contexts/new /trunks /trunks/ONE /trunks/new /outgoing-calls
/outgoing-calls/ONE /outgoing-calls/new /incoming-calls /incoming-calls/ONE /incoming-calls/new /settings/sip /sounds /calls
/calls/ONE /call-logs /admins /admins/new /admins/ONE /tokens /bans /password /history /history/ONE /backup /manual /api/docs /about
/no-such-page""".split()


@rule("every page of the web admin, light and dark, wide and narrow, in both languages: no axe violation, nothing cut off")
def every_page(world):
    """With something on each, and a call in the log."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    call(alice, someone, "**99101", talk=2)
    browse(world, "pages", {"B": server_b}, paths=" ".join(PAGES), timeout=900)
