#!/bin/sh
# package.sh BINARY VERSION FOLDER: makes the Debian package of a binary that was built on this machine, into a folder. It needs
# dpkg-deb and objdump, and neither root nor the network. PACKAGE_LEVEL says how hard it is packed (0 to 9).
set -eu

binary=$1 version=$2 out=$3
here=$(cd "$(dirname "$0")" && pwd)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
umask 022

put() { # put MODE FILE PLACE
    install -D -m "$1" "$2" "$root/$3"
}

put 755 "$binary" usr/bin/strowger
strip --strip-unneeded "$root/usr/bin/strowger"
sed 's|/usr/local/bin/|/usr/bin/|' "$here/strowger.service" >"$root/unit"
put 644 "$root/unit" usr/lib/systemd/system/strowger.service
put 644 "$here/strowger.sysusers" usr/lib/sysusers.d/strowger.conf
put 644 "$here/strowger.toml" etc/strowger.toml

# The binary writes its own manual pages and completions: they say what it does.
"$binary" papers "$root/papers"
for page in "$root"/papers/*.1; do
    gzip -9n "$page"
    put 644 "$page.gz" "usr/share/man/man1/$(basename "$page").gz"
done
put 644 "$root/papers/strowger.bash" usr/share/bash-completion/completions/strowger
put 644 "$root/papers/_strowger" usr/share/zsh/vendor-completions/_strowger
put 644 "$root/papers/strowger.fish" usr/share/fish/vendor_completions.d/strowger.fish

gzip -9nc "$here/../CHANGELOG.md" >"$root/changelog.gz"
put 644 "$root/changelog.gz" usr/share/doc/strowger/changelog.gz
{
    echo "Strowger, a telephone exchange. Licence: MIT or Apache-2.0, as you choose."
    echo
    cat "$here/../LICENSE-MIT"
} >"$root/copyright"
put 644 "$root/copyright" usr/share/doc/strowger/copyright
if [ -f "$here/../target/strowger.cdx.json" ]; then
    put 644 "$here/../target/strowger.cdx.json" usr/share/doc/strowger/sbom.cdx.json
fi
rm -rf "$root/papers" "$root/unit" "$root/changelog.gz" "$root/copyright"

# The oldest C library that has all that the binary asks for.
libc=$(objdump -T "$binary" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -V | tail -1)
architecture=$(dpkg --print-architecture)
mkdir "$root/DEBIAN"
for script in postinst prerm postrm; do
    install -m 755 "$here/$script" "$root/DEBIAN/$script"
done
echo /etc/strowger.toml >"$root/DEBIAN/conffiles"
cat >"$root/DEBIAN/control" <<CONTROL
Package: strowger
Version: $version
Architecture: $architecture
Maintainer: The Strowger developers <strowger@localhost>
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Depends: libc6 (>= $libc), libgcc-s1, passwd
Recommends: ca-certificates, systemd
Section: comm
Priority: optional
Description: telephone exchange (IPBX) in one program
 Registrar, trunks, call routing and audio, with a web admin, a REST API and a
 command line that knows Asterisk's familiar commands.
CONTROL
(cd "$root" && find . -type f -not -path './DEBIAN/*' -printf '%P\0' | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
mkdir -p "$out"
dpkg-deb --root-owner-group -Zxz "-z${PACKAGE_LEVEL:-6}" --build "$root" "$out/strowger_${version}_${architecture}.deb"
