#include <bits/stdc++.h>
int main() { std::cout << __FILE__ << __LINE__ << __func__ << __BASE_FILE__ << __INCLUDE_LEVEL__ << __COUNTER__ << "\n"; assert(0 == 1); }
