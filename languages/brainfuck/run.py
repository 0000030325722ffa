"""Runs the program that is named first. With --check it is only parsed."""

import sys

sys.path.insert(0, "/usr/lib/neuron/brainfuck/site")

from bfi import BrainfuckSyntaxError, execute, parse

TAPE_SIZE = 300_000

arguments = sys.argv[1:]
only_check = arguments[0] == "--check"
with open(arguments[-1], encoding="latin-1") as file:
    try:
        opcodes = parse(file.read())
    except BrainfuckSyntaxError as problem:
        sys.exit(str(problem))

output = sys.stdout.buffer


def write_byte(byte):
    output.write(bytes((byte & 255,)))


def read_byte():
    # Whoever answers to what it printed must see it before.
    output.flush()
    byte = sys.stdin.buffer.read(1)
    return byte[0] if byte else 0


if not only_check:
    try:
        execute(opcodes, tape_size=TAPE_SIZE, write_byte=write_byte, read_byte=read_byte)
    except IndexError:
        output.flush()
        sys.exit(f"The program left its tape of {TAPE_SIZE} cells.")
