"""What a trunk's context opens: the page's note on `default` and `Incalls`, and a line in a context of its own."""

import json

from rules import demand, eventually, rule
from world import call

SALES = '''
[[context]]
name = "sales"
kind = "internal"
[[context.range]]
for = "user"
start = "100"
end = "199"
'''


@rule("someone's line may be in another context, sales: it is found from the line")
def line_in_sales(world):
    """The incoming call names the user only."""
    server_a, server_b = world.pair(
        change_b={'context = "default"\nextension = "111"': 'context = "sales"\nextension = "111"',
                  "[sip.general]": f"{SALES}\n[sip.general]"})
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    call(alice, someone, "**99101")


@rule("B's trunk in default: **99111 rings someone directly")
def trunk_in_default(world):
    """No incoming call is needed there."""
    server_a, server_b = world.pair(change_b={'addressing = "dynamic"\ncontext = "Incalls"':
                                              'addressing = "dynamic"\ncontext = "default"'})
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    call(alice, someone, "**99111")


@rule("B's trunk in Incalls: **99111 rings nobody, and the trace says why")
def trunk_in_incalls(world):
    """What the incoming calls do not open stays closed."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    alice.dial("**99111")
    reason = alice.closed()
    demand("404" in reason, f"alice should be told 404, was told `{reason}`")
    demand(not someone.events("CALL_INCOMING"), "someone rang")
    trace = server_b.cli("route", "explain", "--trunk", "xivo-trunk", "111", may_fail=True)
    for word in ("context Incalls: nothing matches", "101", "111 can be dialled in context default"):
        demand(word in trace, f"the trace should say `{word}`:\n{trace}")
    explained = json.loads(server_b.cli("route", "explain", "--json", "--trunk", "xivo-trunk", "111", may_fail=True))["trace"]
    record = eventually(server_b.cdrs, "the refused call left no record")[0]
    stored = json.loads(json.loads(record["body"])["trace"])
    demand(stored == explained, f"the call's own trace is another:\n{stored}\n{explained}")


@rule("route explain on A shows the pattern, the stripped digits and the trunk")
def explain_the_way_out(world):
    """The what-if of the page's own number, on a server without phones."""
    server_a, _ = world.pair()
    trace = server_a.cli("route", "explain", "--context", "default", "**99101")
    for word in ("default", "to-extern", "**99.", "101", "xivo-trunk"):
        demand(word in trace, f"the trace should name `{word}`:\n{trace}")
