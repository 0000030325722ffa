#include <bits/stdc++.h>
using namespace std;

typedef long long ll;
const int INF = 1e9;

struct Edge { int to; ll w; };

int n, m;
vector<vector<Edge>> g;

vector<ll> dijkstra(int s) {
    vector<ll> d(n, LLONG_MAX);
    priority_queue<pair<ll,int>, vector<pair<ll,int>>, greater<>> q;
    d[s] = 0; q.push({0, s});
    while (!q.empty()) {
        auto [x, u] = q.top(); q.pop();
        if (x > d[u]) continue;
        for (auto &e : g[u]) if (d[e.to] > x + e.w) { d[e.to] = x + e.w; q.push({d[e.to], e.to}); }
    }
    return d;
}

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    if (!(cin >> n >> m)) { n = 4; m = 0; }
    g.resize(n);
    map<string, int> names;
    for (int i = 0; i < m; i++) {
        string a, b; ll w;
        cin >> a >> b >> w;
        int u = names.emplace(a, names.size()).first->second;
        int v = names.emplace(b, names.size()).first->second;
        g[u].push_back({v, w}); g[v].push_back({u, w});
    }
    auto d = dijkstra(0);
    sort(d.begin(), d.end());
    d.erase(unique(d.begin(), d.end()), d.end());
    set<ll> s(d.begin(), d.end());
    unordered_map<ll, int> cnt;
    for (auto x : d) cnt[x]++;
    ll total = accumulate(d.begin(), d.end(), 0LL, [](ll a, ll b) { return a + (b == LLONG_MAX ? -1 : b); });
    cout << total << ' ' << s.size() << ' ' << cnt.size() << '\n';
}
