#include <iostream>
int f() { }
int main() { std::cout << 1 / 1; }
