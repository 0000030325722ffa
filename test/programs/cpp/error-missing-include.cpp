#include <iostream>
int main() { std::vector<int> v; std::set<int> s; std::cout << sqrt(2.0); }
