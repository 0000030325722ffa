#include <bits/stdc++.h>
int f() { return 1; }
