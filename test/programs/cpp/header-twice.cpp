#include <iostream>
#include <bits/stdc++.h>
#include <iostream>
#include <bits/stdc++.h>
int main() { std::cout << std::gcd(12, 18) << "\n"; }
