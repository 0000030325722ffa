#include <bits/stdc++.h>
int main() { std::regex r("(\\w+)@(\\w+)\\.com"); std::smatch m; std::string s = "me@here.com"; if (std::regex_match(s, m, r)) std::cout << m[1] << m[2] << "\n"; std::stringstream t; t << std::hex << 255 << std::setw(6) << std::setfill('0') << 7; std::cout << t.str() << std::fixed << std::setprecision(2) << 2.5 << std::put_money("123") << "\n"; }
