#include <bits/stdc++.h>
#pragma GCC push_options
#pragma GCC optimize("O0")
int slow(int x) { return x * 3; }
#pragma GCC pop_options
int main() { std::cout << slow(14) << __OPTIMIZE__ << "\n"; }
