#!/bin/sh
# Inside an image that is being built, in the folder with these files: compiles the compiler's host, and keeps what the
# JVM has loaded and linked when it has compiled a program (JEP 483), so that it need not be done in each boot.
set -eu
flags="-XX:MaxRAM=1024m -XX:MaxRAMPercentage=75 -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
javac -d "$scratch/classes" Compile.java MainClass.java
jar --create --file compile.jar --date 2000-01-01T00:00:00Z -C "$scratch/classes" .
cd "$scratch"
printf '%s\0' Training.java -d out /usr/lib/neuron/java/Training.java >arguments
host() {
  # shellcheck disable=SC2086
  java $flags "$@" -cp /usr/lib/neuron/java/compile.jar neuron.Compile 3<arguments 4>/dev/null
}
host -XX:AOTCacheOutput=/usr/lib/neuron/java/compile.aot >/dev/null 2>"$scratch/said" || { cat "$scratch/said" >&2; exit 1; }
# A cache that cannot be used would only be slow, and nobody would notice.
host -XX:AOTMode=on -XX:AOTCache=/usr/lib/neuron/java/compile.aot
