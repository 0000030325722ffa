#include <iostream>
int main() {
    std::cout << "open;
