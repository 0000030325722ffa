#include <bits/stdc++.h>
int main() { int unused; unsigned u = 1; int i = -1; if (u > i) printf("%d\n", 1L); char s[2]; strcpy(s, "long"); return u == i; }
