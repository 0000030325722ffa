#!/bin/sh
# Runs every group, adds up their last lines ("group: N passed, M failed"): run.sh <folder with the test programs>
set -u
build=$(cd "$1" && pwd)
here=$(dirname "$0")
passed=0 failed=0
log=$build/log

group() {
  name=$1
  shift
  "$@" >"$log" 2>&1
  code=$?
  line=$(grep -E "^$name: [0-9]+ passed, [0-9]+ failed$" "$log" | tail -1)
  if [ -z "$line" ]; then
    line="$name: 0 passed, 1 failed"
    echo "$name ended with $code before its end" >>"$log"
  fi
  p=$(echo "$line" | sed 's/.*: \([0-9]*\) passed.*/\1/')
  f=$(echo "$line" | sed 's/.*, \([0-9]*\) failed/\1/')
  if [ "$f" = 0 ] && [ "$code" != 0 ]; then f=1; fi
  if [ "$f" != 0 ]; then tail -40 "$log"; fi
  echo "$name: $p passed, $f failed"
  passed=$((passed + p)) failed=$((failed + f))
}

fuzz() {
  if [ -x "$build/fuzz-lib" ]; then
    "$build/fuzz-lib" -max_total_time=8 -print_final_stats=0 -artifact_prefix="$build/" && echo "fuzz: 1 passed, 0 failed"
  else
    "$build/fuzz" 8 "$(date +%s)"
  fi
}

drive() {
  if [ "$(id -u)" != 0 ]; then
    echo "the agent's namespaces ask for root"
    return 1
  fi
  reports=$(mktemp -d)
  node "$here/drive.test.mjs" "$build" "$reports"
  code=$?
  rm -rf "$reports"
  return $code
}

group parse "$build/parse"
group fuzz fuzz
group seccomp "$build/seccomp"
group drive drive
echo "agent: $passed passed, $failed failed"
[ "$failed" = 0 ]
