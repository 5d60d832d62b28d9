"""Call records: one for each call and server, whatever happens to the process."""

from rules import demand, eventually, rule
from world import call, pause


@rule("one call leaves exactly one record on each server")
def one_call_one_record(world):
    """Both servers took part, so both have written it down."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    call(alice, someone, "**99101")
    for server in (server_a, server_b):
        records = eventually(server.cdrs, f"no record on {server.side}")
        demand(len(records) == 1, f"{server.side} has {records}")


@rule("a call that nobody answered leaves a record too")
def unanswered_call_has_a_record(world):
    """The caller gives up while the other rings."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    alice.dial("**99101")
    someone.rings()
    alice.hang_up()
    someone.closed()
    for server in (server_a, server_b):
        records = eventually(server.cdrs, f"no record on {server.side}")
        demand(len(records) == 1, f"{server.side} has {records}")


@rule("killed between answer and BYE, B has exactly one record of the call after it starts again")
def killed_in_a_call(world):
    """SIGKILL: no handler of ours runs."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    alice.dial("**99101")
    someone.rings()
    someone.answer()
    alice.talks()
    pause(0.3)
    server_b.kill()
    server_b.start()
    records = eventually(server_b.cdrs, "no record on B after the kill")
    demand(len(records) == 1, f"B has {records}")
    alice.hang_up()
    someone.hang_up()
    pause(1)
    demand(len(server_b.cdrs()) == 1, f"the late BYE added a record: {server_b.cdrs()}")
