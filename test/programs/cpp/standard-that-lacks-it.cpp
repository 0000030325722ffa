#include <iostream>
#include <span>
int main() { std::span<int> s; std::cout << s.size(); }
