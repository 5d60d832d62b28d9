#!/usr/bin/env bash
# run.sh STROWGER [RUNS [desktop|mobile]]: starts an exchange on its first day and has Lighthouse judge its pages. Installs Lighthouse where it lacks.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
strowger=$(realpath "${1:?usage: run.sh STROWGER [RUNS [desktop|mobile]]}")
PATH="$("$here/../setup.sh" ui):$PATH"
[ -d "$here/node_modules" ] || (cd "$here" && npm ci --no-audit --no-fund --loglevel=error)

folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT
cat >"$folder/config.toml" <<EOF
data_dir = "$folder/data"
[sip]
udp = ["127.0.0.9:5060"]
tcp = ["127.0.0.9:5060"]
[rtp]
address = "127.0.0.9"
ports = "20000-20099"
[http]
listen = "127.0.0.1:18080"
EOF
"$strowger" serve --config "$folder/config.toml" >"$folder/log" 2>&1 &
server=$!
for _ in $(seq 50); do
  grep -q '^api: ' "$folder/log" && break
  sleep 0.1
done
token=$(sed -n 's/^set-up: [^#]*#//p' "$folder/log")
[ -n "$token" ] || { cat "$folder/log" >&2; exit 1; }
node "$here/run.mjs" "$(sed -n 's/^api: //p' "$folder/log")" "$token" "${2:-5}" "${3:-}"
