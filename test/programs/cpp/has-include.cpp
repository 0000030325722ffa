#if __has_include(<bits/stdc++.h>) && !__has_include("nothing.h")
#include <iostream>
int main() { std::cout << "has\n"; }
#endif
