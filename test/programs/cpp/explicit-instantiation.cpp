#include <bits/stdc++.h>
template class std::vector<int>;
template class std::basic_string<char16_t>;
template class std::shared_ptr<long>;
template class std::function<void()>;
template std::string std::format(std::format_string<int &>, int &);
int main() { int n = 4; std::cout << std::format("{}", n) << "\n"; }
