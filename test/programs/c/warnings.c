#include <stdio.h>
int main(void) { int x; char b[2]; sprintf(b, "%s", "too long"); return x; }
