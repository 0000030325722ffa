#include <bits/stdc++.h>
using namespace std;
struct S { int x; };
int main() {
    set<S> s;
    s.insert(S{1});
    vector<S> v(3);
    sort(v.begin(), v.end());
    cout << v[0];
}
