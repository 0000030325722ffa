#include <bits/stdc++.h>
int main() { using namespace std::chrono; std::cout << std::format("{:%Y-%m-%d} {:08.3f} {:#x} {:^9}|", sys_days{2024y / 2 / 29}, 3.14159, 255, "mid") << duration_cast<minutes>(hours(3)) << "\n"; }
