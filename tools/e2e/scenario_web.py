"""The seed page done in two browsers, step by step as it says; then real phones place the call."""

import contextlib
import json
import os
import tempfile
import threading

import net
import stranger
from browser import browse
from rules import demand, eventually, rule
from world import call, site

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


# What a page could obey, or be spoilt by: each is to be seen as it was sent.
HOSTILE = {
    "script": "<script>document.title='owned'</script>",
    "handler": "<img src=x onerror=\"alert('owned')\">",
    "formula": "=HYPERLINK(\"http://owned.test\",\"x\")",
    "template": "{{owned}} $t(frame:app.name) %s",
    "escape": "\x1b[2J\x1b]0;owned\x07seen",
    "folded": "first\r\n second",
    "turned": "owned\u202egpj.exe",
    "long": "W" * 900,
}
HOSTILE_PEER = f'''
[[user]]
firstname = "Mallory"
[[user.line]]
username = "mallory"
password = "{PHONE_PASSWORD}"
context = "default"
extension = "166"

[[trunk]]
name = "hostile"
connection_type = "peer"
addressing = "static"
address = "{net.OUTSIDE}:{stranger.PORT}"
context = "default"
[trunk.register]
enabled = true
transport = "udp"
username = "hostile"
password = "{PHONE_PASSWORD}"
remote_server = "{net.OUTSIDE}:{stranger.PORT}"

[[outgoing_call]]
name = "to-hostile"
context = "to-extern"
trunks = ["hostile"]
[[outgoing_call.extension]]
pattern = "**97."
stripnum = 4
'''


# The pages that show what others have named, or might.
SHOWING = """/ /users /users/ONE /lines /lines/ONE /extensions /contexts /contexts/ONE /trunks /trunks/ONE /outgoing-calls /outgoing-calls/ONE
/incoming-calls /incoming-calls/ONE /incoming-calls/new /route?context=default&number=111 /calls /calls/ONE /call-logs /admins /history
/history/ONE""".split()


@rule("hostile text over SIP and through the API is text on every page that shows it: nothing runs, nothing grows wider")
def hostile_text(world):
    """Names, User-Agents and reasons hold what a page, a terminal or a spreadsheet could obey."""
    server = world.bare_server("B")
    peer = world.keep(stranger.Stranger(server, agent=HOSTILE["script"], reason=HOSTILE["handler"]))
    # Its phone rings for as long as somebody looks at the pages.
    server.apply(site("B", change={'firstname = "Someone"': 'firstname = "Someone"\nring_seconds = 180'}) + HOSTILE_PEER)
    someone = world.phone("someone", server)
    demand(" 200 " in peer.register("mallory", PHONE_PASSWORD), f"it could not log in:\n{peer.log()}")
    someone.dial("**97101")
    someone.closed()
    for name in HOSTILE.values():
        demand(peer.is_refused("199", name).startswith("SIP/2.0 4"), f"no answer to {name!r}:\n{peer.log()}")
    take_back = peer.dial("111", HOSTILE["turned"])
    someone.rings()
    browse(world, "hostile", {"B": server}, paths=" ".join(SHOWING), hostile=json.dumps(HOSTILE))
    take_back()
    someone.closed(count=2)
    told = server.log() + server.cli("core", "show", "calls", may_fail=True)
    demand("\x1b" not in told and "\u202e" not in told, "a terminal would obey what it is told")


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
/outgoing-calls/ONE /outgoing-calls/new /incoming-calls /incoming-calls/ONE /incoming-calls/new /settings/sip /settings/limits /sounds /calls
/calls/ONE /call-logs /admins /admins/new /admins/ONE /tokens /bans /password /history /history/ONE /backup /manual /api/docs /about
/no-such-page""".split()


@rule("every page of the web admin, light and dark, wide and narrow, in both languages: no axe violation, nothing cut off")
def every_page(world):
    """With something on each, and a call in the log."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    call(alice, someone, "**99101", talk=2)
    browse(world, "pages", {"B": server_b}, paths=" ".join(PAGES), timeout=900)


# Those of them that are lists.
LISTS = "/users /lines /extensions /contexts /trunks /outgoing-calls /incoming-calls /call-logs /admins /history".split()


@rule("every list printed: no menu, no button, every column under its head, nothing cut off")
def printed_lists(world):
    """With something on each, and a call in the log."""
    echo = '[[extension]]\nnumber = "*43"\ncontext = "default"\ndestination = "echo"\n\n'
    server_a, server_b = world.pair(change_b={"[[incoming_call]]": f"{echo}[[incoming_call]]"})
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    call(alice, someone, "**99101", talk=2)
    browse(world, "print", {"B": server_b}, paths=" ".join(LISTS))
