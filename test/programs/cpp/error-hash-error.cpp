#include <bits/stdc++.h>
#error "stop here"
int main() {}
