"""SIP over TLS: real phones, trunks between two exchanges and with a real Asterisk, and what happens where a certificate is wrong."""

import json
import re
import time
import urllib.request

from certificates import Authority, fingerprint
from rules import demand, eventually, rule
from world import call, site

OVER_TLS_A = {'transport = "udp"': 'transport = "tls"', 'connection_type = "friend"': 'connection_type = "friend"\ntransport = "tls"'}
OVER_TLS_B = {'connection_type = "friend"': 'connection_type = "friend"\ntransport = "tls"'}


@rule("phones and a trunk over TLS, certificates by an authority")
def all_over_tls(world):
    """Register, call both ways, and nothing of SIP goes over UDP: neither exchange has a listener for it."""
    authority = Authority(world.folder)
    server_a, server_b = [world.bare_server(side, sip=listening(side, authority)) for side in "AB"]
    server_b.apply(site("B", change=OVER_TLS_B))
    server_a.apply(site("A", peer="b.strowger.test", change=OVER_TLS_A))
    world.await_trunk(server_a, server_b)
    alice = world.phone("alice", server_a, transport="tls", sip_cafile=authority.file)
    someone = world.phone("someone", server_b, transport="tls", sip_cafile=authority.file)
    call(alice, someone, "**99101")
    call(someone, alice, "**98201")
    demand("b.strowger.test:5061 (TLS)" in server_a.cli("sip", "show", "registry"), server_a.cli("sip", "show", "registry"))
    demand("(TLS)" in server_b.cli("sip", "show", "peers"), server_b.cli("sip", "show", "peers"))
    steps = _test(server_a)["steps"]
    demand([step["outcome"] for step in steps] == ["passed"] * 3, f"the test of the trunk: {steps}")


@rule("a certificate that nobody vouches for stops a trunk until its fingerprint is entered")
def pinned(world):
    """Both have made their own certificates; A's Test shows B's, and with its fingerprint the trunk comes up."""
    server_a, server_b = [world.bare_server(side, sip=f'tls = ["{{at}}:5061"]\nudp = ["{{at}}:5060"]') for side in "AB"]
    server_b.apply(site("B", change=OVER_TLS_B))
    server_a.apply(site("A", change=OVER_TLS_A))
    own = fingerprint(f"{server_b.data}/sip.pem")
    failed = next(step for step in _test(server_a)["steps"] if step["step"] == "options")
    demand(failed["cause"]["code"] == "tls_failed" and failed["cause"]["fault"] == "unknown_issuer", f"{failed}")
    demand(failed["cause"]["shown"] == own, f"it shows {failed['cause']['shown']}, not {own}")
    demand("Registered" not in server_b.cli("sip", "show", "registry"), "it has registered all the same")
    server_a.cli("trunk", "update", "xivo-trunk", "--set", f"tls_fingerprint={own}")
    world.await_trunk(server_a, server_b)
    alice, someone = world.phone("alice", server_a, transport="tls"), world.phone("someone", server_b)
    call(alice, someone, "**99101")
    server_a.cli("trunk", "update", "xivo-trunk", "--set", f"tls_fingerprint={'AB:' * 31}AB")
    eventually(lambda: "not the one whose fingerprint" in server_a.cli("sip", "show", "trunks"),
               "a certificate other than the one that is entered is no reason to stop")


@rule("a trunk with TLS never falls back to clear SIP")
def no_downgrade(world):
    """B speaks UDP and TCP only: A sends nothing that can be read, and says that no TLS is there."""
    server_b = world.server("Strowger", "B")
    server_a = world.bare_server("A", sip=listening("A", Authority(world.folder)))
    server_a.apply(site("A", change=OVER_TLS_A))
    for port, code in ((None, "unreachable"), (5060, "tls_failed")):
        if port:
            server_a.cli("trunk", "update", "xivo-trunk", "--set", f"address={server_b.address}:{port}",
                         "--set", f"register.remote_server={server_b.address}:{port}")
        causes = [step["cause"] for step in _test(server_a)["steps"]]
        demand([cause["code"] for cause in causes[1:]] == [code, code], f"at port {port}: {causes}")
    demand("Registered" not in server_b.cli("sip", "show", "registry"), "it has registered all the same")


@rule("a certificate is read again when its file changes, and calls go on")
def renewed(world):
    """The new one is of another authority, which the phone that comes next trusts."""
    first, second = Authority(world.folder, "first"), Authority(world.folder, "second")
    server = world.bare_server("A", sip=listening("A", first))
    server.apply(site("A"))
    world.phone("alice", server, transport="tls", sip_cafile=first.file)
    for new, old in zip(second.issue("A"), first.issue("A")):
        with open(new, "rb") as source, open(old, "wb") as target:
            target.write(source.read())
    server.reload()
    eventually(lambda: "of SIP over TLS were read again" in server.log(), "SIGHUP does not read them again")
    world.phone("alice", server, transport="tls", sip_cafile=second.file)


@rule("an exchange that asks for certificates lets in only who has one of its authority")
def mutual(world):
    """A comes with one that it has made itself, is told so, and then with one of the authority."""
    authority = Authority(world.folder)
    asks = f'{listening("B", authority)}\ntls_client_authorities = "{authority.file}"'
    server_b = world.bare_server("B", sip=asks)
    server_b.apply(site("B", change=OVER_TLS_B))
    server_a = world.bare_server("A", sip=f'udp = []\ntcp = []\ntls = ["{{at}}:5061"]\ntls_authorities = "{authority.file}"')
    server_a.apply(site("A", change=OVER_TLS_A))
    faults = [step["cause"].get("fault") for step in _test(server_a)["steps"]]
    demand(faults[1:] == ["wants_certificate"] * 2, f"the test of the trunk finds {faults}")
    demand("Registered" not in server_b.cli("sip", "show", "registry"), "it has registered all the same")
    server_a.configure(listening("A", authority))
    server_a.reload()
    world.await_trunk(server_a, server_b)


@rule("a real Asterisk over a TLS trunk, Strowger registers at it")
def with_asterisk(world):
    """Both ways; Asterisk's certificate is pinned, Strowger's own is not looked at by Asterisk."""
    authority = Authority(world.folder)
    certificate, key = authority.issue("B")
    asterisk = world.server("Asterisk", "B", tls=(certificate, key))
    server = world.bare_server("A", sip=listening("A", authority))
    server.apply(site("A", change=OVER_TLS_A))
    server.cli("trunk", "update", "xivo-trunk", "--set", f"tls_fingerprint={fingerprint(certificate)}")
    world.await_trunk(server, asterisk)
    alice, someone = world.phone("alice", server, transport="tls"), world.phone("someone", asterisk)
    call(alice, someone, "**99101")
    call(someone, alice, "**98201")


def listening(side, authority):
    """The lines of [sip] of an exchange that listens over TLS alone."""
    certificate, key = authority.issue(side)
    return (f'udp = []\ntcp = []\ntls = ["{{at}}:5061"]\ntls_certificate = "{certificate}"\ntls_key = "{key}"\n'
            f'tls_authorities = "{authority.file}"')


def _test(server):
    """What the trunk's Test says."""
    token = re.search(r"strowger_\w+", server.cli("token", "create", f"test-{time.monotonic_ns()}")).group(0)
    listed = _ask(server, token, "GET", "/trunks")["items"]
    trunk = next(trunk for trunk in listed if trunk["name"] == "xivo-trunk")
    return _ask(server, token, "POST", f"/trunks/{trunk['id']}/test")


def _ask(server, token, method, path):
    request = urllib.request.Request(f"{server.url()}/api/v1{path}", method=method, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=25) as answer:
        return json.load(answer)
