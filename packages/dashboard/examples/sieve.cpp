// Counts the primes below a hundred million, in blocks that fit into the cache.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <vector>

int main() {
    constexpr int limit = 100'000'000, block = 1 << 17;
    const int root = static_cast<int>(std::sqrt(limit));

    std::vector<char> small(root + 1, 1);
    std::vector<int> primes;
    for (int i = 2; i <= root; ++i) {
        if (!small[i]) continue;
        primes.push_back(i);
        for (long j = 1L * i * i; j <= root; j += i) small[j] = 0;
    }

    long count = 0;
    std::vector<char> sieve(block);
    for (int low = 2; low < limit; low += block) {
        const int high = std::min(low + block, limit);
        std::fill(sieve.begin(), sieve.end(), 1);
        for (int p : primes) {
            if (1L * p * p >= high) break;
            for (long j = std::max(1L * p * p, (low + p - 1L) / p * p); j < high; j += p) sieve[j - low] = 0;
        }
        count += std::count(sieve.begin(), sieve.begin() + (high - low), 1);
    }
    std::cout << count << " primes below " << limit << '\n';
}
