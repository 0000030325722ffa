#define _USE_MATH_DEFINES
#include <bits/stdc++.h>
int main() { printf("%.5f\n", M_PI); }
