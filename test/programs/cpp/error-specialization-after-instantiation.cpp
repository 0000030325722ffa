#include <bits/stdc++.h>
template <> struct std::hash<std::string> { size_t operator()(const std::string &) const { return 1; } };
int main() {}
