#include <stdio.h>
__attribute__((weak)) int missing(void);
int shared;
extern char end, edata;
int main(void) { printf("%d %d %d\n", missing == 0, shared, &end >= &edata); }
