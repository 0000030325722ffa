#include <bits/stdc++.h>
struct T { const char *n; T(const char *n) : n(n) { std::cout << "+" << n; } ~T() { std::cout << "-" << n; } };
T a("a");
static T b("b");
inline T c("c");
__attribute__((constructor(101))) void early() { printf("early "); }
int main() { static T d("d"); std::cout << "main"; std::atexit([] { std::cout << "exit"; }); }
