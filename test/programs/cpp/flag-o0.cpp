#include <bits/stdc++.h>
using namespace std;
int main() {
    vector<int> v{5, 3, 9, 1};
    sort(v.begin(), v.end());
    map<string, int> m;
    for (int x : v) m[to_string(x)] += x;
    for (auto &[k, n] : m) cout << k << '=' << n << '\n';
    unordered_set<long> s(v.begin(), v.end());
    cout << s.size() << ' ' << accumulate(v.begin(), v.end(), 0) << endl;
}
