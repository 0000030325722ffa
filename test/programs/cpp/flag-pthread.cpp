#include <bits/stdc++.h>
int main() { int n = 0; std::mutex m; std::vector<std::thread> t;
    for (int i = 0; i < 4; i++) t.emplace_back([&] { for (int k = 0; k < 1000; k++) { std::lock_guard l(m); n++; } });
    for (auto &x : t) x.join();
    std::cout << n << "\n"; }
