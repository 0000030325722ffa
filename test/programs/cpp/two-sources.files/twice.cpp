#include <iostream>
#include <vector>
std::vector<int> shared(4);
int twice(int n) { std::clog << "twice\n"; return 2 * n; }
