import ctypes
import subprocess

import numpy as np

source = """
#include <stdio.h>
#include <stdlib.h>
static void last(void) { puts("C's atexit"); }
__attribute__((destructor)) static void gone(void) { puts("destructor"); fflush(stdout); }
void begin(void) { atexit(last); }
"""
open("lib.c", "w").write(source)
subprocess.run(["gcc", "-shared", "-fPIC", "-o", "lib.so", "lib.c"], check=True)
ctypes.CDLL("./lib.so").begin()
print(np.arange(2), flush=True)
