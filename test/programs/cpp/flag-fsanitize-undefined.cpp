#include <bits/stdc++.h>
int main(int n, char **) { int x = 2147483647; x += n; std::cout << x << "\n"; }
