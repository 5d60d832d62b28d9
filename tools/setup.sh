#!/usr/bin/env bash
# setup.sh build|ui|e2e: installs what this machine lacks, and nothing where nothing lacks.
#   build   a C compiler for SQLite, g++ for the fuzzer, Python for the end-to-end tests, and a Rust that is new enough
#   ui      a Node that is new enough for the web admin's build, and prints the folder that it is in
#   e2e     real phones and peers: baresip, SIPp, sox, dnsmasq, openssl, schemathesis, SIPVicious, Chromium, and Asterisk from Debian sid in a folder of
#           its own
# Debian or a child of it. Without root, or without a mirror, it says what to install and exits non-zero.
set -euo pipefail

# rust-version of Cargo.toml.
RUST_NEEDED=1.95
SCHEMATHESIS=4.32.5
SIPVICIOUS=0.3.8
# What Vite asks for, and what is installed where the system's is older.
NODE_NEEDED=20.19
NODE_INSTALLED=24
: "${NODE_HOME:=${XDG_CACHE_HOME:-$HOME/.cache}/strowger-node}"
: "${E2E_HOME:=/var/cache/strowger-e2e}"

say() { printf 'setup: %s\n' "$*" >&2; }

# install PROGRAM=PACKAGE...: installs the packages whose program is not there.
install() {
  local missing=() pair
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null 2>&1 || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    say "please install: ${missing[*]} (this needs root and apt-get)"
    return 1
  fi
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}" >/dev/null
}

# new_enough NEEDED VERSION
new_enough() {
  [ -n "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -1)" = "$1" ]
}

rust() {
  command -v cargo >/dev/null 2>&1 || [ ! -x "$HOME/.cargo/bin/cargo" ] || PATH=$HOME/.cargo/bin:$PATH
  if ! command -v cargo >/dev/null 2>&1 && command -v apt-cache >/dev/null; then
    # Debian's own only where it is new enough: stable's is years old.
    new_enough "$RUST_NEEDED" "$(apt-cache policy cargo | sed -n 's/^ *Candidate: //p')" && install cargo=cargo
  fi
  if ! new_enough "$RUST_NEEDED" "$(cargo --version 2>/dev/null | cut -d' ' -f2)"; then
    say "Rust $RUST_NEEDED or later is needed, found: $(cargo --version 2>/dev/null || echo none). See https://rustup.rs"
    return 1
  fi
}

build() {
  install cc=build-essential g++=build-essential python3=python3
  rust
}

node_version() {
  "$@" --version 2>/dev/null | tr -d v
}

# Debian's Node where it is new enough; else its npm fetches another into a folder of ours.
ui() {
  install npm=npm node=nodejs
  if new_enough "$NODE_NEEDED" "$(node_version node)"; then
    dirname "$(command -v node)"
    return 0
  fi
  local arch program
  case "$(uname -m)" in
  x86_64) arch=x64 ;;
  aarch64) arch=arm64 ;;
  *)
    say "Node $NODE_NEEDED or later is needed, found: $(node_version node)"
    return 1
    ;;
  esac
  program=$NODE_HOME/node_modules/node-linux-$arch/bin
  if ! new_enough "$NODE_NEEDED" "$(node_version "$program/node")"; then
    say "installing Node $NODE_INSTALLED into $NODE_HOME (found: $(node_version node))"
    mkdir -p "$NODE_HOME"
    npm install --silent --no-audit --no-fund --prefix "$NODE_HOME" "node-linux-$arch@$NODE_INSTALLED" >&2
  fi
  printf '%s\n' "$program"
}

asterisk() {
  local root=$E2E_HOME/asterisk
  if [ ! -x "$root/usr/sbin/asterisk" ]; then
    say "installing Asterisk from Debian sid into $root (about a minute)"
    mkdir -p "$E2E_HOME"
    # A half-made tree is of no use, and debootstrap does not go on with one.
    rm -rf "$root.new"
    if ! debootstrap --variant=minbase --include=asterisk,asterisk-modules,asterisk-core-sounds-en-gsm \
        sid "$root.new" >"$E2E_HOME/debootstrap.log" 2>&1; then
      tail -5 "$E2E_HOME/debootstrap.log" >&2
      return 1
    fi
    mv "$root.new" "$root"
  fi
  # Without these two files Asterisk waits on a name look-up in every call.
  printf '127.0.0.1 localhost %s\n' "$(hostname)" >"$root/etc/hosts"
  : >"$root/etc/resolv.conf"
  mountpoint -q "$root/dev" || mount --bind /dev "$root/dev"
  mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
}

# python_tool PACKAGE VERSION PROGRAM: in an environment of its own, because Debian's Python takes no packages from elsewhere.
python_tool() {
  local home=$E2E_HOME/$1
  [ -x "$home/bin/$3" ] && return 0
  say "installing $1 into $home"
  python3 -m venv --clear "$home"
  "$home/bin/pip" install --quiet --disable-pip-version-check "$1==$2"
}

e2e() {
  if [ "$(id -u)" -ne 0 ]; then
    say "the end-to-end tests make network namespaces: run them as root"
    return 1
  fi
  install baresip=baresip-core sipp=sip-tester sox=sox ip=iproute2 dnsmasq=dnsmasq-base debootstrap=debootstrap \
    mountpoint=util-linux chromium=chromium systemd-analyze=systemd openssl=openssl
  python3 -c 'import ensurepip' 2>/dev/null || install ensurepip=python3-venv
  # Makes requests from the API's document.
  python_tool schemathesis "$SCHEMATHESIS" schemathesis
  # What strangers scan exchanges with.
  python_tool sipvicious "$SIPVICIOUS" sipvicious_svmap
  asterisk
}

case "${1-}" in
build) build ;;
ui) ui ;;
e2e) e2e ;;
*)
  sed -n '2,7s/^# //p' "$0" >&2
  exit 2
  ;;
esac
