#include <bits/stdc++.h>
int main() { std::random_shuffle((int *)0, (int *)0); std::auto_ptr<int> p; }
