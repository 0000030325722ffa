#include <bits/stdc++.h>
int main() { std::cout << TEXT << N << "\n"; }
