// The greatest sum of neighbouring numbers (Kadane).
#include <algorithm>
#include <iostream>

int main() {
    long count, number, best, here;
    std::cin >> count >> best;
    here = best;
    while (--count > 0 && std::cin >> number) {
        here = std::max(number, here + number);
        best = std::max(best, here);
    }
    std::cout << best << '\n';
}
