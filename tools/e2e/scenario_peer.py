"""The harness judged by itself: two real Asterisks do the page. Where this fails, the fault is not ours."""

from rules import rule
from scenario_seed import seed_call


@rule("two Asterisks do the page's calls here, forth and back (GSM)")
def asterisks_can(world):
    """Same phones, same network, same ears."""
    seed_call(world, "Asterisk", "Asterisk", "GSM", "GSM")
