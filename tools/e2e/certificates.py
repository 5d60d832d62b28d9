"""An authority of the tests' own, and certificates of it, made by openssl."""

import os
import subprocess

import net


class Authority:
    """A certificate authority in a folder; it makes certificates for hosts."""

    def __init__(self, folder, name="authority"):
        self.folder = os.path.join(folder, name)
        os.makedirs(self.folder, exist_ok=True)
        self.file, self._key = f"{self.folder}/ca.pem", f"{self.folder}/ca.key"
        _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
                 "-subj", f"/CN=strowger test {name}", "-keyout", self._key, "-out", self.file)

    def issue(self, side, *, days=30):
        """Makes a certificate for the host of a side, by its name and by its address; returns its file and that of its key."""
        name = f"{side.lower()}.strowger.test"
        base = f"{self.folder}/{side.lower()}{days}"
        _openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={name}",
                 "-keyout", f"{base}.key", "-out", f"{base}.csr")
        with open(f"{base}.ext", "w", encoding="utf-8") as file:
            file.write(f"subjectAltName=DNS:{name},IP:{net.SERVER[side]}\nextendedKeyUsage=serverAuth,clientAuth\n")
        _openssl("x509", "-req", "-in", f"{base}.csr", "-CA", self.file, "-CAkey", self._key, "-CAcreateserial",
                 "-days", str(days), "-extfile", f"{base}.ext", "-out", f"{base}.pem")
        return f"{base}.pem", f"{base}.key"


def fingerprint(file):
    """Returns the SHA-256 of a certificate as openssl prints it."""
    return _openssl("x509", "-in", file, "-noout", "-fingerprint", "-sha256").strip().split("=")[1]


def _openssl(*arguments):
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"openssl {' '.join(arguments)}: {done.stderr}")
    return done.stdout
