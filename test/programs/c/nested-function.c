#include <stdio.h>
static int call(int (*f)(int)) { return f(20); }
int main(void) { int n = 1; int add(int x) { return x + n; } n = 22; printf("%d\n", call(add)); }
