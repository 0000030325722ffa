#include <bits/stdc++.h>
#pragma GCC poison printf
int main() { printf("x"); }
