"""Five small hosts in network namespaces on one bridge: two servers, the phones of each, and a name server.

Nothing of it reaches the world, and its names and its subnet are its own. Needs root and iproute2.
"""

import os
import subprocess

BRIDGE = "sw-br"
SERVER = {"A": "10.78.0.1", "B": "10.78.0.2"}
PHONES = {"A": "10.78.0.11", "B": "10.78.0.12"}
SERVER_V6 = {"A": "fd78::1", "B": "fd78::2"}
PHONES_V6 = {"A": "fd78::11", "B": "fd78::12"}
LOAD = {"A": "10.78.0.21", "B": "10.78.0.22"}
NAME_SERVER = "10.78.0.53"
OUTSIDE = "10.78.0.254"

SERVER_HOST = {"A": "sw-sa", "B": "sw-sb"}
PHONE_HOST = {"A": "sw-pa", "B": "sw-pb"}
NAME_HOST = "sw-ns"

HOSTS = {
    "sw-sa": [SERVER["A"], SERVER_V6["A"]],
    "sw-sb": [SERVER["B"], SERVER_V6["B"]],
    "sw-pa": [PHONES["A"], LOAD["A"], PHONES_V6["A"]],
    "sw-pb": [PHONES["B"], LOAD["B"], PHONES_V6["B"]],
    "sw-ns": [NAME_SERVER],
}

# What the hosts' own /etc/hosts says, beside localhost.
HOSTS_FILE = {"hostsfile-b": SERVER["B"], "hostsfile-a": SERVER["A"]}
# What the name server says: addresses, and services that have no address record of their own name.
ADDRESS_RECORDS = {"b.strowger.test": SERVER["B"], "a.strowger.test": SERVER["A"]}
SERVICE_RECORDS = {"srv-b.strowger.test": "b.strowger.test", "srv-a.strowger.test": "a.strowger.test"}


def in_uri(address):
    """Returns an address as a URI writes it: IPv6 in brackets."""
    return f"[{address}]" if ":" in address else address


def inside(host, *command):
    """Returns the command line that runs `command` on a host."""
    return ["ip", "netns", "exec", host, *command]


def up():
    """Makes the hosts; what an earlier run left behind goes first."""
    down()
    _ip("link", "add", BRIDGE, "type", "bridge")
    _ip("addr", "add", f"{OUTSIDE}/24", "dev", BRIDGE)
    _ip("link", "set", BRIDGE, "up")
    for host, addresses in HOSTS.items():
        _ip("netns", "add", host)
        _ip("link", "add", f"{host}-v", "type", "veth", "peer", "name", "eth0", "netns", host)
        _ip("link", "set", f"{host}-v", "master", BRIDGE, "up")
        for address in addresses:
            # Without nodad an IPv6 address could not be bound for its first second.
            _ip("-n", host, "addr", "add", *([f"{address}/64", "nodad"] if ":" in address else [f"{address}/24"]), "dev", "eth0")
        _ip("-n", host, "link", "set", "lo", "up")
        _ip("-n", host, "link", "set", "eth0", "up")
        _ip("-n", host, "route", "add", "default", "via", OUTSIDE)
        _write_names(host)


def down():
    """Takes the hosts away; none there is fine."""
    for host in HOSTS:
        subprocess.run(["ip", "netns", "del", host], stderr=subprocess.DEVNULL, check=False)
        for name in ("hosts", "resolv.conf"):
            if os.path.exists(path := f"/etc/netns/{host}/{name}"):
                os.remove(path)
        if os.path.isdir(f"/etc/netns/{host}"):
            os.rmdir(f"/etc/netns/{host}")
    subprocess.run(["ip", "link", "del", BRIDGE], stderr=subprocess.DEVNULL, check=False)


def start_name_server(log_path):
    """Starts dnsmasq on its own host and returns the process."""
    records = [f"--host-record={name},{address}" for name, address in ADDRESS_RECORDS.items()]
    for name, target in SERVICE_RECORDS.items():
        records.append(f"--srv-host=_sip._udp.{name},{target},5060,10,10")
    flags = ["--keep-in-foreground", "--no-resolv", "--no-hosts", "--conf-file=/dev/null", "--pid-file=",
             "--user=root", "--local=/test/", f"--listen-address={NAME_SERVER}", "--bind-interfaces", "--log-queries",
             "--log-facility=-"]
    with open(log_path, "w", encoding="utf-8") as log:
        return subprocess.Popen(inside(NAME_HOST, "dnsmasq", *flags, *records), stdout=log, stderr=log)


def _write_names(host):
    # `ip netns exec` shows these to the host's programs as its /etc/hosts and /etc/resolv.conf.
    os.makedirs(f"/etc/netns/{host}", exist_ok=True)
    with open(f"/etc/netns/{host}/hosts", "w", encoding="utf-8") as hosts:
        hosts.write("127.0.0.1 localhost\n")
        hosts.writelines(f"{address} {name}\n" for name, address in HOSTS_FILE.items())
    with open(f"/etc/netns/{host}/resolv.conf", "w", encoding="utf-8") as resolv:
        resolv.write(f"nameserver {NAME_SERVER}\noptions timeout:1 attempts:2\n")


def _ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)
