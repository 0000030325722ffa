#define private public
#include <bits/stdc++.h>
int main() { std::stack<int> s; s.c.push_back(4); std::cout << s.top() << "\n"; }
