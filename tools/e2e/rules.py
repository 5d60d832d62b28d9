"""The list of rules: a scenario file adds each of its own with `@rule("what must hold")`."""

import time
from dataclasses import dataclass
from typing import Callable

ALL = []


@dataclass(frozen=True)
class Rule:
    """A sentence that must hold, and the function that tries it in a world."""

    words: str
    file: str
    proof: Callable


class Broken(Exception):
    """A rule does not hold."""


def rule(words, *arguments):
    """Adds a rule; the function gets a World and then `arguments`."""

    def add(function):
        proof = (lambda world: function(world, *arguments)) if arguments else function
        ALL.append(Rule(words, function.__module__.removeprefix("scenario_"), proof))
        return function

    return add


def demand(holds, otherwise):
    """Fails the rule, saying why, where something does not hold."""
    if not holds:
        raise Broken(otherwise)


def eventually(question, otherwise, timeout=8, pause=0.1):
    """Asks until the answer is true and returns it; fails the rule after `timeout` seconds."""
    end = time.monotonic() + timeout
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > end:
            raise Broken(otherwise() if callable(otherwise) else otherwise)
        time.sleep(pause)
