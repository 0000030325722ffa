#include <stdio.h>
int main(void) { asm("nop"); printf("%ld\n", __STDC_VERSION__); }
