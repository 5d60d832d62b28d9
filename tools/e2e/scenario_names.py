"""Names: a trunk's Username that differs from its Name, and host names where the page has addresses."""

from rules import rule
from world import call

NAMES = {"the hosts file": "hostsfile-b", "an A record": "b.strowger.test", "an SRV record": "srv-b.strowger.test"}


@rule("a trunk's Username may differ from its Name")
def username_differs(world):
    """Both sides call the trunk by names of their own; the username is what they agree on."""
    server_b = world.server("Strowger", "B", change={'\nname = "xivo-trunk"': '\nname = "branch-office"',
                                                     'trunks = ["xivo-trunk"]': 'trunks = ["branch-office"]'})
    server_a = world.server("Strowger", "A", change={'\nname = "xivo-trunk"': '\nname = "head-office"',
                                                     'trunks = ["xivo-trunk"]': 'trunks = ["head-office"]'})
    world.await_trunk(server_a, server_b, name="branch-office")
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    call(alice, someone, "**99101")
    alice.forget_recordings()
    someone.forget_recordings()
    call(someone, alice, "**98201")


def by_name(world, name):
    """The trunk's address and the register tab's remote server are a name."""
    server_a, server_b = world.pair(change_a={'"10.78.0.2"': f'"{name}"'})
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    call(alice, someone, "**99101")


for source, host_name in NAMES.items():
    rule(f"the trunk's address may be a name that {source} knows", host_name)(by_name)
