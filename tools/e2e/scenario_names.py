"""Names: a trunk's Username that differs from its Name, and host names where the page has addresses."""

from rules import rule
from scenario_seed import SERVERS
from world import call

NAMES = {"the hosts file": "hostsfile-b", "an A record": "b.strowger.test", "an SRV record": "srv-b.strowger.test"}


def username_differs(world, a, b):
    """Each Strowger calls the trunk by a name of its own; the username is what both sides agree on."""
    server_b = world.server(b, "B", change=_renamed("branch-office"))
    server_a = world.server(a, "A", change=_renamed("head-office"))
    world.await_trunk(server_a, server_b, name="branch-office" if b == "Strowger" else "xivo-trunk")
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    call(alice, someone, "**99101")
    alice.forget_recordings()
    someone.forget_recordings()
    call(someone, alice, "**98201")


for server_a, server_b in SERVERS:
    rule(f"a trunk's Username may differ from its Name: {server_a} A and {server_b} B", server_a, server_b)(username_differs)


def by_name(world, name):
    """The trunk's address and the register tab's remote server are a name."""
    server_a, server_b = world.pair(change_a={'"10.78.0.2"': f'"{name}"'})
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    call(alice, someone, "**99101")


for source, host_name in NAMES.items():
    rule(f"the trunk's address may be a name that {source} knows", host_name)(by_name)


def _renamed(name):
    return {'\nname = "xivo-trunk"': f'\nname = "{name}"', 'trunks = ["xivo-trunk"]': f'trunks = ["{name}"]'}
