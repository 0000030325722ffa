#include <bits/stdc++.h>
int main() { std::cout << __cplusplus << ' ' << sizeof(std::vector<int>) << '\n';
#ifdef __STRICT_ANSI__
    std::cout << "strict\n";
#endif
#ifdef unix
    std::cout << unix << "\n";
#endif
}
