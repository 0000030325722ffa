#include <bits/stdc++.h>
using namespace std;
int main() { ios::sync_with_stdio(false); cin.tie(nullptr); long long s = 0, x; string w; cin >> w; while (cin >> x) s += x; cout << w << s << "\n"; return 3; }
