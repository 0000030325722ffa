import io
import sys

for stream in (sys.stdin, sys.stdout, sys.stderr):
    print(stream, type(stream), stream.encoding, stream.errors, stream.newlines, stream.line_buffering, stream.write_through,
          stream.isatty(), stream.fileno(), stream.mode, stream.name, stream.buffer, stream.buffer.raw,
          stream.buffer.raw.closefd, stream.seekable(), stream._CHUNK_SIZE)
print(sys.stdin is sys.__stdin__, sys.stdout is sys.__stdout__, sys.stderr is sys.__stderr__, io.DEFAULT_BUFFER_SIZE)
import os
import stat
for fd in range(3):
    info = os.fstat(fd)
    print(fd, stat.S_ISFIFO(info.st_mode), oct(info.st_mode), info.st_uid, os.get_blocking(fd), os.get_inheritable(fd))
print(sorted(os.listdir("/proc/self/fd"), key=int))
print(sys.stdin.read())
