#include <iostream>
#include <cmath>
int main() { volatile double x = 0; std::cout << (std::isnan(x / x) ? "nan" : "number") << "\n"; }
