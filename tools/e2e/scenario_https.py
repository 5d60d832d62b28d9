"""The web admin over HTTPS: with the certificate that the exchange makes for itself, and with one that it is given."""

import hashlib
import re
import ssl
import subprocess

from browser import browse
from rules import demand, rule


@rule("HTTPS without a word of configuration: the certificate is the one whose fingerprint was printed, and nothing goes in clear")
def generated(world):
    """Off loopback, where nobody asked for plain HTTP."""
    server = world.bare_server("A", http="")
    is_shown(server, printed(server))
    browse(world, "https", {"A": server}, fingerprint=printed(server), isOwn="")


@rule("HTTPS with one's own tls_certificate and tls_key: that one is shown, and browsers are told to stay with HTTPS")
def own_certificate(world):
    """A certificate for the server's address, which nothing but its owner made."""
    certificate, key = f"{world.folder}/own.pem", f"{world.folder}/own.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
                    "-subj", "/CN=pbx.strowger.test", "-addext", "subjectAltName=IP:10.78.0.1", "-out", certificate, "-keyout", key],
                   check=True, capture_output=True)
    server = world.bare_server("A", http=f'tls_certificate = "{certificate}"\ntls_key = "{key}"')
    with open(certificate, encoding="ascii") as file:
        given = fingerprint(file.read())
    is_shown(server, given)
    browse(world, "https", {"A": server}, fingerprint=given, isOwn="yes")


def is_shown(server, wanted):
    """Whoever connects, and compares, sees the certificate with that fingerprint."""
    shown = fingerprint(ssl.get_server_certificate((server.address, 8080)))
    demand(shown == wanted, f"wanted {wanted}, shown {shown}")


def printed(server):
    """The fingerprint that the start has printed, as hexadecimal digits."""
    found = re.search(r"certificate: SHA-256 (\S+)", server.log())
    demand(found, f"no fingerprint was printed:\n{server.log()}")
    return found.group(1).replace(":", "").lower()


def fingerprint(pem):
    """The SHA-256 of a certificate."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
