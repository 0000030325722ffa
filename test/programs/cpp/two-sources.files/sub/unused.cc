#include <bits/stdc++.h>
static std::map<int, int> m;
int unused() { return m.size(); }
