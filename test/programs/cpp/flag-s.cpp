#include <iostream>
int main() { std::cout << "stripped\n"; }
