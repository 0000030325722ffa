#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
int main(void) { int (*f)(const char *) = (int (*)(const char *))dlsym(RTLD_NEXT, "puts"); return f("found") < 0; }
