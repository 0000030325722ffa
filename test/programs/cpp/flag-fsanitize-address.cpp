#include <iostream>
#include <vector>
int main(int n, char **) { std::vector<int> v(3); std::cout << v[n] << "\n"; }
