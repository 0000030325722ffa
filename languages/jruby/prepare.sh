#!/bin/sh
# Inside an image that is being built, in the folder with these files: keeps what the JVM has loaded and linked when it has run
# a program (JEP 483), so that it need not be done in each start.
set -eu
here=/usr/lib/neuron/jruby
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
# As the definition has it.
program() {
  echo "3 5 8 13" | java -XX:MaxRAM=256m -XX:MaxRAMPercentage=75 -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData "$@" \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djruby.compile.mode=OFF \
    -cp $here/jruby.jar org.jruby.Main --disable-gems $here/training.rb >said 2>&1 || { cat said >&2; exit 1; }
}
program -XX:AOTCacheOutput=$here/run.aot
# A cache that cannot be used would only be slow, and nobody would notice.
program -XX:AOTMode=on -XX:AOTCache=$here/run.aot
