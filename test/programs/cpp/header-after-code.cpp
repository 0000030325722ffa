int early = 3;
#include <bits/stdc++.h>
int main() { std::cout << early << "\n"; }
