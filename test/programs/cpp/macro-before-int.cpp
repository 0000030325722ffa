#define int long long
#include <iostream>
signed main() { int x = 1; std::cout << sizeof(x) << "\n"; }
