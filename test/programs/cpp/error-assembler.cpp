#include <iostream>
int main() { asm("no such instruction"); }
