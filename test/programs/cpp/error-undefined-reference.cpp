#include <iostream>
int f(int);
int main() { std::cout << f(1); }
