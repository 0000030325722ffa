<?php
$libc = FFI::cdef("int printf(const char *format, ...); int puts(const char *text); int getpid(void); int abs(int);", "libc.so.6");
echo "by php\n";
$libc->printf("by C, %d, not flushed before the end\n", $libc->abs(-5));
echo "by php again\n";
$libc->puts("last");
