#include <bits/stdc++.h>
int main() { std::vector<int> v; volatile int i = 3; return v[i]; }
