#define _GLIBCXX_DEBUG
#include <bits/stdc++.h>
int main() { std::vector<int> v(2); std::cout << sizeof(v) << std::endl; volatile int i = 5; return v[i]; }
