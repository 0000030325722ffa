#include <bits/stdc++.h>
#line 100 "virtual.cpp"
int main() { nope; }
