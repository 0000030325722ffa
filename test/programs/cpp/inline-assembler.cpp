#include <iostream>
int main() { int x = 1; asm("addl $41, %0" : "+r"(x)); std::cout << x << "\n"; }
