#include <bits/stdc++.h>
int main() { std::cout << "before" << std::endl; volatile int *p = nullptr; return *p; }
