"""RFC 4475's messages, and what is done to connections, against the process itself: whatever was sent, it goes on answering.

How each message is to be answered is tried elsewhere, message by message, in `cargo test -p sip-core rfc4475`.
"""

import glob
import os
import resource
import socket
import ssl
import time

import net
from certificates import Authority
from rules import demand, eventually, rule
from world import call, site

MESSAGES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../crates/value/sip-msg/tests/rfc4475")
# What a stranger is answered, whoever he is and whatever he asks.
CHALLENGE = b"SIP/2.0 401 "
# More connections than strangers may have at once.
CROWD = 10_000


@rule("after each of RFC 4475's messages an OPTIONS is answered, over UDP, TCP and TLS")
def torture(world):
    """A connection that a message has broken may be closed; the next one is answered."""
    server = _server(world)
    files = sorted(glob.glob(f"{MESSAGES}/*.dat"))
    demand(len(files) >= 50, f"only {len(files)} messages")
    for transport in ("UDP", "TCP", "TLS"):
        for file in files:
            with open(file, "rb") as message:
                _send(server, transport, message.read())
            demand(_is_answered(server, transport), f"{os.path.basename(file)} over {transport} silenced it")
    demand("panicked" not in server.log(), "it panicked")


@rule("connections that are slow, half open, endless or lie about their length are closed, and calls go on beside them")
def abused_connections(world):
    """Two dozen of each kind, over TCP and TLS, while two phones over TCP call each other."""
    server_a = world.bare_server("A", sip='udp = ["{at}:5060"]\ntcp = ["{at}:5060"]\ntls = ["{at}:5061"]')
    server_a.apply(site("A"))
    server_b = world.server("Strowger", "B")
    world.await_trunk(server_a, server_b)
    alice, someone = world.phone("alice", server_a, transport="tcp"), world.phone("someone", server_b, transport="tcp")
    begun, abused = time.monotonic(), []
    for _ in range(24):
        abused += [_abuse(server_a, b"REGISTER sip:a SIP/2.0\r\n"), _abuse(server_a, b"INVITE sip:a@b SIP/2.0\r\nX: "),
                   _abuse(server_a, _options(server_a, "TCP").replace(b"Content-Length: 0", b"Content-Length: 60000")),
                   _abuse(server_a, _options(server_a, "TCP").replace(b"Content-Length: 0", b"Content-Length: 99999999999")),
                   # A handshake that is never begun, and one that ends after its first octets.
                   _abuse(server_a, b"", 5061), _abuse(server_a, b"\x16\x03\x01\x02\x00\x01", 5061)]
    endless = _abuse(server_a, b"OPTIONS sip:a SIP/2.0\r\n")
    # Some of it stays in the kernel's buffers: a while passes before the end is felt.
    eventually(lambda: not _gives(endless, b"X-Endless: " + b"x" * 4096 + b"\r\n"), "a head without an end is read for ever", pause=0.01)
    call(alice, someone, "**99101")
    for one in abused:
        # One octet more buys it no time.
        _gives(one, b"x")
    eventually(lambda: all(_is_closed(one) for one in abused), "some of them are open still", timeout=40)
    demand(time.monotonic() - begun < 45, "they were closed late")
    call(alice, someone, "**99101")


@rule("ten thousand idle connections of strangers neither shut phones out nor cost those that are in")
def crowd(world):
    """They take each other's places; a phone over TCP that was there before goes on, and one that comes then gets in."""
    server_a, server_b = world.pair()
    alice, someone = world.phone("alice", server_a, transport="tcp"), world.phone("someone", server_b)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(CROWD + 2_000, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    before, idle = _memory(server_a), []
    for _ in range(CROWD):
        idle.append(socket.create_connection((server_a.address, 5060), timeout=5))
    open_ = len(os.listdir(f"/proc/{server_a.pid()}/fd"))
    grown = _memory(server_a) - before
    print(f"     {CROWD} connections: {open_} files open, {grown / 1e6:.0f} MB more", flush=True)
    demand(open_ < CROWD / 2, f"{open_} files are open: every stranger is kept")
    call(alice, someone, "**99101")
    alice.close()
    world.phone("alice", server_a, transport="tcp", sip_port=5070)
    for one in idle:
        one.close()


def _server(world):
    authority = Authority(world.folder)
    certificate, key = authority.issue("A")
    listening = ('udp = ["{at}:5060"]\ntcp = ["{at}:5060"]\ntls = ["{at}:5061"]\n'
                 f'tls_certificate = "{certificate}"\ntls_key = "{key}"')
    return world.bare_server("A", sip=listening)


def _connect(server, transport):
    if transport == "UDP":
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        one.bind((net.OUTSIDE, 0))
        one.connect((server.address, 5060))
        one.settimeout(5)
        return one
    one = socket.create_connection((server.address, 5061 if transport == "TLS" else 5060), timeout=5)
    if transport == "TCP":
        return one
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(one)


def _send(server, transport, message):
    with _connect(server, transport) as one:
        one.sendall(message)
        if transport != "UDP":
            one.settimeout(0.05)
            try:
                one.recv(4096)
            except OSError:
                # Not every message is answered.
                pass


def _is_answered(server, transport):
    with _connect(server, transport) as one:
        one.sendall(_options(server, transport))
        try:
            return one.recv(4096).startswith(CHALLENGE)
        except OSError:
            return False


def _options(server, transport):
    number = time.monotonic_ns()
    return (f"OPTIONS sip:{server.address} SIP/2.0\r\nVia: SIP/2.0/{transport} {net.OUTSIDE}:5099;rport;branch=z9hG4bK{number}\r\n"
            f"Max-Forwards: 70\r\nFrom: <sip:s@{net.OUTSIDE}>;tag=s\r\nTo: <sip:{server.address}>\r\nCall-ID: {number}\r\n"
            "CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n").encode()


def _abuse(server, bytes_, port=5060):
    one = socket.create_connection((server.address, port), timeout=5)
    one.sendall(bytes_)
    return one


def _gives(one, bytes_):
    try:
        one.sendall(bytes_)
        return True
    except OSError:
        return False


def _is_closed(one):
    one.setblocking(False)
    try:
        while True:
            if one.recv(4096) == b"":
                return True
    except BlockingIOError:
        return False
    except OSError:
        return True


def _memory(server):
    """Resident, in octets."""
    with open(f"/proc/{server.pid()}/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()
