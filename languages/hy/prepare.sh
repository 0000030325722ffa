#!/bin/sh
# Python's byte code of Hy, whose core macros are themselves written in Hy: 0.4 s a start without.
set -eu
export PYTHONPATH="$PWD/site"
python3 -m compileall -q site
printf '(print 1)\n(defn f [x] (cond (> x 1) [x] True None))\n' > /tmp/first.hy
python3 -m hy /tmp/first.hy
