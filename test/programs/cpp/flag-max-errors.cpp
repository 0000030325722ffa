#include <bits/stdc++.h>
int main() { a; b; c; d; }
