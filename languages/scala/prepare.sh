#!/bin/sh
# Inside an image that is being built, in the folder with these files: compiles the compiler's host, and keeps what the JVM
# has loaded and linked for the compiler (JEP 483) and for a program with the standard library (class-data sharing).
set -eu
here=/usr/lib/neuron/scala
library=$here/lib/scala-library.jar
compiler=$here/compile.jar
for jar in "$here"/compiler/*.jar; do compiler=$compiler:$jar; done
compiler=$compiler:$library
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
javac -cp "$compiler" -d "$scratch/classes" Compile.java MainClass.java
jar --create --file compile.jar --date 2000-01-01T00:00:00Z -C "$scratch/classes" .
cd "$scratch"
# As the definition has it.
compile() {
  java -XX:MaxRAM=1024m -XX:MaxRAMPercentage=75 -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xss2m "$@" \
    --sun-misc-unsafe-memory-access=allow -cp "$compiler" \
    neuron.Compile Training.scala -d . -classpath "$library" -color:never "$here/Training.scala"
}
quietly() {
  "$@" >"$scratch/said" 2>&1 || { cat "$scratch/said" >&2; exit 1; }
}
quietly compile -XX:AOTCacheOutput=$here/compile.aot
# A cache that cannot be used would only be slow, and nobody would notice.
quietly compile -XX:AOTMode=on -XX:AOTCache=$here/compile.aot
echo "3 5 8 13" >numbers
quietly java -XX:DumpLoadedClassList=loaded -cp "$library:." @.main-class <numbers
quietly java -Xshare:dump -XX:SharedClassListFile=loaded -XX:SharedArchiveFile=$here/run.jsa -cp "$library"
quietly java -Xshare:on -XX:+UseSerialGC -XX:SharedArchiveFile=$here/run.jsa -cp "$library:." @.main-class <numbers
