#include <bits/stdc++.h>
int twice(int);
extern std::vector<int> shared;
int main() { std::cout << twice(21) << shared.size() << "\n"; }
