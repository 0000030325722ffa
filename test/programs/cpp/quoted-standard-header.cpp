#include "iostream"
int main() { std::cout << "quoted\n"; }
