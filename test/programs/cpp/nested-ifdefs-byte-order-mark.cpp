#include <iostream>
int main() { std::cout << "bom\n"; }
