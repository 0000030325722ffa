#include_next <iostream>
int main() { std::cout << "next\n"; }
