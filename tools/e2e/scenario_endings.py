"""Calls that end otherwise: busy, no answer, cancelled, nobody there, a wrong password."""

from phone import PhoneFailed
from rules import demand, rule
from world import pause


@rule("busy: alice is told 486 when someone refuses")
def busy(world):
    """A busy answer travels through both servers."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    alice.dial("**99101")
    someone.rings()
    someone.hang_up()
    reason = alice.closed()
    demand("486" in reason or "Busy" in reason or "Rejected" in reason, f"alice was told `{reason}`")


@rule("no answer: someone rings for the user's ring time, then alice is told")
def no_answer(world):
    """The user's ring_seconds, not the phone's patience."""
    server_a, server_b = world.pair(change_b={'firstname = "Someone"': 'firstname = "Someone"\nring_seconds = 3'})
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    alice.dial("**99101")
    someone.rings()
    pause(1.5)
    demand(not alice.events("CALL_CLOSED"), "it ended before the ring time")
    someone.closed(timeout=6)
    reason = alice.closed()
    demand(any(code in reason for code in ("480", "408", "487")), f"alice was told `{reason}`")


@rule("cancel: someone stops ringing when alice hangs up")
def cancel(world):
    """And someone's phone is free for the next call at once."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    for count in (1, 2):
        alice.dial("**99101")
        someone.rings(count=count)
        alice.hang_up()
        someone.closed(count=count)


@rule("nobody there: alice is told at once when someone has no phone")
def nobody_there(world):
    """An unregistered user fails without ringing."""
    server_a, _ = world.pair()
    alice = world.phone("alice", server_a)
    alice.dial("**99101")
    reason = alice.closed(timeout=6)
    demand(any(code in reason for code in ("480", "404", "503")), f"alice was told `{reason}`")


@rule("a number that no pattern has is refused with 404")
def unknown_number(world):
    """Nothing leaves the server for it."""
    server_a, _ = world.pair()
    alice = world.phone("alice", server_a)
    alice.dial("777")
    reason = alice.closed()
    demand("404" in reason, f"alice was told `{reason}`")


@rule("a phone with a wrong password does not register")
def wrong_password(world):
    """And the right one does, from the same host."""
    server = world.server("Strowger", "B")
    try:
        world.phone("someone", server, password="wrong", patience=3)
    except PhoneFailed:
        world.phone("carol", server, username="someone")
        return
    demand(False, "it registered")
