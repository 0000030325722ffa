#!/bin/sh
# Precompiles the headers that programs include first: for the standard that is the default, and for those that requests
# name most. See docs/decisions/compilers.md.
set -eu
g++ -O2 -shared -fPIC -o /tmp/instantiate.so instantiate.cc
for header in iostream bits/stdc++.h; do
  path=$(echo "#include <$header>" | g++ -x c++ -E - | sed -n "s|^# 1 \"\\(/[^\"]*/$header\\)\".*|\\1|p" | head -n 1)
  # Under its own name, as a system header, so that messages and macros name the places that they would.
  {
    echo "# 1 \"$path\" 3"
    cat "$path"
    echo "#pragma neuron instantiate"
  } >/tmp/header
  mkdir -p "include/$header.gch"
  for standard in gnu++20 c++20 gnu++17 c++17; do
    g++ -O2 -std=$standard -x c++-header -fplugin=/tmp/instantiate.so -o "include/$header.gch/$standard" /tmp/header
    # One that does not fit would only be slow, and nobody would notice.
    printf '#include <%s>\nint main() { std::cout << "fits"; }\n' "$header" >/tmp/main.cpp
    g++ -O2 -std=$standard -isystem include -H -o /tmp/a.out /tmp/main.cpp 2>/tmp/used
    grep -q "^! include/$header.gch/$standard\$" /tmp/used
    [ "$(/tmp/a.out)" = fits ]
  done
done
