#include <bits/stdc++.h>
struct P { int x, y; bool operator==(const P &) const = default; };
template <> struct std::hash<P> { size_t operator()(const P &p) const { return p.x * 31 + p.y; } };
template <> struct std::formatter<P> : std::formatter<int> { auto format(const P &p, auto &c) const { return std::formatter<int>::format(p.x + p.y, c); } };
namespace std { template <> void swap(P &a, P &b) noexcept { std::cout << "swap "; P t = a; a = b; b = t; } }
int main() { std::unordered_set<P> s{{1, 2}, {1, 2}, {3, 4}}; P a{1, 2}, b{3, 4}; std::swap(a, b); std::cout << s.size() << std::format("{:>4}", a) << "\n"; }
