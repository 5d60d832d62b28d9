"""What happens within a call: digits, hold, TCP phones, the same user on two phones."""

from rules import demand, eventually, rule
from world import TALK_SECONDS, call, pause


@rule("digits that alice presses in the call arrive at someone")
def digits(world):
    """RFC 4733 events, through two servers."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    alice.dial("**99101")
    someone.rings()
    someone.answer()
    alice.talks()
    alice.press("15#")
    pressed = lambda: "".join(str(event.get("param", "")) for event in someone.events("CALL_DTMF_START"))
    eventually(lambda: pressed() == "15#", lambda: f"someone saw `{pressed()}`, not `15#`", timeout=4)
    alice.hang_up()
    someone.closed()


@rule("phones that speak TCP register, call and are called")
def tcp_phones(world):
    """A call to a phone goes over the connection that it registered on."""
    server_a, server_b = world.pair()
    alice = world.phone("alice", server_a, transport="tcp")
    someone = world.phone("someone", server_b, transport="tcp")
    call(alice, someone, "**99101")
    alice.forget_recordings()
    someone.forget_recordings()
    call(someone, alice, "**98201")


@rule("a call between a TCP phone and a UDP phone of one server")
def tcp_to_udp(world):
    """Transports are each leg's own business."""
    bob = '''
[[user]]
firstname = "Bob"
[[user.line]]
username = "bob"
password = "secret"
weak_password = true
context = "default"
extension = "112"
'''
    server = world.server("Strowger", "B", change={"# the way back": f"{bob}\n# the way back"})
    someone = world.phone("someone", server, transport="tcp")
    other = world.phone("bob", server)
    call(other, someone, "111")


@rule("hold and resume: the one who was held hears the other again")
def hold(world):
    """Two re-INVITEs through both servers. The phone that holds is not listened to: baresip 1.0 plays nothing after its own
    resume, whatever the server."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    alice.dial("**99101")
    someone.rings()
    someone.answer()
    alice.talks()
    pause(0.5)
    alice.command("hold")
    pause(1)
    alice.command("resume")
    pause(0.5)
    pause(TALK_SECONDS)
    demand(not alice.events("CALL_CLOSED") and not someone.events("CALL_CLOSED"), "the call did not survive the hold")
    alice.hang_up()
    someone.closed()
    pause(0.4)
    someone.hears(alice, TALK_SECONDS - 0.5, at_the_end=True)


@rule("two phones of one user ring together; the one that does not answer stops")
def forked(world):
    """Every contact of the line rings, the first 200 wins."""
    server_a, server_b = world.pair()
    alice = world.phone("alice", server_a)
    first = world.phone("someone", server_b)
    second = world.phone("carol", server_b, username="someone")
    alice.dial("**99101")
    first.rings()
    second.rings()
    second.answer()
    alice.talks()
    first.closed()
    pause(TALK_SECONDS)
    alice.hang_up()
    second.closed()
    pause(0.4)
    alice.hears(second, TALK_SECONDS)
    second.hears(alice, TALK_SECONDS)
