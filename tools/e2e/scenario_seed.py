"""The seed page's call, from either end, with each codec, and with a real Asterisk in either place."""

from rules import rule
from world import call

CODECS = [("GSM", "GSM"), ("PCMU", "PCMU"), ("PCMU", "GSM"), ("G722", "GSM")]
SERVERS = [("Strowger", "Strowger"), ("Asterisk", "Strowger"), ("Strowger", "Asterisk")]


def seed_call(world, a, b, alices, someones, swapped=False):
    """Forth and back over the same trunk, with the phones registered once."""
    server_a, server_b = world.pair(a, b, swapped=swapped)
    alice = world.phone("alice", server_a, codecs=alices)
    someone = world.phone("someone", server_b, codecs=someones)
    call(alice, someone, "**99101")
    alice.forget_recordings()
    someone.forget_recordings()
    call(someone, alice, "**98201")


for server_a, server_b in SERVERS:
    for alices, someones in CODECS:
        codecs = alices if alices == someones else f"{alices} to {someones}"
        rule(f"{server_a} A and {server_b} B: **99101 rings someone, **98201 rings alice, both hear each other ({codecs})",
             server_a, server_b, alices, someones)(seed_call)

for server_a, server_b in SERVERS:
    rule(f"the same with the hosts of A and B swapped: {server_a} A and {server_b} B",
         server_a, server_b, "GSM", "GSM", True)(seed_call)


@rule("the same over IPv6, phones and trunk: Strowger A and Strowger B")
def over_ipv6(world):
    """Nothing listens on IPv4 there."""
    server_a, server_b = world.pair(ipv6=True)
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    call(alice, someone, "**99101")
