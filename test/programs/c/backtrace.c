#include <execinfo.h>
#include <stdio.h>
#include <string.h>
void f(void) { void *p[9]; char **s = backtrace_symbols(p, backtrace(p, 9)); printf("%d\n", strstr(s[0], "(f") != 0); }
int main(void) { f(); }
