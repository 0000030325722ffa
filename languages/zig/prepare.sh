#!/bin/sh
# Keeps what Zig has parsed of its library, and its own run-time code compiled: most of what a first compilation takes.
set -eu
chmod +x dist/ziglang/zig
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export ZIG_GLOBAL_CACHE_DIR="$PWD/cache" ZIG_LOCAL_CACHE_DIR="$PWD/cache"
dist/ziglang/zig build-exe -femit-bin="$scratch/a.out" sample.zig
"$scratch/a.out" </dev/null
