#include <stdio.h>
__attribute__((section("things"), used)) static int a = 1, b = 2;
extern int __start_things[], __stop_things[];
int main(void) { printf("%td\n", __stop_things - __start_things); }
