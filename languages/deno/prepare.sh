#!/bin/sh
# Inside an image that is being built, in the folder with these files: one name for the program, on every machine.
set -eu
ln -s ../node_modules/@deno/linux-*/deno deno
