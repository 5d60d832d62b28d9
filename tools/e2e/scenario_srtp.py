"""Audio under SRTP with keys in SIP: real phones, trunks between two exchanges and with a real Asterisk, and what is refused."""

import socket
import struct

import net
from certificates import Authority, fingerprint
from rules import demand, eventually, rule
from scenario_tls import OVER_TLS_A, OVER_TLS_B, listening
from world import call, pause, site

LINE = 'context = "default"\nextension ='


def _secure_site(side, **options):
    """The page's site with trunk and line over TLS, and audio encrypted or nothing."""
    change = dict(OVER_TLS_A if side == "A" else OVER_TLS_B)
    change['connection_type = "friend"'] += '\nmedia_encryption = "required"'
    return site(side, change={**change, LINE: f'media_encryption = "required"\n{LINE}'}, **options)


@rule("srtp: phones and a trunk over TLS, all audio encrypted, and the padlock says so")
def all_encrypted(world):
    """Both ways with tones; no INVITE in clear, the padlock closed on both exchanges, no key in the messages that are shown."""
    authority = Authority(world.folder)
    server_a, server_b = [world.bare_server(side, sip=listening(side, authority)) for side in "AB"]
    server_b.apply(_secure_site("B"))
    server_a.apply(_secure_site("A", peer="b.strowger.test"))
    world.await_trunk(server_a, server_b)
    alice = world.phone("alice", server_a, transport="tls", sip_cafile=authority.file, mediaenc="srtp-mand")
    someone = world.phone("someone", server_b, transport="tls", sip_cafile=authority.file, mediaenc="srtp-mand")

    def look():
        for server in (server_a, server_b):
            said = server.cli("calls")
            demand(said.count("(encrypted)") == 2, f"not both legs are encrypted: {said}")

    call(alice, someone, "**99101", during=look)
    call(someone, alice, "**98201", during=look)
    for server in (server_a, server_b):
        demand("  encrypted" in server.cli("call-log"), server.cli("call-log"))
    shown = server_a.cli("call", "show", _last_call(server_a))
    demand("encrypted (A" in shown and "inline:" not in shown, shown)


@rule("srtp: a phone that offers it in RTP/AVP over TLS gets it, with a line as it is by default")
def offered(world):
    """Ours offers too: the phone that is called takes it up."""
    authority = Authority(world.folder)
    server = world.bare_server("A", sip=listening("A", authority))
    server.apply(_two_people())
    options = {"transport": "tls", "sip_cafile": authority.file, "mediaenc": "srtp"}
    alice, bob = world.phone("alice", server, **options), world.phone("bob", server, codecs="PCMU", **options)
    call(alice, bob, "202", during=lambda: demand(server.cli("calls").count("(encrypted)") == 2, server.cli("calls")))


@rule("srtp: a phone that encrypts and one in clear speak with each other, in two codecs")
def mixed(world):
    """Over UDP: alice's phone takes nothing but SRTP, so that her line requires it, bob's knows nothing of it. The padlock is not closed."""
    server = world.bare_server("A")
    server.apply(_alice_requires_it())
    alice, bob = world.phone("alice", server, mediaenc="srtp-mand"), world.phone("bob", server, codecs="PCMU")

    def look():
        said = server.cli("calls")
        demand("(audio encrypted, key in clear)" in said and "(in clear)" in said, said)

    call(alice, bob, "202", during=look)
    call(bob, alice, "201")


@rule("srtp: packets that were not made with the key are not heard")
def forged(world):
    """A stranger sends plain packets to every port of the call while they talk: both hear each other and nothing else."""
    server = world.bare_server("A")
    server.apply(_two_people())
    alice, bob = world.phone("alice", server, mediaenc="srtp-mand"), world.phone("bob", server)

    def spray():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.bind((net.OUTSIDE, 0))
            for n in range(50):
                packet = struct.pack("!BBHII", 0x80, 3, n, n * 160, 0xbad) + b"\xd5" * 33
                for port in range(20_000, 20_040, 2):
                    sender.sendto(packet, (server.address, port))
        pause(1)

    call(alice, bob, "202", during=spray)


@rule("srtp: where it is required, a phone in clear is refused and told why")
def refused(world):
    """488 with a Warning towards a caller in clear; one in clear that is called refuses, and its caller learns it."""
    server = world.bare_server("A")
    server.apply(_alice_requires_it())
    alice, bob = world.phone("alice", server), world.phone("bob", server)
    alice.dial("202")
    demand("488" in alice.closed(), f"alice's call ends with {alice.events('CALL_CLOSED')}")
    demand(not bob.events("CALL_INCOMING"), "bob was called all the same")
    eventually(lambda: "Encrypted audio (SRTP with SDES) is required" in server.cli("call-log", "--json"), server.cli("call-log", "--json"))
    bob.dial("201")
    bob.closed()
    demand(not alice.events("CALL_ESTABLISHED"), "a call in clear was established")


@rule("srtp: a real Asterisk over TLS with media_encryption=sdes")
def with_asterisk(world):
    """Both ways, with the audio of trunk and line required to be encrypted."""
    authority = Authority(world.folder)
    certificate, key = authority.issue("B")
    asterisk = world.server("Asterisk", "B", tls=(certificate, key), sdes=True)
    server = world.bare_server("A", sip=listening("A", authority))
    server.apply(_secure_site("A"))
    server.cli("trunk", "update", "xivo-trunk", "--set", f"tls_fingerprint={fingerprint(certificate)}")
    world.await_trunk(server, asterisk)
    alice, someone = world.phone("alice", server, transport="tls", mediaenc="srtp-mand"), world.phone("someone", asterisk)
    look = lambda: demand(server.cli("calls").count("(encrypted)") == 2, server.cli("calls"))
    call(alice, someone, "**99101", during=look)
    call(someone, alice, "**98201", during=look)


def _two_people():
    """Alice and Bob on one exchange."""
    text = site("A")
    bob = text[text.index("[[user]]"):text.index("[[trunk]]")]
    for old, new in (("Alice", "Bob"), ("alice", "bob"), ("201", "202")):
        bob = bob.replace(old, new)
    return text.replace("[[trunk]]", f"{bob}[[trunk]]")


def _alice_requires_it():
    """The same, with encrypted audio or none for alice's line."""
    return _two_people().replace('username = "alice"', 'username = "alice"\nmedia_encryption = "required"')


def _last_call(server):
    """The id of the newest call of the log."""
    return server.cli("call-log").splitlines()[1].split()[0]
