#!/bin/sh
# Inside an image that is being built, in the folder with these files: compiles the compiler and the libraries ahead, which the
# runtime then uses instead of compiling them in each start.
set -eu
cd /usr/lib/mono/4.5
for each in mscorlib.dll System.dll System.Core.dll System.Numerics.dll mcs.exe; do
  [ -e "$each" ] || continue
  mono --aot=outfile=/usr/lib/mono/4.5/"$each".so "$(readlink -f "$each")" >/dev/null
done
