#include <bits/stdc++.h>
template <std::integral T> T twice(T x) { return 2 * x; }
int main() { twice(1.5); std::ranges::sort(5); }
