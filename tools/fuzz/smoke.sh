#!/usr/bin/env bash
# smoke.sh [SECONDS [TARGET]...]: runs each fuzz target for some seconds with libFuzzer, on the stable toolchain.
# What is found is kept in target/fuzz/findings/<target>, what was learnt in target/fuzz/corpus/<target>.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=${1:-5}
shift || true
here=tools/fuzz
out=${CARGO_TARGET_DIR:-target}/fuzz
host=$(rustc -vV | sed -n 's/^host: //p')

if ! command -v c++ >/dev/null 2>&1; then
  echo "fuzz: needs a C++ compiler: tools/setup.sh build" >&2
  exit 1
fi

# With --target the flags reach our crates and not the build scripts. No sanitizer: there is no unsafe code to watch.
RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares -Copt-level=2 -Cdebug-assertions -Coverflow-checks" \
  cargo build --quiet --package fuzz --features libfuzzer --target "$host" --target-dir "$out"

targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  targets=($(cd "$here/seeds" && echo *))
fi
for target in "${targets[@]}"; do
  mkdir -p "$out/corpus/$target" "$out/findings/$target"
  log=$out/findings/$target.log
  if ! FUZZ_TARGET=$target "$out/$host/debug/fuzz" "$out/corpus/$target" "$here/seeds/$target" \
      -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 -max_len=4096 -print_final_stats=1 \
      -artifact_prefix="$out/findings/$target/" >"$log" 2>&1; then
    tail -40 "$log" >&2
    echo "fuzz: $target FAILED; the input is in $out/findings/$target" >&2
    exit 1
  fi
  echo "fuzz: $target $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") runs"
done
echo "fuzz: ${#targets[@]} targets, nothing found"
