#include <stdio.h>
__attribute__((constructor(200))) static void b(void) { printf("b"); }
__attribute__((constructor(101))) static void a(void) { printf("a"); }
__attribute__((destructor)) static void z(void) { puts("z"); }
int main(void) { printf("main"); }
