// first
/* second
*/
#define LOCAL 1
#ifdef LOCAL
#include <bits/stdc++.h>
#endif
#define all(x) (x).begin(), (x).end()
int main() { std::vector<int> v{3, 1}; std::sort(all(v)); std::cout << v[0] << LOCAL << "\n"; }
