#include <stdio.h>
char *gets(char *);
int main(void) { char b[64]; return gets(b) == 0; }
