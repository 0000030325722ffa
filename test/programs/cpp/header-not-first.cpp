#include <vector>
#include <iostream>
int main() { std::vector<int> v(3, 7); std::cout << v[2] << "\n"; }
