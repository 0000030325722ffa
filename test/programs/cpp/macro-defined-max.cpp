#include <bits/stdc++.h>
int main() { std::cout << max << "\n"; }
