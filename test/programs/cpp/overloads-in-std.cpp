#include <bits/stdc++.h>
namespace std {
template <class A, class B> ostream &operator<<(ostream &o, const pair<A, B> &p) { return o << '(' << p.first << ',' << p.second << ')'; }
template <class T> ostream &operator<<(ostream &o, const vector<T> &v) { for (auto &x : v) o << x << ' '; return o; }
}
int main() { std::vector<std::pair<int, std::string>> v{{1, "a"}, {2, "b"}}; std::cout << v << "\n"; }
