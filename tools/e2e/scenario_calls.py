"""What happens within a call: digits, hold, TCP phones, the same user on two phones."""

import net
import sipp
from rules import demand, eventually, rule
from wire import Wire
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
    _sees(someone, "15#")
    alice.hang_up()
    someone.closed()


@rule("digits that come as INFO arrive at someone as RFC 4733 events")
def digits_as_info(world):
    """Both content types that phones use, from a static peer whose calls land in someone's own context."""
    keys = f'''
[[trunk]]
name = "keys"
connection_type = "peer"
addressing = "static"
address = "{net.LOAD["A"]}"
context = "default"
'''
    server = world.server("Strowger", "B", change={"# the way back": f"{keys}\n# the way back"})
    someone = world.phone("someone", server, answermode="auto")
    good, bad, output = sipp.run(world.folder, "A", "info.xml", f"{server.address}:5060", "-s", "111", "-m", "1")
    demand((good, bad) == (1, 0), f"the exchange went otherwise\n{output}")
    _sees(someone, "7#")


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


@rule("hold and resume: silence while alice holds, and then both hear each other again")
def hold(world):
    """Two re-INVITEs through both servers, heard on the wire."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a, codecs="PCMU"), world.phone("someone", server_b, codecs="PCMU")
    with Wire(alice) as to_alice, Wire(someone) as to_someone:
        alice.dial("**99101")
        someone.rings()
        someone.answer()
        alice.talks()
        pause(1)
        _carries(to_someone, alice, 0.8, "before the hold")
        alice.command("hold")
        pause(1)
        quiet, _ = to_alice.last(0.6)
        demand(quiet < 0.1, f"alice was sent {quiet} s of audio in 0.6 s while she held")
        alice.command("resume")
        pause(1.2)
        _carries(to_someone, alice, 0.9, "after the hold")
        _carries(to_alice, someone, 0.9, "after the hold")
    demand(not alice.events("CALL_CLOSED") and not someone.events("CALL_CLOSED"), "the call did not survive the hold")
    alice.hang_up()
    someone.closed()


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


@rule("the test destinations: the echo test gives alice her own tone back, the milliwatt is 1004 Hz")
def test_destinations(world):
    """Called from a phone with a codec that has to be transcoded."""
    tests = '''
[[extension]]
number = "298"
context = "default"
destination = "echo"
[[extension]]
number = "299"
context = "default"
destination = "milliwatt"
'''
    server = world.server("Strowger", "A", change={"[[trunk]]": f"{tests}\n[[trunk]]"})
    alice = world.phone("alice", server, codecs="PCMU")
    with Wire(alice) as to_alice:
        for number, hz in (("298", alice.tone_hz), ("299", 1004)):
            alice.dial(number)
            pause(1.5)
            length, share = to_alice.last(0.9, hz)
            alice.hang_up()
            demand(length > 0.7 and share[hz] > 0.8, f"{number} should sound of {hz} Hz: {length} s, {share}")


def _sees(phone, digits):
    """Demands that a phone has been told exactly these digits."""
    pressed = lambda: "".join(str(event.get("param", "")) for event in phone.events("CALL_DTMF_START"))
    eventually(lambda: pressed() == digits, lambda: f"{phone.name} saw `{pressed()}`, not `{digits}`", timeout=4)


def _carries(wire, speaker, seconds, when):
    """Demands that the last `seconds` on a wire are a phone's tone."""
    length, share = wire.last(seconds, speaker.tone_hz)
    demand(length > seconds * 0.8 and share[speaker.tone_hz] > 0.8,
           f"{speaker.name} ({speaker.tone_hz} Hz) is not heard {when}: {length} s, {share}")
