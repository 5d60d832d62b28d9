"""Strangers at the door: who guesses passwords, who floods, and what the phones notice of it (nothing)."""

import json
import re
import socket
import threading
import time

import net
from rules import demand, rule
from world import call

# From here a stranger speaks: an address of the network at which neither phones nor trunks are.
STRANGER = net.OUTSIDE
FLOOD_SECONDS = 4
FLOOD_PER_SECOND = 4000


@rule("who guesses a password is shut out before the twentieth guess, is listed, and is let in again by order")
def guessing(world):
    """svcrack tries thousands; a real phone at another address goes on."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    with _Stranger(server_a) as stranger:
        answered = 0
        while answered < 20 and stranger.guesses("alice", f"wrong-{answered}"):
            answered += 1
        demand(0 < answered < 20, f"{answered} guesses were answered")
        bans = json.loads(server_a.cli("ban", "list", "--json"))
        demand(len(bans) == 1 and bans[0]["address"] == STRANGER and bans[0]["tried"] == "alice", f"listed: {bans}")
        demand("shut out for guessing passwords" in server_a.log(), "the log is silent")
        call(alice, someone, "**99101")
        server_a.cli("ban", "lift", STRANGER, "--account", "alice")
        demand(json.loads(server_a.cli("ban", "list", "--json")) == [], "it is still listed")
        demand(stranger.guesses("alice", "again"), "it is still not heard")


@rule("a flood of a stranger's requests is left unread, and a call is set up and heard beside it")
def flood(world):
    """Well-formed REGISTERs and garbage in turn, some thousands a second from one address."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a), world.phone("someone", server_b)
    with _Stranger(server_a) as stranger:
        flooding = stranger.flood(FLOOD_SECONDS, FLOOD_PER_SECOND)
        call(alice, someone, "**99101")
        sent, answered = flooding()
    demand(sent > FLOOD_SECONDS * FLOOD_PER_SECOND / 2, f"the flood was a trickle: {sent} messages")
    demand(answered < sent / 4, f"{answered} of {sent} were answered: strangers are not limited")
    demand(json.loads(server_a.cli("ban", "list", "--json")) == [], "bad and many messages alone shut nobody out")


class _Stranger:
    """A socket at an address that means nothing to the exchange."""

    def __init__(self, server):
        self._to, self._number = (server.address, 5060), 0

    def __enter__(self):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((STRANGER, 0))
        self._socket.settimeout(1)
        return self

    def __exit__(self, *_):
        self._socket.close()

    def guesses(self, account, response):
        """Guesses once; says whether it was answered."""
        challenge = self._ask(self._register(account))
        if challenge is None:
            return False
        nonce = re.search(r'nonce="([^"]+)"', challenge)[1]
        realm = re.search(r'realm="([^"]+)"', challenge)[1]
        digest = (f'Authorization: Digest username="{account}", realm="{realm}", nonce="{nonce}", uri="sip:{self._to[0]}", '
                  f'response="{response.encode().hex():0>32}", qop=auth, nc=00000001, cnonce="x", algorithm=MD5\r\n')
        return self._ask(self._register(account, digest)) is not None

    def flood(self, seconds, per_second):
        """Begins to flood; returns what waits for the end and tells how much was sent and answered."""
        result = {}

        def run():
            sent, answered, end = 0, 0, time.monotonic() + seconds
            self._socket.setblocking(False)
            while time.monotonic() < end:
                for _ in range(per_second // 100):
                    bytes_ = self._register("alice").encode() if sent % 2 else b"INVITE garbage \x00\xff" * 20
                    self._socket.sendto(bytes_, self._to)
                    sent += 1
                try:
                    while self._socket.recv(4096):
                        answered += 1
                except BlockingIOError:
                    pass
                time.sleep(0.01)
            result["counts"] = sent, answered

        thread = threading.Thread(target=run)
        thread.start()

        def finish():
            thread.join()
            return result["counts"]

        return finish

    def _ask(self, text):
        self._socket.sendto(text.encode(), self._to)
        try:
            return self._socket.recv(4096).decode()
        except TimeoutError:
            return None

    def _register(self, account, digest=""):
        self._number += 1
        host, port = self._socket.getsockname()
        return (f"REGISTER sip:{self._to[0]} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{port};branch=z9hG4bK-{self._number}\r\n"
                f"Max-Forwards: 70\r\nFrom: <sip:{account}@{self._to[0]}>;tag=s\r\nTo: <sip:{account}@{self._to[0]}>\r\n"
                f"Call-ID: stranger-{self._number}\r\nCSeq: 1 REGISTER\r\nContact: <sip:{account}@{host}:{port}>\r\n"
                f"{digest}Content-Length: 0\r\n\r\n")
