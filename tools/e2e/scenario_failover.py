"""The next trunk is tried where one does not answer, and not where someone is busy."""

from rules import demand, rule
from world import TALK_SECONDS, pause

DEAD = '''
[[trunk]]
name = "dead"
connection_type = "peer"
addressing = "static"
address = "10.78.0.99"
context = "Incalls"
'''
FIRST_DEAD = {'trunks = ["xivo-trunk"]': 'trunks = ["dead", "xivo-trunk"]', "[[outgoing_call]]": f"{DEAD}\n[[outgoing_call]]"}


@rule("a trunk that does not answer is left for the next one, and both hear each other")
def next_trunk(world):
    """Nobody is at the first trunk's address."""
    server_a, server_b = world.pair(change_a=FIRST_DEAD)
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    alice.dial("**99101")
    someone.rings(timeout=12)
    someone.answer()
    alice.talks()
    pause(TALK_SECONDS)
    alice.hang_up()
    someone.closed()
    pause(0.4)
    alice.hears(someone, TALK_SECONDS)
    someone.hears(alice, TALK_SECONDS)


@rule("a busy answer ends the call: the next trunk is not tried")
def busy_is_final(world):
    """The second trunk leads to the same B, where someone would ring a second time."""
    again = {'trunks = ["xivo-trunk"]': 'trunks = ["xivo-trunk", "second"]',
             "[[outgoing_call]]": DEAD.replace("dead", "second").replace("10.78.0.99", "10.78.0.2") + "\n[[outgoing_call]]"}
    server_a, server_b = world.pair(change_a=again)
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    alice.dial("**99101")
    someone.rings()
    someone.hang_up()
    alice.closed()
    pause(2)
    demand(len(someone.events("CALL_INCOMING")) == 1, "someone rang again")
