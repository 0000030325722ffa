#include <stdio.h>
_Thread_local int n = 4;
int main(void) { printf("%d\n", n); }
