"""What `sip show registry` shows, and that registrations outlive a restart."""

from rules import demand, eventually, rule
from world import call


@rule("sip show registry on B has a line that shows A as registered, and on A one that shows B")
def both_ends_show_it(world):
    """The page's own check."""
    server_a, server_b = world.pair()
    on_b = [line for line in server_b.cli("sip", "show", "registry").splitlines() if server_a.address in line]
    demand(on_b and "xivo-trunk" in on_b[0] and "Registered" in on_b[0], f"B shows {on_b}")
    on_a = eventually(lambda: [line for line in server_a.cli("sip", "show", "registry").splitlines()
                               if server_b.address in line and "Registered" in line], "A does not show its registration")
    demand("xivo-trunk" in on_a[0], f"A shows {on_a}")


@rule("a restart of B keeps its registrations: someone rings at once, without registering again")
def restart_keeps_registrations(world):
    """The phone's next REGISTER is most of a minute away."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    before = len(someone.events("REGISTER_OK"))
    server_b.stop()
    server_b.start()
    call(alice, someone, "**99101")
    demand(len(someone.events("REGISTER_OK")) == before, "the phone registered again, so nothing was shown")


@rule("a trunk registers over TCP, and calls pass both ways on its connection")
def tcp_trunk(world):
    """The register tab's transport; B calls A where A registered."""
    server_a, server_b = world.pair(change_a={'transport = "udp"': 'transport = "tcp"'})
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    call(alice, someone, "**99101")
    alice.forget_recordings()
    someone.forget_recordings()
    call(someone, alice, "**98201")


@rule("a trunk finds its way again after B was away for a while")
def trunk_comes_back(world):
    """A retries after 1, 2, 4 ... seconds and never gives up."""
    server_a, server_b = world.pair()
    server_b.stop()
    server_a.cli("sip", "show", "registry")
    server_b.start()
    world.await_trunk(server_a, server_b)
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    call(alice, someone, "**99101")


@rule("an exchange that is stopped takes its registration back")
def stop_takes_back(world):
    """Callers then hear at once that it is away, and need not wait until the registration lapses."""
    _stop_and_look(world, "udp")


@rule("an exchange that is stopped takes its registration over TCP back")
def stop_takes_back_over_tcp(world):
    """What is to be said last must still get out of the connection."""
    _stop_and_look(world, "tcp")


def _stop_and_look(world, transport):
    server_a, server_b = world.pair(change_a={'transport = "udp"': f'transport = "{transport}"'})
    server_a.stop()
    eventually(lambda: not server_b.trunk_is_registered("xivo-trunk", server_a.address),
               "B still shows A as registered, 2 s after A was stopped", timeout=2)
