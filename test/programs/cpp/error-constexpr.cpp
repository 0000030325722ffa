#include <bits/stdc++.h>
constexpr int f(int n) { return n / (n - 3); }
static_assert(f(3) == 0);
int main() {}
